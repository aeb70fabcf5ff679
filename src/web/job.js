// One job: a JavaScript function, what became of it, and the promises that its submitter has of it.
// @ts-check

/** No call has this number. */
export const NONE = -1;

const LONGEST_TIMEOUT_MS = 1e12;
/** And, below 0, the lowest. */
const HIGHEST_PRIORITY = 1e9;

/** Where a job's result stands. */
const UNSETTLED = 0;
export const FULFILLED = 1;
export const REJECTED = 2;

const nothing = () => {};

/**
 * Marks a promise as watched, so that a failure nobody looks at is never raised as unhandled.
 * @template T
 * @param {Promise<T>} promise
 */
export function quiet(promise) {
    promise.then(undefined, nothing);
    return promise;
}

/** @param {unknown} error */
export function rejectedQuietly(error) {
    return quiet(Promise.reject(error));
}

/** @param {unknown} value */
export function describe(value) {
    if (value === null) return "null";
    if (Array.isArray(value)) return "an array";
    if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
    if (typeof value === "object" || typeof value === "undefined") return typeof value === "object" ? "an object" : "undefined";
    if (typeof value === "function") return "a function";
    return String(value);
}

/** What a task gets. Its signal is made when it is asked for: most tasks never do, and a signal is dear. */
export class TaskContext {
    /** The signal's controller, or, before there is one, why it is aborted. @type {AbortController | Aborted | undefined} */
    #abort = undefined;

    /** @param {string | number} id @param {number} attempt */
    constructor(id, attempt) {
        this.id = id;
        this.attempt = attempt;
    }

    get signal() {
        let controller = this.#abort;
        if (!(controller instanceof AbortController)) {
            const aborted = controller;
            this.#abort = controller = new AbortController();
            if (aborted !== undefined) controller.abort(aborted.reason);
        }
        return controller.signal;
    }

    /** @param {TaskContext} context @param {unknown} reason */
    static abort(context, reason) {
        if (context.#abort instanceof AbortController) context.#abort.abort(reason);
        else context.#abort = new Aborted(reason);
    }
}

class Aborted {
    /** @param {unknown} reason */
    constructor(reason) {
        this.reason = reason;
    }
}

/** A job, as its submitter sees it. */
export class Ticket {
    /** @type {Job} */
    #job;

    /** @param {Job} job */
    constructor(job) {
        this.#job = job;
    }

    get id() {
        return this.#job.id;
    }

    get result() {
        return this.#job.getResult();
    }
}

/** What few submissions have. @typedef {{ signal?: AbortSignal, leave?: () => void, timeoutMs: number, priority: number }} Extras */

/** The promise that submit gave, while it waits. @typedef {{ resolve: (ticket: Ticket) => void, reject: (error: unknown) => void, refused: () => void }} Waiting */

/** There may be a great many of them, so each has few fields, and makes promises only when they are asked for. */
export class Job {
    /** @param {Function} task @param {string | number} id @param {Extras | undefined} extras */
    constructor(task, id, extras) {
        this.task = task;
        this.id = id;
        this.extras = extras;
        /** The call that is waited for. */
        this.call = NONE;
        /** @type {TaskContext | undefined} */
        this.context = undefined;
        this.state = UNSETTLED;
        /** The task's value, or the last attempt's error. @type {unknown} */
        this.outcome = undefined;
        /** @type {Promise<unknown> | undefined} */
        this.result = undefined;
        /** @type {((value: unknown) => void) | undefined} */
        this.resolve = undefined;
        /** @type {((error: unknown) => void) | undefined} */
        this.reject = undefined;
        /** Of one that had to wait for room: the promise that waits, and then whether it was let in. @type {Waiting | boolean} */
        this.admission = false;
        /** Makes the error that says why it was not accepted: an error is dear, and often nobody asks. @type {(() => unknown) | undefined} */
        this.refusal = undefined;
    }

    /** @returns {Promise<Ticket>} */
    getAdmission() {
        if (this.admission === true) return Promise.resolve(new Ticket(this));
        if (this.refusal !== undefined) return /** @type {Promise<Ticket>} */ (rejectedQuietly(this.refusal()));
        const promise = new Promise((resolve, reject) => {
            this.admission = { resolve, reject, refused: () => quiet(promise) };
        });
        return promise;
    }

