// What the wasm tells in numbers, as the objects that types.d.ts and simulator.d.ts promise. NaN stands for null.

const DURATION = ["mean", "p50", "p90", "p99", "p999", "max"];

/** Names in the order of numbers.rs; a pair is a name and what is inside. */
const FIGURES = [
    "submitted",
    "accepted",
    "rejected",
    "withdrawn",
    "dropped",
    "succeeded",
    "failed",
    "cancelled",
    "attempts",
    "retries",
    "queued",
    "running",
    "backingOff",
    "blocked",
    "zombies",
    "elapsedMs",
    "throughputPerSecond",
    ["utilisation", ["busy", "backoff", "idle"]],
    ["waitMs", DURATION],
    ["sojournMs", DURATION],
    ["blockedMs", DURATION],
    ["queueLength", ["mean", "max"]],
];

/** Names in the order of `Report::values`; the seed comes before them. */
const REPORT = [
    "virtualMs",
    "submitted",
    "accepted",
    "rejected",
    "dropped",
    "succeeded",
    "failed",
    "cancelled",
    "attempts",
    "retries",
    "throughputPerSecond",
    ["utilisation", ["busy", "backoff", "idle"]],
    ["waitMs", DURATION],
    ["sojournMs", DURATION],
    ["blockedMs", DURATION],
    ["queueLength", ["mean", "max"]],
];

const NUMBERS_A_WORKER = 5;
const RUNNING = 1;
const BACKOFF = 2;

/** Reads numbers one by one. */
class Reader {
    #numbers;
    #next = 0;

    /** @param {Float64Array} numbers */
    constructor(numbers) {
        this.#numbers = numbers;
    }

    number() {
        return /** @type {number} */ (this.#numbers[this.#next++]);
    }

    /** @template T @param {() => T} item */
    list(item) {
        return Array.from({ length: this.number() }, item);
    }

    skip(/** @type {number} */ count) {
        this.#next += count;
    }

    figure() {
        return orNull(this.number());
    }

    /** @param {any[]} shape @param {() => unknown} leaf @returns {any} */
    object(shape, leaf) {
        /** @type {Record<string, unknown>} */
        const object = {};
        for (const part of shape) {
            if (typeof part === "string") object[part] = leaf();
            else object[part[0]] = this.object(part[1], leaf);
        }
        return object;
    }
}

/** @param {number} number */
const orNull = (number) => (Number.isNaN(number) ? null : number);

/** A mean with its 95 % confidence interval; null where nothing was measured. @param {Reader} reader */
function estimateOf(reader) {
    const [mean, halfWidth, runs] = [reader.number(), reader.number(), reader.number()];
    return runs === 0 ? null : { mean, low: orNull(mean - halfWidth), high: orNull(mean + halfWidth), runs };
}

/** @param {Float64Array} numbers */
export function figuresOf(numbers) {
    const reader = new Reader(numbers);
    return reader.object(FIGURES, () => reader.figure());
}

/** @param {number} seed @param {Float64Array} numbers */
export function reportOf(seed, numbers) {
    const reader = new Reader(numbers);
    return { seed, ...reader.object(REPORT, () => reader.figure()) };
}

/** @param {number} seed @param {number} runs @param {Float64Array} numbers */
export function estimatesOf(seed, runs, numbers) {
    const reader = new Reader(numbers);
    return { seed, runs, ...reader.object(REPORT, () => estimateOf(reader)) };
}

/**
 * @param {number} workers @param {number} bufferSize @param {string} whenFull @param {number} maxAttempts
 * @param {number} baseDelayMs @param {number} factor @param {number} maxDelayMs @param {string} jitter
 * @param {boolean} holdWorker @param {boolean} pauseAfterLastAttempt
 */
export function optionsOf(
    workers,
    bufferSize,
    whenFull,
    maxAttempts,
    baseDelayMs,
    factor,
    maxDelayMs,
    jitter,
    holdWorker,
    pauseAfterLastAttempt,
) {
    return {
        workers,
        bufferSize: orNull(bufferSize),
        whenFull,
        retry: {
            maxAttempts,
            baseDelayMs,
            factor,
            maxDelayMs: orNull(maxDelayMs),
            jitter,
            holdWorker,
            pauseAfterLastAttempt,
        },
    };
}

/** @param {Float64Array} numbers @param {(slot: number) => unknown} idOf */
export function snapshotOf(numbers, idOf) {
    const reader = new Reader(numbers);
    const id = () => idOf(reader.number());
    const backingOff = () => ({ id: id(), attempt: reader.number(), sinceMs: reader.number(), untilMs: reader.number() });
    const worker = () => {
        const state = reader.number();
        if (state === BACKOFF) return { ...backingOff(), state: "backoff" };
        if (state === RUNNING) {
            const running = { id: id(), attempt: reader.number(), sinceMs: reader.number(), state: "running" };
            reader.skip(1);
            return running;
        }
        reader.skip(NUMBERS_A_WORKER - 1);
        return { state: "idle" };
    };
    return {
        atMs: reader.number(),
        blocked: reader.list(() => ({ id: id(), sinceMs: reader.number() })),
        queue: reader.list(id),
        workers: reader.list(worker),
        shelf: reader.list(backingOff),
    };
}
