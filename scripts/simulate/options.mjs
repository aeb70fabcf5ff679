// The options of npm run simulate.
import { parseArgs } from "node:util";
import { gridOf } from "./grid.mjs";
import { WrongInput, messageOf } from "./wrong.mjs";

export const HELP = `npm run simulate -- SCENARIO.json [options]

Simulates a scenario and prints its report as JSON. SCENARIO.json may be -, which is standard input.

  --replicate N        runs it N times, each with luck of its own: means with their 95 % confidence intervals
  --sweep PATH=VALUES  runs it at each of these values of a field; several of them make a grid, the first one varying
                       most slowly. VALUES are 1,2,4 or 1..16 or, with a step, 0..1:0.1, or several of these; words,
                       true, false and null too. PATH is the field's, such as pool.workers or work.service.meanMs.
                       At each point it is run as --replicate says, or else once, and told as --replicate tells it.
  --csv                prints a table instead of JSON
  --trace FILE         also writes everything that happened, for ui.perfetto.dev or chrome://tracing; of one run only
  --help               prints this

Wrong input ends it with one line on standard error and exit code 2.`;

const MOST_RUNS = 100_000;

/**
 * @typedef {object} Options
 * @property {boolean} help
 * @property {string} file
 * @property {boolean} csv
 * @property {number | undefined} runs
 * @property {import("./grid.mjs").Grid | undefined} grid
 * @property {string | undefined} trace
 */

/**
 * @param {string[]} args
 * @returns {Options}
 */
export function optionsOf(args) {
    const { values, positionals } = parse(args);
    const [file, ...more] = positionals;
    const help = values.help ?? false;
    if (!help && (!file || more.length > 0)) {
        throw new WrongInput(`${more.length > 0 ? `one scenario at a time; got ${positionals.join(" and ")}` : "the scenario's file is missing"} (--help tells more)`);
    }
    // The name of no file is the folder's, which nobody meant: a shell's variable was not set.
    if (values.trace === "") throw new WrongInput("the trace's file is missing (--help tells more)");
    const runs = values.replicate === undefined ? undefined : runsOf(values.replicate);
    const grid = values.sweep && gridOf(values.sweep);
    if (values.trace !== undefined && (grid ?? runs) !== undefined) {
        throw new WrongInput("--trace tells of one run: leave --replicate and --sweep away");
    }
    return { help, file: file ?? "", csv: values.csv ?? false, runs, grid, trace: values.trace };
}

/** @param {string[]} args */
function parse(args) {
    try {
        return parseArgs({
            args,
            allowPositionals: true,
            options: {
                replicate: { type: "string" },
                sweep: { type: "string", multiple: true },
                csv: { type: "boolean" },
                trace: { type: "string" },
                help: { type: "boolean", short: "h" },
            },
        });
    } catch (error) {
        // What Node adds in a second sentence is about file names that begin with a dash.
        throw new WrongInput(`${messageOf(error).replace(/\. To specify .*/, "")} (--help tells more)`);
    }
}

/** @param {string} given */
function runsOf(given) {
    const runs = Number(given);
    if (/^\d+$/.test(given) && runs >= 1 && runs <= MOST_RUNS) return runs;
    throw new WrongInput(`--replicate must be a whole number from 1 to 100,000; got ${JSON.stringify(given)}`);
}
