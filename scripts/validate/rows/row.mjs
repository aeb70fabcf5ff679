// What a row of the table is, and short ways to write one.
import { MEAN_MS } from "../services.mjs";

/** @typedef {typeof import("../../../pkg/twinpool.js")} Package */
/** @typedef {import("../../../pkg/twinpool.js").Report} Report */
/** @typedef {import("../../../pkg/twinpool.js").Scenario} Scenario */
/** @typedef {import("../../../pkg/twinpool.js").Estimate} Estimate */

/**
 * How a figure is judged:
 * - `mean`: theory must lie in the confidence interval;
 * - `percentile`: the same, with 0.8 % of theory added on both sides, the error of the histogram; theory may be a pair of
 *   bounds;
 * - `measured`: theory is itself measured, a mean and half its 95 % interval; the difference must lie in its own;
 * - `exact`: it must be so in each replication, but for the rounding of floats.
 * @typedef {"mean" | "percentile" | "measured" | "exact"} Kind
 */

/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {string} unit
 * @property {Kind} kind
 * @property {number | readonly [number, number]} theory
 * @property {(report: Report) => number} of
 */

/**
 * @typedef {object} Row
 * @property {string} group
 * @property {string} name
 * @property {string} source of the theory
 * @property {Omit<Scenario, "seed">} scenario its numbers of tasks are filled in
 * @property {Figure[]} figures
 * @property {number} tasks in a replication of the full form
 * @property {boolean} [fixed] The number of tasks belongs to the row, and none are left out as a warm-up.
 * @property {(given: Package, scenario: Scenario, runs: number) => (Estimate | null)[]} [estimate] Instead of
 *   independent replications: the package's own estimates, one of each figure.
 */

export const TASKS = 400_000;
/** Of systems that forget slowly. */
export const MANY_TASKS = 1_000_000;

/** No report of ours lacks a figure that it is asked for; one that did would fail its row. @param {number | null} figure */
export const given = (figure) => figure ?? Number.NaN;

/** @param {string} name @param {string} unit @param {number} theory @param {Figure["of"]} of @returns {Figure} */
export const mean = (name, unit, theory, of) => ({ name, unit, kind: "mean", theory, of });

/** @param {string} name @param {string} unit @param {number} theory @param {Figure["of"]} of @returns {Figure} */
export const exact = (name, unit, theory, of) => ({ name, unit, kind: "exact", theory, of });

/** @typedef {"p50" | "p90" | "p99" | "p999"} Percentile */

const SHARES = { p50: 0.5, p90: 0.9, p99: 0.99, p999: 0.999 };

/**
 * Percentiles of the wait, the sojourn, or the time in front of the buffer.
 * @param {"wait" | "sojourn" | "blocked"} what @param {Percentile[]} names @param {(share: number) => number} quantile in mean service times
 * @returns {Figure[]}
 */
export const percentiles = (what, names, quantile) =>
    names.map((name) => ({
        name: `${what} ${name}`,
        unit: "ms",
        kind: "percentile",
        theory: quantile(SHARES[name]) * MEAN_MS,
        of: (report) => given(report[`${what}Ms`][name]),
    }));

/** @param {number} theory in mean service times */
export const meanWait = (theory) => mean("mean wait", "ms", theory * MEAN_MS, ({ waitMs }) => given(waitMs.mean));
/** @param {number} theory */
export const meanQueue = (theory) => mean("mean queue", "tasks", theory, ({ queueLength }) => given(queueLength.mean));
/** @param {number} theory */
export const busy = (theory) => mean("busy", "share", theory, ({ utilisation }) => given(utilisation.busy));
/** @param {number} theory */
export const lostShare = (theory) => mean("lost", "share", theory, ({ submitted, rejected, dropped }) => (rejected + dropped) / submitted);

/**
 * @typedef {object} Open a pool with Poisson arrivals and no failures
 * @property {number} workers
 * @property {number | null} [buffer]
 * @property {"wait" | "reject" | "dropOldest"} [whenFull]
 * @property {number} lambda arrivals during a mean service time
 * @property {import("../services.mjs").Distribution} distribution
 */

/** @param {Open} open @returns {Row["scenario"]} */
export const poisson = ({ workers, buffer = null, whenFull = "wait", lambda, distribution }) => ({
    pool: { workers, bufferSize: buffer, whenFull },
    load: { arrivals: { kind: "poisson", ratePerSecond: (lambda * 1_000) / MEAN_MS } },
    work: { service: distribution.service, failureProbability: 0 },
});
