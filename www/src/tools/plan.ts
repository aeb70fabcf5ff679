/**
 * How much to run: as many replications as fit into a few seconds, of as many tasks as the scenario has, or of fewer where
 * those would take too long. What it comes to is said beside the figures.
 */
import { sweep, type CompleteScenario, type Grid } from "twinpool/sim";
import { count, many } from "../format.ts";

export interface Plan {
    readonly scenario: CompleteScenario;
    readonly runs: number;
}

export interface Cost {
    /** Of one run of the shortened scenario, on one thread. */
    readonly msARun: number;
    readonly scenario: CompleteScenario;
}

/** Of longer runs, one is so long that it says enough, and more of them say more. */
export const MOST_TASKS = 10_000;
const MOST_TASKS_WHEN_ASKED = 200_000;
/** Of fewer, the interval is itself too unsure. */
const LEAST_RUNS = 10;
const MOST_RUNS = 200;
const LEAST_TASKS = 300;
/** The first runs of a thread are slower than those that follow. */
const PILOT_RUNS = 4;

/** The page itself is at work as well: it needs no core to itself, but there is no use in very many threads. */
export const threads = (): number => Math.min(8, Math.max(1, navigator.hardwareConcurrency));

/** The scenario with so many tasks at most, and of them the same share for warming up. */
export function shortened(scenario: CompleteScenario, most: number): CompleteScenario {
    const { load, warmupTasks } = scenario;
    if (load.tasks <= most) return scenario;
    const tasks = Math.max(1, Math.floor(most));
    return { ...scenario, load: { ...load, tasks }, warmupTasks: Math.floor((warmupTasks * tasks) / load.tasks) };
}

/** So many runs, because somebody asked for them, whatever they cost. */
export const askedPlan = (scenario: CompleteScenario, runs: number): Plan => ({ scenario: shortened(scenario, MOST_TASKS_WHEN_ASKED), runs });

/** Runs the corners of a grid a few times, to see how long that takes. */
export async function costOf(scenario: CompleteScenario, grid: Grid, signal: AbortSignal): Promise<Cost> {
    const short = shortened(scenario, MOST_TASKS);
    const ends = Object.entries(grid).map(([path, values], n) => [path, cornersOf(values, n === 0)]);
    const times: number[] = [];
    await sweep(short, Object.fromEntries(ends) as Grid, PILOT_RUNS, { threads: 1, signal, onPoint: () => times.push(performance.now()) });
    // The first also started the thread, so it is run twice.
    const spent = times.slice(1).map((time, n) => time - (times[n] ?? time));
    const runs = PILOT_RUNS * Math.max(1, spent.length);
    return { msARun: Math.max(0.01, spent.reduce((sum, ms) => sum + ms, 0) / runs), scenario: short };
}

function cornersOf<T>(values: readonly T[], isFirst: boolean): T[] {
    const [first] = values;
    const last = values.at(-1);
    if (first === undefined || last === undefined) return [];
    return isFirst ? [first, first, last] : [first, last];
}

/** @param points so many times the runs are made */
export function planFor({ msARun, scenario }: Cost, points: number, budgetMs: number): Plan {
    const affordable = (budgetMs * threads()) / (points * msARun);
    if (affordable >= LEAST_RUNS) return { scenario, runs: Math.min(MOST_RUNS, Math.floor(affordable)) };
    const tasks = Math.max(LEAST_TASKS, (scenario.load.tasks * affordable) / LEAST_RUNS);
    return { scenario: shortened(scenario, tasks), runs: LEAST_RUNS };
}

/** "20 runs of 5,000 tasks", and that they were shortened where they were. */
export function planInWords({ scenario, runs }: Plan, given: CompleteScenario): string {
    const tasks = `${many(runs, "run")} of ${many(scenario.load.tasks, "task")}`;
    return scenario.load.tasks === given.load.tasks ? tasks : `${tasks}, not ${count(given.load.tasks)}: that would take long`;
}
