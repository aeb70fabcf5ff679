// What of a scenario queueing theory looks at. Times in milliseconds, rates a millisecond.
import { lifeOf } from "./retries.js";
import { lawOf } from "./service.js";

/** @typedef {import("./scenario.js").Given} Given */
/** @typedef {import("./retries.js").Life} Life */

/**
 * @typedef {object} Model
 * @property {Given} given
 * @property {import("./service.js").Law} law of an attempt's time
 * @property {Life} life
 * @property {boolean} isSingle Does a task come to a worker once? Then one service is all that the worker does for it.
 * @property {boolean} isHeld Does a worker wait a task's pauses out?
 * @property {{ mean: number, variance: number }} visit for how long a task holds a worker each time it comes to one
 * @property {number} visits how often it does
 * @property {"M" | "D" | "G"} kind of these times: exponential, constant, or any other
 */

/**
 * @param {Given} given
 * @returns {Model | undefined} undefined where no formula applies
 */
export function modelOf(given) {
    const { retry, fails, outages, tasks, warmup } = given;
    if (tasks <= warmup) return undefined;
    // In an outage the rate of failures changes with time.
    if (outages.some(({ fromMs, toMs, failureProbability }) => toMs > fromMs && failureProbability > fails)) return undefined;
    const law = lawOf(given.service);
    const life = lifeOf(law, fails, retry);
    if (!life) return undefined;
    const isHeld = retry.holdWorker;
    const isSingle = isHeld || life.made === 1;
    const visit = isHeld ? life.held : { mean: law.mean, variance: law.variance };
    const isPlain = life.made === 1 && (!isHeld || life.pauses === 0);
    const isExponential = isPlain && visit.mean > 0 && given.service.kind === "exponential";
    const kind = isExponential ? "M" : visit.variance === 0 ? "D" : "G";
    return { given, law, life, isSingle, isHeld, visit, visits: isSingle ? 1 : life.made, kind };
}

/** Squared coefficient of variation. @param {{ mean: number, variance: number }} time */
export const variation = ({ mean, variance }) => variance / mean ** 2;

/**
 * What is true of every task, whatever the queue does: how its measured attempts end.
 * @param {Model} model
 */
export function countsOf({ given: { tasks, warmup }, life }) {
    const measured = tasks - warmup;
    const failed = measured * life.failed;
    const attempts = measured * life.made;
    return { submitted: measured, accepted: measured, rejected: 0, dropped: 0, succeeded: measured - failed, failed, attempts, retries: attempts - measured };
}

/**
 * The shares of the workers' time, when so many tasks are done in a millisecond.
 * @param {Model} model
 * @param {number} rate
 */
export function utilisationOf({ given: { workers }, law, life, isHeld }, rate) {
    const busy = Math.min((rate * life.made * law.mean) / workers, 1);
    const occupied = isHeld ? Math.min(Math.max((rate * life.held.mean) / workers, busy), 1) : busy;
    return { busy, backoff: occupied - busy, idle: 1 - occupied };
}

const MS_A_SECOND = 1_000;
/** @param {number} rate a millisecond */
export const perSecond = (rate) => rate * MS_A_SECOND;

/** A number in a sentence. @param {number} value */
export const written = (value) => Number(value.toPrecision(3)).toLocaleString("en-US", { maximumSignificantDigits: 3 });

/** The percentiles of a report. */
const SHARES = /** @type {const} */ ({ p50: 0.5, p90: 0.9, p99: 0.99, p999: 0.999 });

/**
 * A spread's figures in milliseconds, of those that are known.
 * @param {number | undefined} mean
 * @param {(share: number) => number | undefined} [quantile]
 * @param {number} [unit] in milliseconds
 */
export function spread(mean, quantile = () => undefined, unit = 1) {
    const percentiles = Object.entries(SHARES).map(([name, share]) => /** @type {const} */ ([name, quantile(share)]));
    const known = [/** @type {const} */ (["mean", mean]), ...percentiles].flatMap(([name, value]) => (value !== undefined && Number.isFinite(value) ? [[name, value * unit]] : []));
    return /** @type {Partial<Record<"mean" | "p50" | "p90" | "p99" | "p999", number>>} */ (Object.fromEntries(known));
}

/** What is always 0. */
export const NONE = { mean: 0, p50: 0, p90: 0, p99: 0, p999: 0 };
