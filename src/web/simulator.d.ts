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

/** A scenario in which nothing is left out. */
export interface CompleteScenario {
    readonly seed: number;
    readonly pool: FullPoolOptions;
    readonly load: { readonly tasks: number; readonly arrivals: Arrivals };
    readonly work: { readonly service: Service; readonly failureProbability: number; readonly outages: readonly Outage[] };
    readonly warmupTasks: number;
}

/** The scenario with every default filled in, a new object. @throws TypeError or RangeError that names the field, as `simulate` */
export function checkScenario(scenario: Scenario): CompleteScenario;

/** The original's demo, with seed 42: what `checkScenario({ seed: 42, pool: { workers: 3 } })` gives. */
export function defaultScenario(): CompleteScenario;

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
    /** Of each of these: when submit was called. */
    readonly blockedSinceMs: Float64Array;
    readonly workers: {
        /**
         * 0 idle, 1 running, 2 waiting a backoff out; 3 gone, since the pool has been made smaller, while one after it still
         * finishes its task. Those who have gone from the end are left out.
         */
        readonly state: Uint8Array;
        readonly task: Float64Array;
        /** The one that is made, or, in backoff, the one that failed. */
        readonly attempt: Uint32Array;
        readonly sinceMs: Float64Array;
        /** When the attempt will end, well or badly, or when the backoff is over. */
        readonly untilMs: Float64Array;
    };
    /** Released tasks in backoff, the next that is due first: the attempt that failed, when, and until when. */
    readonly shelf: {
        readonly task: Float64Array;
        readonly attempt: Uint32Array;
        readonly sinceMs: Float64Array;
        readonly untilMs: Float64Array;
    };
}

/** The types of a pool's events, by their numbers in `SimulationEvents.type`. */
export const EVENT_TYPES: readonly [
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
    "dropped",
];

