/** What a pool would otherwise take from its surroundings. */
export interface PoolSources {
    /**
     * Where jitter comes from instead of `Math.random`: called after each failed attempt, with the task's id and the
     * attempt's number, unless `retry.jitter` is "none". It gives a number from 0 on and below 1. If it gives anything else,
     * or throws, the error is reported as an uncaught one, and `Math.random` takes its place this time. (Reported by `reportError` where there is
     * one, as in browsers, else by `console.error`.)
     */
    draw?: (id: string | number, attempt: number) => number;
}

export interface SubmitOptions {
    /** Shown in events and handed back by `abort`. Default: the number of the submission, from 1. */
    id?: string | number;
    /** Aborting it cancels the task in whatever state it is; its result rejects with `signal.reason`. */
    signal?: AbortSignal;
    /** Each attempt fails with a TimeoutError after this long: more than 0, to 10^12 ms. */
    timeoutMs?: number;
    /**
     * Who goes first of those who wait, in the buffer and before it: a higher number before a lower one, and among equals
     * who came first. It makes no room: `trySubmit` gives null where the buffer is full. A whole number from -10^9 to 10^9,
     * of which not too many should be in use at once. Default 0.
     */
    priority?: number;
}

/** What a task gets, new for each attempt. */
export interface TaskContext {
    readonly id: string | number;
    /** 1 for the first attempt. */
    readonly attempt: number;
    /** Aborted when the attempt times out or the task is cancelled. */
    readonly signal: AbortSignal;
}

/**
 * The work: any function. It succeeds with what it returns, or with what its promise ends in, and fails by throwing or
 * rejecting. An error whose property `retryable` is false is not tried again.
 */
export type Task<T> = (context: TaskContext) => T | PromiseLike<T>;

/** A submission that was accepted. */
export interface Ticket<T> {
    readonly id: string | number;
    /** The task's value, or the last attempt's error. Nobody has to watch it: it never raises "unhandledrejection". */
    readonly result: Promise<T>;
}

/** Who does what at this moment: what a drawing needs. */
export interface PoolSnapshot {
    readonly atMs: number;
    /** Submissions that wait for room, in the order in which they will be let in. */
    readonly blocked: readonly { readonly id: string | number; readonly sinceMs: number }[];
    /** The buffer, in the order in which workers take from it. */
    readonly queue: readonly (string | number)[];
    readonly workers: readonly WorkerSnapshot[];
    /** Released tasks in backoff, next to come back first. */
    readonly shelf: readonly { readonly id: string | number; readonly attempt: number; readonly sinceMs: number; readonly untilMs: number }[];
}
export type WorkerSnapshot =
    | { readonly state: "idle" }
    | { readonly state: "running"; readonly id: string | number; readonly attempt: number; readonly sinceMs: number }
    | {
          readonly state: "backoff";
          readonly id: string | number;
          /** The attempt that failed. */
          readonly attempt: number;
          readonly sinceMs: number;
          readonly untilMs: number;
      };

/** A worker pool on the timers of a browser or of Node. */
export class WorkerPool {
    /** @throws TypeError or RangeError that names the option, what it was, and what is allowed. */
    constructor(options?: PoolOptions, sources?: PoolSources);
    /**
     * Submits a task; waits while the buffer is full, in first-come order among those of its priority, and ends when the task
     * is accepted. Rejects with a PoolClosedError when the pool is stopped or aborted, with a QueueFullError under
     * `whenFull: "reject"` (and `"dropOldest"`, when there is no task to drop for it), with `signal.reason` when the signal is
     * aborted first, and with a TypeError or RangeError when an argument is wrong. The pool's own errors are told by their `name`, and carry the task back as `task`.
     */
    submit<T>(task: Task<T>, options?: SubmitOptions): Promise<Ticket<T>>;
    /**
     * A ticket, or null when there is no room. Never waits. Under `whenFull: "dropOldest"` it makes room as `submit` does.
     * @throws PoolClosedError, TypeError, RangeError, and `signal.reason` when the signal is aborted
     */
    trySubmit<T>(task: Task<T>, options?: SubmitOptions): Ticket<T> | null;
    /**
     * Submits, and ends with the task's result. Like the other promises of a pool, it raises no "unhandledrejection" when
     * nobody watches it, whether the task fails or is turned away: `stats()` counts both. Only a wrong argument does.
     */
    run<T>(task: Task<T>, options?: SubmitOptions): Promise<T>;
    stats(): PoolStats;
    snapshot(): PoolSnapshot;
    /** Calls the listener at every event, until the function that it returns is called. An error that it throws is reported, as one of `draw` is, and harms nothing. */
    subscribe(listener: (event: PoolEvent) => void): () => void;
    /**
     * Closes the door, drains everything accepted, joins the workers, and ends with the summary. Again: the same summary.
     * A task that awaits it awaits its own end, and so waits for ever.
     */
    stop(): Promise<PoolStats>;
    /** Cancels everything unfinished, and tells its ids. Results reject with the reason. Again: nothing left, an empty list. */
    abort(reason?: unknown): (string | number)[];
    /** The options in force, defaults filled in. */
    readonly options: FullPoolOptions;
    /**
     * Takes no more submissions; what was submitted is still let in and finished, and then the memory is given back. The
     * garbage collector does the same for a pool that nobody refers to any more.
     */
    free(): void;
}
