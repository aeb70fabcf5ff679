// npm run bench: every benchmark in tests/speed/*.bench.mjs.
//
//   npm run bench -- --list               their names, and those of their parts
//   npm run bench -- --only NAME          one of them
//   npm run bench -- --only NAME WORDS    only those of its parts that have one of these words in their names
//   npm run bench -- --json FILE          also writes the figures
//   npm run bench -- --large              with runs that take minutes
//
// A benchmark's module exports `name`, `about`, where there are some `parts`, and `run(tools)`, which gives `{ rows }`.
import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { cpus, release, totalmem, type } from "node:os";
import { pathToFileURL } from "node:url";
import { alternate, median } from "./bench/alternate.mjs";
import { benchesOf, options, partsOf } from "./bench/chosen.mjs";
import { growing } from "./bench/table.mjs";
import { buildPackage } from "./build/package.mjs";
import { buildSite } from "./build/site.mjs";
import { buildSpeedWasm } from "./build/speed.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, main, output, say } from "./lib/run.mjs";
import { need } from "./setup/need.mjs";

/**
 * What a benchmark is given. It builds only what it asks for.
 * @typedef {object} Tools
 * @property {typeof alternate} alternate
 * @property {typeof median} median
 * @property {typeof buildPackage} buildPackage
 * @property {typeof buildSite} buildSite
 * @property {typeof buildSpeedWasm} buildSpeedWasm
 * @property {boolean} large
 * @property {readonly string[]} parts those of its own that are asked for
 * @property {(rows: object[]) => void} show rows that are there before the rest; others are shown at the end
 */

/**
 * @typedef {object} Bench
 * @property {string} name
 * @property {string} about what is compared, and how to read it
 * @property {readonly string[]} [parts] what of it can be asked for alone
 * @property {(given: Tools) => Promise<{ rows: object[] }>} run
 */

/** A round that takes longer is told of when it has ended. */
const LONG_MS = 2_000;

/** @returns {Promise<Bench[]>} */
async function all() {
    const files = readdirSync(inRoot("tests", "speed")).filter((name) => name.endsWith(".bench.mjs"));
    return Promise.all(files.sort().map((name) => import(pathToFileURL(inRoot("tests", "speed", name)).href)));
}

const machine = () => ({
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    rust: output("rustc", ["--version"]) ?? "none",
});

/** @type {typeof alternate} */
function alternateAloud(candidates, rounds) {
    let begun = performance.now();
    return alternate(candidates, rounds, (done, of) => {
        const now = performance.now();
        if (now - begun > LONG_MS) say(`round ${done} of ${of}`);
        begun = now;
    });
}

/** Runs it, and shows each row as soon as it is there. @param {Bench} bench @param {readonly string[]} parts @param {boolean} large */
async function rowsOf({ run }, parts, large) {
    /** @type {Set<object>} */
    const shown = new Set();
    const print = growing((text) => {
        console.log(text);
    });
    const show = (/** @type {object[]} */ rows) => {
        for (const row of rows) shown.add(row);
        if (rows.length > 0) print(rows);
    };
    const { rows } = await run({ alternate: alternateAloud, median, buildPackage, buildSite, buildSpeedWasm, large, parts, show });
    show(rows.filter((row) => !shown.has(row)));
    return rows;
}

await main(async () => {
    const { only, json, list, large, words } = options();
    if (words.length > 0 && only === undefined) throw new Failure("Words choose parts only together with --only NAME.");
    await need(["npm packages"]); // what is compared may come from there
    const chosen = benchesOf(await all(), only).map((bench) => ({ bench, parts: partsOf(bench, words) }));
    if (list) {
        for (const { bench, parts } of chosen) console.log(`${bench.name}: ${bench.about}${parts.length > 0 ? `\n    its parts: ${parts.join(", ")}` : ""}`);
        return;
    }
    const result = { date: new Date().toISOString(), machine: machine(), benches: /** @type {object[]} */ ([]) };
    const { cpu, cores, memoryGb, system, node, rust } = result.machine;
    console.log(`${result.date.slice(0, 10)}, ${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, ${rust}`);
    for (const { bench, parts } of chosen) {
        const { name, about } = bench;
        console.log(`\n== ${name}: ${about}`);
        result.benches.push({ name, about, rows: await rowsOf(bench, parts, large) });
    }
    if (json !== undefined) await writeFile(json, `${JSON.stringify(result, undefined, 2)}\n`);
});
