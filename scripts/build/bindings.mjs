// The wasm of each entry of the package, with the JavaScript and the types that wasm-bindgen writes for it.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fingerprint, remake } from "../lib/fingerprint.mjs";
import { state } from "../lib/paths.mjs";
import { Failure, run } from "../lib/run.mjs";
import { versionOf } from "../setup/cargo-tools.mjs";
import { compileToWasm, optimise } from "./cargo.mjs";
import { withOurErrors } from "./glue.mjs";
import { dropPanicLocations } from "./locations.mjs";
import { dropPanicMessages } from "./panics.mjs";

/**
 * @typedef {object} Entry what one imports: twinpool, twinpool/sim or twinpool/live
 * @property {string} name of its files: NAME.js, NAME.d.ts, NAME_bg.wasm
 * @property {string[]} settings of LLVM
 * @property {string[]} [features] of the crate. Default: its own.
 */

// Where LLVM guesses that inlining or unrolling pays, it mostly doesn't here: most of the code reads scenarios, refuses
// options and draws up figures, once a run. What does pay is marked in the code, and inlined whatever the threshold; the
// wasm is an eighth smaller so. What can't be marked is std's. Where there is a simulator, the threshold is as high as
// its queues need: `simulate` is 6 % quicker for 1.6 KB, gzipped, and LLVM's own threshold gives 4 % more for 11 KB.
const UNROLLING = ["unroll-threshold=20", "unroll-max-upperbound=0", "unroll-runtime=false"];
const FOR_SIZE = ["inline-threshold=25", "inlinehint-threshold=60", ...UNROLLING];
const FOR_SPEED = ["inline-threshold=45", "inlinehint-threshold=70", ...UNROLLING];

/** @type {Entry[]} */
export const entries = [
    { name: "twinpool", settings: FOR_SPEED },
    { name: "sim", settings: FOR_SPEED, features: ["simulator"] },
    { name: "live", settings: FOR_SIZE, features: ["web"] },
];

/**
 * Makes the files of all entries, side by side: cargo spends its time on one core, linking.
 * @param {string} folder
 */
export async function bindEntries(folder) {
    await mkdir(folder, { recursive: true });
    const bound = await Promise.all(entries.map(bind));
    // One after the other: they share their snippets.
    for (const one of bound) await cp(one, folder, { recursive: true });
}

/**
 * @param {Entry} entry
 * @returns {Promise<string>} the folder with its files
 */
async function bind({ name, settings, features }) {
    const flags = settings.map((setting) => `-Cllvm-args=-${setting}`);
    // Each in a folder of its own, or cargo would build all of them anew each time: it gives them the same file name.
    const compiled = await compileToWasm("twinpool", { features, folder: name, flags });
    // Much of what is built changes nothing in the wasm, which it takes seconds to optimise.
    const inputs = await fingerprint(["scripts/build", "package-lock.json"], [await readFile(compiled, "latin1"), versionOf("wasm-bindgen")]);
    const bound = join(state, "bound", name);
    await remake(bound, inputs, async (partial) => {
        await run("wasm-bindgen", ["--target", "web", "--out-name", name, "--out-dir", partial, compiled]);
        const wasm = join(partial, `${name}_bg.wasm`);
        await dropPanicMessages(wasm);
        await dropPanicLocations(wasm);
        await optimise(wasm, wasm);
        const glue = join(partial, `${name}.js`);
        await writeFile(glue, withOurErrors(await readFile(glue, "utf8")));
        const types = join(partial, `${name}.d.ts`);
        await writeFile(types, withoutRawExports(await readFile(types, "utf8")));
        // Their types once more.
        await rm(`${wasm}.d.ts`, { force: true });
    });
    return bound;
}

/**
 * The wasm's raw exports, and their types, `any` among them, say nothing to a user of the package, and their names
 * change from build to build; only the memory stays.
 * @param {string} types
 */
function withoutRawExports(types) {
    const output = /^(export interface InitOutput \{\n(?: +readonly memory: .*\n)?)(?: +readonly .*\n)+\}/m;
    if (!output.test(types)) throw new Failure("wasm-bindgen writes other types than before: see scripts/build/bindings.mjs");
    return types.replace(output, "$1}");
}
