// The jobs of one pool: JavaScript functions and what became of them, in a slab. Rust knows them by their slot.
// @ts-check
import { EVENT_TYPES } from "./events.js";
import { closedError, describe, droppedError, FULFILLED, fullError, Job, jobWithOptions, NONE, quiet, REJECTED, rejectedQuietly, TaskContext, Ticket } from "./job.js";
import { Signals } from "./signals.js";

/** How an attempt ended; the numbers that `jobs.rs` uses. */
const PENDING = 0;
const SUCCEEDED = 1;
const FAILED = 2;
const HOPELESS = 3;

const { then } = Promise.prototype;

/** Is there something to wait for? Getting `then` may throw, which is the attempt's failure. @param {any} value */
function isThenable(value) {
    return value !== null && (typeof value === "object" || typeof value === "function") && typeof value.then === "function";
}

/** May say `retryable: false`; getting it may throw. @param {any} error */
function failureOf(error) {
    try {
        return error !== null && typeof error === "object" && error.retryable === false ? HOPELESS : FAILED;
    } catch {
        return FAILED;
    }
}

export class Jobs {
    /**
     * @param {(call: number, status: number) => void} settle
     * @param {(slot: number) => void} cancel
     */
    constructor(settle, cancel) {
        this.settle = settle;
        this.cancelSlot = cancel;
        this.signals = new Signals(cancel);
        /** @type {(Job | undefined)[]} */
        this.slots = [];
        /** @type {number[]} */
        this.free = [];
        this.submissions = 0;
        /**
         * Those that are being submitted, the latest last. By the time that it is known what becomes of one, its slot may be
         * another's, for a listener may have cancelled it.
         * @type {Job[]}
         */
        this.coming = [];
        /** @type {Set<Function>} */
        this.listeners = new Set();
        /** What was wrong with the last job that was not added. @type {{ error: unknown, isAbort: boolean } | undefined} */
        this.complaint = undefined;
        /** Where jitter comes from, if the pool was given it. @type {(id: string | number, attempt: number) => unknown} */
        this.source = Math.random;
        /** Why the pool was aborted. @type {unknown} */
        this.reason = undefined;
        /** Calls of abort that have not returned. */
        this.aborts = 0;
        /** What they have cancelled. @type {(string | number)[]} */
        this.cancelled = [];
    }

    /** Whether there is a source of jitter. @param {any} sources */
    takeSources(sources) {
        if (sources === undefined) return false;
        if (sources === null || typeof sources !== "object") {
            throw new TypeError(`the sources must be an object; got ${describe(sources)}`);
        }
        for (const name of Object.keys(sources)) {
            if (name !== "draw") throw new TypeError(`${name} is not known; known here: draw`);
        }
        const { draw } = sources;
        if (draw === undefined) return false;
        if (typeof draw !== "function") throw new TypeError(`draw must be a function; got ${describe(draw)}`);
        // Wrapped, or it would be handed this slab as `this`.
        this.source = (id, attempt) => draw(id, attempt);
        return true;
    }

