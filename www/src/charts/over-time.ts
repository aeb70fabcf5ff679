/** The plots of what happened over time, made of a series. */
import { clock, count, digits, duration, mark } from "../format.ts";
import { staffOf, type Frame, type Series } from "../frame.ts";
import type { Line, Plot } from "./plot.ts";

/** Single events far apart are no rate: it is that of so many intervals. */
const TREND = 8;

export interface Told {
    readonly series: Series;
    /** The pool at the moment on show: it has been up to here. */
    readonly frame: Frame;
    /** The right end of the axis. */
    readonly endMs: number;
    /** Places in the buffer; null for no bound. */
    readonly places: number | null;
    readonly isHeld: boolean;
}

export const NAMES = ["waiting", "workers", "finished", "wait"] as const;
export type Name = (typeof NAMES)[number];

export const TITLES: Readonly<Record<Name, string>> = {
    waiting: "Tasks that wait",
    workers: "What the workers do",
    finished: "Tasks a second",
    wait: "How long they waited",
};

export function plotOf(name: Name, told: Told): Plot {
    const { series, endMs } = told;
    const untilMs = told.frame.atMs;
    const ends = Float64Array.from({ length: series.length }, (_, n) => endOf(series, n));
    const values = ends.map((end, n) => (n * series.intervalMs + end) / 2);
    return {
        name,
        title: TITLES[name],
        x: { name: "time", values, ends, from: 0, to: Math.max(endMs, 1), now: untilMs, isLog: false, write: clock, writeMark: mark },
        marks: [],
        until: untilMs < endMs ? untilMs : Infinity,
        ...PLOTS[name](told),
    };
}

/** The last interval may be shorter than the others. */
function endOf({ intervalMs, untilMs }: Series, interval: number): number {
    const from = interval * intervalMs;
    return Math.min(from + intervalMs, Math.max(untilMs, from));
}

type Content = Pick<Plot, "unit" | "writeValue" | "lines">;

const PLOTS: Readonly<Record<Name, (told: Told) => Content>> = { waiting, workers, finished, wait };

function waiting({ series: { columns, length }, frame: { queue, blocked, shelf }, places, isHeld }: Told): Content {
    const lines: Line[] = [
        { label: "in the buffer", colour: "queued", values: columns.queueMean, now: queue.length, area: "faint" },
        { label: "senders blocked", colour: "blocked", values: columns.blockedMean, now: blocked.length },
    ];
    if (!isHeld) lines.push({ label: "on the shelf, to be tried again", colour: "backoff", values: columns.shelfMean, now: shelf.length });
    if (places !== null) lines.push({ label: "places", colour: "muted", values: new Float64Array(length).fill(places), isDashed: true });
    return { unit: "tasks", writeValue: few, lines };
}

function workers({ series: { columns, length }, frame }: Told): Content {
    const now = staffOf(frame);
    const idle = Float64Array.from({ length }, (_, n) => Math.max(0, at(columns.workersMean, n) - at(columns.busyMean, n) - at(columns.heldMean, n)));
    return {
        unit: "workers",
        writeValue: few,
        lines: [
            { label: "busy", colour: "busy", values: columns.busyMean, now: now.busy, area: "solid", isStacked: true },
            { label: "wait to retry", colour: "backoff", values: columns.heldMean, now: now.held, area: "hatched", isStacked: true },
            { label: "idle", colour: "edge", values: idle, now: now.idle, area: "hollow", isStacked: true },
        ],
    };
}

function finished({ series }: Told): Content {
    const { columns } = series;
    const each = (counts: Float64Array): Float64Array => trend(counts, series);
    return {
        unit: `a second, over the last ${duration(TREND * series.intervalMs)}`,
        writeValue: digits,
        lines: [
            { label: "came", colour: "muted", values: each(columns.submitted), isDashed: true },
            { label: "done", colour: "done", values: each(columns.succeeded) },
            { label: "failed for good", colour: "failed", values: each(columns.failed) },
            { label: "failed attempts", colour: "backoff", values: each(columns.attemptsFailed), isDashed: true },
        ],
    };
}

function wait({ series: { columns } }: Told): Content {
    return {
        unit: "accepted to first attempt",
        writeValue: duration,
        lines: [
            { label: "mean", colour: "queued", values: columns.waitMean, area: "faint" },
            { label: "longest", colour: "ink", values: columns.waitMax, isDashed: true },
        ],
    };
}

const at = (values: Float64Array, n: number): number => values[n] ?? 0;

/**
 * Each is that of its interval and those before it: what has been must not depend on what comes. Before the beginning there was
 * nothing, and a last interval that has only just begun counts for no more than it is.
 */
function trend(counts: Float64Array, series: Series): Float64Array {
    return counts.map((_, n) => {
        const sum = counts.subarray(Math.max(0, n + 1 - TREND), n + 1).reduce((all, value) => all + value, 0);
        return (1000 * sum) / (endOf(series, n) - (n + 1 - TREND) * series.intervalMs);
    });
}

/** Means of whole numbers. */
const few = (value: number): string => (Number.isInteger(value) || value >= 100 ? count(value) : value.toFixed(1));