/** Events, column by column; good until the simulation is asked for anything else. */
export interface SimulationEvents {
    readonly length: number;
    /** So many were forgotten before these: more came than are kept. */
    readonly forgotten: number;
    /** The names of the numbers in `type`: EVENT_TYPES. */
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

/** A figure of each interval: its mean and its largest value; NaN where there was nothing to measure. */
export interface SeriesFigure {
    readonly mean: Float64Array;
    readonly max: Float64Array;
}

/**
 * What happened over the whole run so far, in equal intervals from time 0 on. Interval i begins at i · `intervalMs` and
 * ends before i + 1 times that; the last one is not over yet: it ends at `endMs`, now, and its means are of the part that
 * has passed. If that is none, they are NaN, and its counts are of what happened at this very moment.
 *
 * The intervals last 1/64 ms at first. When there are as many as `keepSeries` allows, each two neighbours become one that is
 * twice as long. Every task counts, those of the warm-up included. The columns are good until the simulation is asked for
 * anything else, and to post one takes a copy, by `slice`: else all of the memory would be copied.
 */
export interface SimulationSeries {
    readonly intervalMs: number;
    readonly endMs: number;
    /** So many intervals; 0 unless a series is kept. */
    readonly length: number;
    /** How many tasks came, were let in, were turned away, were pushed out again. */
    readonly submitted: Float64Array;
    readonly accepted: Float64Array;
    readonly rejected: Float64Array;
    readonly dropped: Float64Array;
    /** How many attempts began, and how many ended badly. */
    readonly attempts: Float64Array;
    readonly failedAttempts: Float64Array;
    /** How many tasks ended well, and how many were given up. */
    readonly succeeded: Float64Array;
    readonly failed: Float64Array;
    /** Tasks in the buffer: mean over time, and the most for any time. */
    readonly queueLength: SeriesFigure;
    /** Submissions that waited for room, likewise. */
    readonly blocked: SeriesFigure;
    /** Workers with an attempt, and workers held by a task in backoff: means over time, as those that follow. */
    readonly busy: Float64Array;
    readonly backoff: Float64Array;
    /** Released tasks in backoff. */
    readonly shelf: Float64Array;
    readonly workers: Float64Array;
    /** Accepted to first attempt, of the tasks whose first attempt began in the interval. */
    readonly waitMs: SeriesFigure;
    /** Accepted to done, of the tasks that were done in the interval, well or badly. */
    readonly sojournMs: SeriesFigure;
}

/**
 * A histogram's buckets, shortest durations first; empty ones are left out. Each reaches from `lowMs` on to below `highMs`,
 * and is at most 1/64 as wide as its durations are long.
 */
export interface SimulationHistogram {
    readonly lowMs: Float64Array;
    readonly highMs: Float64Array;
    readonly count: Float64Array;
}

/** A scenario that runs as far as it is told to, and in which one can go back. */
export class Simulation {
    /**
     * `keepEvents`: how many events `takeEvents` finds at most, 1,000 unless told. `keepSeries`: how many intervals `series`
     * has at most, 0 to 4,096, 0 unless told. With 0 of both the simulation is quickest.
     * @throws TypeError or RangeError that names the field
     */
    constructor(scenario: Scenario, options?: { keepEvents?: number; keepSeries?: number });
    readonly nowMs: number;
    readonly isFinished: boolean;
    /**
     * When it took no more tasks in, because more than 4,000,000 were unfinished at once; null if it did not. What was accepted
     * by then is still finished; for the end of such a run, `simulate` and `runToEnd` have an OverloadedError.
     */
    readonly overloadedAtMs: number | null;
    /** Goes on by so much time, or to the end. */
    advance(ms: number): void;
    /**
     * Goes on towards now + `ms`, or to the end, but returns after some `budgetMs` of real time, wherever it is then: also
     * in the middle of an instant at which much happens. Whether it got there. To go on, call it with what is left.
     */
    advanceWithin(ms: number, budgetMs: number): boolean;
    /** Goes on to the next event; whether there was one. */
    step(): boolean;
    /** Goes to this time; back as well, then everything happens again up to there, turns of knobs included. */
    seek(ms: number): void;
    /** Goes back to time 0. Turns of knobs are kept, and made again when their time comes. Events are forgotten. */
    rewind(): void;
    /** Goes on to the end, in slices that let the page breathe. Rejects with `signal.reason`, or an OverloadedError. */
    runToEnd(options?: { signal?: AbortSignal }): Promise<Report>;
    /** The figures: of the whole run, or so far. */
    report(): Report;
    /** The pool's figures now, as the report's without the warm-up; but its gauges count the warm-up's tasks as well. */
    stats(): PoolStats;
    /** The histogram from which a report's percentiles are read, so far: without the tasks of the warm-up. Copies. */
    histogram(figure: "wait" | "sojourn" | "blocked"): SimulationHistogram;
    /** Knobs, from now on. What was turned later, before one went back, is forgotten. @throws RangeError */
    setWorkers(workers: number): void;
    setFailureProbability(probability: number): void;
    /** Only of Poisson arrivals. */
    setRatePerSecond(rate: number): void;
    view(): SimulationView;
    /** What happened over the whole run so far, if a series is kept. It begins anew when one goes back. */
    series(): SimulationSeries;
    /** The latest events, oldest first, those that were taken before left out. */
    takeEvents(): SimulationEvents;
    /** Gives the memory back, at once. */
    free(): void;
    [Symbol.dispose](): void;
}

/**
 * The tasks of a scenario, with the very draws of its simulation, so that the same can be run live: by a WorkerPool whose
 * functions take as long and fail as it says, and whose `draw` is its `jitter`. Tasks and attempts are counted from 1.
 */
export class Workload {
    /** @throws TypeError or RangeError that names the field */
    constructor(scenario: Scenario);
    /**
     * When the n-th task comes; null if there is none, or if the load is closed. Quick when asked in order.
     * @throws TypeError or RangeError, as all of them
     */
    arrivalMs(n: number): number | null;
    /** How long an attempt takes. */
    serviceMs(task: number, attempt: number): number;
    /** Whether an attempt fails that begins at this time. Only outages depend on it. */
    fails(task: number, attempt: number, atMs: number): boolean;
    /** The number from 0 on and below 1 from which the pause after this attempt is made, if it fails. */
    jitter(task: number, attempt: number): number;
    /** Gives the memory back, at once. */
    free(): void;
    [Symbol.dispose](): void;
}
