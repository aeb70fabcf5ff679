// The jobs of one pool: JavaScript functions and what became of them, in a slab. Rust knows them by their slot.
// @ts-check

/** How an attempt ended; the numbers that `jobs.rs` uses. */
const PENDING = 0;
const SUCCEEDED = 1;
const FAILED = 2;
const HOPELESS = 3;

/** The events by the numbers that `reporter.rs` uses. */
const STEPS = [
    "submitted",
    "accepted",
    "rejected",
    "withdrawn",
    "started",
    "attemptFailed",
    "requeued",
    "succeeded",
    "failed",
    "cancelled",
];

/** No call has this number. */
const NONE = -1;

const LONGEST_TIMEOUT_MS = 1e12;

/** Where a job's result stands. */
const UNSETTLED = 0;
const FULFILLED = 1;
const REJECTED = 2;

const nothing = () => {};

/**
 * Marks a promise as watched, so that a failure nobody looks at is never raised as unhandled.
 * @template T
 * @param {Promise<T>} promise
 */
function quiet(promise) {
    promise.then(undefined, nothing);
    return promise;
}

/** @param {unknown} error */
export function rejected(error) {
    return Promise.reject(error);
}

/** @param {unknown} error */
export function rejectedQuietly(error) {
    return quiet(Promise.reject(error));
}

/** @param {Ticket} ticket */
export function resolved(ticket) {
    return Promise.resolve(ticket);
}

/** @param {Ticket} ticket */
export function admissionOf(ticket) {
    return Ticket.job(ticket).getAdmission(ticket);
}

/** @param {Ticket} ticket */
export function refusalOf(ticket) {
    return Ticket.job(ticket).refusal;
}

/** @param {Ticket} ticket */
export function resultOf(ticket) {
    return ticket.result;
}

/** @param {Promise<Ticket>} admission */
export function resultAfter(admission) {
    return quiet(admission.then(resultOf));
}

/** @param {unknown} value */
function describe(value) {
    if (value === null) return "null";
    if (Array.isArray(value)) return "an array";
    if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
    if (typeof value === "object" || typeof value === "undefined") return typeof value === "object" ? "an object" : "undefined";
    if (typeof value === "function") return "a function";
    return String(value);
}

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

/** What a task gets. Its signal is made when it is asked for: most tasks never do, and a signal is dear. */
class TaskContext {
    /** @type {AbortController | undefined} */
    #controller;
    #isAborted = false;
    /** @type {unknown} */
    #reason;

    /** @param {string | number} id @param {number} attempt */
    constructor(id, attempt) {
        this.id = id;
        this.attempt = attempt;
    }

    get signal() {
        if (this.#controller === undefined) {
            this.#controller = new AbortController();
            if (this.#isAborted) this.#controller.abort(this.#reason);
        }
        return this.#controller.signal;
    }

    /** @param {TaskContext} context @param {unknown} reason */
    static abort(context, reason) {
        context.#isAborted = true;
        context.#reason = reason;
        context.#controller?.abort(reason);
    }
}

/** A job, as its submitter sees it. */
class Ticket {
    /** @type {Job} */
    #job;

    /** @param {Job} job */
    constructor(job) {
        this.#job = job;
    }

    /** @param {Ticket} ticket */
    static job(ticket) {
        return ticket.#job;
    }

    get id() {
        return this.#job.id;
    }

    get result() {
        return this.#job.getResult();
    }
}

class Job {
    /** @param {Function} task @param {string | number} id */
    constructor(task, id) {
        this.task = task;
        this.id = id;
        this.timeoutMs = 0;
        /** The call that is waited for. */
        this.call = NONE;
        /** @type {TaskContext | undefined} */
        this.context = undefined;
        this.state = UNSETTLED;
        /** The task's value, or the last attempt's error. @type {unknown} */
        this.outcome = undefined;
        /** @type {AbortSignal | undefined} */
        this.signal = undefined;
        /** @type {(() => void) | undefined} */
        this.onAbort = undefined;
        /** It waited for room and was let in. */
        this.isAdmitted = false;
        /** Why it was not accepted. @type {unknown} */
        this.refusal = undefined;
        /** Of the promise that submit gave, while it waits. @type {((ticket: Ticket) => void) | undefined} */
        this.resolveAdmission = undefined;
        /** @type {((error: unknown) => void) | undefined} */
        this.rejectAdmission = undefined;
        /** What that promise gives. @type {Ticket | undefined} */
        this.ticket = undefined;
        /** Made when it is asked for. @type {Promise<unknown> | undefined} */
        this.result = undefined;
        /** @type {((value: unknown) => void) | undefined} */
        this.resolve = undefined;
        /** @type {((error: unknown) => void) | undefined} */
        this.reject = undefined;
    }

