/**
 * Which point has the best mean, which are so near to it that it makes no odds, and which of these one would take.
 *
 * What luck alone could do is no measure of nearness here. All points have the same luck, so two that differ by much less than
 * their intervals may differ in every single run; and what a sweep gives of each point does not tell that.
 */
import type { Estimate } from "twinpool/sim";
import { estimateOf, type Figure } from "./figures.ts";
import type { Sweeping } from "./sweeping.ts";

export interface Best {
    /** The one to take: of all that are so near, the cheapest. */
    readonly index: number;
    /** The one with the best mean, and those whose mean is within `NEAR` of it. */
    readonly all: ReadonlySet<number>;
    /** Whether they all have the very same mean. */
    readonly isSame: boolean;
    /** What was measured so far. */
    readonly known: number;
    /** By what one of them was chosen. */
    readonly rule: string;
}

/** As a share of the best mean: less than this is nothing to whoever decides something. Of 0 it is nothing. */
export const NEAR = 0.01;

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
    const { mean } = first.estimate;
    const alike = known.filter(({ estimate }) => Math.abs(estimate.mean - mean) <= NEAR * Math.abs(mean));
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
    const isSame = alike.every(({ estimate }) => estimate.mean === mean);
    return {
        index: taken.index,
        all: new Set(alike.map(({ index }) => index)),
        isSame,
        known: known.length,
        rule: [...costs.map(({ rule }) => rule), ...(costs.length === sweeping.axes.length ? [] : [isSame ? "the first" : "the best mean"])].join(", then "),
    };
}
