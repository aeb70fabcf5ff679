// The page in real browsers: how soon it shows something, how smoothly it moves, what it weighs, and whether it leaks.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { launch, open } from "../../scripts/lib/browser.mjs";
import { dist } from "../../scripts/lib/paths.mjs";
import { serve } from "../../scripts/lib/serve.mjs";

export const name = "page";

export const about =
    "the built page: milliseconds from a cold cache to the first picture and to the first frame of the run; frames a second and the longest " +
    "time between two frames over 4 s of play; the longest task of the main thread and the memory after 1 minute (--large: 10), where the browser tells; bytes, gzipped at level 9";

const ROUNDS = 5;
const PLAY_MS = 4_000;
/** 1,000 workers with a queue of some 10,000 behind them after a second. */
const MANY =
    "#v=1&seed=1&pool.workers=1000&pool.bufferSize=20000&load.tasks=10000000&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=20000" +
    "&work.service.kind=exponential&work.service.meanMs=100&work.failureProbability=0.1&at=1200";
const FAST = "#v=1&seed=1&pool.workers=8&pool.bufferSize=100&load.tasks=1000000000&work.service.kind=exponential&work.service.meanMs=10";

/** @param {{ median: typeof import("../../scripts/bench/alternate.mjs").median, buildSite: () => Promise<void>, large: boolean }} tools */
export async function run({ median, buildSite, large }) {
    await buildSite();
    const site = await serve(dist);
    const rows = [];
    try {
        for (const browser of /** @type {const} */ (["firefox", "chromium"])) {
            const starts = [];
            for (let round = 0; round < ROUNDS; round += 1) starts.push(await startOf(browser, site.url));
            for (const what of /** @type {const} */ (["first picture", "first frame of the run"])) {
                rows.push({ browser, what, value: Math.round(median(starts.map((start) => start[what]))), unit: "ms" });
            }
            rows.push(...(await playing(browser, "as it opens", site.url)), ...(await playing(browser, "1,000 workers", `${site.url}${MANY}`)));
            rows.push(...(await playing(browser, "as fast as it goes", `${site.url}${FAST}`, true)));
        }
        rows.push(...(await memory(`${site.url}${FAST}`, large ? 600 : 60)));
    } finally {
        await site.close();
    }
    return { rows: [...rows, ...sizes()] };
}

/** @typedef {import("../../scripts/lib/browser.mjs").BrowserName} BrowserName */

/** A browser that has never seen the page. @param {BrowserName} name @param {string} url */
async function startOf(name, url) {
    const browser = await launch(name);
    try {
        const { page } = await open(browser, url);
        await page.waitForFunction(() => performance.getEntriesByName("twinpool: first frame").length > 0);
        return await page.evaluate(() => ({
            "first picture": performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
            "first frame of the run": performance.getEntriesByName("twinpool: first frame")[0]?.startTime ?? Number.NaN,
        }));
    } finally {
        await browser.close();
    }
}

/** @param {BrowserName} name @param {string} what @param {string} url */
async function playing(name, what, url, isFast = false) {
    const browser = await launch(name);
    try {
        const { page } = await open(browser, url);
        await page.waitForFunction(() => performance.getEntriesByName("twinpool: first frame").length > 0);
        await page.evaluate(play, isFast);
        await pause(1_000);
        const { frames, longestGap, longestTask } = await page.evaluate(watch, PLAY_MS);
        return [
            { browser: name, what: `${what}: frames a second`, value: Math.round(frames), unit: "1/s" },
            { browser: name, what: `${what}: longest time between frames`, value: Math.round(longestGap), unit: "ms" },
            // Only Chromium tells.
            ...(longestTask === null ? [] : [{ browser: name, what: `${what}: longest task`, value: Math.round(longestTask), unit: "ms" }]),
        ];
    } finally {
        await browser.close();
    }
}

/** Runs in the page. @param {boolean} isFast */
function play(isFast) {
    const button = document.querySelector('#transport [aria-label="Play"]');
    if (button instanceof HTMLElement) button.click();
    const slider = document.querySelector('#transport input[type="range"]');
    if (!isFast || !(slider instanceof HTMLInputElement)) return;
    slider.value = slider.max;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Runs in the page. @param {number} ms */
async function watch(ms) {
    let longestTask = PerformanceObserver.supportedEntryTypes.includes("longtask") ? 0 : null;
    if (longestTask !== null) {
        new PerformanceObserver((list) => {
            for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask ?? 0, duration);
        }).observe({ type: "longtask" });
    }
    const begun = performance.now();
    let last = begun;
    let count = 0;
    let longestGap = 0;
    while (last - begun < ms) {
        const now = await new Promise(requestAnimationFrame);
        longestGap = Math.max(longestGap, now - last);
        last = now;
        count += 1;
    }
    return { frames: (1_000 * count) / (last - begun), longestGap, longestTask };
}

/** Memory at the beginning and later, swept each time; only Chromium tells. @param {string} url @param {number} seconds */
async function memory(url, seconds) {
    const browser = await launch("chromium");
    try {
        const { page } = await open(browser, url);
        await page.waitForFunction(() => performance.getEntriesByName("twinpool: first frame").length > 0);
        await page.evaluate(play, true);
        const session = await page.createCDPSession();
        const used = async () => {
            await session.send("HeapProfiler.collectGarbage");
            const { usedSize } = await session.send("Runtime.getHeapUsage");
            return usedSize / 1e6;
        };
        await pause(10_000);
        const before = await used();
        await pause(seconds * 1_000);
        const after = await used();
        return [
            { browser: "chromium", what: "memory of the page's scripts after 10 s", value: Number(before.toFixed(1)), unit: "MB" },
            { browser: "chromium", what: `… and ${seconds} s later, as fast as it goes`, value: Number(after.toFixed(1)), unit: "MB" },
        ];
    } finally {
        await browser.close();
    }
}

/** What the page loads: everything it may ever load, and of it what it loads at first. */
function sizes() {
    const assets = readdirSync(join(dist, "assets"));
    const gzipped = (/** @type {string} */ ending) =>
        assets.filter((file) => file.endsWith(ending)).reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, "assets", file)), { level: 9 }).length, 0);
    return [".js", ".css", ".wasm"].map((ending) => ({ browser: "", what: `all of its ${ending} files, gzipped`, value: Number((gzipped(ending) / 1_000).toFixed(1)), unit: "kB" }));
}
