// Spreads jobs over the machine's cores.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** @typedef {import("./worker.mjs").Job} Job */
/** @typedef {import("./worker.mjs").Done} Done */

/**
 * Runs all jobs; the order of what it gives is theirs.
 * @param {readonly Job[]} jobs
 * @param {(job: Job) => void} progress hears of each job that is done
 * @returns {Promise<Done[]>}
 */
export async function runAll(jobs, progress) {
    /** @type {Done[]} */
    const results = [];
    let next = 0;
    const thread = () =>
        new Promise((/** @type {(value: void) => void} */ resolve, reject) => {
            const worker = new Worker(new URL("worker.mjs", import.meta.url));
            /** The job that it is at, and its place. */
            let own = { place: -1, job: jobs[0] };
            const go = () => {
                const job = jobs[next];
                if (!job) {
                    void worker.terminate();
                    resolve();
                    return;
                }
                own = { place: next, job };
                next += 1;
                worker.postMessage(job);
            };
            worker.on("message", (/** @type {Done} */ result) => {
                results[own.place] = result;
                if (own.job) progress(own.job);
                go();
            });
            worker.on("error", reject);
            go();
        });
    await Promise.all(Array.from({ length: Math.min(availableParallelism(), jobs.length) }, thread));
    return results;
}
