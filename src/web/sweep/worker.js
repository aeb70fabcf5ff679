// A thread of sweep. It is asked to begin, then to check all points or to run one.
import { checkReplicate, initSync, replicate } from "../bindings.js";
import { pointsOf, valuesAt, withValues } from "./grid.js";

/**
 * What all points have in common.
 * @typedef {object} Job
 * @property {WebAssembly.Module} module
 * @property {unknown} scenario
 * @property {readonly import("./grid.js").Axis[]} axes
 * @property {number} n
 */

/** @typedef {{ ask: "begin", job: Job } | { ask: "check" } | { ask: "run", index: number }} Question */
/** @typedef {{ value?: unknown, error?: { name: string, message: string } }} Answer */

/** @type {Job} */
let job;

/**
 * @param {Question} question
 * @returns {unknown}
 */
function valueOf(question) {
    if (question.ask === "run") return replicate(point(question.index), job.n);
    if (question.ask === "begin") begin(question.job);
    else check();
    return undefined;
}

/** @param {Job} given */
function begin(given) {
    job = given;
    initSync({ module: job.module });
}

function check() {
    const points = pointsOf(job.axes);
    for (let index = 0; index < points; index += 1) checkReplicate(point(index), job.n);
}

/** @param {number} index */
const point = (index) => /** @type {Parameters<typeof replicate>[0]} */ (withValues(job.scenario, valuesAt(job.axes, index)));

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
