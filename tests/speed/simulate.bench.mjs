// simulate() of the package against a hand-written event loop: in Node, in browsers, and natively.
import { copyFile, cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { launch, open } from "../../scripts/lib/browser.mjs";
import { inRoot, pkg } from "../../scripts/lib/paths.mjs";
import { Failure, output } from "../../scripts/lib/run.mjs";
import { serve } from "../../scripts/lib/serve.mjs";
import { loadPackage, saturated } from "./scenarios.mjs";

export const name = "simulate";

export const about =
    "1,000,000 tasks of the saturated M/M/3 with retries that 'virtual' has, by the package's simulate(), which reads a scenario, " +
    "draws its luck by keys and writes a report; ratio: throughput as a share of the event loop's with the same luck and the same " +
    "figures on the same target; the package's wasm is built to be small as well as quick, the event loop's to be quick";

export const parts = /** @type {const} */ (["node", "firefox", "chromium", "native"]);

const TASKS = 1_000_000;
const SEED = 42;
const ROUNDS = 7;
const NAMES = ["event loop, same figures", "event loop, bare", "twinpool, simulate()"];

/** @typedef {import("./virtual.bench.mjs").Contestants} Contestants */

/** @param {Pick<import("../../scripts/bench.mjs").Tools, "median" | "buildPackage" | "buildSpeedWasm" | "parts" | "show">} tools */
export async function run({ median, buildPackage, buildSpeedWasm, parts: chosen, show }) {
    await buildPackage();
    const speedWasm = await buildSpeedWasm();
    const rows = [];
    for (const part of parts.filter((one) => chosen.includes(one))) {
        const { target, rounds } = await measured(part, speedWasm);
        const own = NAMES.map((name, index) => {
            const times = rounds.map((round) => round[index] ?? Number.NaN);
            const ratio = median(rounds.map((round) => (round[0] ?? Number.NaN) / (round[index] ?? Number.NaN)));
            return { ratio, target, name, "tasks/s": (TASKS / median(times)) * 1_000, "ns/task": (median(times) * 1e6) / TASKS };
        });
        show(own);
        rows.push(...own);
    }
    return { rows };
}

/** @param {(typeof parts)[number]} part @param {string} speedWasm */
async function measured(part, speedWasm) {
    if (part === "node") return { target: "Node, wasm", rounds: await inNode(speedWasm) };
    if (part === "native") return { target: "native", rounds: natively() };
    return inBrowser(part, speedWasm);
}

/** Milliseconds of each contestant, round by round; the first round, which warms up, is left out. @param {string} speedWasm */
async function inNode(speedWasm) {
    const { instance } = await WebAssembly.instantiate(await readFile(speedWasm));
    const { run_simulated_event_loop, run_simulated_bare_event_loop } = /** @type {Contestants} */ (/** @type {unknown} */ (instance.exports));
    const { simulate } = await loadPackage();
    const rounds = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
        const times = [() => run_simulated_event_loop(TASKS, SEED), () => run_simulated_bare_event_loop(TASKS, SEED), () => simulate(saturated(TASKS))].map((work) => {
            const start = performance.now();
            work();
            return performance.now() - start;
        });
        if (round > 0) rounds.push(times);
    }
    return rounds;
}

/** The same in a page. @param {import("../../scripts/lib/browser.mjs").BrowserName} name @param {string} speedWasm */
async function inBrowser(name, speedWasm) {
    const folder = await mkdtemp(join(tmpdir(), "twinpool-bench-"));
    try {
        await cp(pkg, join(folder, "pkg"), { recursive: true });
        await copyFile(speedWasm, join(folder, basename(speedWasm)));
        await copyFile(inRoot("tests", "speed", "page.html"), join(folder, "index.html"));
        const served = await serve(folder);
        const browser = await launch(name);
        try {
            const { page } = await open(browser, served.url);
            const given = { speed: basename(speedWasm), scenario: saturated(TASKS), tasks: TASKS, seed: SEED, count: ROUNDS };
            const rounds = await page.evaluate(inPage, given);
            return { target: `${(await browser.version()).replace("/", " ")}, wasm`, rounds };
        } finally {
            await browser.close();
            await served.close();
        }
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

/**
 * Runs in the page, so it can use nothing from here.
 * @param {{ speed: string, scenario: import("./scenarios.mjs").Scenario, tasks: number, seed: number, count: number }} given
 */
async function inPage({ speed, scenario, tasks, seed, count }) {
    const address = new URL("pkg/twinpool.js", document.baseURI).href;
    /** @type {import("./scenarios.mjs").Package} */
    const twinpool = await import(address);
    await twinpool.default();
    const { instance } = await WebAssembly.instantiateStreaming(fetch(speed));
    const { run_simulated_event_loop, run_simulated_bare_event_loop } = /** @type {Contestants} */ (/** @type {unknown} */ (instance.exports));
    const rounds = [];
    for (let round = 0; round <= count; round += 1) {
        const times = [];
        for (const work of [() => run_simulated_event_loop(tasks, seed), () => run_simulated_bare_event_loop(tasks, seed), () => twinpool.simulate(scenario)]) {
            // A pause, in which the browser may compile what it has found to be busy.
            await new Promise((resolve) => setTimeout(resolve, 50));
            const start = performance.now();
            work();
            times.push(performance.now() - start);
        }
        if (round > 0) rounds.push(times);
    }
    return rounds;
}

function natively() {
    const said = output("cargo", ["run", "--release", "--quiet", "-p", "twinpool-speed", "--example", "simulate"]);
    if (said === undefined) throw new Failure("the native benchmark failed: cargo run --release -p twinpool-speed --example simulate");
    return said.split("\n").map((line) => line.split(" ").map(Number));
}
