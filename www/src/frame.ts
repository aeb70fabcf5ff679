/**
 * What the views draw: the pool at one moment. A simulation makes frames in its worker, and the live pool makes them here;
 * the views can't tell one from the other.
 */
import { EVENT_TYPES, type PoolStats } from "twinpool/sim";

/** A worker's state, as the columns of a frame tell it. */
export const IDLE = 0;
export const BUSY = 1;
export const HELD = 2;
/** It has left, since the pool was made smaller, and one after it has not. */
export const GONE = 3;

export interface Line {
    /** How many there are; the columns hold the first of them only. */
    readonly length: number;
    /** Numbers of tasks, from 1, first in line first. */
    readonly task: Float64Array;
}

export interface Frame {
    readonly atMs: number;
    readonly isFinished: boolean;
    /** Did somebody stop or abort the pool? It takes no task any more. */
    readonly isClosed: boolean;
    /** Why the run ended early; null where it did not. */
    readonly trouble: string | null;
    /** When the simulator took no more tasks in; null where it did not come to that. */
    readonly overloadedAtMs: number | null;
    readonly queue: Line;
    readonly blocked: Line & { readonly sinceMs: Float64Array };
    readonly workers: {
        readonly length: number;
        readonly state: Uint8Array;
        readonly task: Float64Array;
        readonly attempt: Uint32Array;
        readonly sinceMs: Float64Array;
        /** The end of the attempt or of the backoff; of an attempt whose end nobody knows, NaN. */
        readonly untilMs: Float64Array;
    };
    /** Released tasks in backoff, the next that is due first. */
    readonly shelf: Line & { readonly attempt: Uint32Array; readonly sinceMs: Float64Array; readonly untilMs: Float64Array };
    readonly stats: PoolStats;
    /**
     * While the run warms up, nothing is counted: how many tasks of the warm-up have come. Null once it is over, or without one.
     * In a run that ends before, nothing is measured.
     */
    readonly warmUp: { readonly came: number; readonly of: number } | null;
}

/** How many workers are there, and how many of them are idle. */
export function staffOf({ workers, stats, shelf }: Frame): { there: number; busy: number; held: number; idle: number } {
    let there = 0;
    for (let worker = 0; worker < workers.length; worker += 1) if (workers.state[worker] !== GONE) there += 1;
    const busy = stats.running;
    const held = stats.backingOff - shelf.length;
    return { there, busy, held, idle: Math.max(0, there - busy - held) };
}

/** So many of a line's tasks are in a frame. */
export const MOST_IN_LINE = 2_000;

/** What may have happened to a task, in the order of their numbers in an event's `type`. */
export { EVENT_TYPES };

export type EventType = (typeof EVENT_TYPES)[number];

/** Events, column by column, oldest first. */
export interface Events {
    readonly length: number;
    /** So many came before these and are not among them. */
    readonly forgotten: number;
    readonly type: Uint8Array;
    readonly atMs: Float64Array;
    readonly task: Float64Array;
    readonly worker: Uint32Array;
    readonly attempt: Uint32Array;
    readonly delayMs: Float64Array;
}

/**
 * What happened over the whole run so far, in equal intervals of time; a column has one number for each. Means are over time,
 * or, of waits and sojourns, over the tasks of the interval; NaN where there was nothing to measure.
 */
export interface Series {
    readonly intervalMs: number;
    readonly length: number;
    /** So much of the run the series covers; the last interval may be a partial one. */
    readonly untilMs: number;
    readonly columns: Readonly<Record<SeriesName, Float64Array>>;
}

export const SERIES_NAMES = [
    "submitted",
    "accepted",
    "rejected",
    "dropped",
    "started",
    "attemptsFailed",
    "succeeded",
    "failed",
    "queueMean",
    "queueMax",
    "blockedMean",
    "blockedMax",
    "busyMean",
    "heldMean",
    "shelfMean",
    "workersMean",
    "waitMean",
    "waitMax",
    "sojournMean",
    "sojournMax",
] as const;

export type SeriesName = (typeof SERIES_NAMES)[number];

/** How many durations lie between two bounds. */
export interface Histogram {
    readonly lowMs: Float64Array;
    readonly highMs: Float64Array;
    readonly count: Float64Array;
}

export type HistogramName = "wait" | "sojourn" | "blocked";
