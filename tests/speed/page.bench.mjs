// The page in real browsers: how soon it shows something, how smoothly it moves, what it weighs, and whether it leaks.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { dist } from "../../scripts/lib/paths.mjs";
import { serve } from "../../scripts/lib/serve.mjs";
import { memory } from "./page/memory.mjs";
import { opening } from "./page/opening.mjs";
import { playing } from "./page/playing.mjs";

export const name = "page";

export const about =
    "the built page. Medians of 5 visits with a cold cache, and of 3 times 4 s of play at each speed. A stretch is the longest time between two turns " +
    "of a timer of 4 ms: what else the machine does is in it, and in the frames a second; a task's and a frame's milliseconds are the main thread's own on " +
    "the processor. Memory is that after half a minute and 1 minute (--large: 10) later. Bytes are gzipped at level 9, file by file";

const VISITS = 5;
const PLAYS = 3;
/** 1,000 workers with a queue of some 10,000 behind them after a second. */
const MANY =
    "#v=1&seed=1&pool.workers=1000&pool.bufferSize=20000&load.tasks=10000000&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=20000" +
    "&work.service.kind=exponential&work.service.meanMs=100&work.failureProbability=0.1&at=1200";
/** The original's three workers, who never run out of tasks. */
const FEW = "#v=1&seed=1&load.tasks=1000000000&work.service.kind=exponential&work.service.meanMs=10";
/** Steps of the slider: a fifth of real time, real time, and as fast as it goes. */
const SPEEDS = /** @type {const} */ ([
    ["slow", 4],
    ["normal", 6],
    ["fastest", Infinity],
]);

/** @typedef {import("../../scripts/lib/browser.mjs").BrowserName} BrowserName */
/** @typedef {{ browser: string, what: string, value: number, unit: string }} Row */
/** @typedef {typeof import("../../scripts/bench/alternate.mjs").median} Median */

/** @param {{ median: Median, buildSite: () => Promise<void>, large: boolean }} tools */
export async function run({ median, buildSite, large }) {
    await buildSite();
    const site = await serve(dist);
    /** @type {Row[]} */
    const rows = [];
    const browsers = /** @type {const} */ (["firefox", "chromium"]);
    try {
        for (const browser of browsers) rows.push(...(await openings(browser, site.url, median)));
        for (const [what, hash] of [
            ["3 workers", FEW],
            ["1,000 workers", MANY],
        ]) {
            for (const [speed, step] of SPEEDS) {
                for (const browser of browsers) rows.push(...(await plays(browser, `${what}, ${speed}`, `${site.url}${hash}`, step, median)));
            }
        }
        const seconds = large ? 600 : 60;
        // Side by side: nothing here depends on how quick it is.
        const found = await Promise.all(browsers.map((browser) => memory(browser, `${site.url}${FEW}`, seconds)));
        for (const [n, browser] of browsers.entries()) {
            for (const { what, before, after } of found[n] ?? []) {
                rows.push({ browser, what: `memory of ${what}`, value: round(before), unit: "MB" }, { browser, what: `… ${seconds} s later`, value: round(after), unit: "MB" });
            }
        }
    } finally {
        await site.close();
    }
    return { rows: [...rows, ...everything()] };
}

/** @param {BrowserName} browser @param {string} url @param {Median} median @returns {Promise<Row[]>} */
async function openings(browser, url, median) {
    /** @type {Awaited<ReturnType<typeof opening>>[]} */
    const visits = [];
    for (let visit = 0; visit < VISITS; visit += 1) visits.push(await opening(browser, url));
    const of = (/** @type {(visit: (typeof visits)[number]) => number} */ figure) => median(visits.map(figure));
    const kilobytes = (/** @type {number} */ bytes) => Number((bytes / 1_000).toFixed(1));
    return [
        { browser, what: "first picture", value: Math.round(of(({ picture }) => picture)), unit: "ms" },
        { browser, what: "interactive: the run is drawn", value: Math.round(of(({ usable }) => usable)), unit: "ms" },
        ...(visits.some(({ moved }) => moved === null) ? [] : [{ browser, what: "layout shift, down to the page's end", value: of(({ moved }) => moved ?? 0), unit: "" }]),
        { browser, what: "JavaScript to open", value: kilobytes(of(({ atFirst }) => atFirst.js)), unit: "kB" },
        { browser, what: "… with the charts", value: kilobytes(of(({ withCharts }) => withCharts.js)), unit: "kB" },
        { browser, what: "… down to the page's end", value: kilobytes(of(({ inAll }) => inAll.js)), unit: "kB" },
        { browser, what: "wasm", value: kilobytes(of(({ inAll }) => inAll.wasm)), unit: "kB" },
    ];
}

/** @param {BrowserName} browser @param {string} what @param {string} url @param {number} step @param {Median} median @returns {Promise<Row[]>} */
async function plays(browser, what, url, step, median) {
    /** @type {import("./page/playing.mjs").Play[]} */
    const all = [];
    for (let play = 0; play < PLAYS; play += 1) all.push(await playing(browser, url, step));
    const row = (/** @type {string} */ name, /** @type {(number | null)[]} */ figures, /** @type {string} */ unit) => {
        const known = figures.filter((figure) => figure !== null);
        return known.length === 0 ? [] : [{ browser, what: `${what}: ${name}`, value: round(median(known)), unit }];
    };
    return [
        ...row("frames a second", all.map(({ framesPerSecond }) => framesPerSecond), "1/s"),
        ...row("longest stretch", all.map(({ stretchMs }) => stretchMs), "ms"),
        ...row("longest task", all.map(({ taskMs }) => taskMs), "ms"),
        ...row("a frame", all.map(({ cpuMs }) => cpuMs), "ms"),
        ...row("waited for a processor", all.map(({ waited }) => (waited === null ? null : 100 * waited)), "%"),
    ];
}

/** What the service worker puts away, for a time without a network: every part, also those that nobody has asked for. @returns {Row[]} */
function everything() {
    const assets = readdirSync(join(dist, "assets"));
    return [".js", ".css", ".wasm"].map((ending) => {
        const files = assets.filter((file) => file.endsWith(ending));
        const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, "assets", file)), { level: 9 }).length, 0);
        return { browser: "", what: `all ${ending} files that there are`, value: round(bytes / 1_000), unit: "kB" };
    });
}

const round = (/** @type {number} */ value) => Number(value.toFixed(1));
