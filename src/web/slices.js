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
 * What `work` gives at last. It goes on a little at each call, and gives nothing while there is more.
 * @param {() => unknown} work @param {any} options of `runToEnd`
 */
export async function inSlices(work, options) {
    const signal = signalOf(options);
    signal?.throwIfAborted();
    for (;;) {
        const end = performance.now() + SLICE_MS;
        do {
            const given = work();
            if (given !== undefined) return given;
        } while (performance.now() < end);
        await pause();
        signal?.throwIfAborted();
    }
}

/** @param {any} options @returns {AbortSignal | undefined} */
function signalOf(options) {
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
