/**
 * How much to run: what is asked for, and nothing that the machine has a say in, so that the same settings give the same figures
 * wherever and however often one asks.
 */
import type { CompleteScenario } from "twinpool/sim";
import { count, many } from "../format.ts";

export interface Plan {
    readonly scenario: CompleteScenario;
    readonly runs: number;
}

/** A longer run says so much by itself that more runs say more. */
export const MOST_TASKS = 20_000;

/**
 * So much is run without being asked for: a few seconds' work. Whoever opens a link has not asked for what is in it, and a stranger
 * may have written it.
 */
export const MOST_UNASKED = 20_000_000;

/** What runs of a scenario come to, at the most, in attempts; a worker costs about as much when it is made. */
export function workOf({ scenario, runs }: Plan): number {
    const { load, pool, work } = scenario;
    const canFail = work.failureProbability > 0 || work.outages.length > 0;
    return runs * (pool.workers + load.tasks * (canFail ? pool.retry.maxAttempts : 1));
}

/** The page itself is at work as well: it needs no core to itself, but there is no use in very many threads. */
export const threads = (): number => Math.min(8, Math.max(1, navigator.hardwareConcurrency));

export const planOf = (scenario: CompleteScenario, runs: number): Plan => ({ scenario: shortened(scenario), runs });

/** The scenario with so many tasks at most, and of them the same share for warming up. */
function shortened(scenario: CompleteScenario): CompleteScenario {
    const { load, warmupTasks } = scenario;
    if (load.tasks <= MOST_TASKS) return scenario;
    return { ...scenario, load: { ...load, tasks: MOST_TASKS }, warmupTasks: Math.floor((warmupTasks * MOST_TASKS) / load.tasks) };
}

/** "20 runs of 5,000 tasks", and that they are shortened where they are. */
export function planInWords({ scenario, runs }: Plan, given: CompleteScenario): string {
    const tasks = `${many(runs, "run")} of ${many(scenario.load.tasks, "task")}`;
    return scenario.load.tasks === given.load.tasks ? tasks : `${tasks} (not ${count(given.load.tasks)}: that would take long)`;
}
