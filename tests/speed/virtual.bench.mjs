// The pool in virtual time against a hand-written event loop, both compiled into one wasm module, under Node.
import { readFile } from "node:fs/promises";

export const name = "virtual";

export const about =
    "1,000,000 tasks of a saturated M/M/3 with retries (3 workers, buffer 10, attempts of 10 ms mean, 30 % failing, " +
    "3 attempts, 500 ms · 2^i held) in wasm under Node; ratio: throughput as a share of the event loop's, which keeps " +
    "the same figures and comes to the same bits, as do futures on our executor without a pool, a bound for any pool on it; " +
    "the bare loop counts attempts and keeps no figures at all";

const TASKS = 1_000_000;
const SEED = 42;

/**
 * @typedef {object} Contestants
 * @property {(tasks: number, seed: number) => number} run_pool
 * @property {(tasks: number, seed: number) => number} run_futures
 * @property {(tasks: number, seed: number) => number} run_event_loop
 * @property {(tasks: number, seed: number) => number} run_bare_event_loop
 * @property {(tasks: number, seed: number) => number} run_simulated_event_loop those with the simulator's luck
 * @property {(tasks: number, seed: number) => number} run_simulated_bare_event_loop
 */

/** @param {{ alternate: typeof import("../../scripts/bench/alternate.mjs").alternate, buildSpeedWasm: () => Promise<string> }} tools */
export async function run({ alternate, buildSpeedWasm }) {
    const { instance } = await WebAssembly.instantiate(await readFile(await buildSpeedWasm()));
    const contestants = /** @type {Contestants} */ (/** @type {unknown} */ (instance.exports));
    const figures = [contestants.run_pool, contestants.run_futures, contestants.run_event_loop].map((work) => work(TASKS / 10, SEED));
    if (new Set(figures).size > 1) throw new Error(`the contestants do not come to the same figures: ${figures.join(", ")}`);
    const compared = await alternate([
        { name: "event loop, same figures", run: () => void contestants.run_event_loop(TASKS, SEED) },
        { name: "twinpool", run: () => void contestants.run_pool(TASKS, SEED) },
        { name: "futures, no pool", run: () => void contestants.run_futures(TASKS, SEED) },
        { name: "event loop, bare", run: () => void contestants.run_bare_event_loop(TASKS, SEED) },
    ]);
    return { rows: compared.map(({ ratio, name, median }) => ({ ratio: 1 / ratio, name, "tasks/s": (TASKS / median) * 1000, "ns/task": (median * 1e6) / TASKS })) };
}
