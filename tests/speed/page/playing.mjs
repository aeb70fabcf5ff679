// How smoothly the page plays: frames, and how long its main thread is taken at a stretch.
import { setTimeout as pause } from "node:timers/promises";
import { open } from "../../../scripts/lib/browser.mjs";
import { opened } from "./opening.mjs";
import { busiestSince, mainThreads } from "./processes.mjs";

/** @typedef {import("../../../scripts/lib/browser.mjs").BrowserName} BrowserName */

/**
 * @typedef {object} Play
 * @property {number} framesPerSecond
 * @property {number} stretchMs The longest time between two turns of a timer: a task of the main thread is no longer than that,
 *   but whatever else the machine does is in it, too.
 * @property {number | null} taskMs What the longest task took of the processor; only Chromium tells.
 * @property {number | null} cpuMs What the main thread takes of the processor for each frame; null where the system does not tell.
 * @property {number | null} waited The share of the time for which it waited for a processor, as others had it.
 */

const SETTLE_MS = 1_500;
const PLAY_MS = 4_000;

/**
 * Plays in a tab of its own, and watches so many times, one after the other: to come as far takes about as long as to watch once.
 * @param {import("puppeteer-core").Browser} browser
 * @param {BrowserName} name
 * @param {string} url
 * @param {number} step of the slider of speeds; Infinity for the last
 * @param {number} times
 * @returns {Promise<Play[]>}
 */
export async function playing(browser, name, url, step, times) {
    const { page } = await open(browser, url);
    try {
        await opened(page);
        await page.evaluate(play, Number.isFinite(step) ? step : null);
        await pause(SETTLE_MS);
        const plays = [];
        for (let time = 0; time < times; time += 1) plays.push(await watched(browser, name, page));
        // Nothing moves any more once all tasks are done.
        if (await page.evaluate(() => document.querySelector("#summary")?.textContent.startsWith("Finished"))) throw new Error("the run was over before it had been watched");
        return plays;
    } finally {
        await page.close();
    }
}

/** @param {import("puppeteer-core").Browser} browser @param {BrowserName} name @param {import("puppeteer-core").Page} page @returns {Promise<Play>} */
async function watched(browser, name, page) {
    const endTrace = name === "chromium" ? await beginTrace(page) : null;
    const before = mainThreads(browser);
    const { frames, ms, stretchMs } = await page.evaluate(watch, PLAY_MS);
    const used = busiestSince(before, mainThreads(browser));
    return {
        framesPerSecond: (1_000 * frames) / ms,
        stretchMs,
        taskMs: endTrace === null ? null : await endTrace(),
        cpuMs: used === null ? null : used.cpuMs / frames,
        waited: used === null ? null : used.waitedMs / ms,
    };
}

/**
 * @param {import("puppeteer-core").Page} page
 * @returns {Promise<() => Promise<number>>} ends the trace, and gives the time on the processor of the main thread's longest task
 */
async function beginTrace(page) {
    await page.tracing.start({ categories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"] });
    return async () => {
        const trace = await page.tracing.stop();
        /** @type {{ traceEvents: { name: string, pid: number, tid: number, tdur?: number }[] }} */
        const { traceEvents } = JSON.parse(new TextDecoder().decode(trace));
        const { pid, tid } = traceEvents.find(({ name }) => name === "FireAnimationFrame") ?? { pid: 0, tid: 0 };
        return Math.max(0, ...traceEvents.filter((one) => one.name === "RunTask" && one.pid === pid && one.tid === tid).map(({ tdur = 0 }) => tdur / 1_000));
    };
}

/** Runs in the page. @param {number | null} step of the slider of speeds; null for the last */
export function play(step) {
    const slider = document.querySelector('#transport input[type="range"]');
    if (!(slider instanceof HTMLInputElement)) throw new Error("the page has no slider of speeds");
    slider.value = step === null ? slider.max : String(step);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    const button = document.querySelector('#transport [aria-label="Play"]');
    if (button instanceof HTMLElement) button.click();
}

/** Runs in the page. @param {number} lastsMs */
async function watch(lastsMs) {
    const begun = performance.now();
    let frames = 0;
    let stretchMs = 0;
    let turnedAt = begun;
    const timer = setInterval(() => {
        const now = performance.now();
        stretchMs = Math.max(stretchMs, now - turnedAt);
        turnedAt = now;
    }, 4);
    let now = begun;
    while (now - begun < lastsMs) {
        now = await new Promise(requestAnimationFrame);
        frames += 1;
    }
    clearInterval(timer);
    return { frames, ms: now - begun, stretchMs };
}
