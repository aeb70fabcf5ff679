// The rows' retry policies, in the words of the reference, and what theory says of them. The formulas are the package's.
import { lifeOf } from "../../src/web/theory/retries.js";
import { lawOf } from "../../src/web/theory/service.js";

/**
 * @typedef {object} Policy
 * @property {number} attempts the most
 * @property {number} fails the share of attempts that fail
 * @property {number} mean of an attempt's exponential time
 * @property {number} base
 * @property {number} factor
 * @property {"none" | "full" | "equal" | "decorrelated"} [jitter]
 * @property {number} [cap] no pause is longer
 * @property {boolean} [pauseAfterLast]
 */

/** @param {Policy} policy @returns {Required<import("../../pkg/twinpool.js").RetryOptions>} */
export const optionsOf = ({ attempts, base, factor, jitter = "none", cap, pauseAfterLast = false }) => ({
    maxAttempts: attempts,
    baseDelayMs: base,
    factor,
    jitter,
    maxDelayMs: cap ?? null,
    holdWorker: true,
    pauseAfterLastAttempt: pauseAfterLast,
});

/** Times are in the policy's own unit. @param {Policy} policy */
export function moments(policy) {
    const life = lifeOf(lawOf({ kind: "exponential", meanMs: policy.mean }), policy.fails, optionsOf(policy));
    if (!life) throw new RangeError("a row's policy has no formula");
    const { made, failed, pauses, held } = life;
    return { made, failed, pauses, g: held.mean, g2: held.variance + held.mean ** 2 };
}
