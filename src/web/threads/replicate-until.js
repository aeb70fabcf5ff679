// Replications until a figure is sure enough, on several threads. Its types are in threads.d.ts.
//
// They are run in rounds. How many a round has follows from the figures so far and the options, and not from the threads,
// so the result does not either. A round is at most as large as all before it: an interval that was narrow by luck costs
// little, and one that was wide by luck no more than twice of what was needed.
import { Sums, checkReplicate } from "../bindings.js";
import { optionsOf, wholeOf } from "./options.js";
import { refuse } from "../refuse.js";
import { inParts, seedOf } from "./replications.js";
import { begin, withTeam } from "./team.js";

/** @typedef {import("./thread.js").Thread} Thread */
/** @typedef {import("../../../pkg/twinpool.js").Estimate} Estimate */
/** @typedef {import("../../../pkg/twinpool.js").Estimates} Estimates */
/** @typedef {{ runs: number, figure: string, estimate: Estimate | null, relativeHalfWidth: number | null }} Progress */
/**
 * @typedef {object} Goal
 * @property {readonly string[]} figures
 * @property {number} precision
 * @property {number} most
 */

const KNOWN = /** @type {const} */ (["precision", "figure", "most", "threads", "signal", "onProgress"]);
const MOST_RUNS = 100_000;
/** Of fewer runs the interval is itself too uncertain to end at. */
const FIRST_ROUND = 20;
/** A round is at least this share of all before it: rounds of one run would never end. */
const SMALLEST_ROUND = 0.2;
/** As wide as it is, an interval is only an estimate; this is for some luck. */
const SPARE = 1.1;

/**
 * @param {unknown} scenario
 * @param {unknown} options
 * @returns {Promise<Estimates & { reached: boolean }>}
 */
export async function replicateUntil(scenario, options) {
    const given = optionsOf(options, KNOWN);
    const onProgress = /** @type {((progress: Progress) => void) | undefined} */ (given.listener("onProgress"));
    const goal = goalOf(given);
    given.signal?.throwIfAborted();
    checkReplicate(scenario, goal.most);
    const copy = structuredClone(scenario);
    return withTeam(given, goal.most, (team) => rounds(team, copy, goal, onProgress));
}

/**
 * @param {Thread[]} team
 * @param {unknown} scenario
 * @param {Goal} goal
 * @param {((progress: Progress) => void) | undefined} onProgress
 */
async function rounds(team, scenario, goal, onProgress) {
    await Promise.all(team.map((thread) => thread.ask(begin({ scenarios: [scenario] }))));
    const sums = new Sums();
    try {
        let runs = 0;
        let next = Math.min(FIRST_ROUND, goal.most);
        for (;;) {
            const parts = await inParts(team, runs, next - runs);
            for (const [figures = new Float64Array()] of parts) sums.add(figures);
            runs = next;
            const estimates = sums.estimates(seedOf(scenario));
            const worst = leastSure(estimates, goal.figures);
            const reached = worst.relativeHalfWidth !== null && worst.relativeHalfWidth <= goal.precision;
            onProgress?.({ runs, ...worst });
            // What so many runs had nothing to measure of will not become sure.
            if (reached || runs >= goal.most || worst.estimate === null) return { ...estimates, reached };
            next = Math.min(enough(runs, worst.relativeHalfWidth, goal.precision), goal.most);
        }
    } finally {
        sums.free();
    }
}

/**
 * How many runs there should be after the next round: an interval becomes narrower with the root of their number.
 * @param {number} runs
 * @param {number | null} found
 * @param {number} precision
 */
function enough(runs, found, precision) {
    const needed = found === null ? Infinity : runs * SPARE * (found / precision) ** 2;
    return Math.ceil(Math.min(Math.max(needed, runs * (1 + SMALLEST_ROUND)), runs * 2));
}

/**
 * The figure that is furthest from its goal.
 * @param {Estimates} estimates
 * @param {readonly string[]} figures
 */
function leastSure(estimates, figures) {
    const all = figures.map((figure) => {
        const estimate = estimateAt(estimates, figure) ?? null;
        return { figure, estimate, relativeHalfWidth: relativeHalfWidth(estimate) };
    });
    return all.reduce((worst, one) => ((one.relativeHalfWidth ?? Infinity) > (worst.relativeHalfWidth ?? Infinity) ? one : worst));
}

/** @param {Estimate | null} estimate */
function relativeHalfWidth(estimate) {
    const { low = null, high = null, mean = 0 } = estimate ?? {};
    if (low === null || high === null) return null;
    const half = (high - low) / 2;
    // A figure that is always 0 is sure.
    return half === 0 ? 0 : half / Math.abs(mean);
}

/** @param {import("./options.js").Options} given @returns {Goal} */
function goalOf({ take }) {
    const most = take("most");
    return {
        figures: figuresOf(take("figure") ?? "waitMs.mean"),
        precision: precisionOf(take("precision") ?? 0.01),
        most: most === undefined ? 10_000 : wholeOf("most", most, MOST_RUNS, "a whole number of runs from 1 to 100,000"),
    };
}

/** @param {unknown} precision */
function precisionOf(precision) {
    const allowed = "a number above 0, at most 1: the half width of the interval as a share of the mean";
    if (typeof precision !== "number") refuse(TypeError, "precision", allowed, precision);
    if (!(precision > 0 && precision <= 1)) refuse(RangeError, "precision", allowed, precision);
    return precision;
}

/** @param {unknown} figure @returns {readonly string[]} */
function figuresOf(figure) {
    const allowed = 'the path of a figure, such as "waitMs.mean", or a list of at least one';
    const figures = Array.isArray(figure) ? [...figure] : [figure];
    if (figures.length === 0) throw new RangeError(`figure must be ${allowed}; got an empty one`);
    const none = new Sums();
    const known = none.estimates(0);
    none.free();
    for (const [index, path] of figures.entries()) {
        const field = Array.isArray(figure) ? `figure[${index}]` : "figure";
        if (typeof path !== "string" || estimateAt(known, path) === undefined) refuse(TypeError, field, allowed, path);
    }
    return figures;
}

/**
 * An estimate by its path; undefined where the path leads to none.
 * @param {Estimates} estimates
 * @param {string} path
 * @returns {Estimate | null | undefined}
 */
function estimateAt(estimates, path) {
    /** @type {unknown} */
    let found = estimates;
    for (const name of path.split(".")) {
        if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return undefined;
        found = /** @type {Record<string, unknown>} */ (found)[name];
    }
    if (found === null) return null;
    return typeof found === "object" && "mean" in found && "runs" in found ? /** @type {Estimate} */ (found) : undefined;
}