    admit() {
        const waiting = this.admission;
        this.admission = true;
        if (typeof waiting === "object") waiting.resolve(new Ticket(this));
    }

    /** @param {() => unknown} refusal */
    refuse(refusal) {
        const waiting = this.admission;
        this.refusal = refusal;
        if (typeof waiting === "object") {
            waiting.refused();
            waiting.reject(refusal());
        }
        this.release();
    }

    getResult() {
        if (this.result === undefined) {
            if (this.state === FULFILLED) {
                this.result = Promise.resolve(this.outcome);
            } else if (this.state === REJECTED) {
                this.result = rejectedQuietly(this.outcome);
            } else {
                this.result = new Promise((resolve, reject) => {
                    this.resolve = resolve;
                    this.reject = reject;
                });
            }
        }
        return this.result;
    }

    /** @param {number} state */
    settle(state) {
        this.state = state;
        // Cancelled by a listener before the acceptance was told.
        if (typeof this.admission === "object") this.admit();
        if (this.result !== undefined) {
            if (state === FULFILLED) {
                this.resolve?.(this.outcome);
            } else {
                quiet(this.result);
                this.reject?.(this.outcome);
            }
        }
        this.release();
    }

    /** Lets go of everything that a finished job needs no more, for a ticket may be kept for long. */
    release() {
        this.extras = undefined;
        this.task = nothing;
        this.context = undefined;
    }
}

/** @param {Function} task @param {number} submission @param {any} options */
export function jobWithOptions(task, submission, options) {
    if (options === null || typeof options !== "object" || Array.isArray(options)) {
        throw new TypeError(`options must be an object; got ${describe(options)}`);
    }
    for (const name of Object.keys(options)) {
        if (name !== "id" && name !== "signal" && name !== "timeoutMs" && name !== "priority") {
            throw new TypeError(`${name} is not known; known here: id, signal, timeoutMs, priority`);
        }
    }
    const { id, signal, timeoutMs, priority } = options;
    if (id !== undefined && typeof id !== "string" && typeof id !== "number") {
        throw new TypeError(`id must be a string or a number; got ${describe(id)}`);
    }
    if (timeoutMs !== undefined) {
        const allowed = "timeoutMs must be a number of milliseconds, more than 0 and at most 1,000,000,000,000";
        if (typeof timeoutMs !== "number") throw new TypeError(`${allowed}; got ${describe(timeoutMs)}`);
        if (!(timeoutMs > 0 && timeoutMs <= LONGEST_TIMEOUT_MS)) throw new RangeError(`${allowed}; got ${timeoutMs}`);
    }
    if (signal !== undefined) {
        if (!(signal instanceof AbortSignal)) throw new TypeError(`signal must be an AbortSignal; got ${describe(signal)}`);
    }
    if (priority !== undefined) {
        const allowed = "priority must be a whole number from -1,000,000,000 to 1,000,000,000";
        if (typeof priority !== "number") throw new TypeError(`${allowed}; got ${describe(priority)}`);
        if (!Number.isInteger(priority) || Math.abs(priority) > HIGHEST_PRIORITY) throw new RangeError(`${allowed}; got ${priority}`);
    }
    return new Job(task, id ?? submission, { signal, timeoutMs: timeoutMs ?? 0, priority: priority ?? 0 });
}

// What the pool itself has to say of a job.

/** @param {Function} task */
export function closedError(task) {
    return namedError("PoolClosedError", "the pool is closed: it was stopped or aborted", task);
}

/** @param {Function} task */
export function fullError(task) {
    return namedError("QueueFullError", "the pool's buffer is full", task);
}

/** @param {Function} task */
export function droppedError(task) {
    return namedError("TaskDroppedError", "a newer task pushed it out of the pool's full buffer", task);
}

/** @param {string} name @param {string} message @param {Function} task */
function namedError(name, message, task) {
    const error = new Error(message);
    error.name = name;
    return Object.assign(error, { task });
}
