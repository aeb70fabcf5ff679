// A long run in slices, so that the page can do other things in between.

const SLICE_MS = 8;

/** A task of its own, without the delay that browsers add to nested timeouts. */
function pause() {
    if (typeof setImmediate === "function") return new Promise((resolve) => setImmediate(resolve));
    return new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
            port1.close();
            resolve(undefined);
        };
        port2.postMessage(undefined);
    });
}

/**
 * Calls `work`, which goes on a little and tells whether there is more, until there is none.
 * @param {() => boolean} work @param {AbortSignal | undefined} signal
 */
export async function inSlices(work, signal) {
    signal?.throwIfAborted();
    for (;;) {
        const end = performance.now() + SLICE_MS;
        do {
            if (!work()) return;
        } while (performance.now() < end);
        await pause();
        signal?.throwIfAborted();
    }
}

/**
 * The signal in the options of `runToEnd`.
 * @param {any} options
 */
export function signalOf(options) {
    if (options === undefined) return undefined;
    if (options === null || typeof options !== "object") throw new TypeError(`options must be an object; got ${written(options)}`);
    for (const name of Object.keys(options)) {
        if (name !== "signal") throw new TypeError(`${name} is not known; known here: signal`);
    }
    const { signal } = options;
    if (signal !== undefined && !(signal instanceof AbortSignal)) throw new TypeError(`signal must be an AbortSignal; got ${written(signal)}`);
    return signal;
}

/** @param {unknown} value */
function written(value) {
    if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
    if (typeof value === "function") return "a function";
    if (typeof value !== "object" || value === null) return String(value);
    return Array.isArray(value) ? "an array" : "an object";
}
