/** Which points are the best, as far as luck lets one tell. */
import type { Estimate, Estimates } from "twinpool/sim";
import { estimateOf, type Figure } from "./figures.ts";

export interface Best {
    /** The one with the best mean. */
    readonly index: number;
    /** It, and those whose interval overlaps with its own. */
    readonly all: ReadonlySet<number>;
}

/** Null where neither more nor less is better, or nothing was measured. */
export function bestOf(points: readonly (Estimates | null)[], figure: Figure): Best | null {
    if (figure.better === null) return null;
    const sign = figure.better === "less" ? 1 : -1;
    const estimates = points.map((point) => (point === null ? null : estimateOf(point, figure)));
    let index = -1;
    estimates.forEach((one, n) => {
        const best = estimates[index] ?? null;
        if (one !== null && (best === null || sign * one.mean < sign * best.mean)) index = n;
    });
    const best = estimates[index] ?? null;
    if (best === null) return null;
    const all = new Set(estimates.flatMap((one, n) => (one !== null && overlap(one, best) ? [n] : [])));
    return { index, all };
}

const lowOf = ({ low, mean }: Estimate): number => low ?? mean;
const highOf = ({ high, mean }: Estimate): number => high ?? mean;

const overlap = (one: Estimate, other: Estimate): boolean => lowOf(one) <= highOf(other) && lowOf(other) <= highOf(one);