    /** @param {Ticket} ticket @returns {Promise<Ticket>} */
    getAdmission(ticket) {
        if (this.isAdmitted) return Promise.resolve(ticket);
        if (this.refusal !== undefined) return /** @type {Promise<Ticket>} */ (rejectedQuietly(this.refusal));
        this.ticket = ticket;
        return quiet(
            new Promise((resolve, reject) => {
                this.resolveAdmission = resolve;
                this.rejectAdmission = reject;
            }),
        );
    }

    getResult() {
        if (this.result === undefined) {
            if (this.state === FULFILLED) {
                this.result = Promise.resolve(this.outcome);
            } else if (this.state === REJECTED) {
                this.result = rejectedQuietly(this.outcome);
            } else {
                this.result = quiet(
                    new Promise((resolve, reject) => {
                        this.resolve = resolve;
                        this.reject = reject;
                    }),
                );
            }
        }
        return this.result;
    }

    /** @param {number} state */
    settle(state) {
        this.state = state;
        if (this.result !== undefined) {
            if (state === FULFILLED) this.resolve?.(this.outcome);
            else this.reject?.(this.outcome);
        }
        this.release();
    }

    /** @param {unknown} error */
    refuse(error) {
        this.refusal = error;
        this.rejectAdmission?.(error);
        this.ticket = undefined;
        this.release();
    }

    /** Lets go of everything that a finished job needs no more, for a ticket may be kept for long. */
    release() {
        if (this.signal !== undefined && this.onAbort !== undefined) {
            this.signal.removeEventListener("abort", this.onAbort);
            this.signal = undefined;
            this.onAbort = undefined;
        }
        this.task = nothing;
        this.context = undefined;
    }
}

export class Jobs {
    /**
     * @param {(call: number, status: number) => void} settle
     * @param {(slot: number) => void} cancel
     */
    constructor(settle, cancel) {
        this.settle = settle;
        this.onAbort = cancel;
        /** @type {(Job | undefined)[]} */
        this.slots = [];
        /** @type {number[]} */
        this.free = [];
        this.submissions = 0;
        /** @type {Set<Function>} */
        this.listeners = new Set();
        /** Why the pool was aborted. @type {unknown} */
        this.reason = undefined;
        /** Ids, while the pool is being aborted. @type {(string | number)[] | undefined} */
        this.cancelled = undefined;
    }

    /** @param {unknown} task @param {any} options */
    add(task, options) {
        if (typeof task !== "function") throw new TypeError(`task must be a function; got ${describe(task)}`);
        this.submissions += 1;
        const job = new Job(task, this.submissions);
        if (options !== undefined) readOptions(job, options);
        const slot = this.free.pop() ?? this.slots.length;
        this.slots[slot] = job;
        if (job.signal !== undefined) {
            job.onAbort = () => this.onAbort(slot);
            job.signal.addEventListener("abort", job.onAbort, { once: true });
        }
        return slot;
    }

    /** @param {number} slot */
    #job(slot) {
        return /** @type {Job} */ (this.slots[slot]);
    }

