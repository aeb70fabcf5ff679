// Running one part's programs: on standard output, with how many tests they ran counted from their own closing lines.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { inRoot } from "../lib/paths.mjs";
import { Failure, run, say } from "../lib/run.mjs";
import { failedBeforeItBegan } from "./began.mjs";

const COLOUR = process.stdout.isTTY ? { CARGO_TERM_COLOR: "always", FORCE_COLOR: "1" } : undefined;

/**
 * Runs a program that passes or fails, and counts nothing.
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
export const check = (command, args, env = {}) => run(command, args, { show: process.stdout, env });

/**
 * Runs a program whose closing lines say how many tests passed. None is a failure: nothing was tested.
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @param {number} [triesLeft] so many times it is run again if the browser that it needs did not come up
 * @returns {Promise<number>} the tests that passed
 */
export async function count(command, args, env = {}, triesLeft = 0) {
    let printed = "";
    const listen = (/** @type {string} */ more) => {
        printed += more;
    };
    try {
        await run(command, args, { show: process.stdout, listen, env: { ...COLOUR, ...env } });
    } catch (error) {
        if (triesLeft === 0 || !failedBeforeItBegan(stripVTControlCharacters(printed))) throw error;
        say("no test has begun: the browser did not come up; again");
        return count(command, args, env, triesLeft - 1);
    }
    const passed = passedIn(stripVTControlCharacters(printed));
    if (passed === 0) throw new Failure(`\`${[command, ...args].join(" ")}\` ran no test`);
    return passed;
}

/**
 * cargo test, doctests and wasm-bindgen's runner say "test result: ok. 3 passed; …", Node's "ℹ pass 3".
 * @param {string} text
 */
function passedIn(text) {
    const lines = [...text.matchAll(/^test result: ok\. (\d+) passed|^ℹ pass (\d+)/gm)];
    return lines.reduce((sum, [, cargo, node]) => sum + Number(cargo ?? node), 0);
}

/**
 * Runs a folder's tests in Node.
 * @param {string} folder in tests/
 * @param {string[]} words only the files whose names contain one of these; all when empty
 * @param {number} [atOnce] so many files
 */
export function countNode(folder, words, atOnce = 1) {
    const files = readdirSync(inRoot("tests", folder))
        .filter((name) => name.endsWith(".test.mjs"))
        .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
        .map((name) => join("tests", folder, name));
    if (files.length === 0) throw new Failure(`no file in tests/${folder} has tests${words.length ? ` and ${words.join(" or ")} in its name` : ""}`);
    return count(process.execPath, ["--test", "--test-reporter=spec", `--test-concurrency=${atOnce}`, ...files]);
}
