/** The scenario that theory speaks of: long enough, and without its beginning, in which nobody waits yet. */
import type { CompleteScenario, Theory } from "twinpool/sim";
import { many } from "../format.ts";

const LEAST_TASKS = 20_000;
/** While the last workers finish, the others are idle: that must be a small part of the run. */
const LEAST_TASKS_A_WORKER = 1_000;
const MOST_TASKS = 1_000_000;
/** A run lasts so many times as long as it takes a queue to forget how it was. */
const RELAXATIONS = 1_000;
const WARMUP = 0.1;

export interface Steady {
    readonly scenario: CompleteScenario;
    /** What is done, in a sentence. */
    readonly words: string;
}

/** A run of which no formula speaks, or whose end matters, is repeated as it is. */
export function steady(scenario: CompleteScenario, theory: Theory | null): Steady {
    const { load, warmupTasks } = scenario;
    const isOfWholeRun = theory === null || !theory.isStable || theory.figures.throughputPerSecond === undefined;
    if (isOfWholeRun) return { scenario, words: `Each run is this one, ${many(load.tasks, "task")} from an empty pool, with luck of its own.` };
    const tasks = Math.max(load.tasks, Math.min(MOST_TASKS, enough(scenario, theory)));
    const warmup = Math.max(warmupTasks, Math.round(WARMUP * tasks));
    const longer = tasks > load.tasks ? ` instead of ${many(load.tasks, "task")}` : "";
    return {
        scenario: { ...scenario, load: { ...load, tasks }, warmupTasks: warmup },
        words: `Each run has ${many(tasks, "task")}${longer}, and the first ${many(warmup, "task")} are left out of its figures: the pool begins empty, and theory is about the steady state.`,
    };
}

/**
 * The busier the workers, the longer a queue remembers: for M/M/c about 1 / (c μ (1 - √ρ)²), in which ρ / (1 - √ρ)² tasks
 * come.
 */
function enough({ pool }: CompleteScenario, { offeredLoad }: Theory): number {
    const load = offeredLoad ?? 0;
    const forgotten = load < 1 ? load / (1 - Math.sqrt(load)) ** 2 : 0;
    return Math.round(Math.max(LEAST_TASKS, LEAST_TASKS_A_WORKER * pool.workers, Math.ceil((RELAXATIONS * forgotten) / 1_000) * 1_000));
}
