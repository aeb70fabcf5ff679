/** The plots of what happened over time, made of a series. */
import { clock, count, digits, duration, mark } from "../format.ts";
import { staffOf, type Frame, type Series } from "../frame.ts";
import type { Line, Plot } from "./plot.ts";

/** So many trends next to each other fill the width. */
const TREND = 48;

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
    const values = Float64Array.from({ length: series.length }, (_, n) => middleOf(series, n));
    return {
        name,
        title: TITLES[name],
        x: { name: "time (ms)", values, from: 0, to: Math.max(endMs, 1), now: untilMs, isLog: false, write: clock, writeMark: mark },
        marks: [],
        until: untilMs < endMs ? untilMs : Infinity,
        ...PLOTS[name](told),
    };
}

function middleOf({ intervalMs, untilMs }: Series, interval: number): number {
    const from = interval * intervalMs;
    return (from + Math.min(from + intervalMs, Math.max(untilMs, from))) / 2;
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
    const seconds = Float64Array.from({ length: series.length }, (_, interval) => secondsOf(series, interval));
    const each = (counts: Float64Array): Float64Array => trend(counts, seconds);
    return {
        unit: "a second, smoothed",
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
 * Single events far apart are no rate: each is that of its interval and some around it, as many as they were in as much time
 * as they had. A last interval that has only just begun counts for no more than it is.
 */
function trend(counts: Float64Array, seconds: Float64Array): Float64Array {
    const reach = Math.floor(counts.length / TREND / 2);
    const sum = (values: Float64Array, n: number): number => values.subarray(Math.max(0, n - reach), n + reach + 1).reduce((all, value) => all + value, 0);
    return counts.map((_, n) => sum(counts, n) / sum(seconds, n));
}

/** The last interval may be shorter than the others. */
function secondsOf({ intervalMs, untilMs, length }: Series, interval: number): number {
    const ms = interval === length - 1 ? untilMs - interval * intervalMs : intervalMs;
    return (ms > 0 ? ms : intervalMs) / 1000;
}

/** Means of whole numbers. */
const few = (value: number): string => (Number.isInteger(value) || value >= 100 ? count(value) : value.toFixed(1));
