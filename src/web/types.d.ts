/** Jitter spreads the retries of many tasks; none of the kinds waits longer than `maxDelayMs`. */
export type Jitter = "none" | "full" | "equal" | "decorrelated";

/** When a failed attempt is tried again. Everything is optional; the defaults are the original's. */
export interface RetryOptions {
    /** Attempts in all, the first one included: 1 to 1,000,000. Default 3. */
    maxAttempts?: number;
    /** The pause after the first failed attempt: 0 to 10^12 ms. Default 500. */
    baseDelayMs?: number;
    /** Each pause is this many times the one before: 1 to 1,000. Default 2. */
    factor?: number;
    /** No pause is longer than this: 0 to 10^12 ms; null for no cap. Default null. */
    maxDelayMs?: number | null;
    /** Default "none". */
    jitter?: Jitter;
    /** Does a worker wait out its task's backoff (true, the default) or take the next task meanwhile (false)? */
    holdWorker?: boolean;
    /** Pause once more after the last failed attempt, as the original did. Default false. */
    pauseAfterLastAttempt?: boolean;
}

/** How a pool is built. Everything is optional; the defaults are the original's. */
export interface PoolOptions {
    /** Tasks that run at once: 1 to 100,000. Default 3. */
    workers?: number;
    /** Accepted tasks that may wait for a worker: 0 (hand-over) to 10^9; null for no bound. Default 10. */
    bufferSize?: number | null;
    /**
     * What `submit` does when the buffer is full. "dropOldest" lets the new task in and drops the oldest of the lowest
     * priority in the buffer, whose result is a TaskDroppedError; a task that all of
     * them outrank is turned away itself.
     * Default "wait".
     */
    whenFull?: "wait" | "reject" | "dropOldest";
    retry?: RetryOptions;
}

/** Options in force, defaults filled in. */
export type FullPoolOptions = Required<Omit<PoolOptions, "retry">> & { readonly retry: Required<RetryOptions> };

/** Figures of a set of durations, in milliseconds; null where there was nothing to measure. */
export interface DurationFigures {
    readonly mean: number | null;
    readonly p50: number | null;
    readonly p90: number | null;
    readonly p99: number | null;
    readonly p999: number | null;
    readonly max: number | null;
}

/** Counters and figures of a pool since it was made. */
export interface PoolStats {
    /** Calls of `submit`, `trySubmit` and `run` whose arguments were right. */
    readonly submitted: number;
    /** Let into the buffer. */
    readonly accepted: number;
    /** Turned away: the buffer was full, or the pool closed. */
    readonly rejected: number;
    /** Left the line before being accepted. */
    readonly withdrawn: number;
    /** Pushed out of the full buffer. */
    readonly dropped: number;
    readonly succeeded: number;
    /** Given up after the last attempt. */
    readonly failed: number;
    /** Accepted, and then cancelled by a signal or by `abort`. */
    readonly cancelled: number;
    /** Begun, the first ones included. */
    readonly attempts: number;
    /** Begun, but for the first ones. */
    readonly retries: number;
    /** In the buffer. */
    readonly queued: number;
    readonly running: number;
    readonly backingOff: number;
    /** Submissions that wait for room. */
    readonly blocked: number;
    /** Functions that still run although their attempt timed out or was cancelled. */
    readonly zombies: number;
    /** Since the pool was made, until its end. */
    readonly elapsedMs: number;
    /** Tasks that succeeded or failed. */
    readonly throughputPerSecond: number | null;
    /** Shares of the workers' time; they add up to 1. */
    readonly utilisation: { readonly busy: number | null; readonly backoff: number | null; readonly idle: number | null };
    /** Accepted to first attempt. */
    readonly waitMs: DurationFigures;
    /** Accepted to done. */
    readonly sojournMs: DurationFigures;
    /** Submit called to accepted. */
    readonly blockedMs: DurationFigures;
    readonly queueLength: { readonly mean: number | null; readonly max: number };
}

/** The options of the original's demo: 3 workers, a buffer of 10, 3 attempts, 500 ms, factor 2. */
export function defaultPoolOptions(): FullPoolOptions;

interface TaskEvent {
    readonly id: string | number;
    /** Milliseconds since the pool was made. */
    readonly atMs: number;
}

/** Everything that can happen to a task, in the order in which it happens. */
export type PoolEvent =
    | (TaskEvent & { readonly type: "submitted" })
    /** It is in the buffer. */
    | (TaskEvent & { readonly type: "accepted" })
    /** It was turned away: the buffer was full, or the pool is closed. */
    | (TaskEvent & { readonly type: "rejected" })
    /** It left the line before it was accepted. */
    | (TaskEvent & { readonly type: "withdrawn" })
    /** Workers are counted from 0, attempts from 1. */
    | (TaskEvent & { readonly type: "started"; readonly worker: number; readonly attempt: number })
    | (TaskEvent & {
          readonly type: "attemptFailed";
          readonly worker: number;
          readonly attempt: number;
          readonly error: unknown;
          /** The pause that follows; null when there is none. */
          readonly delayMs: number | null;
          readonly willRetry: boolean;
      })
    /** Its backoff is over, and it is in the buffer again: its worker was released. */
    | (TaskEvent & { readonly type: "requeued" })
    | (TaskEvent & { readonly type: "succeeded"; readonly attempts: number })
    | (TaskEvent & { readonly type: "failed"; readonly attempts: number; readonly error: unknown })
    | (TaskEvent & { readonly type: "cancelled"; readonly attempts: number })
    | (TaskEvent & { readonly type: "dropped"; readonly attempts: number });
