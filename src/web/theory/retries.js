// What theory says of tasks that are attempted several times. Times in milliseconds.
//
// A task makes n attempts with the chance p^(n-1) (1 - p), or p^(m-1) for the last one allowed, n = m. A held worker is
// occupied for all attempts and the pauses between them: to the queue that is one long service, of G in all, so
// Pollaczek-Khinchine holds for one worker (Kleinrock 1975, chapter 5), and c workers who are never idle end c/E[G]
// tasks in a unit of time (the renewal-reward theorem). A released worker makes the attempts one by one: a network of
// queues with product form (Baskett, Chandy, Muntz and Palacios, Journal of the ACM 22, 1975), whose busy station is an
// M/M/c with the rate of all attempts, whatever the pauses are.

/** @typedef {Required<import("../../../pkg/twinpool.js").RetryOptions>} Retry */
/** @typedef {import("./service.js").Law} Law */

/**
 * @typedef {object} Life of a task: its attempts and its pauses
 * @property {number} made attempts, on average
 * @property {number} failed the share of tasks that fail in the end
 * @property {number} pauses their mean, of a task, together
 * @property {{ mean: number, variance: number }} held G: the time for which it holds a worker who waits its pauses out
 */

/** Where a policy has no cap, growth ends at this. */
const LONGEST_PAUSE = 1e12;
/** A share of tasks that changes no figure. */
const NEGLIGIBLE = 1e-40;

/**
 * @param {Law} law of an attempt's time
 * @param {number} fails the share of attempts that fail
 * @param {Retry} retry
 * @returns {Life | undefined} undefined where there is no formula: for decorrelated jitter that reaches its cap
 */
export function lifeOf(law, fails, retry) {
    const { maxAttempts, pauseAfterLastAttempt } = retry;
    const pauses = pausesOf(retry);
    /** Of G: its mean so far, and the sum of the squares of what is between the parts; then of what is within them. */
    let [weight, mean, between, within, made, paused] = [0, 0, 0, 0, 0, 0];
    const part = (/** @type {number} */ share, /** @type {number} */ attempts, /** @type {{ mean: number, variance: number }} */ pause) => {
        if (share === 0) return;
        const time = attempts * law.mean + pause.mean;
        weight += share;
        const change = time - mean;
        mean += (share / weight) * change;
        between += share * change * (time - mean);
        within += share * (attempts * law.variance + pause.variance);
        made += share * attempts;
        paused += share * pause.mean;
    };
    let reached = 1;
    for (let n = 1; n <= maxAttempts && reached > NEGLIGIBLE; n += 1) {
        const isLast = n === maxAttempts;
        part(reached * (1 - fails), n, pauses.total);
        if (isLast && !pauseAfterLastAttempt) part(reached * fails, n, pauses.total);
        reached *= fails;
        if (reached === 0 || (isLast && !pauseAfterLastAttempt)) break;
        pauses.next();
        if (!pauses.isKnown) return undefined;
        if (isLast) part(reached, n, pauses.total);
    }
    return { made, failed: fails ** maxAttempts, pauses: paused, held: { mean, variance: between + within } };
}

/**
 * The pauses of a task one after the other.
 * @typedef {object} Pauses
 * @property {{ mean: number, variance: number }} total of all so far
 * @property {boolean} isKnown Is there a formula for it?
 * @property {() => void} next One more.
 */

/**
 * @param {Retry} retry
 * @returns {Pauses}
 */
function pausesOf({ baseDelayMs, factor, maxDelayMs, jitter }) {
    const cap = Math.min(maxDelayMs ?? Infinity, LONGEST_PAUSE);
    if (jitter === "decorrelated") return new Decorrelated(Math.min(baseDelayMs, cap), cap);
    /** Of a pause d: its mean / d, and its variance / d². */
    const spread = { none: { mean: 1, variance: 0 }, full: { mean: 1 / 2, variance: 1 / 12 }, equal: { mean: 3 / 4, variance: 1 / 48 } }[jitter];
    let pause = Math.min(baseDelayMs, cap);
    return {
        total: { mean: 0, variance: 0 },
        isKnown: true,
        next() {
            const { mean, variance } = this.total;
            this.total = { mean: mean + pause * spread.mean, variance: variance + pause ** 2 * spread.variance };
            pause = Math.min(pause * factor, cap);
        },
    };
}

