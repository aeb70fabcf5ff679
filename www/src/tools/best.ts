/** Which points are the best, as far as luck lets one tell, and which of them one would take. */
import type { Estimate } from "twinpool/sim";
import { estimateOf, type Figure } from "./figures.ts";
import type { Sweeping } from "./sweeping.ts";

export interface Best {
    /** The one to take: of all that are as good, the cheapest. */
    readonly index: number;
    /**
     * The one with the best mean, and those whose mean lies in its interval. Not all whose intervals overlap: with the same luck at
     * every point, what differs by more than that differs; and what is 0 in every run is not like what is 0 in most.
     */
    readonly all: ReadonlySet<number>;
    /** What was measured so far. */
    readonly known: number;
    /** By what one of them was chosen. */
    readonly rule: string;
}

/** What a pool costs, the dearest first. */
const COSTS = [
    { path: "pool.workers", rule: "the fewest workers" },
    { path: "pool.bufferSize", rule: "the smallest buffer" },
] as const;

/** Null where neither more nor less is better, or nothing was measured. */
export function bestOf(sweeping: Sweeping, figure: Figure): Best | null {
    if (figure.better === null) return null;
    const sign = figure.better === "less" ? 1 : -1;
    const known = sweeping.points.flatMap((point, index) => {
        const estimate = point === null ? null : estimateOf(point, figure);
        return estimate === null ? [] : [{ index, estimate }];
    });
    const better = (one: Estimate, other: Estimate): number => sign * (one.mean - other.mean);
    const [first] = known.toSorted((one, other) => better(one.estimate, other.estimate));
    if (first === undefined) return null;
    const { mean, low, high } = first.estimate;
    const alike = known.filter(({ estimate }) => estimate.mean >= (low ?? mean) && estimate.mean <= (high ?? mean));
    const costs = COSTS.map(({ path, rule }) => ({ rule, axis: sweeping.axes.findIndex(({ field }) => field.path === path) })).filter(({ axis }) => axis >= 0);
    const costOf = (index: number, axis: number): number => {
        const value = sweeping.at(index)[axis];
        // No bound is the largest.
        return typeof value === "number" ? value : Infinity;
    };
    const [taken = first] = alike.toSorted((one, other) => {
        for (const { axis } of costs) {
            const [a, b] = [costOf(one.index, axis), costOf(other.index, axis)];
            if (a !== b) return a < b ? -1 : 1;
        }
        return better(one.estimate, other.estimate);
    });
    return {
        index: taken.index,
        all: new Set(alike.map(({ index }) => index)),
        known: known.length,
        rule: [...costs.map(({ rule }) => rule), ...(costs.length === sweeping.axes.length ? [] : ["the best mean"])].join(", then "),
    };
}
