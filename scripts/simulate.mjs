// npm run simulate -- SCENARIO.json: the report on the scenario, as JSON on standard output; --help tells the rest.
// Wrong input: one line on standard error, and exit code 2.
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { buildPackage } from "./build/package.mjs";
import { pkg } from "./lib/paths.mjs";
import { main } from "./lib/run.mjs";
import { csv } from "./simulate/csv.mjs";
import { HELP, optionsOf } from "./simulate/options.mjs";
import { showProgress } from "./simulate/progress.mjs";
import { writeTrace } from "./simulate/trace.mjs";
import { WrongInput, messageOf, reasonOf } from "./simulate/wrong.mjs";

const WRONG_INPUT = 2;

/** @typedef {import("./simulate/options.mjs").Options} Options */

/** npm runs its scripts in the project's folder, wherever one calls it. @param {string} file */
const fromCaller = (file) => resolve(process.env["INIT_CWD"] ?? ".", file);

/**
 * @param {string} file
 * @returns {Promise<unknown>}
 */
async function readScenario(file) {
    const name = file === "-" ? "standard input" : file;
    const json = await (file === "-" ? text(process.stdin) : readFile(fromCaller(file), "utf8")).catch((/** @type {unknown} */ error) => {
        throw new WrongInput(`can't read ${name}: ${reasonOf(error)}`);
    });
    try {
        // Some editors begin a file with a mark that JSON does not know.
        return JSON.parse(json.replace(/^\uFEFF/, ""));
    } catch (error) {
        throw new WrongInput(`${name} is not JSON: ${messageOf(error)}`);
    }
}

/**
 * @param {import("./simulate/package.mjs").Package} twinpool
 * @param {import("./simulate/package.mjs").Scenario} scenario
 * @param {Options} options
 */
async function resultOf({ Simulation, sweep }, scenario, { runs, grid, trace }) {
    if (grid ?? runs) {
        const progress = showProgress("points");
        const points = await sweep(scenario, grid ?? {}, runs ?? 1, { onProgress: ({ done, total }) => progress.show(done, total) }).finally(progress.clear);
        return grid ? points : points[0]?.estimates;
    }
    if (trace !== undefined) return await writeTrace(Simulation, scenario, fromCaller(trace));
    // In slices, so that Ctrl-C is heard.
    return await new Simulation(scenario, { keepEvents: 0 }).runToEnd();
}

/** @param {Options} options */
async function simulate(options) {
    const scenario = await readScenario(options.file);
    await buildPackage();
    /** @type {import("./simulate/package.mjs").Package} */
    const twinpool = await import(pathToFileURL(join(pkg, "twinpool.js")).href);
    twinpool.initSync({ module: await readFile(join(pkg, "twinpool_bg.wasm")) });
    try {
        const result = await resultOf(twinpool, /** @type {import("./simulate/package.mjs").Scenario} */ (scenario), options);
        return options.csv ? csv(result) : JSON.stringify(result, undefined, 2);
    } catch (error) {
        // The package's own errors say what is wrong with the scenario.
        throw isRefusal(error) ? new WrongInput(messageOf(error)) : error;
    }
}

/** @param {unknown} error */
const isRefusal = (error) => error instanceof Error && ["TypeError", "RangeError", "OverloadedError"].includes(error.name);

await main(async () => {
    // Whoever reads the result may have seen enough.
    process.stdout.on("error", () => process.exit(0));
    try {
        const options = optionsOf(process.argv.slice(2));
        console.log(options.help ? HELP : await simulate(options));
    } catch (error) {
        if (!(error instanceof WrongInput)) throw error;
        console.error(error.message);
        process.exit(WRONG_INPUT);
    }
});
