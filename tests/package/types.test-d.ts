// The package's types, as its users meet them: this file is compiled and never run. Where a line must not compile it
// says so, and a line that compiles all the same is an error.
import { WorkerPool, defaultPoolOptions, type PoolStats, type Task, type Ticket } from "../../pkg/twinpool.js";

const pool = new WorkerPool({ workers: 3, bufferSize: null, whenFull: "reject", retry: { maxAttempts: 5, jitter: "full" } });

// @ts-expect-error: workers is a number
new WorkerPool({ workers: "3" });
// @ts-expect-error: no such option
new WorkerPool({ worker: 3 });

// A task's value reaches the result, whether the function is asynchronous or not.
const fetched: Ticket<Response> = await pool.submit(({ signal }) => fetch("/", { signal }), { id: "front page", timeoutMs: 500 });
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
