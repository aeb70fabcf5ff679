// The highest point that a random walk with a downward drift ever reaches. It is what a queue's length is after many
// steps, and Spitzer's identity (1956) gives its distribution: with S(m) the walk after m steps, it is compound Poisson,
//
//     E[z^max] = exp(sum over j >= 1 of b(j) (z^j - 1)),   b(j) = sum over m >= 1 of P(S(m) = j) / m.
//
// All terms are positive, so nothing cancels, whatever the load.
import { poisson } from "./poisson.js";

/**
 * @typedef {object} Maximum
 * @property {number} mean
 * @property {() => number[] | undefined} atMost P(max <= n) for n = 0, 1, ... until it is 1; undefined where that would take
 *   too long
 */

/** So many steps are summed one by one; above, the sum is an integral. */
const SINGLE_STEPS = 128;
/** e to minus this is nothing. */
const NOTHING = 40;
const MOST_PLACES = 20_000;
const MOST_STATES = 3_000;
const NEGLIGIBLE = 1e-17;

/**
 * Of walks whose steps are a Poisson number minus a constant (direction 1), or a constant minus a Poisson number (-1).
 * @param {1 | -1} direction
 * @param {number} mean of the Poisson numbers
 * @param {number} constant
 * @returns {Maximum | undefined} undefined where it would take too long
 */
export function maximum(direction, mean, constant) {
    // By Chernoff's bound P(S(m) > 0) is at most exp(-m decay).
    const decay = mean - constant + constant * Math.log(constant / mean);
    const nodes = nodesOf(decay).map(({ m, weight }) => ({
        mean: m * mean,
        place: m * constant,
        share: (weight / m) * poisson(m * constant + direction, m * mean),
    }));
    /** b(j), from j = 1. @type {number[]} */
    const jumps = [];
    let total = 0;
    for (let j = 1; j <= MOST_PLACES; j += 1) {
        let jump = 0;
        for (const node of nodes) {
            jump += node.share;
            const k = node.place + direction * j;
            node.share *= direction === 1 ? node.mean / (k + 1) : Math.max(k, 0) / node.mean;
        }
        jumps.push(jump);
        total += j * jump;
        if (j * jump <= NEGLIGIBLE * total) return { mean: total, atMost: () => distribution(jumps) };
    }
    return undefined;
}

/** Panjer's recursion. @param {readonly number[]} jumps */
function distribution(jumps) {
    if (jumps.length > MOST_STATES) return undefined;
    const states = [Math.exp(-jumps.reduce((total, jump) => total + jump, 0))];
    const atMost = [...states];
    for (let n = 1; n <= MOST_STATES; n += 1) {
        const last = atMost.at(-1) ?? 0;
        if (last > 1 - 1e-13) return atMost;
        let total = 0;
        for (let j = 1; j <= Math.min(n, jumps.length); j += 1) total += j * (jumps[j - 1] ?? 0) * (states[n - j] ?? 0);
        states.push(total / n);
        atMost.push(Math.min(last + total / n, 1));
    }
    return undefined;
}

/** Gauss and Legendre's points on [-1, 1], the positive ones, with their weights. */
const GAUSS = /** @type {const} */ ([
    [0.0950125098376374, 0.1894506104550685],
    [0.2816035507792589, 0.1826034150449236],
    [0.4580167776572274, 0.1691565193950025],
    [0.6178762444026438, 0.1495959888165767],
    [0.755404408355003, 0.1246289712555339],
    [0.8656312023878318, 0.0951585116824928],
    [0.9445750230732326, 0.0622535239386479],
    [0.9894009349916499, 0.0271524594117541],
]);
const GROWTH = 1.5;

/**
 * Steps and weights with which a sum over all m >= 1 of what falls like exp(-m decay) is a sum over few: Euler's and
 * Maclaurin's formula, midpoints, with one correction.
 * @param {number} decay
 */
function nodesOf(decay) {
    /** @type {{ m: number, weight: number }[]} */
    const nodes = [];
    for (let m = 1; m <= SINGLE_STEPS && m * decay < NOTHING; m += 1) nodes.push({ m, weight: 1 });
    if (SINGLE_STEPS * decay >= NOTHING) return nodes;
    // The sum from M + 1 on is the integral from M + 1/2 on, plus f'(M + 1/2) / 24.
    nodes.push({ m: SINGLE_STEPS + 1, weight: 1 / 24 }, { m: SINGLE_STEPS, weight: -1 / 24 });
    for (let from = SINGLE_STEPS + 0.5; from * decay < NOTHING; from *= GROWTH) {
        const half = (from * (GROWTH - 1)) / 2;
        for (const [point, weight] of GAUSS) {
            for (const side of [-1, 1]) nodes.push({ m: from + half * (1 + side * point), weight: half * weight });
        }
    }
    return nodes;
}
