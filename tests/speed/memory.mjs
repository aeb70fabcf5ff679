// A thread of its own, and so a module of its own: the wasm memory after runs of ever more tasks.
import { parentPort, workerData } from "node:worker_threads";
import { loadPackage, saturated } from "./scenarios.mjs";

/** @type {number[]} */
const sizes = workerData;
const { simulate, memory } = await loadPackage();
const bytes = sizes.map((tasks) => {
    simulate(saturated(tasks));
    return memory.buffer.byteLength;
});
parentPort?.postMessage(bytes);