/**
 * Each pause is drawn between the base and three times the one before; the first counts the base as that. Means and second
 * moments of the last pause P and of the sum T follow from those before, as long as the cap is out of reach.
 * @implements {Pauses}
 */
class Decorrelated {
    #base;
    #cap;
    #longest;
    #sum = { mean: 0, square: 0, withLast: 0 };
    #last;

    /** @param {number} base @param {number} cap */
    constructor(base, cap) {
        this.#base = base;
        this.#cap = cap;
        this.#longest = base;
        this.#last = { mean: base, square: base ** 2 };
    }

    get total() {
        const { mean, square } = this.#sum;
        return { mean, variance: Math.max(square - mean ** 2, 0) };
    }

    get isKnown() {
        return this.#longest <= this.#cap;
    }

    next() {
        const [base, last, sum] = [this.#base, this.#last, this.#sum];
        this.#longest *= 3;
        const mean = (base + 3 * last.mean) / 2;
        const square = (base ** 2 + 3 * base * last.mean + 9 * last.square) / 3;
        const before = (base * sum.mean + 3 * sum.withLast) / 2;
        this.#sum = { mean: sum.mean + mean, square: sum.square + 2 * before + square, withLast: before + square };
        this.#last = { mean, square };
    }
}

/** More states, or steps from one to another, would take too long. */
const MOST_STEPS = 8_000;

/**
 * Tasks from one submitter, one after the other to whichever worker is free first: the mean of the time until the last
 * worker is free, by following every possible state of the workers.
 * @param {number} tasks
 * @param {number} workers
 * @param {readonly { ms: number, share: number }[]} times for which a task holds its worker
 * @returns {number | undefined} undefined where there are too many states
 */
export function makespan(tasks, workers, times) {
    /** When each worker is free, the first one's time taken off: that one's own mean is kept beside the share. */
    let states = new Map([["0", { free: new Array(Math.min(workers, tasks + 1)).fill(0), share: 1, time: 0 }]]);
    if (tasks * times.length > MOST_STEPS) return undefined;
    let steps = 0;
    for (let task = 0; task < tasks; task += 1) {
        /** @type {typeof states} */
        const after = new Map();
        for (const { free, share, time } of states.values()) {
            steps += times.length * Math.max(1, workers / 10);
            if (steps > MOST_STEPS) return undefined;
            for (const { ms, share: chance } of times) {
                const next = [ms, ...free.slice(1)].sort((a, b) => a - b);
                const earliest = next[0] ?? 0;
                // To the nanosecond, as the simulator counts.
                const others = next.map((at) => Math.round((at - earliest) * 1e6) / 1e6);
                const key = others.join();
                const known = after.get(key) ?? { free: others, share: 0, time: 0 };
                known.share += share * chance;
                known.time += (time + share * earliest) * chance;
                after.set(key, known);
            }
        }
        states = after;
    }
    let total = 0;
    for (const { free, share, time } of states.values()) total += time + share * (free.at(-1) ?? 0);
    return total;
}

/**
 * How long a task holds its worker, where that takes few values; undefined where it takes more.
 * @param {number} ms of an attempt
 * @param {number} fails
 * @param {Retry} retry
 */
export function holdingTimes(ms, fails, retry) {
    const { maxAttempts, pauseAfterLastAttempt, baseDelayMs, jitter } = retry;
    if ((jitter !== "none" && baseDelayMs > 0 && fails > 0) || (maxAttempts > MOST_TIMES && fails > 0)) return undefined;
    const pauses = pausesOf({ ...retry, jitter: "none" });
    /** @type {{ ms: number, share: number }[]} */
    const times = [];
    const add = (/** @type {number} */ n, /** @type {number} */ share) => {
        if (share > 0) times.push({ ms: n * ms + pauses.total.mean, share });
    };
    let reached = 1;
    for (let n = 1; n <= maxAttempts && reached > 0; n += 1) {
        add(n, reached * (1 - fails));
        reached *= fails;
        if (n < maxAttempts || pauseAfterLastAttempt) pauses.next();
        if (n === maxAttempts) add(n, reached);
    }
    return times;
}

const MOST_TIMES = 20;