    /** What goes wrong is reported, and chance has its way: the task has to go on. @param {number} slot @param {number} attempt */
    draw(slot, attempt) {
        try {
            const drawn = this.source(this.#job(slot).id, attempt);
            if (typeof drawn === "number" && drawn >= 0 && drawn < 1) return drawn;
            throw new RangeError(`draw must give a number from 0 to 1, and not 1 itself; got ${describe(drawn)}`);
        } catch (error) {
            report(error);
            return Math.random();
        }
    }

    /**
     * The slot of the new job, or `NONE` and an error to be fetched. A job that has options of its own is told by a number
     * below that, which grows downwards with the slot.
     * @param {unknown} task @param {any} options
     */
    add(task, options) {
        let job;
        try {
            if (typeof task !== "function") throw new TypeError(`task must be a function; got ${describe(task)}`);
            this.submissions += 1;
            job = options === undefined ? new Job(task, this.submissions, undefined) : jobWithOptions(task, this.submissions, options);
            // In here as well, for what only passes for a signal throws when it is asked.
            if (job.extras?.signal?.aborted) return this.#complain(job.extras.signal.reason, true);
        } catch (error) {
            return this.#complain(error);
        }
        const slot = this.free.pop() ?? this.slots.length;
        this.slots[slot] = job;
        const { extras } = job;
        if (extras?.signal !== undefined) extras.leave = this.signals.watch(extras.signal, slot);
        this.coming.push(job);
        return extras === undefined ? slot : NONE - 1 - slot;
    }

    // What the submitter gets of the job that is coming. Submissions nest, if at all: a listener may submit.

    /** What `trySubmit` returns for one that is accepted. */
    ticket() {
        return new Ticket(this.#come());
    }

    /** What `submit` returns for one that is accepted. */
    resolved() {
        return Promise.resolve(this.ticket());
    }

    /** What `submit` returns for one that waits for room. */
    admission() {
        return this.#come().getAdmission();
    }

    /** What `run` returns for one that is accepted. */
    result() {
        return this.#come().getResult();
    }

    /** What `run` returns for one that waits for room. */
    resultAfterAdmission() {
        return quiet(this.admission().then((ticket) => ticket.result));
    }

    /** What `trySubmit` returns where there is no room. */
    turnedAway() {
        this.#come();
        return null;
    }

    /** Why it is not accepted. */
    refusal() {
        return this.#come().refusal?.();
    }

    /** What `submit` and `run` return then. */
    rejected() {
        return rejectedQuietly(this.refusal());
    }

    #come() {
        return /** @type {Job} */ (this.coming.pop());
    }

    /** @param {unknown} error */
    #complain(error, isAbort = false) {
        this.complaint = { error, isAbort };
        return NONE;
    }

    takeComplaint() {
        const error = this.complaint?.error;
        this.complaint = undefined;
        return error;
    }

    /** A wrong argument is a mistake, which should be heard of; an aborted signal is none. */
    rejectComplaint() {
        const isAbort = this.complaint?.isAbort;
        const promise = Promise.reject(this.takeComplaint());
        return isAbort ? quiet(promise) : promise;
    }

