// A simulation's view and events, as columns of numbers. They lie in the wasm's memory: nothing is copied, and they are
// good until the simulation is asked for anything else.

import { EVENT_TYPES } from "./events.js";

/** What a series tells of each interval, in the order of columns.rs; a pair is a name and what is inside. */
const SERIES = /** @type {const} */ ([
    "submitted",
    "accepted",
    "rejected",
    "dropped",
    "attempts",
    "failedAttempts",
    "succeeded",
    "failed",
    ["queueLength", ["mean", "max"]],
    ["blocked", ["mean", "max"]],
    "busy",
    "backoff",
    "shelf",
    "workers",
    ["waitMs", ["mean", "max"]],
    ["sojournMs", ["mean", "max"]],
]);

/** Makes arrays of the columns' places: an address and a length each, in the order of columns.rs. */
class Columns {
    #memory;
    #places;
    #next = 0;

    /** @param {WebAssembly.Memory} memory @param {Uint32Array} places */
    constructor(memory, places) {
        this.#memory = memory;
        this.#places = places;
    }

    /** @template T @param {new (buffer: ArrayBuffer, address: number, length: number) => T} Column */
    next(Column) {
        const address = /** @type {number} */ (this.#places[this.#next++]);
        const length = /** @type {number} */ (this.#places[this.#next++]);
        return new Column(this.#memory.buffer, address, length);
    }
}

/** @param {WebAssembly.Memory} memory @param {Uint32Array} places @param {number} atMs */
export function viewOf(memory, places, atMs) {
    const columns = new Columns(memory, places);
    const numbers = () => columns.next(Float64Array);
    const whole = () => columns.next(Uint32Array);
    return {
        atMs,
        queue: numbers(),
        blocked: numbers(),
        blockedSinceMs: numbers(),
        workers: {
            state: columns.next(Uint8Array),
            task: numbers(),
            attempt: whole(),
            sinceMs: numbers(),
            untilMs: numbers(),
        },
        shelf: { task: numbers(), attempt: whole(), sinceMs: numbers(), untilMs: numbers() },
    };
}

/** @param {WebAssembly.Memory} memory @param {Uint32Array} places @param {number} forgotten */
export function eventsOf(memory, places, forgotten) {
    const columns = new Columns(memory, places);
    const numbers = () => columns.next(Float64Array);
    const whole = () => columns.next(Uint32Array);
    const type = columns.next(Uint8Array);
    return {
        types: EVENT_TYPES,
        forgotten,
        length: type.length,
        type,
        atMs: numbers(),
        task: numbers(),
        worker: whole(),
        attempt: whole(),
        delayMs: numbers(),
    };
}

/**
 * The columns lie one after the other.
 * @param {WebAssembly.Memory} memory @param {Uint32Array} place @param {number} length @param {number} intervalMs
 * @param {number} endMs
 */
export function seriesOf(memory, place, length, intervalMs, endMs) {
    const all = new Columns(memory, place).next(Float64Array);
    let begin = 0;
    const column = () => all.subarray(begin, (begin += length));
    /** @type {Record<string, unknown>} */
    const series = { intervalMs, endMs, length };
    for (const part of SERIES) {
        if (typeof part === "string") series[part] = column();
        else series[part[0]] = Object.fromEntries(part[1].map((name) => [name, column()]));
    }
    return series;
}

/** Copies: the columns are gone when the call has ended. @param {Float64Array} low @param {Float64Array} high @param {Float64Array} count */
export function histogramOf(low, high, count) {
    return { lowMs: low.slice(), highMs: high.slice(), count: count.slice() };
}
