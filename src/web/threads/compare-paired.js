// Two scenarios with the same luck, on several threads: the estimates of both, and of their difference. Its types are in
// threads.d.ts.
import { Sums, checkReplicate } from "../bindings.js";
import { optionsOf } from "./options.js";
import { inParts, seedOf } from "./replications.js";
import { begin, withTeam } from "./team.js";

/** @typedef {import("./thread.js").Thread} Thread */
/** @typedef {import("../../../pkg/twinpool.js").Estimates} Estimates */
/** @typedef {{ first: Estimates, second: Estimates, difference: Estimates }} Comparison */

const KNOWN = /** @type {const} */ (["threads", "signal", "onProgress"]);

/**
 * @param {unknown} first
 * @param {unknown} second
 * @param {number} n
 * @param {unknown} options
 * @returns {Promise<Comparison>}
 */
export async function comparePaired(first, second, n, options) {
    const given = optionsOf(options, KNOWN);
    const onProgress = /** @type {((progress: { done: number, total: number }) => void) | undefined} */ (given.listener("onProgress"));
    given.signal?.throwIfAborted();
    checkReplicate(first, n, "first");
    checkReplicate(second, n, "second");
    const seed = seedOf(first);
    const scenarios = structuredClone([first, { .../** @type {object} */ (second), seed }]);
    return withTeam(given, n, async (team) => {
        await Promise.all(team.map((thread) => thread.ask(begin({ scenarios }))));
        return comparisonOf(seed, await inParts(team, 0, n, (done) => onProgress?.({ done, total: n })));
    });
}

/**
 * @param {number} seed
 * @param {Float64Array[][]} parts
 * @returns {Comparison}
 */
function comparisonOf(seed, parts) {
    const sums = [new Sums(), new Sums(), new Sums()];
    try {
        for (const [first = new Float64Array(), second = new Float64Array()] of parts) {
            // NaN, which stands for nothing to measure, stays NaN.
            const difference = second.map((value, index) => value - (first[index] ?? Number.NaN));
            for (const [index, figures] of [first, second, difference].entries()) sums[index]?.add(figures);
        }
        const [first, second, difference] = sums.map((sum) => sum.estimates(seed));
        return /** @type {Comparison} */ ({ first, second, difference });
    } finally {
        for (const sum of sums) sum.free();
    }
}