    /** @param {number} slot */
    #take(slot) {
        const job = this.#job(slot);
        this.slots[slot] = undefined;
        this.free.push(slot);
        return job;
    }

    /** @param {number} slot */
    timeoutMs(slot) {
        return this.#job(slot).timeoutMs;
    }

    /** @param {number} slot */
    ticket(slot) {
        return new Ticket(this.#job(slot));
    }

    /** @param {number} slot */
    admit(slot) {
        const job = this.#job(slot);
        job.isAdmitted = true;
        if (job.ticket !== undefined) job.resolveAdmission?.(job.ticket);
        job.ticket = undefined;
    }

    /** @param {number} slot @param {boolean} isClosed */
    refuse(slot, isClosed) {
        const job = this.#take(slot);
        job.refuse(
            isClosed
                ? namedError("PoolClosedError", "the pool is closed: it was stopped or aborted", job.task)
                : namedError("QueueFullError", "the pool's buffer is full", job.task),
        );
    }

    /** @param {number} slot */
    withdraw(slot) {
        const job = this.#take(slot);
        job.refuse(job.signal?.reason);
    }

    /** @param {number} slot @param {number} attempt @param {number} call */
    attempt(slot, attempt, call) {
        const job = this.#job(slot);
        const context = new TaskContext(job.id, attempt);
        job.context = context;
        job.call = call;
        try {
            const value = job.task(context);
            if (!isThenable(value)) {
                job.outcome = value;
                return SUCCEEDED;
            }
            // A promise calls one of the two, once, and later. Anything else that has a `then` is made one first.
            const promise = value instanceof Promise ? value : Promise.resolve(value);
            promise.then(
                (value) => {
                    if (job.call === call) job.outcome = value;
                    this.settle(call, SUCCEEDED);
                },
                (error) => {
                    if (job.call === call) job.outcome = error;
                    this.settle(call, failureOf(error));
                },
            );
            return PENDING;
        } catch (error) {
            job.outcome = error;
            return failureOf(error);
        }
    }

    /** @param {number} slot @param {number} call */
    abandon(slot, call) {
        const job = this.slots[slot];
        // After a cancellation the slot is another job's, or nobody's.
        if (job === undefined || job.call !== call) return;
        const error = new DOMException(`attempt took longer than ${job.timeoutMs} ms`, "TimeoutError");
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
    cancel(slot) {
        const job = this.#take(slot);
        const reason = job.signal?.aborted ? job.signal.reason : this.reason;
        const { context } = job;
        job.call = NONE;
        job.outcome = reason ?? new DOMException("the task was cancelled", "AbortError");
        this.cancelled?.push(job.id);
        job.settle(REJECTED);
        if (context !== undefined) TaskContext.abort(context, job.outcome);
    }

    /** @param {unknown} reason */
    beginAbort(reason) {
        this.reason = reason === undefined ? new DOMException("the pool was aborted", "AbortError") : reason;
        this.cancelled = [];
    }

    endAbort() {
        const ids = this.cancelled ?? [];
        this.cancelled = undefined;
        return ids;
    }

    /** @param {any} snapshot */
    name(snapshot) {
        const id = (/** @type {number} */ slot) => this.#job(slot).id;
        const named = (/** @type {any} */ { slot, ...rest }) => (slot === undefined ? rest : { id: id(slot), ...rest });
        return {
            ...snapshot,
            blocked: snapshot.blocked.map(named),
            queue: snapshot.queue.map(id),
            workers: snapshot.workers.map(named),
            shelf: snapshot.shelf.map(named),
        };
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
        const type = STEPS[step];
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
        } else if (type === "succeeded" || type === "failed" || type === "cancelled") {
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
    if (typeof reportError === "function") reportError(error);
    else console.error(error);
}

/** @param {string} name @param {string} message @param {Function} task */
function namedError(name, message, task) {
    const error = new Error(message);
    error.name = name;
    return Object.assign(error, { task });
}

/** @param {Job} job @param {any} options */
function readOptions(job, options) {
    if (options === null || typeof options !== "object") {
        throw new TypeError(`options must be an object; got ${describe(options)}`);
    }
    for (const name of Object.keys(options)) {
        if (name !== "id" && name !== "signal" && name !== "timeoutMs") {
            throw new TypeError(`${name} is not known; known here: id, signal, timeoutMs`);
        }
    }
    const { id, signal, timeoutMs } = options;
    if (id !== undefined) {
        if (typeof id !== "string" && typeof id !== "number") {
            throw new TypeError(`id must be a string or a number; got ${describe(id)}`);
        }
        job.id = id;
    }
    if (timeoutMs !== undefined) {
        const allowed = "timeoutMs must be a number of milliseconds, more than 0 and at most 10^12";
        if (typeof timeoutMs !== "number") throw new TypeError(`${allowed}; got ${describe(timeoutMs)}`);
        if (!(timeoutMs > 0 && timeoutMs <= LONGEST_TIMEOUT_MS)) throw new RangeError(`${allowed}; got ${timeoutMs}`);
        job.timeoutMs = timeoutMs;
    }
    if (signal !== undefined) {
        if (!(signal instanceof AbortSignal)) throw new TypeError(`signal must be an AbortSignal; got ${describe(signal)}`);
        signal.throwIfAborted();
        job.signal = signal;
    }
}
