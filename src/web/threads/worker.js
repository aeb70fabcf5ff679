// A thread's own side. It is told its work, and then asked to check all points of a grid, to run one, or to run some of
// a scenario's replications.
import { checkReplicate, initSync, replicate, replicateRange } from "../bindings.js";
import { pointsOf, valuesAt, withValues } from "./grid.js";

/**
 * The work of sweep.
 * @typedef {object} Grid
 * @property {unknown} scenario
 * @property {readonly import("./grid.js").Axis[]} axes
 * @property {number} n
 */
/** What one asks replications of. @typedef {{ scenarios: readonly unknown[] }} Scenarios */
/** @typedef {Grid | Scenarios} Work */

/**
 * @typedef {{ ask: "begin", module: WebAssembly.Module, work: Work }
 *     | { ask: "check" }
 *     | { ask: "run", index: number }
 *     | { ask: "replicate", first: number, count: number }} Question
 */
/** @typedef {{ value?: unknown, error?: { name: string, message: string } }} Answer */

/** @type {Work} */
let work;

/**
 * @param {Question} question
 * @returns {unknown}
 */
function valueOf(question) {
    if (question.ask === "replicate") return scenarios().map((scenario) => replicateRange(scenario, question.first, question.count));
    if (question.ask === "run") return replicate(point(question.index), grid().n);
    if (question.ask === "begin") begin(question);
    else check();
    return undefined;
}

/** @param {Extract<Question, { ask: "begin" }>} question */
function begin(question) {
    work = question.work;
    initSync({ module: question.module });
}

const grid = () => /** @type {Grid} */ (work);
const scenarios = () => /** @type {Scenarios} */ (work).scenarios;

function check() {
    const { axes, n } = grid();
    const points = pointsOf(axes);
    for (let index = 0; index < points; index += 1) checkReplicate(point(index), n);
}

/** @param {number} index */
const point = (index) => /** @type {Parameters<typeof replicate>[0]} */ (withValues(grid().scenario, valuesAt(grid().axes, index)));

/**
 * @param {Question} question
 * @returns {Answer}
 */
function answer(question) {
    try {
        return { value: valueOf(question) };
    } catch (error) {
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        return { error: { name, message } };
    }
}

if (typeof globalThis.postMessage === "function") {
    globalThis.onmessage = (/** @type {MessageEvent<Question>} */ { data }) => globalThis.postMessage(answer(data));
} else {
    void answerInNode();
}

/** Node's workers speak through a module; see thread.js for the way in which it is named. */
async function answerInNode() {
    /** @type {string} */
    const name = "node:worker_threads";
    /** @type {typeof import("node:worker_threads")} */
    const { parentPort } = await import(/* @vite-ignore */ /* webpackIgnore: true */ name);
    parentPort?.on("message", (/** @type {Question} */ question) => parentPort.postMessage(answer(question)));
}
