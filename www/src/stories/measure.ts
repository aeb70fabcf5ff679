/** Answers bets: runs two scenarios many times, on threads of their own, under the same luck. */
import { comparePaired, type Estimate, type Estimates, type Scenario } from "twinpool/sim";
import { count, duration } from "../format.ts";

/** What replications tell of the one scenario and of the other. */
export async function both(first: Scenario, second: Scenario, runs: number, signal: AbortSignal): Promise<[Estimates, Estimates]> {
    const { first: one, second: other } = await comparePaired(first, second, runs, { signal });
    return [one, other];
}

export function meanOf(estimate: Estimate | null): number {
    if (estimate === null) throw new Error("there was nothing to measure");
    return estimate.mean;
}

/** A duration with half its interval's width: "2.66 ± 0.08 s". */
export function durationOf(estimate: Estimate | null): string {
    const mean = meanOf(estimate);
    const half = ((estimate?.high ?? mean) - (estimate?.low ?? mean)) / 2;
    if (half === 0) return duration(mean);
    return mean < 1000 ? `${mean.toFixed(0)} ± ${half.toFixed(half < 1 ? 1 : 0)} ms` : `${(mean / 1000).toFixed(2)} ± ${(half / 1000).toFixed(2)} s`;
}

export const inRuns = (runs: number): string => `(${count(runs)} runs)`;
