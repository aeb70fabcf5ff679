// The options of what runs on several threads.
import { refuse } from "../refuse.js";

/** Firefox lets a site have 512 workers, and others wait until some have ended. */
const MOST_THREADS = 256;

/**
 * @typedef {object} Options
 * @property {number | undefined} threads
 * @property {AbortSignal | undefined} signal
 * @property {(name: string) => unknown} take Any other option.
 * @property {(name: string) => ((told: never) => void) | undefined} listener An option that is a function.
 */

/**
 * Reads what all of them have, and refuses what none knows.
 * @param {unknown} options
 * @param {readonly string[]} known
 * @returns {Options}
 */
export function optionsOf(options, known) {
    if (options !== undefined && (typeof options !== "object" || options === null || Array.isArray(options))) {
        refuse(TypeError, "options", "an object", options);
    }
    /** @type {Record<string, unknown>} */
    const given = { ...options };
    const unknown = Object.entries(given).find(([name, value]) => value !== undefined && !known.includes(name));
    if (unknown) throw new TypeError(`${unknown[0]} is not known; known here: ${known.join(", ")}`);
    return {
        threads: threadsOf(given["threads"]),
        signal: signalOf(given["signal"]),
        take: (name) => given[name],
        listener: (name) => listenerOf(name, given[name]),
    };
}

/** @param {unknown} threads */
function threadsOf(threads) {
    return threads === undefined ? undefined : wholeOf("threads", threads, MOST_THREADS, "a whole number from 1 to 256");
}

/**
 * A whole number from 1 on.
 * @param {string} name
 * @param {unknown} value
 * @param {number} most
 * @param {string} allowed the same in words
 */
export function wholeOf(name, value, most, allowed) {
    if (typeof value !== "number") refuse(TypeError, name, allowed, value);
    if (!Number.isInteger(value) || value < 1 || value > most) refuse(RangeError, name, allowed, value);
    return value;
}

/** @param {unknown} signal */
function signalOf(signal) {
    if (signal === undefined || signal instanceof AbortSignal) return signal;
    return refuse(TypeError, "signal", "an AbortSignal", signal);
}

/** @param {string} name @param {unknown} listener */
function listenerOf(name, listener) {
    if (listener === undefined) return undefined;
    if (typeof listener !== "function") refuse(TypeError, name, "a function", listener);
    return /** @type {(told: never) => void} */ (listener);
}
