// Comparing candidates fairly: they take turns, so that what slows the machine for a while slows all of them, and each
// round compares them with each other.

/**
 * @typedef {object} Candidate
 * @property {string} name
 * @property {() => number | void | Promise<number | void>} run Does the work once. What is measured is the number that
 *   it gives, else the milliseconds that it takes.
 */

/**
 * @typedef {object} Comparison one candidate's line
 * @property {number} ratio to the first candidate: the median of the rounds' ratios
 * @property {string} name
 * @property {number} median
 * @property {number} min
 * @property {number} max
 */

const FEWEST_ROUNDS = 5;

/**
 * Runs the candidates in turn: once to warm up, then in so many rounds; the order rotates.
 * @param {Candidate[]} candidates the first is what the others are compared with
 * @param {number} [rounds] at least 5
 * @param {(done: number, rounds: number) => void} [tell] is told after each round
 * @returns {Promise<Comparison[]>}
 */
export async function alternate(candidates, rounds = 7, tell = () => undefined) {
    if (rounds < FEWEST_ROUNDS) throw new RangeError(`rounds is ${rounds}: it must be at least ${FEWEST_ROUNDS}`);
    /** @type {number[][]} */
    const figures = candidates.map(() => []);
    for (const candidate of candidates) await measure(candidate);
    for (let round = 0; round < rounds; round += 1) {
        for (let turn = 0; turn < candidates.length; turn += 1) {
            const index = (round + turn) % candidates.length;
            const candidate = candidates[index];
            if (candidate) figures[index]?.push(await measure(candidate));
        }
        tell(round + 1, rounds);
    }
    const first = figures[0] ?? [];
    return candidates.map(({ name }, index) => {
        const own = figures[index] ?? [];
        const ratios = own.map((figure, round) => figure / (first[round] ?? Number.NaN));
        return { ratio: median(ratios), name, median: median(own), min: Math.min(...own), max: Math.max(...own) };
    });
}

/** @param {Candidate} candidate */
async function measure({ run }) {
    const start = performance.now();
    const figure = await run();
    return figure ?? performance.now() - start;
}

/** @param {number[]} figures */
export function median(figures) {
    const sorted = figures.toSorted((a, b) => a - b);
    const middle = sorted.length >> 1;
    const upper = sorted[middle] ?? Number.NaN;
    return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
