// npm run bench: every benchmark in tests/speed/*.bench.mjs.
//
//   npm run bench -- --list         their names
//   npm run bench -- --only NAME    one of them
//   npm run bench -- --json FILE    also writes the figures
//   npm run bench -- --large        with runs that take minutes
//
// A benchmark's module exports `name`, `about` and `run(tools)`, which gives `{ rows }`.
import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { cpus, release, totalmem, type } from "node:os";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { alternate, median } from "./bench/alternate.mjs";
import { table } from "./bench/table.mjs";
import { buildPackage } from "./build/package.mjs";
import { buildSite } from "./build/site.mjs";
import { buildSpeedWasm } from "./build/speed.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, main, output } from "./lib/run.mjs";
import { need } from "./setup/need.mjs";

/** What a benchmark is given; it builds only what it asks for. */
const tools = { alternate, median, buildPackage, buildSite, buildSpeedWasm, large: false };

/**
 * @typedef {object} Bench
 * @property {string} name
 * @property {string} about what is compared, and how to read it
 * @property {(given: typeof tools) => Promise<{ rows: object[] }>} run
 */

/** @returns {Promise<Bench[]>} */
async function all() {
    const files = readdirSync(inRoot("tests", "speed")).filter((name) => name.endsWith(".bench.mjs"));
    return Promise.all(files.sort().map((name) => import(pathToFileURL(inRoot("tests", "speed", name)).href)));
}

function options() {
    try {
        const { values } = parseArgs({ options: { only: { type: "string" }, json: { type: "string" }, list: { type: "boolean" }, large: { type: "boolean", default: false } } });
        return values;
    } catch (error) {
        throw new Failure(error instanceof Error ? error.message : String(error));
    }
}

const machine = () => ({
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    rust: output("rustc", ["--version"]) ?? "none",
});

await main(async () => {
    const { only, json, list, large } = options();
    await need(["npm packages"]); // what is compared may come from there
    const benches = await all();
    const chosen = benches.filter(({ name }) => only === undefined || name === only);
    if (chosen.length === 0) {
        throw new Failure(`No benchmark${only === undefined ? "" : ` is called ${only}`}: there are ${benches.map(({ name }) => name).join(", ") || "none"}.`);
    }
    if (list) {
        for (const { name, about } of chosen) console.log(`${name}: ${about}`);
        return;
    }
    const result = { date: new Date().toISOString(), machine: machine(), benches: /** @type {object[]} */ ([]) };
    const { cpu, cores, memoryGb, system, node, rust } = result.machine;
    console.log(`${result.date.slice(0, 10)}, ${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, ${rust}`);
    for (const { name, about, run } of chosen) {
        console.log(`\n== ${name}: ${about}`);
        const { rows } = await run({ ...tools, large });
        console.log(table(rows));
        result.benches.push({ name, about, rows });
    }
    if (json !== undefined) await writeFile(json, `${JSON.stringify(result, undefined, 2)}\n`);
});
