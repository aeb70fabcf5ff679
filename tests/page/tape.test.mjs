// The tape: the whole run at a glance, and the slider that moves time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";
import { clockMs, clockUntil, fill } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

/** One worker, two places, one sender, twenty tasks of 100 ms: it ends after 2 s, and most of the time the buffer is full. */
const FULL = "#v=1&seed=1&pool.workers=1&pool.bufferSize=2&load.tasks=20&work.service.kind=constant&work.service.ms=100&work.failureProbability=0";

const slider = "#tape [role=slider]";

/** @param {Page} page @param {string} name */
const attribute = (page, name) => page.$eval(slider, (tape, wanted) => tape.getAttribute(wanted) ?? "", name);

/** The end is known. A link that names a moment opens held there. @param {Page} page */
const ready = (page) => page.waitForFunction((selector) => document.querySelector(selector)?.getAttribute("aria-valuemax") === "2000", {}, slider);

/** A point of the tape, so far along. @param {Page} page @param {number} share */
async function along(page, share) {
    const box = await (await page.waitForSelector(slider))?.boundingBox();
    assert.ok(box);
    return /** @type {const} */ ([box.x + share * box.width, box.y + box.height / 2]);
}

inEachBrowser((visit) => {
    test("says how long the run is, where one is in it, and what the pool is like there", async () => {
        const page = await visit({ path: `${FULL.replace("tasks=20", "tasks=200")}&at=1000` });
        await page.waitForFunction((selector) => document.querySelector(selector)?.getAttribute("aria-valuemax") === "20000", {}, slider);
        // A link that names a moment opens held there.
        await clockUntil(page, (ms) => ms === 1000, "at a second");
        await page.waitForFunction((selector) => {
            const now = Number(document.querySelector(selector)?.getAttribute("aria-valuenow"));
            return now >= 1000 && document.querySelector(".clock-now")?.textContent === `0:${(now / 1000).toFixed(3).padStart(6, "0")}`;
        }, {}, slider);
        assert.match(await attribute(page, "aria-valuetext"), /^0:\d\d\.\d, 2 in the buffer, 1 sender blocked$/);
    });

    test("moves time with a click, and says under the pointer what was there", async () => {
        const page = await visit({ path: `${FULL}&at=0` });
        await ready(page);
        await page.mouse.move(...(await along(page, 0.5)));
        await page.waitForFunction(() => /^0:01\.00\d · 2 in the buffer, 1 sender blocked$/.test(document.querySelector(".tape-tip:not([hidden])")?.textContent ?? ""));
        await page.mouse.click(...(await along(page, 0.5)));
        await clockUntil(page, (ms) => Math.abs(ms - 1000) < 5, "in the middle");
        await page.mouse.click(...(await along(page, 0.25)));
        await clockUntil(page, (ms) => Math.abs(ms - 500) < 5, "at a quarter");
    });

    test("says “up to” of what was so only for a part of what the pointer is over, and at the moment on show what the scene shows", async () => {
        // Five tasks a second, together, for a thousand seconds: a pixel of the tape is more than a second.
        const page = await visit({ path: "#v=1&seed=1&pool.workers=1&pool.bufferSize=9&load.tasks=5000&load.arrivals.kind=bursts&load.arrivals.size=5&load.arrivals.everyMs=1000&work.service.kind=constant&work.service.ms=100&work.failureProbability=0&at=500450" });
        await page.waitForFunction((selector) => Number(document.querySelector(selector)?.getAttribute("aria-valuemax")) > 999_000, {}, slider);
        await clockUntil(page, (ms) => ms === 500_450, "there");
        await page.mouse.move(...(await along(page, 0.25)));
        await page.waitForFunction(() => (document.querySelector(".tape-tip:not([hidden])")?.textContent ?? "").endsWith(" · up to 4 in the buffer"));
        const now = await page.$eval(slider, (tape) => Number(tape.getAttribute("aria-valuenow")) / Number(tape.getAttribute("aria-valuemax")));
        await page.mouse.move(...(await along(page, now)));
        await page.waitForFunction(() => document.querySelector(".tape-tip:not([hidden])")?.textContent === "8:20.450 · 0 in the buffer");
    });

    test("is scrubbed: the clock follows the hand, and time goes on where it lets go", async () => {
        const page = await visit({ path: FULL.replace("tasks=20", "tasks=2000") });
        await page.waitForFunction((selector) => document.querySelector(selector)?.getAttribute("aria-valuemax") === "200000", {}, slider);
        await page.mouse.move(...(await along(page, 0.2)));
        await page.mouse.down();
        for (const share of [0.4, 0.8, 0.6]) {
            await page.mouse.move(...(await along(page, share)), { steps: 4 });
            await clockUntil(page, (ms) => Math.abs(ms - share * 200_000) < 500, `at ${share} of the run`);
        }
        await page.mouse.up();
        const landed = await clockMs(page);
        assert.ok(Math.abs(landed - 120_000) < 2000, `it lands where the hand lets go, and not at ${landed} ms`);
        await clockUntil(page, (ms) => ms > landed, "on the way again");
    });

    test("goes by keys: a hundredth, a tenth, to either end", async () => {
        const page = await visit({ path: `${FULL}&at=0` });
        await ready(page);
        await page.focus(slider);
        /** @type {readonly (readonly [import("puppeteer-core").KeyInput, number])[]} */
        const keys = [
            ["ArrowRight", 20],
            ["PageUp", 220],
            ["ArrowLeft", 200],
            ["End", 2000],
            ["PageDown", 1800],
            ["ArrowUp", 1820],
            ["ArrowDown", 1800],
            ["Home", 0],
        ];
        for (const [key, expected] of keys) {
            await page.keyboard.press(key);
            await clockUntil(page, (ms) => ms === expected, `at ${expected} ms after ${key}`);
        }
        assert.match(await attribute(page, "aria-valuetext"), /^0:00\.0, /);
    });

    test("shows what is still to come more faintly than what has been", async () => {
        const page = await visit({ path: `${FULL}&at=0` });
        await ready(page);
        await page.mouse.click(...(await along(page, 0.5)));
        await clockUntil(page, (ms) => Math.abs(ms - 1000) < 5, "in the middle");
        await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
        const [past, future, paper] = await page.$eval("#tape canvas", (element) => {
            const canvas = /** @type {HTMLCanvasElement} */ (element);
            const context = canvas.getContext("2d");
            if (context === null) throw new Error("no canvas");
            // The buffer is full but for the last tenth of a second: there is nothing but paper.
            const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
            const darkness = (/** @type {number} */ share, /** @type {number} */ y) => {
                const at = 4 * (Math.round((canvas.height * y) / canvas.clientHeight) * canvas.width + Math.round(canvas.width * share));
                return 3 * 255 - (data[at] ?? 0) - (data[at + 1] ?? 0) - (data[at + 2] ?? 0);
            };
            return [darkness(0.4, 36), darkness(0.6, 36), darkness(0.98, 36)];
        });
        assert.ok(past !== undefined && future !== undefined && paper !== undefined);
        assert.ok(past > future && future > paper, `as dark as ${past} before now, as ${future} after it, on paper as dark as ${paper}`);
    });

    test("forks where a knob is turned, and soon knows the new end", async () => {
        const page = await visit({ path: `${FULL}&at=0` });
        await ready(page);
        await page.focus(slider);
        for (let times = 0; times < 5; times++) await page.keyboard.press("PageUp");
        await clockUntil(page, (ms) => ms === 1000, "in the middle");
        await fill(page, "Workers", "2");
        await page.waitForFunction((selector) => document.querySelector(selector)?.getAttribute("aria-valuemax") === "1500", {}, slider);
        assert.equal(await clockMs(page), 1000);
        await page.mouse.move(...(await along(page, 1000 / 1500)));
        await page.waitForFunction(() => document.querySelector(".tape-tip:not([hidden])")?.textContent.endsWith("workers turned to 2") === true);
    });
});
