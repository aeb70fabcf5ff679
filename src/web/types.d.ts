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
     * What `submit` does when the buffer is full. "dropOldest" lets the new task in and drops the one at the head of the
     * buffer, whose result is a TaskDroppedError. Default "wait".
     */
    whenFull?: "wait" | "reject" | "dropOldest";
    retry?: RetryOptions;
}

export interface SubmitOptions {
    /** Shown in events and handed back by `abort`. Default: the number of the submission, from 1. */
    id?: string | number;
    /** Aborting it cancels the task in whatever state it is; its result rejects with `signal.reason`. */
    signal?: AbortSignal;
    /** Each attempt fails with a TimeoutError after this long: more than 0, to 10^12 ms. */
    timeoutMs?: number;
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
    readonly submitted: number;
    readonly accepted: number;
    /** Turned away: the buffer was full, or the pool closed. */
    readonly rejected: number;
    /** Left the line before being accepted. */
    readonly withdrawn: number;
    readonly dropped: number;
    readonly succeeded: number;
    readonly failed: number;
    readonly cancelled: number;
    readonly attempts: number;
    readonly retries: number;
    /** In the buffer. */
    readonly queued: number;
    readonly running: number;
    readonly backingOff: number;
    /** Submissions that wait for room. */
    readonly blocked: number;
    /** Functions that still run although their attempt timed out or was cancelled. */
    readonly zombies: number;
    readonly elapsedMs: number;
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

interface TaskEvent {
    readonly id: string | number;
    /** Milliseconds since the pool was made. */
    readonly atMs: number;
}
/** Everything that can happen to a task, in the order in which it happens. */
export type PoolEvent =
    | (TaskEvent & { readonly type: "submitted" })
    | (TaskEvent & { readonly type: "accepted" })
    | (TaskEvent & { readonly type: "rejected" })
    | (TaskEvent & { readonly type: "withdrawn" })
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
    | (TaskEvent & { readonly type: "requeued" })
    | (TaskEvent & { readonly type: "succeeded"; readonly attempts: number })
    | (TaskEvent & { readonly type: "failed"; readonly attempts: number; readonly error: unknown })
    | (TaskEvent & { readonly type: "cancelled"; readonly attempts: number })
    | (TaskEvent & { readonly type: "dropped"; readonly attempts: number });

/** Who does what at this moment: what a drawing needs. */
export interface PoolSnapshot {
    readonly atMs: number;
    /** Submissions that wait for room, first come first. */
    readonly blocked: readonly { readonly id: string | number; readonly sinceMs: number }[];
    /** The buffer, head first. */
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

/** A worker pool on browser timers. */
export class WorkerPool {
    /** @throws TypeError or RangeError that names the option, what it was, and what is allowed. */
    constructor(options?: PoolOptions);
    /**
     * Submits a task; waits while the buffer is full, in first-come order, and ends when the task is accepted.
     * Rejects with a PoolClosedError when the pool is stopped or aborted, with a QueueFullError under
     * `whenFull: "reject"` (and `"dropOldest"`, when the buffer's size is 0), with `signal.reason` when the signal is aborted first, and with a TypeError or RangeError
     * when an argument is wrong. The pool's own errors are told by their `name`, and carry the task back as `task`.
     */
    submit<T>(task: Task<T>, options?: SubmitOptions): Promise<Ticket<T>>;
    /** A ticket, or null when there is no room. Never waits. @throws PoolClosedError, TypeError, RangeError */
    trySubmit<T>(task: Task<T>, options?: SubmitOptions): Ticket<T> | null;
    /** Submits, and ends with the task's result. */
    run<T>(task: Task<T>, options?: SubmitOptions): Promise<T>;
    stats(): PoolStats;
    snapshot(): PoolSnapshot;
    /** Calls the listener at every event, until the function that it returns is called. An error that it throws is reported, and harms nothing. */
    subscribe(listener: (event: PoolEvent) => void): () => void;
    /** Closes the door, drains everything accepted, joins the workers, and ends with the summary. Again: the same summary. */
    stop(): Promise<PoolStats>;
    /** Cancels everything unfinished, and tells its ids. Results reject with the reason. Again: nothing left, an empty list. */
    abort(reason?: unknown): (string | number)[];
    /** The options in force, defaults filled in. */
    readonly options: Required<Omit<PoolOptions, "retry">> & { readonly retry: Required<RetryOptions> };
    /**
     * Closes the door; what was accepted is still finished, and then the memory is given back. The garbage collector
     * does the same for a pool that nobody refers to any more.
     */
    free(): void;
}

/** The options of the original's demo: 3 workers, a buffer of 10, 3 attempts, 500 ms, factor 2. */
export function defaultPoolOptions(): WorkerPool["options"];

/** When tasks come. "constant" and "bursts" begin at 0; a trace is in order. */
export type Arrivals =
    /** One submitter, who submits the next task as soon as the last one is accepted. */
    | { kind: "closed" }
    | { kind: "poisson"; ratePerSecond: number }
    | { kind: "constant"; everyMs: number }
    | { kind: "bursts"; size: number; everyMs: number }
    | { kind: "trace"; atMs: readonly number[] };

/** How long an attempt takes; one that fails takes its time as well. */
export type Service =
    | { kind: "constant"; ms: number }
    | { kind: "exponential"; meanMs: number }
    | { kind: "uniform"; minMs: number; maxMs: number }
    | { kind: "lognormal"; meanMs: number; cv: number }
    | { kind: "erlang"; meanMs: number; k: number }
    | { kind: "hyperexponential"; meanMs: number; cv: number }
    /** alpha must be above 1: at 1 and below the mean is infinite. */
    | { kind: "pareto"; meanMs: number; alpha: number }
    | { kind: "empirical"; ms: readonly number[] };

/** Attempts that begin from `fromMs` on and before `toMs` fail with this probability, if it is higher than otherwise. */
export interface Outage {
    fromMs: number;
    toMs: number;
    failureProbability: number;
}

/** What is simulated. All but `seed` and `pool.workers` may be left out; the defaults are the original's. */
export interface Scenario {
    /** 0 to 2^53 - 1: the same seed is the same luck, also for another scenario. */
    seed: number;
    pool: PoolOptions & { workers: number };
    load?: {
        /** 0 to 10^9. Default 20, or the length of the trace. */
        tasks?: number;
        arrivals?: Arrivals;
    };
    work?: {
        service?: Service;
        /** Of an attempt: 0 to 1. Default 0.3. */
        failureProbability?: number;
        outages?: readonly Outage[];
    };
    /** So many tasks, the first ones, are left out of the figures. Default 0. */
    warmupTasks?: number;
}

interface Shape<Count, Figure> {
    /** When the last worker was joined. */
    readonly virtualMs: Count;
    readonly submitted: Count;
    readonly accepted: Count;
    readonly rejected: Count;
    readonly dropped: Count;
    readonly succeeded: Count;
    readonly failed: Count;
    readonly cancelled: Count;
    readonly attempts: Count;
    readonly retries: Count;
    readonly throughputPerSecond: Figure;
    readonly utilisation: { readonly busy: Figure; readonly backoff: Figure; readonly idle: Figure };
    readonly waitMs: Spread<Figure>;
    readonly sojournMs: Spread<Figure>;
    readonly blockedMs: Spread<Figure>;
    readonly queueLength: { readonly mean: Figure; readonly max: Count };
}
interface Spread<Figure> {
    readonly mean: Figure;
    readonly p50: Figure;
    readonly p90: Figure;
    readonly p99: Figure;
    readonly p999: Figure;
    readonly max: Figure;
}

/** What a simulation tells. A figure with nothing to measure is null. */
export interface Report extends Shape<number, number | null> {
    readonly seed: number;
}

/** A mean over several runs, with its 95 % confidence interval (Student's t), which a single run has not. */
export interface Estimate {
    readonly mean: number;
    readonly low: number | null;
    readonly high: number | null;
    /** Runs in which there was something to measure. */
    readonly runs: number;
}

/** Every figure of a report, over several runs; null where no run had anything to measure. */
export interface Estimates extends Shape<Estimate | null, Estimate | null> {
    readonly seed: number;
    readonly runs: number;
}

/**
 * Runs a scenario to its end, at once.
 * @throws TypeError or RangeError that names the field; OverloadedError when over 4,000,000 tasks are unfinished at once.
 */
export function simulate(scenario: Scenario): Report;

/** Runs a scenario `n` times (1 to 100,000), each with luck of its own. @throws like `simulate` */
export function replicate(scenario: Scenario, n: number): Estimates;

/**
 * Runs both scenarios `n` times, with the same luck each time (that of the first one's seed): the differences, the second
 * minus the first. @throws like `simulate`
 */
export function compare(first: Scenario, second: Scenario, n: number): Estimates;

/**
 * Who is where. The columns lie in the simulation's memory: they are good until it is asked for anything else. Tasks are
 * told by their number, from 1.
 */
export interface SimulationView {
    readonly atMs: number;
    /** The buffer, head first. */
    readonly queue: Float64Array;
    /** Submissions that wait for room, first come first. */
    readonly blocked: Float64Array;
    readonly workers: {
        /** 0 idle, 1 running, 2 waiting a backoff out. */
        readonly state: Uint8Array;
        readonly task: Float64Array;
        readonly attempt: Uint32Array;
        readonly sinceMs: Float64Array;
        readonly untilMs: Float64Array;
    };
    /** Released tasks in backoff, the next that is due first. */
    readonly shelf: { readonly task: Float64Array; readonly untilMs: Float64Array };
}

/** Events, column by column; good until the simulation is asked for anything else. */
export interface SimulationEvents {
    readonly length: number;
    /** So many were forgotten before these: more came than are kept. */
    readonly forgotten: number;
    /** The names of the numbers in `type`. */
    readonly types: readonly PoolEvent["type"][];
    readonly type: Uint8Array;
    readonly atMs: Float64Array;
    readonly task: Float64Array;
    /** Of "started" and "attemptFailed". */
    readonly worker: Uint32Array;
    /** The attempt's number, or how many there were. */
    readonly attempt: Uint32Array;
    /** The pause that follows a failed attempt; NaN where there is none. */
    readonly delayMs: Float64Array;
}

/** A scenario that runs as far as it is told to, and in which one can go back. */
export class Simulation {
    /**
     * `keepEvents`: how many events `takeEvents` finds at most, 1,000 unless told; with 0 the simulation is quicker.
     * @throws TypeError or RangeError that names the field
     */
    constructor(scenario: Scenario, options?: { keepEvents?: number });
    readonly nowMs: number;
    readonly isFinished: boolean;
    /** Goes on by so much time, or to the end. */
    advance(ms: number): void;
    /** Goes on to the next event; whether there was one. */
    step(): boolean;
    /** Goes to this time; back as well, then everything happens again up to there, turns of knobs included. */
    seek(ms: number): void;
    /** Goes on to the end, in slices that let the page breathe. Rejects with `signal.reason`, or an OverloadedError. */
    runToEnd(options?: { signal?: AbortSignal }): Promise<Report>;
    /** The figures: of the whole run, or so far. */
    report(): Report;
    /** The pool's figures now, gauges among them. */
    stats(): PoolStats;
    /** Knobs, from now on. What was turned later, before one went back, is forgotten. @throws RangeError */
    setWorkers(workers: number): void;
    setFailureProbability(probability: number): void;
    /** Only of Poisson arrivals. */
    setRatePerSecond(rate: number): void;
    view(): SimulationView;
    /** The latest events, oldest first, those that were taken before left out. */
    takeEvents(): SimulationEvents;
    /** Gives the memory back, at once. */
    free(): void;
    [Symbol.dispose](): void;
}
