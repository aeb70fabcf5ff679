// A team of threads for the length of a call: they end with it, however it ends.
import { compiledModule } from "../bindings.js";
import { cores, startThreads } from "./thread.js";

/** @typedef {import("./thread.js").Thread} Thread */

/**
 * Starts threads, lets them work, and ends them. When the signal is aborted they end at once, and the call rejects with
 * its reason.
 * @template T
 * @param {{ threads: number | undefined, signal: AbortSignal | undefined }} options
 * @param {number} most So many are of use.
 * @param {(team: Thread[]) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withTeam({ threads, signal }, most, work) {
    const team = await startThreads(Math.min(threads ?? (await cores()), most));
    const aborted = abortion(signal);
    try {
        return await Promise.race([work(team), aborted.promise]);
    } finally {
        aborted.forget();
        await Promise.all(team.map((thread) => thread.end()));
    }
}

/**
 * What a thread is told first.
 * @param {import("./worker.js").Work} work
 * @returns {import("./worker.js").Question}
 */
export const begin = (work) => ({ ask: "begin", module: compiledModule(), work });

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
    // While the threads were starting it may have been aborted.
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    return { promise, forget: () => signal?.removeEventListener("abort", abort) };
}
