/** A histogram of durations as a plot: how many of all fall where, on an axis of time on which each step multiplies. */
import type { Theory } from "twinpool/sim";
import { duration, percent } from "../format.ts";
import type { Histogram, HistogramName } from "../frame.ts";
import type { Line, Mark, Plot } from "./plot.ts";

export const PERCENTILES = { p50: 0.5, p90: 0.9, p99: 0.99, p999: 0.999 } as const;
type Percentile = keyof typeof PERCENTILES;
const PERCENTILE_NAMES: Readonly<Record<Percentile, string>> = { p50: "p50", p90: "p90", p99: "p99", p999: "p99.9" };

/** Narrower ones would show the luck of the draw, and the histogram's own buckets. */
const MOST_BINS = 40;
const LEAST_BIN = 1.06;
const LEFT_OUT = 0.01;

export interface Durations {
    readonly total: number;
    /** No time at all: they have no place on such an axis. */
    readonly none: number;
    readonly percentiles: Readonly<Record<Percentile, number>> | null;
}

export function summed({ lowMs, highMs, count }: Histogram): Durations {
    const total = count.reduce((sum, n) => sum + n, 0);
    let none = 0;
    for (let n = 0; n < count.length; n += 1) if (lowMs[n] === 0) none += count[n] ?? 0;
    if (total === 0) return { total, none, percentiles: null };
    const at = (share: number): number => {
        let left = Math.max(1, Math.ceil(share * total));
        for (let n = 0; n < count.length; n += 1) {
            left -= count[n] ?? 0;
            // The middle of the bucket, as in a report; nothing is nothing.
            if (left <= 0) return lowMs[n] === 0 ? 0 : ((lowMs[n] ?? 0) + (highMs[n] ?? 0)) / 2;
        }
        return 0;
    };
    const found = Object.entries(PERCENTILES).map(([name, share]) => [name, at(share)] as const);
    return { total, none, percentiles: Object.fromEntries(found) as Record<Percentile, number> };
}

const WORDS: Readonly<Record<HistogramName, string>> = { wait: "waits", sojourn: "times in the pool", blocked: "times at the gate" };

/** Null where there is nothing that took time. */
export function plotOf(of: HistogramName, histogram: Histogram, theory: Theory | null): Plot | null {
    const { highMs } = histogram;
    const all = summed(histogram);
    const from = shortest(histogram, all);
    if (from === null || all.percentiles === null) return null;
    const to = Math.max(highMs.at(-1) ?? 1, 2 * from);
    const factor = Math.max(LEAST_BIN, (to / from) ** (1 / MOST_BINS));
    const bins = Math.max(1, Math.ceil(Math.log(to / from) / Math.log(factor) - 1e-9));
    const edges = Float64Array.from({ length: bins + 1 }, (_, n) => from * factor ** n);
    const shares = sharesOf(histogram, edges, all.total);
    const lines: Line[] = [{ label: "simulated", colour: "queued", values: shares, area: "faint", isStepped: true }];
    const longer = of === "wait" ? exponentialTail(theory) : null;
    if (longer !== null) {
        const expected = edges.map((edge, n) => (n === bins ? 0 : longer(edge) - longer(edges[n + 1] ?? Infinity)));
        lines.push({ label: `theory (${theory?.name ?? ""})`, colour: "ink", values: expected, isDashed: true, isStepped: true });
    }
    return {
        name: `histogram-${of}`,
        title: `Histogram of ${WORDS[of]}`,
        unit: "share of tasks",
        writeValue: (share) => percent(share, share > 0 && share < 0.1 ? 1 : 0),
        x: { name: "from", values: edges, from, to: edges.at(-1) ?? to, isLog: true, write: (ms) => `from ${duration(ms)}`, writeMark: short },
        lines,
        marks: marksOf(all.percentiles, from),
        until: Infinity,
    };
}

/** Where the axis begins: below it are too few to show, and they would take most of it. Null where nothing took time. */
export function shortest({ lowMs, count }: Histogram, { total, none }: Durations): number | null {
    let left = (total - none) * LEFT_OUT;
    for (let n = 0; n < count.length; n += 1) {
        if (lowMs[n] === 0) continue;
        left -= count[n] ?? 0;
        if (left <= 0) return lowMs[n] ?? null;
    }
    return null;
}

/** A bucket that lies in two bins is divided between them. */
function sharesOf({ lowMs, highMs, count }: Histogram, edges: Float64Array, total: number): Float64Array {
    const shares = new Float64Array(edges.length);
    let bin = 0;
    for (let n = 0; n < count.length; n += 1) {
        const [low, high] = [lowMs[n] ?? 0, highMs[n] ?? 0];
        if (low < (edges[0] ?? 0)) continue;
        while (bin < edges.length - 2 && (edges[bin + 1] ?? Infinity) <= low) bin += 1;
        for (let part = bin; part < edges.length - 1 && (edges[part] ?? Infinity) < high; part += 1) {
            const inside = Math.min(high, edges[part + 1] ?? high) - Math.max(low, edges[part] ?? low);
            if (inside > 0) shares[part] = (shares[part] ?? 0) + ((count[n] ?? 0) / total) * (inside / (high - low));
        }
    }
    return shares;
}

function marksOf(percentiles: Readonly<Record<Percentile, number>>, from: number): Mark[] {
    const marks = (Object.keys(PERCENTILES) as Percentile[]).map((name) => ({ at: percentiles[name], label: PERCENTILE_NAMES[name], isDashed: false }));
    return marks.filter(({ at }, n) => at >= from && at !== marks[n + 1]?.at);
}

/**
 * The chance of waiting longer than so long, where waits fall off exponentially, as those of M/M/c do: two percentiles tell
 * everything. Null for other systems, and where a line is so seldom that its percentiles are nothing.
 */
function exponentialTail(theory: Theory | null): ((ms: number) => number) | null {
    const { p99 = 0, p999 = 0 } = theory?.figures.waitMs ?? {};
    const isErlang = theory !== null && theory.isStable && /Erlang C|M\/M\/1/.test(theory.formula) && !theory.notes.some((note) => note.includes("buffer full"));
    if (!isErlang || !(p99 > 0 && p999 > p99)) return null;
    const decay = Math.log(10) / (p999 - p99);
    return (ms) => 0.01 * Math.exp(decay * (p99 - ms));
}

/** An axis that multiplies comes to 999.9999 ms as well. */
const short = (ms: number): string => (ms >= 999.5 ? `${Number((ms / 1000).toPrecision(3))} s` : `${Number(ms.toPrecision(3))} ms`);
