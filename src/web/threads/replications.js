// Replications of one or more scenarios, shared out among threads in parts. The parts come back in any order, and are
// put in theirs: so what is summed up does not depend on how many threads there are, or on who was quicker.

/** @typedef {import("./thread.js").Thread} Thread */

/** Smaller parts leave no thread idle at the end; larger ones are asked for less often. */
const PARTS_A_THREAD = 8;

/**
 * @param {Thread[]} team whose work is the scenarios
 * @param {number} first
 * @param {number} count
 * @param {(done: number) => void} [onPart] hears how many replications are there
 * @returns {Promise<Float64Array[][]>} of each part, in order, the figures of each scenario
 */
export async function inParts(team, first, count, onPart) {
    const size = Math.ceil(count / (team.length * PARTS_A_THREAD));
    const total = Math.ceil(count / size);
    /** @type {Float64Array[][]} */
    const parts = [];
    let next = 0;
    let done = 0;
    const takeParts = async (/** @type {Thread} */ thread) => {
        while (next < total) {
            const part = next++;
            const length = Math.min(size, count - part * size);
            const figures = await thread.ask({ ask: "replicate", first: first + part * size, count: length });
            parts[part] = /** @type {Float64Array[]} */ (figures);
            done += length;
            onPart?.(done);
        }
    };
    await Promise.all(team.map(takeParts));
    return parts;
}

/**
 * Whose luck it is.
 * @param {unknown} scenario one that was checked
 */
export const seedOf = (scenario) => /** @type {{ seed: number }} */ (scenario).seed;
