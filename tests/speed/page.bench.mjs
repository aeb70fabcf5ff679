// The page in real browsers: how soon it shows something, how smoothly it moves, what it weighs, and whether it leaks.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { launch } from "../../scripts/lib/browser.mjs";
import { dist } from "../../scripts/lib/paths.mjs";
import { serve } from "../../scripts/lib/serve.mjs";
import { memory } from "./page/memory.mjs";
import { opening } from "./page/opening.mjs";
import { playing } from "./page/playing.mjs";

export const name = "page";

export const about =
    "the built page. Medians of 5 visits with a cold cache, each in a browser of its own, and of 3 times 4 s of play at each speed. A stretch is the longest " +
    "time between two turns of a timer of 4 ms: what else the machine does is in it, and in the frames a second; a task's and a frame's milliseconds are the " +
    "main thread's own on the processor. Memory is that after half a minute, and as long again (--large: 10 minutes) later. Bytes are gzipped at level 9, file by file";

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
const BROWSERS = /** @type {const} */ (["firefox", "chromium"]);

/** @typedef {import("../../scripts/lib/browser.mjs").BrowserName} BrowserName */
/** @typedef {{ browser: string, what: string, value: number, unit: string }} Row */
/** @typedef {import("../../scripts/bench.mjs").Tools} Tools */
/** @typedef {Pick<Tools, "median" | "large"> & { url: string }} Given */

/**
 * What can be asked for alone; each gives its rows a few at a time.
 * @type {Record<string, (given: Given) => AsyncGenerator<Row[]> | Generator<Row[]>>}
 */
const PARTS = {
    async *opening(given) {
        for (const browser of BROWSERS) yield openings(browser, given);
    },
    "playing-3": (given) => plays("3 workers", FEW, given),
    "playing-1000": (given) => plays("1,000 workers", MANY, given),
    memory: memories,
    *files() {
        yield everything();
    },
};

export const parts = Object.keys(PARTS);

/** @param {Pick<Tools, "median" | "buildSite" | "large" | "parts" | "show">} tools */
export async function run({ median, buildSite, large, parts, show }) {
    await buildSite();
    const site = await serve(dist);
    /** @type {Row[]} */
    const rows = [];
    try {
        for (const part of parts) {
            for await (const some of PARTS[part]?.({ median, large, url: site.url }) ?? []) {
                show(some);
                rows.push(...some);
            }
        }
    } finally {
        await site.close();
    }
    return { rows };
}

/** @param {BrowserName} browser @param {Given} given @returns {Promise<Row[]>} */
async function openings(browser, { url, median }) {
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

/**
 * A browser at a time, at all speeds.
 * @param {string} what @param {string} hash @param {Given} given
 */
async function* plays(what, hash, { url, median }) {
    for (const name of BROWSERS) {
        const browser = await launch(name);
        try {
            for (const [speed, step] of SPEEDS) {
                // As fast as it goes, a run that is watched for long comes to a line of millions at the gate, and is another one.
                const visits = Number.isFinite(step) ? 1 : PLAYS;
                /** @type {import("./page/playing.mjs").Play[]} */
                const all = [];
                for (let visit = 0; visit < visits; visit += 1) all.push(...(await playing(browser, name, `${url}${hash}`, step, PLAYS / visits)));
                yield playRows(name, `${what}, ${speed}`, all, median);
            }
        } finally {
            await browser.close();
        }
    }
}

/** @param {BrowserName} browser @param {string} what @param {import("./page/playing.mjs").Play[]} all @param {Tools["median"]} median @returns {Row[]} */
function playRows(browser, what, all, median) {
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

/** @param {Given} given @returns {AsyncGenerator<Row[]>} */
async function* memories({ url, large }) {
    const seconds = large ? 600 : 30;
    // Side by side: nothing here depends on how quick it is.
    const found = await Promise.all(BROWSERS.map((browser) => memory(browser, `${url}${FEW}`, seconds)));
    for (const [n, browser] of BROWSERS.entries()) {
        yield (found[n] ?? []).flatMap(({ what, before, after }) => [
            { browser, what: `memory of ${what}`, value: round(before), unit: "MB" },
            { browser, what: `… ${seconds} s later`, value: round(after), unit: "MB" },
        ]);
    }
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
