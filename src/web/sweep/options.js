// The options of sweep.
import { refuse } from "./refuse.js";

/**
 * @typedef {object} Options
 * @property {number | undefined} threads
 * @property {AbortSignal | undefined} signal
 * @property {((progress: { done: number, total: number }) => void) | undefined} onProgress
 */

const KNOWN = ["threads", "signal", "onProgress"];
/** Firefox lets a site have 512 workers, and others wait until some have ended. */
const MOST_THREADS = 256;

/**
 * @param {unknown} options
 * @returns {Options}
 */
export function optionsOf(options) {
    if (options === undefined) return { threads: undefined, signal: undefined, onProgress: undefined };
    if (typeof options !== "object" || options === null || Array.isArray(options)) refuse(TypeError, "options", "an object", options);
    const unknown = Object.entries(options).find(([name, value]) => value !== undefined && !KNOWN.includes(name));
    if (unknown) throw new TypeError(`${unknown[0]} is not known; known here: ${KNOWN.join(", ")}`);

    /** @type {Record<string, unknown>} */
    const { threads, signal, onProgress } = { ...options };
    return { threads: threadsOf(threads), signal: signalOf(signal), onProgress: listenerOf(onProgress) };
}

/** @param {unknown} threads */
function threadsOf(threads) {
    if (threads === undefined) return undefined;
    const allowed = "a whole number from 1 to 256";
    if (typeof threads !== "number") refuse(TypeError, "threads", allowed, threads);
    if (!Number.isInteger(threads) || threads < 1 || threads > MOST_THREADS) refuse(RangeError, "threads", allowed, threads);
    return threads;
}

/** @param {unknown} signal */
function signalOf(signal) {
    if (signal === undefined || signal instanceof AbortSignal) return signal;
    return refuse(TypeError, "signal", "an AbortSignal", signal);
}

/** @param {unknown} listener */
function listenerOf(listener) {
    if (listener === undefined) return undefined;
    if (typeof listener !== "function") refuse(TypeError, "onProgress", "a function", listener);
    return /** @type {Options["onProgress"]} */ (listener);
}
