// Means of independent replications, and how sure they are. Student's t is the simulator's own: there is one place for it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { sum } from "../../src/web/theory/bisect.js";
import { pkg } from "../lib/paths.mjs";

/** @typedef {(degrees: number, probability: number) => number} Student the value that |t| exceeds with this probability */

/**
 * From the package, which has to be built.
 * @returns {Promise<Student>}
 */
export async function loadStudent() {
    /** @type {typeof import("../../src/web/bindings.js")} */
    const { initSync, studentT } = await import(pathToFileURL(join(pkg, "bindings.js")).href);
    initSync({ module: await readFile(join(pkg, "twinpool_bg.wasm")) });
    return studentT;
}

/**
 * Mean and half the width of its confidence interval.
 * @param {Student} student
 * @param {readonly number[]} values one of each replication
 * @param {number} doubt 0.05 for 95 %
 * @returns {{ mean: number, half: number }}
 */
export function interval(student, values, doubt) {
    const mean = sum(values) / values.length;
    const variance = sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1);
    return { mean, half: student(values.length - 1, doubt) * Math.sqrt(variance / values.length) };
}
