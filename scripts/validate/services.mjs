// The distributions of service times that a scenario offers: their moments and quantiles in closed form. Formulas from
// Law, Simulation Modeling and Analysis (5th edition, 2015), chapter 6;
// the hyperexponential with balanced means from Tijms, A First Course in Stochastic Models (2003).
import { bisect, sum } from "./queues.mjs";

/** The mean service time in scenarios, in milliseconds. Formulas count in units of it. */
export const MEAN_MS = 10;

/**
 * @typedef {object} Distribution with mean 1
 * @property {string} name
 * @property {import("../../pkg/twinpool.js").Service} service
 * @property {number} secondMoment
 * @property {(share: number) => number} quantile
 * @property {string} formula of the quantile or the distribution function
 */

/** @param {number} ms @returns {Distribution} */
const constant = (ms) => ({
    name: "constant",
    service: { kind: "constant", ms },
    secondMoment: 1,
    quantile: () => 1,
    formula: "x = mean",
});

/** @returns {Distribution} */
export const exponential = () => ({
    name: "exponential",
    service: { kind: "exponential", meanMs: MEAN_MS },
    secondMoment: 2,
    quantile: (share) => -Math.log(1 - share),
    formula: "x = -ln(1 - p)",
});

/** From 0 to twice the mean. @returns {Distribution} */
export const uniform = () => ({
    name: "uniform",
    service: { kind: "uniform", minMs: 0, maxMs: 2 * MEAN_MS },
    secondMoment: 4 / 3,
    quantile: (share) => 2 * share,
    formula: "x = 2p",
});

/** @param {number} k @returns {Distribution} */
export const erlang = (k) => ({
    name: `Erlang, k = ${k}`,
    service: { kind: "erlang", meanMs: MEAN_MS, k },
    secondMoment: 1 + 1 / k,
    quantile: (share) => bisect((x) => 1 - poissonBelow(k, k * x) - share, 0, 100),
    formula: "F(x) = 1 - sum over i < k of exp(-kx) (kx)^i / i!",
});

/** P(a Poisson number is below k). @param {number} k @param {number} mean */
function poissonBelow(k, mean) {
    let [term, total] = [Math.exp(-mean), 0];
    for (let i = 0; i < k; i += 1) {
        total += term;
        term *= mean / (i + 1);
    }
    return total;
}

/** @param {number} cv @returns {Distribution} */
export function lognormal(cv) {
    const variance = Math.log(1 + cv * cv);
    return {
        name: `lognormal, cv = ${Number(cv.toFixed(4))}`,
        service: { kind: "lognormal", meanMs: MEAN_MS, cv },
        secondMoment: 1 + cv * cv,
        quantile: (share) => Math.exp(Math.sqrt(variance) * normalQuantile(share) - variance / 2),
        formula: "x = exp(s z - s²/2), s² = ln(1 + cv²)",
    };
}

/** The standard normal distribution's quantiles, from tables, of the shares that a report tells. @param {number} share */
function normalQuantile(share) {
    const known = new Map([[0.5, 0], [0.9, 1.2815515655446004], [0.99, 2.3263478740408408], [0.999, 3.090232306167813]]);
    return known.get(share) ?? Number.NaN;
}

/** Two exponential phases with balanced means. @param {number} cv @returns {Distribution} */
export function hyperexponential(cv) {
    const often = (1 + Math.sqrt((cv * cv - 1) / (cv * cv + 1))) / 2;
    const exceeds = (/** @type {number} */ x) => sum([often, 1 - often].map((share) => share * Math.exp(-2 * share * x)));
    return {
        name: `hyperexponential, cv = ${cv}`,
        service: { kind: "hyperexponential", meanMs: MEAN_MS, cv },
        secondMoment: 1 + cv * cv,
        quantile: (share) => bisect((x) => 1 - exceeds(x) - share, 0, 200),
        formula: "1 - F(x) = sum of p exp(-2px), p = (1 ± √((cv² - 1)/(cv² + 1)))/2",
    };
}

/** @param {number} alpha above 2 @returns {Distribution} */
export function pareto(alpha) {
    const shortest = (alpha - 1) / alpha;
    return {
        name: `Pareto, alpha = ${alpha}`,
        service: { kind: "pareto", meanMs: MEAN_MS, alpha },
        secondMoment: (alpha * shortest ** 2) / (alpha - 2),
        quantile: (share) => shortest * (1 - share) ** (-1 / alpha),
        formula: "x = (alpha - 1)/alpha (1 - p)^(-1/alpha)",
    };
}

/** Five times, with mean 1. */
const MEASURED = [0.2, 0.4, 0.6, 0.8, 3];

/** @returns {Distribution} */
export const empirical = () => ({
    name: "empirical, 5 times",
    service: { kind: "empirical", ms: MEASURED.map((time) => time * MEAN_MS) },
    secondMoment: sum(MEASURED.map((time) => time * time)) / MEASURED.length,
    quantile: (share) => MEASURED[Math.ceil(share * MEASURED.length) - 1] ?? Number.NaN,
    formula: "the p-th of the sorted times",
});

export const deterministic = () => constant(MEAN_MS);

/** One of each kind that the scenario knows. */
export const distributions = () => [
    deterministic(),
    exponential(),
    uniform(),
    lognormal(1.5),
    erlang(4),
    hyperexponential(2),
    pareto(4.5),
    empirical(),
];

/** Those of the reference. */
export const BY_KEY = {
    constant: deterministic,
    exponential,
    uniform,
    erlang: () => erlang(4),
    hyperexponential: () => hyperexponential(2),
    // Its logarithm has a standard deviation of 1.
    lognormal: () => lognormal(Math.sqrt(Math.E - 1)),
    // The third moment is infinite, so the variance of the wait is, and intervals are too narrow.
    pareto: () => pareto(3),
};
