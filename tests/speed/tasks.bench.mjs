// Does a task cost the same in a long run, and does the memory stay as it is?
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { bySize, loadPackage, saturated } from "./scenarios.mjs";

export const name = "tasks";

export const about =
    "the saturated M/M/3 with retries by simulate() in wasm under Node, 10^3 to 10^7 tasks a run (10^8 with --large), short runs " +
    "repeated to 10^6 tasks; ratio: time per task over the best of these sizes; memory: the module's after a run of this size, the " +
    "sizes in this order; wasm memory only grows, so that is the peak";

const SIZES = [1e3, 1e4, 1e5, 1e6, 1e7];
const LARGE = 1e8;
const ROUNDS = 5;
const KILOBYTE = 1_000;

/** @param {{ alternate: typeof import("../../scripts/bench/alternate.mjs").alternate, buildPackage: () => Promise<void>, large: boolean }} tools */
export async function run({ alternate, buildPackage, large }) {
    await buildPackage();
    const sizes = large ? [...SIZES, LARGE] : SIZES;
    const peaks = await memoryOf(sizes);
    const { simulate } = await loadPackage();
    const work = (/** @type {number} */ tasks) => void simulate(saturated(tasks));
    const figures = (await alternate(bySize(SIZES, 1e6, work), ROUNDS)).map(({ median }) => median);
    // Long enough to be its own mean.
    if (large) figures.push(...bySize([LARGE], LARGE, work).map((once) => once.run()));
    const best = Math.min(...figures);
    return {
        rows: figures.map((figure, index) => ({
            ratio: figure / best,
            tasks: (sizes[index] ?? 0).toLocaleString("en"),
            "ns/task": figure,
            "memory kB": Math.round((peaks[index] ?? 0) / KILOBYTE),
        })),
    };
}

/** The module's memory after a run of each size. @param {number[]} sizes @returns {Promise<number[]>} */
async function memoryOf(sizes) {
    const worker = new Worker(new URL("memory.mjs", import.meta.url), { workerData: sizes });
    const [bytes] = await once(worker, "message");
    await worker.terminate();
    return bytes;
}
