// Student's t: means of independent replications, and how sure they are.
import { bisect, sum } from "./queues.mjs";

/**
 * The value that |t| exceeds with this probability (Abramowitz and Stegun 26.7.3 and 26.7.4 for the distribution
 * function).
 * @param {number} degrees a whole number @param {number} probability
 */
export function student(degrees, probability) {
    const within = (/** @type {number} */ t) => {
        const angle = Math.atan(t / Math.sqrt(degrees));
        const squared = Math.cos(angle) ** 2;
        const isOdd = degrees % 2 === 1;
        let [term, series] = [isOdd ? Math.cos(angle) : 1, 0];
        for (let power = isOdd ? 1 : 0; power <= degrees - 2; power += 2) {
            series += term;
            term *= (squared * (power + 1)) / (power + 2);
        }
        const share = Math.sin(angle) * series;
        return isOdd ? (2 / Math.PI) * (angle + share) : share;
    };
    return bisect((t) => within(t) - (1 - probability), 0, 1_000);
}

/**
 * Mean and half the width of its confidence interval.
 * @param {readonly number[]} values one of each replication
 * @param {number} doubt 0.05 for 95 % @returns {{ mean: number, half: number }}
 */
export function interval(values, doubt) {
    const mean = sum(values) / values.length;
    const variance = sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1);
    return { mean, half: student(values.length - 1, doubt) * Math.sqrt(variance / values.length) };
}
