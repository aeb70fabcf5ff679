/** What a field may be set to. */
export type FieldValue = number | string | boolean | null;

/** Paths of a scenario's fields, such as "pool.workers" or "work.outages[0].toMs", each with the values that it takes. */
export type Grid = Readonly<Record<string, readonly FieldValue[]>>;

/** Of everything that runs on several threads: Web Workers, or worker_threads in Node. */
export interface ThreadOptions {
    /** 1 to 256. Default: as many as the machine has cores. The figures are the same with any number. */
    threads?: number;
    /** Aborting it ends the threads at once; the promise rejects with `signal.reason`. */
    signal?: AbortSignal;
}

export interface SweepOptions<G extends Grid = Grid> extends ThreadOptions {
    /** Called after each point. What it throws ends the sweep. */
    onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
    /** Called with each point, as they come: in any order. `index` is its place in the result. */
    onPoint?: (point: SweepPoint<G> & { readonly index: number }) => void;
}

/** A point of the grid: its values, and what `replicate` tells of the scenario with them. */
export interface SweepPoint<G extends Grid = Grid> {
    readonly values: { readonly [Path in keyof G]: G[Path][number] };
    readonly estimates: Estimates;
}

/**
 * Runs a scenario `n` times at every point of a grid, on several threads. The
 * points come in the grid's order; the first path varies most slowly. All have the same luck, that of the scenario's
 * seed, unless the grid sets it. All threads have ended when the promise settles.
 *
 * Rejects with a TypeError or RangeError that names the field if a point makes no sense, before any is run; if the grid
 * has a list that is empty, or more than 10,000 points; with an OverloadedError, as `simulate`, which tells the
 * point's `values`.
 */
export function sweep<G extends Grid>(scenario: Scenario, grid: G, n: number, options?: SweepOptions<G>): Promise<SweepPoint<G>[]>;

/** The path of a figure of a report. */
export type FigurePath =
    | `${"waitMs" | "sojournMs" | "blockedMs"}.${keyof Spread<number>}`
    | `utilisation.${keyof Report["utilisation"]}`
    | `queueLength.${keyof Report["queueLength"]}`
    | Exclude<keyof Shape<number, number>, "waitMs" | "sojournMs" | "blockedMs" | "utilisation" | "queueLength">;

export interface ReplicateUntilOptions extends ThreadOptions {
    /**
     * Half the width of the 95 % confidence interval, as a share of the mean: above 0, at most 1. Default 0.01, which is
     * ± 1 %.
     */
    precision?: number;
    /** The figure that has to be so sure, or several. Default "waitMs.mean". */
    figure?: FigurePath | readonly FigurePath[];
    /** No more replications than this: 1 to 100,000. Default 10,000. */
    most?: number;
    /** Called after each round, with the figure that is furthest from its goal. What it throws ends it all. */
    onProgress?: (progress: {
        readonly runs: number;
        readonly figure: FigurePath;
        readonly estimate: Estimate | null;
        /** Null where there is no interval. */
        readonly relativeHalfWidth: number | null;
    }) => void;
}

/**
 * Runs a scenario again and again, on several threads, until the figures asked for are sure enough. The replications are
 * those of `replicate`, and so is the result: `replicate(scenario, result.runs)` gives the same, and `reached` says
 * whether it is as sure as it should be. It gives up after `most` replications, or after 20 in which there was nothing to
 * measure. All threads have ended when the promise settles.
 *
 * Rejects with a TypeError or RangeError that names the field or the option, or with an OverloadedError.
 */
export function replicateUntil(scenario: Scenario, options?: ReplicateUntilOptions): Promise<Estimates & { readonly reached: boolean }>;

export interface CompareOptions extends ThreadOptions {
    /** Called as replications are done. What it throws ends the comparison. */
    onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

export interface Comparison {
    /** What `replicate` tells of the first. */
    readonly first: Estimates;
    /** Of the second, under the first one's luck: its own seed is not looked at. */
    readonly second: Estimates;
    /** What `compare` tells: the second minus the first, run by run. */
    readonly difference: Estimates;
}

/**
 * Runs both scenarios `n` times (1 to 100,000) on several threads, with the same luck each time: like `compare`, and each
 * of them by itself as well. All threads have ended when the promise settles.
 *
 * Rejects with a TypeError or RangeError that names the field or the option, or with an OverloadedError.
 */
export function comparePaired(first: Scenario, second: Scenario, n: number, options?: CompareOptions): Promise<Comparison>;
