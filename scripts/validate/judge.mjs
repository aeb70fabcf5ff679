// Whether theory and simulation agree.
import { interval } from "./student.mjs";

/** @typedef {import("./rows/row.mjs").Figure} Figure */
/** @typedef {import("./student.mjs").Student} Student */

/** A percentile is the middle of a bucket, whose edges are at most 1/128 away. */
const HISTOGRAM_ERROR = 1 / 128;
/** What floats lose over a long sum. */
const ROUNDING = 1e-9;

/**
 * @typedef {object} Verdict
 * @property {number} simulated
 * @property {number} half half the interval's width
 * @property {boolean} agrees
 */

/**
 * @param {Student} student
 * @param {Figure} figure
 * @param {import("./worker.mjs").Done[]} done
 * @param {number} index of the figure in its row
 * @param {number} doubt 0.05 for intervals of 95 %
 * @param {number} runs of a row with the package's own intervals
 * @returns {Verdict}
 */
export function judge(student, figure, done, index, doubt, runs) {
    const { simulated, half } = estimate(student, done, index, doubt, runs);
    const rounding = Math.abs(simulated) * ROUNDING;
    const [low, high] = bounds(figure);
    if (figure.kind === "exact") {
        const values = done.map(({ values }) => values[index] ?? Number.NaN);
        return { simulated, half, agrees: values.every((value) => Math.abs(value - low) <= rounding) };
    }
    const width = figure.kind === "measured" ? Math.hypot(half, high) : half;
    const [from, to] = figure.kind === "measured" ? [low, low] : [low, high];
    const allowed = figure.kind === "percentile" ? to * HISTOGRAM_ERROR : 0;
    const slack = width + allowed + rounding;
    return { simulated, half, agrees: simulated + slack >= from && simulated - slack <= to };
}

/** A pair, whatever it means. @param {Figure} figure @returns {readonly [number, number]} */
const bounds = ({ theory }) => (typeof theory === "number" ? [theory, theory] : theory);

/** @param {Student} student @param {import("./worker.mjs").Done[]} done @param {number} index @param {number} doubt @param {number} runs */
function estimate(student, done, index, doubt, runs) {
    const own = done[0]?.intervals?.[index];
    if (own) {
        // Of 95 %; a wider one has the same middle.
        const wider = student(runs - 1, doubt) / student(runs - 1, 0.05);
        return { simulated: done[0]?.values[index] ?? Number.NaN, half: ((own[1] - own[0]) / 2) * wider };
    }
    const { mean, half } = interval(student, done.map(({ values }) => values[index] ?? Number.NaN), doubt);
    return { simulated: mean, half };
}

/**
 * How many misses would be news, if every row agreed: three standard deviations above what is to be expected, with the
 * figures of a row taken to miss together or not at all.
 * @param {readonly number[]} sizes of the rows, in figures that have intervals
 * @param {number} doubt
 */
export function mostMisses(sizes, doubt) {
    const expected = doubt * sizes.reduce((total, size) => total + size, 0);
    const variance = sizes.reduce((total, size) => total + doubt * (1 - doubt) * size ** 2, 0);
    return { expected, most: expected + 3 * Math.sqrt(variance) };
}