    /** @param {number} slot */
    #job(slot) {
        return /** @type {Job} */ (this.slots[slot]);
    }

    /** @param {number} slot */
    #take(slot) {
        const job = this.#job(slot);
        // Before the slot is another's, who may have the same signal.
        job.extras?.leave?.();
        this.slots[slot] = undefined;
        this.free.push(slot);
        return job;
    }

    /** @param {number} slot */
    timeoutMs(slot) {
        return this.#job(slot).extras?.timeoutMs ?? 0;
    }

    /** @param {number} slot */
    priority(slot) {
        return this.#job(slot).extras?.priority ?? 0;
    }

    /** @param {number} slot */
    admit(slot) {
        this.#job(slot).admit();
    }

    /** @param {number} slot @param {boolean} isClosed */
    refuse(slot, isClosed) {
        const job = this.#take(slot);
        const { task } = job;
        job.refuse(() => (isClosed ? closedError(task) : fullError(task)));
    }

    /** @param {number} slot */
    withdraw(slot) {
        const job = this.#take(slot);
        const reason = job.extras?.signal?.reason;
        job.refuse(() => reason);
    }

    /** @param {number} slot @param {number} attempt @param {number} call */
    attempt(slot, attempt, call) {
        const job = this.#job(slot);
        if (job.extras?.signal?.aborted) {
            // Others heard of it before this pool did, and one of them has let it run.
            this.cancelSlot(slot);
            return FAILED;
        }
        const context = new TaskContext(job.id, attempt);
        job.context = context;
        job.call = call;
        try {
            // Called on its own, or it would be handed the job as `this`.
            const { task } = job;
            const value = task(context);
            const isPromise = value instanceof Promise;
            if (!isPromise && !isThenable(value)) {
                if (job.call === call) job.outcome = value;
                return SUCCEEDED;
            }
            // A promise calls one of the two, once, and later, whatever it has for a `then` of its own. Anything else that
            // has one is made a promise first.
            then.call(
                isPromise ? value : Promise.resolve(value),
                (/** @type {unknown} */ value) => {
                    if (job.call === call) job.outcome = value;
                    this.settle(call, SUCCEEDED);
                },
                (/** @type {unknown} */ error) => {
                    if (job.call === call) job.outcome = error;
                    this.settle(call, failureOf(error));
                },
            );
            return PENDING;
        } catch (error) {
            // Unless it was cancelled from inside the call: then that is its end.
            if (job.call === call) job.outcome = error;
            return failureOf(error);
        }
    }

    /** @param {number} slot @param {number} call */
    abandon(slot, call) {
        const job = this.slots[slot];
        // After a cancellation the slot is another job's, or nobody's.
        if (job === undefined || job.call !== call) return;
        const error = new DOMException(`the attempt took longer than ${job.extras?.timeoutMs} ms`, "TimeoutError");
        job.call = NONE;
        job.outcome = error;
        const { context } = job;
        job.context = undefined;
        if (context !== undefined) TaskContext.abort(context, error);
    }

    /** @param {number} slot */
    succeed(slot) {
        this.#take(slot).settle(FULFILLED);
    }

    /** @param {number} slot */
    fail(slot) {
        this.#take(slot).settle(REJECTED);
    }

    /** @param {number} slot */
    drop(slot) {
        const job = this.#take(slot);
        job.outcome = droppedError(job.task);
        job.settle(REJECTED);
    }

    /** @param {number} slot */
    cancel(slot) {
        const job = this.#take(slot);
        const signal = job.extras?.signal;
        const reason = signal?.aborted ? signal.reason : this.reason;
        const { context } = job;
        job.call = NONE;
        job.outcome = reason;
        if (this.aborts > 0) this.cancelled.push(job.id);
        job.settle(REJECTED);
        if (context !== undefined) TaskContext.abort(context, job.outcome);
    }

    /** @param {unknown} reason */
    beginAbort(reason) {
        this.aborts += 1;
        // A listener may abort while the pool is being aborted. It finds nothing; the first one tells all.
        if (this.aborts > 1) return;
        this.reason = reason === undefined ? new DOMException("the pool was aborted", "AbortError") : reason;
        this.cancelled = [];
    }

    endAbort() {
        this.aborts -= 1;
        return this.aborts === 0 ? this.cancelled.splice(0) : [];
    }

    /** What finds the id of the job in a slot. */
    get idOf() {
        return (/** @type {number} */ slot) => this.#job(slot).id;
    }

    /** @param {unknown} listener */
    subscribe(listener) {
        if (typeof listener !== "function") throw new TypeError(`listener must be a function; got ${describe(listener)}`);
        // Wrapped, so that one function may listen twice, and each is taken away by itself.
        const entry = (/** @type {unknown} */ event) => listener(event);
        this.listeners.add(entry);
        return () => {
            this.listeners.delete(entry);
        };
    }

    /**
     * @param {number} step @param {number} slot @param {number} atMs @param {number} worker @param {number} attempt
     * @param {number} delayMs @param {boolean} willRetry
     */
    emit(step, slot, atMs, worker, attempt, delayMs, willRetry) {
        if (this.listeners.size === 0) return false;
        const job = this.#job(slot);
        const type = EVENT_TYPES[step];
        /** @type {Record<string, unknown>} */
        const event = { type, id: job.id, atMs };
        if (type === "started") {
            event.worker = worker;
            event.attempt = attempt;
        } else if (type === "attemptFailed") {
            event.worker = worker;
            event.attempt = attempt;
            event.error = job.outcome;
            event.delayMs = delayMs < 0 ? null : delayMs;
            event.willRetry = willRetry;
        } else if (type === "succeeded" || type === "failed" || type === "cancelled" || type === "dropped") {
            event.attempts = attempt;
            if (type === "failed") event.error = job.outcome;
        }
        for (const listener of [...this.listeners]) {
            try {
                listener(event);
            } catch (error) {
                report(error);
            }
        }
        return true;
    }
}

/** An error of a listener is not the pool's: it goes where uncaught errors go, without ending the program. @param {unknown} error */
function report(error) {
    try {
        if (typeof reportError === "function") reportError(error);
        else console.error(error);
    } catch {
        // It can't even be shown.
    }
}
