// A scenario at every point of a grid, on several threads. Its types are in threads.d.ts.
//
// Each point is run by one thread, in one go, as replicate runs it: so the figures are the same, bit for bit, whatever
// the number of threads. Whoever is free takes the next point.
import { checkReplicate } from "../bindings.js";
import { axesOf, pointsOf, valuesAt, withValues } from "./grid.js";
import { optionsOf } from "./options.js";
import { begin, withTeam } from "./team.js";

/** @typedef {import("./thread.js").Thread} Thread */
/** @typedef {import("./worker.js").Grid} Grid */
/** @typedef {{ values: Record<string, unknown>, estimates: unknown }} Point */
/**
 * @typedef {object} Listeners
 * @property {((progress: { done: number, total: number }) => void) | undefined} onProgress
 * @property {((point: Point & { index: number }) => void) | undefined} onPoint
 */

const KNOWN = /** @type {const} */ (["threads", "signal", "onProgress", "onPoint"]);

/**
 * @param {unknown} scenario
 * @param {unknown} grid
 * @param {number} n
 * @param {unknown} options
 * @returns {Promise<Point[]>}
 */
export async function sweep(scenario, grid, n, options) {
    const given = optionsOf(options, KNOWN);
    const listeners = /** @type {Listeners} */ ({ onProgress: given.listener("onProgress"), onPoint: given.listener("onPoint") });
    given.signal?.throwIfAborted();
    const work = workOf(scenario, axesOf(grid), n);
    return withTeam(given, pointsOf(work.axes), (team) => run(team, work, listeners));
}

/**
 * What the threads are given. The scenario is refused here, at its first point, or else copied, so that the caller may
 * change it meanwhile.
 * @param {unknown} scenario
 * @param {readonly import("./grid.js").Axis[]} axes
 * @param {number} n
 * @returns {Grid}
 */
function workOf(scenario, axes, n) {
    const first = withValues(scenario, valuesAt(axes, 0));
    checkReplicate(first, n);
    return { scenario: structuredClone(first), axes, n };
}

/**
 * A point that can't be run ends the sweep, which tells which it was.
 * @param {unknown} error
 * @param {Record<string, unknown>} values
 * @returns {never}
 */
function tell(error, values) {
    if (error instanceof Error && error.name === "OverloadedError") {
        const point = Object.entries(values).map(([path, value]) => `${path} = ${JSON.stringify(value)}`);
        if (point.length > 0) error.message += ` (at ${point.join(", ")})`;
        Object.assign(error, { values });
    }
    throw error;
}

/**
 * @param {Thread[]} team
 * @param {Grid} work
 * @param {Listeners} listeners
 */
async function run(team, work, { onProgress, onPoint }) {
    const [first] = team;
    const total = pointsOf(work.axes);
    await first?.ask(begin(work));
    // All points before any is run: an error at the last one should not come after minutes.
    await first?.ask({ ask: "check" });
    /** @type {Point[]} */
    const points = [];
    let next = 0;
    let done = 0;
    const takePoints = async (/** @type {Thread} */ thread) => {
        if (thread !== first) await thread.ask(begin(work));
        while (next < total) {
            const index = next++;
            const values = valuesAt(work.axes, index);
            const point = { values, estimates: await thread.ask({ ask: "run", index }).catch((/** @type {unknown} */ error) => tell(error, values)) };
            points[index] = point;
            done += 1;
            onPoint?.({ index, ...point });
            onProgress?.({ done, total });
        }
    };
    await Promise.all(team.map(takePoints));
    return points;
}
