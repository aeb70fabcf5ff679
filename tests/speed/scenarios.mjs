// The package, and the scenarios that the simulator's benchmarks have in common.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "../../scripts/lib/paths.mjs";

/** @typedef {typeof import("../../pkg/twinpool.js")} Package */
/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */

const SEED = 42;

/**
 * The work of tests/speed/src/work.rs, by the simulator's own draws: a saturated pool, held workers.
 * @param {number} tasks @param {number} [workers] @returns {Scenario}
 */
export const saturated = (tasks, workers = 3) => ({
    seed: SEED,
    pool: { workers, bufferSize: 10, retry: { maxAttempts: 3, baseDelayMs: 500, factor: 2 } },
    load: { tasks, arrivals: { kind: "closed" } },
    work: { service: { kind: "exponential", meanMs: 10 }, failureProbability: 0.3 },
});

/**
 * All tasks come at 0, take no time, fail, and are in released backoff at once, for a time of their own each.
 * @param {number} tasks @returns {Scenario}
 */
export const allInBackoff = (tasks) => ({
    seed: SEED,
    pool: { workers: 1, bufferSize: null, retry: { maxAttempts: 2, baseDelayMs: 1_000_000, jitter: "full", holdWorker: false } },
    load: { tasks, arrivals: { kind: "bursts", size: tasks, everyMs: 1 } },
    work: { service: { kind: "constant", ms: 0 }, failureProbability: 1 },
});

/** @returns {Promise<Package & { memory: WebAssembly.Memory }>} the built package, loaded, and the memory that it lives in */
export async function loadPackage() {
    const folder = inRoot("pkg");
    /** @type {Package} */
    const twinpool = await import(pathToFileURL(join(folder, "twinpool.js")).href);
    const { memory } = twinpool.initSync({ module: await readFile(join(folder, "twinpool_bg.wasm")) });
    return { ...twinpool, memory };
}

/**
 * @typedef {object} Yardsticks what the speed crate exports beside the contestants of `virtual`
 * @property {(tasks: number, seed: number, workers: number) => number} run_event_loop_with
 * @property {(deadlines: number, seed: number) => number} run_heap
 */

/** @param {string} path of the speed crate's wasm @returns {Promise<Yardsticks>} */
export async function loadSpeed(path) {
    const { instance } = await WebAssembly.instantiate(await readFile(path));
    return /** @type {Yardsticks} */ (/** @type {unknown} */ (instance.exports));
}

/**
 * Candidates that do the same number of tasks, in runs of a size each: what is measured is the nanoseconds a task.
 * @param {readonly number[]} sizes @param {number} atLeast tasks in all, where runs are repeated
 * @param {(size: number) => void} run
 */
export const bySize = (sizes, atLeast, run) =>
    sizes.map((size) => ({
        name: size.toLocaleString("en"),
        run() {
            const repeats = Math.max(1, Math.round(atLeast / size));
            const start = performance.now();
            for (let repeat = 0; repeat < repeats; repeat += 1) run(size);
            return ((performance.now() - start) * 1e6) / (repeats * size);
        },
    }));
