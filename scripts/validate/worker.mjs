// One thread: runs the package on the jobs that it is sent.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort } from "node:worker_threads";
import { pkg } from "../lib/paths.mjs";
import { allRows } from "./rows.mjs";

/**
 * @typedef {object} Job
 * @property {number} row its number
 * @property {number} seed
 * @property {number} tasks
 * @property {number} runs of a row that takes the package's own estimates
 */

/**
 * @typedef {object} Done
 * @property {number[]} values one of each figure
 * @property {(readonly [number, number])[]} [intervals] where the package made them
 */

/** The share of tasks that is left out of the figures, while the pool fills from empty. */
const WARM_UP = 0.05;

const rows = allRows();
/** @type {import("./rows/row.mjs").Package} */
const twinpool = await import(pathToFileURL(join(pkg, "twinpool.js")).href);
twinpool.initSync({ module: readFileSync(join(pkg, "twinpool_bg.wasm")) });

/** @param {Job} job @returns {Done} */
function run({ row: number, seed, tasks, runs }) {
    const row = rows[number];
    if (!row) throw new RangeError(`there is no row ${number}`);
    const warmupTasks = row.fixed ? 0 : Math.round(tasks * WARM_UP);
    const scenario = { ...row.scenario, seed, load: { ...row.scenario.load, tasks }, warmupTasks };
    if (!row.estimate) {
        const report = twinpool.simulate(scenario);
        return { values: row.figures.map(({ of }) => of(report)) };
    }
    const estimates = row.estimate(twinpool, scenario, runs);
    return {
        values: estimates.map((estimate) => estimate?.mean ?? Number.NaN),
        intervals: estimates.map((estimate) => [estimate?.low ?? Number.NaN, estimate?.high ?? Number.NaN]),
    };
}

parentPort?.on("message", (/** @type {Job} */ job) => parentPort?.postMessage(run(job)));
