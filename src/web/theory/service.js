// The distributions of service times that a scenario offers: their moments and quantiles in closed form. Formulas from
// Law, Simulation Modeling and Analysis (5th edition, 2015), chapter 6; the hyperexponential with balanced means from
// Tijms, A First Course in Stochastic Models (2003).
import { quantileOf, sum } from "./bisect.js";
import { poissonAtMost } from "./poisson.js";

/** @typedef {import("../../../pkg/twinpool.js").Service} Service */

/**
 * @typedef {object} Law of the time that an attempt takes
 * @property {number} mean in milliseconds, as the others
 * @property {number} variance infinite, where it is
 * @property {(share: number) => number | undefined} quantile of the shares that a report tells
 */

/**
 * @param {Service} service
 * @returns {Law}
 */
export function lawOf(service) {
    switch (service.kind) {
        case "constant":
            return { mean: service.ms, variance: 0, quantile: () => service.ms };
        case "exponential":
            return { mean: service.meanMs, variance: service.meanMs ** 2, quantile: (share) => -Math.log(1 - share) * service.meanMs };
        case "uniform":
            return uniform(service.minMs, service.maxMs);
        case "lognormal":
            return lognormal(service.meanMs, service.cv);
        case "erlang":
            return erlang(service.meanMs, service.k);
        case "hyperexponential":
            return hyperexponential(service.meanMs, service.cv);
        case "pareto":
            return pareto(service.meanMs, service.alpha);
        default:
            return empirical(service.ms);
    }
}

/** @param {number} min @param {number} max @returns {Law} */
const uniform = (min, max) => ({ mean: (min + max) / 2, variance: (max - min) ** 2 / 12, quantile: (share) => min + (max - min) * share });

/** The standard normal distribution's quantiles, from tables. */
const NORMAL = new Map([[0.5, 0], [0.9, 1.2815515655446004], [0.99, 2.3263478740408408], [0.999, 3.090232306167813]]);

/** @param {number} mean @param {number} cv @returns {Law} */
function lognormal(mean, cv) {
    const variance = Math.log1p(cv * cv);
    const quantile = (/** @type {number} */ share) => {
        const normal = NORMAL.get(share);
        return normal === undefined ? undefined : mean * Math.exp(Math.sqrt(variance) * normal - variance / 2);
    };
    return { mean, variance: (mean * cv) ** 2, quantile };
}

/** @param {number} mean @param {number} k @returns {Law} */
const erlang = (mean, k) => ({
    mean,
    variance: mean ** 2 / k,
    quantile: (share) => mean * quantileOf((time) => poissonAtMost(k - 1, k * time), share),
});

/** @param {number} mean @param {number} cv at least 1 @returns {Law} */
function hyperexponential(mean, cv) {
    const often = (1 + Math.sqrt((cv * cv - 1) / (cv * cv + 1))) / 2;
    const exceeds = (/** @type {number} */ x) => sum([often, 1 - often].map((share) => share * Math.exp(-2 * share * x)));
    return { mean, variance: (mean * cv) ** 2, quantile: (share) => mean * quantileOf(exceeds, share) };
}

/** @param {number} mean @param {number} alpha above 1 @returns {Law} */
function pareto(mean, alpha) {
    const shortest = (mean * (alpha - 1)) / alpha;
    return {
        mean,
        variance: alpha > 2 ? mean ** 2 / (alpha * (alpha - 2)) : Infinity,
        quantile: (share) => shortest * (1 - share) ** (-1 / alpha),
    };
}

/** @param {readonly number[]} times @returns {Law} */
function empirical(times) {
    const mean = sum(times) / times.length;
    const sorted = times.toSorted((a, b) => a - b);
    return {
        mean,
        variance: sum(times.map((time) => (time - mean) ** 2)) / times.length,
        quantile: (share) => sorted[Math.ceil(share * times.length) - 1],
    };
}
