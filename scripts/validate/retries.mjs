// What theory says of tasks that are attempted several times. Times in milliseconds.
//
// A task makes n attempts with the chance p^(n-1) (1 - p), or p^(m-1) for the last one allowed, n = m. A held worker is
// occupied for all attempts and the pauses between them: to the queue that is one long service, of G in all, so
// Pollaczek-Khinchine holds for one worker (Kleinrock 1975, chapter 5), and c workers who are never idle end c/E[G]
// tasks in a unit of time (the renewal-reward theorem). A released worker makes the attempts one by one: a network of
// queues with product form (Baskett, Chandy, Muntz and Palacios, Journal of the ACM 22, 1975), whose busy station is an
// M/M/c with the rate of all attempts, whatever the pauses are.
import { sum } from "./queues.mjs";

/**
 * @typedef {object} Policy
 * @property {number} attempts the most
 * @property {number} fails the share of attempts that fail
 * @property {number} mean of an attempt's exponential time
 * @property {number} base
 * @property {number} factor
 * @property {"none" | "full" | "equal" | "decorrelated"} [jitter]
 * @property {number} [cap] no pause is longer; not together with jitter
 * @property {boolean} [pauseAfterLast]
 */

/** @param {Policy} policy */
export function moments(policy) {
    const { attempts, fails, mean } = policy;
    let [made, g, g2, pauses] = [0, 0, 0, 0];
    for (let n = 1; n <= attempts; n += 1) {
        const isLast = n === attempts;
        const share = fails ** (n - 1) * (isLast ? 1 : 1 - fails);
        const backoff = sum(pausesOf(policy, n - 1));
        made += share * n;
        g += share * (n * mean + backoff);
        g2 += share * (n * mean ** 2 + (n * mean + backoff) ** 2);
        pauses += share * backoff;
    }
    const failed = fails ** attempts;
    if (policy.pauseAfterLast) {
        const last = pausesOf(policy, attempts).at(-1) ?? 0;
        g += failed * last;
        pauses += failed * last;
        g2 = Number.NaN; // not needed anywhere
    }
    return { made, failed, g, g2: policy.jitter ? Number.NaN : g2, pauses };
}

/** The means of the first `count` pauses. @param {Policy} policy @param {number} count */
function pausesOf({ base, factor, jitter = "none", cap = Infinity }, count) {
    /** Decorrelated: between the base and three times the pause before; the first counts the base as that. */
    let before = base;
    return Array.from({ length: count }, (_, index) => {
        if (jitter === "decorrelated") return (before = (base + 3 * before) / 2);
        const pause = Math.min(base * factor ** index, cap);
        return pause * { none: 1, full: 1 / 2, equal: 3 / 4 }[jitter];
    });
}

/**
 * The original's demo: tasks that take no time but their pauses, one after the other to whichever worker is free first. The
 * mean of the time until the last worker is free, by following every possible state of the workers.
 * @param {number} tasks @param {number} workers @param {{ ms: number, share: number }[]} pauses of a task, multiples of 500
 */
export function demoMakespan(tasks, workers, pauses) {
    const unit = 500;
    /** When each worker is free, the first one's time taken off: that one's own mean is kept beside the share. */
    let states = new Map([[Array.from({ length: workers }, () => 0).join(), { share: 1, time: 0 }]]);
    for (let task = 0; task < tasks; task += 1) {
        const after = new Map(/** @type {[string, { share: number, time: number }][]} */ ([]));
        for (const [key, { share, time }] of states) {
            const [first = 0, ...others] = key.split(",").map(Number);
            for (const pause of pauses) {
                const free = [first + pause.ms / unit, ...others].sort((a, b) => a - b);
                const [earliest = 0] = free;
                const next = free.map((at) => at - earliest).join();
                const known = after.get(next) ?? { share: 0, time: 0 };
                known.share += share * pause.share;
                known.time += (time + share * earliest) * pause.share;
                after.set(next, known);
            }
        }
        states = after;
    }
    return unit * sum([...states].map(([key, { share, time }]) => time + share * Math.max(...key.split(",").map(Number))));
}
