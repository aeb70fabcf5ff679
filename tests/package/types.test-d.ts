// The package's types, as its users meet them: this file is compiled and never run. Where a line must not compile it
// says so, and a line that compiles all the same is an error.
import * as live from "../../pkg/live.js";
import {
    Simulation,
    WorkerPool,
    Workload,
    checkScenario,
    comparePaired,
    defaultPoolOptions,
    defaultScenario,
    replicate,
    replicateUntil,
    simulate,
    sweep,
    theory,
    type CompleteScenario,
    type PoolStats,
    type Report,
    type Scenario,
    type Task,
    type Ticket,
} from "../../pkg/twinpool.js";

const pool = new WorkerPool({ workers: 3, bufferSize: null, whenFull: "reject", retry: { maxAttempts: 5, jitter: "full" } });

// @ts-expect-error: workers is a number
new WorkerPool({ workers: "3" });
// @ts-expect-error: no such option
new WorkerPool({ worker: 3 });

// A task's value reaches the result, whether the function is asynchronous or not.
const fetched: Ticket<Response> = await pool.submit(({ signal }) => fetch("/", { signal }), { id: "front page", timeoutMs: 500, priority: 1 });
export const response: Response = await fetched.result;
export const length: number = await pool.run(() => "four".length);
export const maybe: Ticket<number> | null = pool.trySubmit(({ attempt }) => attempt);
// @ts-expect-error: the result is a number
export const text: string = await pool.run(() => 4);

const task: Task<number> = async ({ id, attempt }) => Promise.resolve(String(id).length + attempt);
export const sum: number = await pool.run(task);

const unsubscribe: () => void = pool.subscribe((event) => {
    // The kind of event tells what it holds.
    if (event.type === "attemptFailed") console.log(event.worker, event.delayMs?.toFixed());
    // @ts-expect-error: only some events have a worker
    else console.log(event.worker);
});
unsubscribe();

for (const worker of pool.snapshot().workers) {
    if (worker.state !== "idle") console.log(worker.attempt);
}
export const workers: number = defaultPoolOptions().workers;
export const p99: number | null = pool.stats().waitMs.p99;
export const summary: PoolStats = await pool.stop();
export const unfinished: (string | number)[] = pool.abort(new Error("enough"));

const scenario: Scenario = { seed: 42, pool: { workers: 3 }, load: { arrivals: { kind: "poisson", ratePerSecond: 5 } } };
// @ts-expect-error: a scenario has a seed
simulate({ pool: { workers: 3 } });
// @ts-expect-error: pool.workers has no default
simulate({ seed: 42, pool: {} });
// @ts-expect-error: Poisson arrivals have a rate
simulate({ ...scenario, load: { arrivals: { kind: "poisson" } } });
export const busy: number | null = simulate(scenario).utilisation.busy;
export const low: number | null | undefined = replicate(scenario, 10).waitMs.p99?.low;

const workload = new Workload(scenario);
export const arrival: number | null = workload.arrivalMs(1);
export const drawn = new WorkerPool({ retry: { jitter: "full" } }, { draw: (id, attempt) => workload.jitter(Number(id), attempt) });
// @ts-expect-error: a draw is a number
new WorkerPool({}, { draw: () => "0.5" });

const complete: CompleteScenario = checkScenario(scenario);
export const again: Report = simulate(complete);
export const maxAttempts: number = complete.pool.retry.maxAttempts;
export const outages: number = defaultScenario().work.outages.length;
// @ts-expect-error: it is there, for certain
export const missing: undefined = complete.load.tasks;

const simulation = new Simulation(scenario, { keepEvents: 10 });
export const waits: Float64Array = new Simulation(scenario, { keepSeries: 64 }).series().waitMs.mean;
export const queue: Float64Array = simulation.view().queue;
export const report: Report = await simulation.runToEnd({ signal: AbortSignal.timeout(1_000) });

const points = await sweep(scenario, { "pool.workers": [1, 2], "pool.whenFull": ["wait", "reject"] }, 5, { threads: 2 });
for (const { values, estimates } of points) {
    // The values are those that were asked for.
    const asked: number = values["pool.workers"];
    console.log(asked, values["pool.whenFull"].toUpperCase(), estimates.succeeded?.mean);
    // @ts-expect-error: the grid has no such path
    console.log(values["pool.bufferSize"]);
}
// @ts-expect-error: a path has a list of values
await sweep(scenario, { "pool.workers": 3 }, 5);

await sweep(scenario, { "pool.workers": [1, 2] }, 5, { onPoint: ({ index, values }) => console.log(index, values["pool.workers"].toFixed()) });

const sure = await replicateUntil(scenario, { precision: 0.02, figure: ["waitMs.p99", "utilisation.busy", "failed"] });
export const reached: boolean = sure.reached;
export const high: number | null | undefined = sure.waitMs.p99?.high;
// @ts-expect-error: a report has no such figure
await replicateUntil(scenario, { figure: "waitMs.p95" });
export const change: number | undefined = (await comparePaired(scenario, scenario, 5)).difference.waitMs.mean?.mean;

const said = theory(scenario);
export const says: number | undefined = said?.figures.waitMs?.p99;
// @ts-expect-error: there may be no formula
console.log(said.name);

// The entry that only ships the pool has the same pool, and no simulator.
export const small: live.WorkerPool = new live.WorkerPool({ workers: 2 });
export const answer: number = await small.run(() => 42);
// @ts-expect-error: it is not there
export { simulate as missing } from "../../pkg/live.js";
