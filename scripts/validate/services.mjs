// The rows' distributions of service times, all with the same mean. Their moments and quantiles are the package's.
import { lawOf } from "../../src/web/theory/service.js";

/** The mean service time in scenarios, in milliseconds. Formulas count in units of it. */
export const MEAN_MS = 10;

/** @typedef {import("../../pkg/twinpool.js").Service} Service */

/**
 * @typedef {object} Distribution with mean 1
 * @property {string} name
 * @property {Service} service
 * @property {number} secondMoment
 * @property {(share: number) => number} quantile
 * @property {string} formula of the quantile or the distribution function
 */

/** @param {string} name @param {Service} service @param {string} formula @returns {Distribution} */
function distribution(name, service, formula) {
    const { variance, quantile } = lawOf(service);
    return { name, service, secondMoment: 1 + variance / MEAN_MS ** 2, quantile: (share) => (quantile(share) ?? Number.NaN) / MEAN_MS, formula };
}

export const deterministic = () => distribution("constant", { kind: "constant", ms: MEAN_MS }, "x = mean");

export const exponential = () => distribution("exponential", { kind: "exponential", meanMs: MEAN_MS }, "x = -ln(1 - p)");

/** From 0 to twice the mean. */
export const uniform = () => distribution("uniform", { kind: "uniform", minMs: 0, maxMs: 2 * MEAN_MS }, "x = 2p");

/** @param {number} k */
export const erlang = (k) => distribution(`Erlang, k = ${k}`, { kind: "erlang", meanMs: MEAN_MS, k }, "F(x) = 1 - sum over i < k of exp(-kx) (kx)^i / i!");

/** @param {number} cv */
export const lognormal = (cv) =>
    distribution(`lognormal, cv = ${Number(cv.toFixed(4))}`, { kind: "lognormal", meanMs: MEAN_MS, cv }, "x = exp(s z - s²/2), s² = ln(1 + cv²)");

/** @param {number} cv */
export const hyperexponential = (cv) =>
    distribution(
        `hyperexponential, cv = ${cv}`,
        { kind: "hyperexponential", meanMs: MEAN_MS, cv },
        "1 - F(x) = sum of p exp(-2px), p = (1 ± √((cv² - 1)/(cv² + 1)))/2",
    );

/** @param {number} alpha above 2 */
export const pareto = (alpha) =>
    distribution(`Pareto, alpha = ${alpha}`, { kind: "pareto", meanMs: MEAN_MS, alpha }, "x = (alpha - 1)/alpha (1 - p)^(-1/alpha)");

/** Five times, with mean 1. */
const MEASURED = [0.2, 0.4, 0.6, 0.8, 3];

export const empirical = () => distribution("empirical, 5 times", { kind: "empirical", ms: MEASURED.map((time) => time * MEAN_MS) }, "the p-th of the sorted times");

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
