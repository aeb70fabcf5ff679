// A scenario at every point of a grid, on several threads. Its types are in simulator.d.ts.
//
// Each point is run by one thread, in one go, as replicate runs it: so the figures are the same, bit for bit, whatever
// the number of threads. Whoever is free takes the next point.
import { checkReplicate, compiledModule } from "../bindings.js";
import { axesOf, pointsOf, valuesAt, withValues } from "./grid.js";
import { optionsOf } from "./options.js";
import { cores, startThreads } from "./thread.js";

/** @typedef {import("./thread.js").Thread} Thread */
/** @typedef {import("./worker.js").Job} Job */
/** @typedef {{ values: Record<string, unknown>, estimates: unknown }} Point */

/**
 * @param {unknown} scenario
 * @param {unknown} grid
 * @param {number} n
 * @param {unknown} options
 * @returns {Promise<Point[]>}
 */
export async function sweep(scenario, grid, n, options) {
    const { threads, signal, onProgress } = optionsOf(options);
    signal?.throwIfAborted();
    const job = jobOf(scenario, axesOf(grid), n);
    const total = pointsOf(job.axes);
    const team = await startThreads(Math.min(threads ?? (await cores()), total));
    const aborted = abortion(signal);
    try {
        return await Promise.race([run(team, job, total, onProgress), aborted.promise]);
    } finally {
        aborted.forget();
        await Promise.all(team.map((thread) => thread.end()));
    }
}

/**
 * What the threads are given. The scenario is refused here, at its first point, or else copied, so that the caller may
 * change it meanwhile.
 * @param {unknown} scenario
 * @param {readonly import("./grid.js").Axis[]} axes
 * @param {number} n
 * @returns {Job}
 */
function jobOf(scenario, axes, n) {
    const first = withValues(scenario, valuesAt(axes, 0));
    checkReplicate(first, n);
    return { module: compiledModule(), scenario: structuredClone(first), axes, n };
}

/**
 * @param {Thread[]} team
 * @param {Job} job
 * @param {number} total
 * @param {((progress: { done: number, total: number }) => void) | undefined} onProgress
 */
async function run(team, job, total, onProgress) {
    const [first] = team;
    await first?.ask({ ask: "begin", job });
    // All points before any is run: an error at the last one should not come after minutes.
    await first?.ask({ ask: "check" });
    /** @type {Point[]} */
    const points = [];
    let next = 0;
    let done = 0;
    const takePoints = async (/** @type {Thread} */ thread) => {
        if (thread !== first) await thread.ask({ ask: "begin", job });
        while (next < total) {
            const index = next++;
            const estimates = await thread.ask({ ask: "run", index });
            points[index] = { values: valuesAt(job.axes, index), estimates };
            done += 1;
            onProgress?.({ done, total });
        }
    };
    await Promise.all(team.map(takePoints));
    return points;
}

/**
 * A promise that rejects when the signal is aborted.
 * @param {AbortSignal | undefined} signal
 */
function abortion(signal) {
    /** @type {() => void} */
    let abort = () => undefined;
    /** @type {Promise<never>} */
    const promise = new Promise((_, reject) => {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the reason is the caller's own
        abort = () => reject(signal?.reason);
    });
    signal?.addEventListener("abort", abort);
    return { promise, forget: () => signal?.removeEventListener("abort", abort) };
}
