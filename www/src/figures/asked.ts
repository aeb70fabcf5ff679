/** How many workers a load asks for: to attempt its tasks, and to wait their pauses out. */
import type { CompleteScenario } from "twinpool/sim";
import { meanOf, rateOf } from "../kinds.ts";
import { theoryOf } from "../trust/theories.ts";

export interface Asked {
    /** Workers at work, on average, if there were as many as one likes. */
    readonly work: number;
    /** Workers who wait a pause out. */
    readonly backoff: number;
    /** A sender who is never idle asks for all that there are; it is no load to be compared with them. */
    readonly isClosed: boolean;
    /** How long a task holds a worker in all. */
    readonly taskMs: number;
}

/** So many tasks that theory speaks of the long run. */
const TASKS_A_WORKER = 1000;

/**
 * Only means matter here, so a load is asked about that has the same ones, and for which formulas exist: at random, with
 * exponential times and all the room it needs.
 *
 * @returns null where no formula tells the pauses
 */
export function asked(scenario: CompleteScenario): Asked | null {
    const { pool, load, work } = scenario;
    const rate = rateOf(load.arrivals);
    const isClosed = rate === null && load.arrivals.kind === "closed";
    if (rate === null && !isClosed) return null;
    const found = theoryOf({
        ...scenario,
        pool: { ...pool, bufferSize: null, whenFull: "wait" },
        load: { tasks: TASKS_A_WORKER * pool.workers, arrivals: rate === null ? { kind: "closed" } : { kind: "poisson", ratePerSecond: rate } },
        work: { ...work, service: { kind: "exponential", meanMs: meanOf(work.service) }, outages: [] },
        warmupTasks: 0,
    });
    const { utilisation, throughputPerSecond = 0 } = found?.figures ?? {};
    if (found === null || utilisation === undefined) return null;
    const { busy, backoff } = utilisation;
    const all = busy + backoff;
    const occupied = (found.offeredLoad ?? all) * pool.workers;
    const share = all > 0 ? busy / all : 1;
    const taskMs = throughputPerSecond > 0 ? (1000 * all * pool.workers) / throughputPerSecond : 0;
    return { work: occupied * share, backoff: occupied * (1 - share), isClosed, taskMs };
}
