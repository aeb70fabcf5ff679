// Whether the page needs ever more memory the longer it plays.
import { setTimeout as pause } from "node:timers/promises";
import { launch, open } from "../../../scripts/lib/browser.mjs";
import { opened } from "./opening.mjs";
import { play } from "./playing.mjs";
import { megabytesOf } from "./processes.mjs";

/** By then histories are full, and what is made once is made. */
const SETTLE_MS = 30_000;
/** Garbage comes and goes: what counts is how little it can be. */
const SAMPLES = 10;
const SAMPLE_MS = 1_000;

/**
 * Plays as fast as it goes.
 * @param {import("../../../scripts/lib/browser.mjs").BrowserName} name
 * @param {string} url
 * @param {number} seconds
 * @returns {Promise<{ what: string, before: number, after: number }[]>} megabytes
 */
export async function memory(name, url, seconds) {
    const browser = await launch(name);
    try {
        const { page } = await open(browser, url);
        await opened(page);
        await page.evaluate(play, null);
        const scripts = name === "chromium" ? await heapOf(page) : null;
        // The time for which it is looked at belongs to that at whose end it is told.
        const looked = async (/** @type {number} */ ms) => {
            await pause(ms - SAMPLES * SAMPLE_MS);
            return { scripts: await scripts?.(), all: await least(browser) };
        };
        const first = await looked(SETTLE_MS);
        const last = await looked(seconds * 1_000);
        return [
            ...(first.scripts === undefined || last.scripts === undefined ? [] : [{ what: "scripts", before: first.scripts, after: last.scripts }]),
            ...(first.all === null || last.all === null ? [] : [{ what: "the whole browser", before: first.all, after: last.all }]),
        ];
    } finally {
        await browser.close();
    }
}

/** What the scripts of the page and of its workers hold, after their garbage has been taken away. @param {import("puppeteer-core").Page} page */
async function heapOf(page) {
    const sessions = [await page.createCDPSession(), ...page.workers().map(({ client }) => client)];
    return async () => {
        let bytes = 0;
        for (const session of sessions) {
            await session.send("HeapProfiler.collectGarbage");
            const { usedSize, backingStorageSize } = await session.send("Runtime.getHeapUsage");
            // Arrays of numbers and the wasm's memory lie beside the heap.
            bytes += usedSize + backingStorageSize;
        }
        return bytes / 1e6;
    };
}

/** @param {import("puppeteer-core").Browser} browser */
async function least(browser) {
    const sizes = [];
    for (let sample = 0; sample < SAMPLES; sample += 1) {
        const size = megabytesOf(browser);
        if (size === null) return null;
        sizes.push(size);
        await pause(SAMPLE_MS);
    }
    return Math.min(...sizes);
}
