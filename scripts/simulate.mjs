// npm run simulate -- SCENARIO.json: the report on the scenario, as JSON on standard output. "-" reads standard input.
// Wrong input: one line on standard error, and exit code 2.
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { buildPackage } from "./build/package.mjs";
import { pkg } from "./lib/paths.mjs";
import { Failure, main } from "./lib/run.mjs";

const WRONG_INPUT = 2;

/**
 * @param {string} line
 * @returns {never}
 */
function refuse(line) {
    console.error(line);
    process.exit(WRONG_INPUT);
}

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, " ");

/** @returns {Promise<unknown>} */
async function readScenario() {
    const [source, ...more] = process.argv.slice(2);
    if (source === undefined || more.length > 0) refuse("usage: npm run simulate -- SCENARIO.json (or - for standard input)");
    const name = source === "-" ? "standard input" : source;
    const json = await (source === "-" ? text(process.stdin) : readFile(source, "utf8")).catch((/** @type {unknown} */ error) =>
        refuse(`can't read ${name}: ${messageOf(error)}`),
    );
    try {
        return JSON.parse(json);
    } catch (error) {
        return refuse(`${name} is not JSON: ${messageOf(error)}`);
    }
}

/**
 * @typedef {object} Package what this script uses of pkg/twinpool.js
 * @property {(input: { module: Uint8Array }) => unknown} initSync
 * @property {(scenario: unknown) => unknown} [simulate]
 */

/** @returns {Promise<(scenario: unknown) => unknown>} */
async function loadSimulate() {
    await buildPackage();
    /** @type {Package} */
    const { initSync, simulate } = await import(pathToFileURL(join(pkg, "twinpool.js")).href);
    initSync({ module: await readFile(join(pkg, "twinpool_bg.wasm")) });
    if (!simulate) throw new Failure("This version of twinpool has no simulate yet.");
    return simulate;
}

await main(async () => {
    const scenario = await readScenario();
    const simulate = await loadSimulate();
    let report;
    try {
        report = simulate(scenario);
    } catch (error) {
        refuse(messageOf(error));
    }
    console.log(JSON.stringify(report, undefined, 2));
});
