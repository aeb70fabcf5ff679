// Help: every key is listed, and does what the list says; what the marks mean; how we know that it is right.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

/** @param {Page} page */
const opened = (page) => page.waitForFunction(() => document.querySelector("#guide")?.textContent.includes("Take the tour") === true);

/**
 * What each key does, as the help says.
 * @param {Page} page
 * @returns {Promise<Record<string, string>>}
 */
const listed = async (page) =>
    Object.fromEntries(
        await page.$$eval(".help-keys tr", (rows) => rows.map((row) => /** @type {const} */ ([row.querySelector("th")?.textContent ?? "", row.querySelector("td")?.textContent ?? ""]))),
    );

/** @param {Page} page */
const now = (page) => page.$eval(".clock-now", (clock) => clock.textContent);

inEachBrowser((visit) => {
    test("the help opens by key and by button, and closes by Escape; the focus comes back", async () => {
        const page = await visit();
        await opened(page);
        await page.keyboard.press("?");
        await page.waitForSelector("#help-dialog[open]");
        await page.keyboard.press("Escape");
        await page.waitForFunction(() => document.querySelector("#help-dialog[open]") === null);
        await page.click("#help");
        await page.waitForSelector("#help-dialog[open]");
        await page.click("#help-dialog button[aria-label=Close]");
        await page.waitForFunction(() => document.querySelector("#help-dialog[open]") === null);
        assert.equal(await page.evaluate(() => document.activeElement?.id), "help");
    });

    test("the help lists the keys, and they do what it says", async () => {
        const page = await visit();
        await opened(page);
        await page.click("#help");
        await page.waitForSelector("#help-dialog[open]");
        const keys = await listed(page);
        for (const [key, does] of Object.entries({
            Space: "Play or pause",
            "→": "To the next event",
            "←": "One event back",
            Home: "Back to the beginning",
            End: "Run to the end",
            "Ctrl Z": "Undo the last change",
            "Ctrl Shift Z or Ctrl Y": "Redo",
            N: "In a story: its next step",
            B: "In a story: a step back",
            "?": "This help",
        })) {
            assert.equal(keys[key], does);
        }
        const views = await page.$$eval(".help-views dt", (names) => names.map(({ textContent }) => textContent));
        assert.deepEqual(views, ["Scene", "Tape", "Timeline", "Charts", "Log", "Sweep"]);
        await page.keyboard.press("Escape");
        await page.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined));

        const plays = (/** @type {string} */ label) => page.waitForSelector(`.transport button[aria-label=${label}]`);
        await plays("Pause");
        await page.keyboard.press(" ");
        await plays("Play");
        const paused = await now(page);
        await page.keyboard.press("ArrowRight");
        await page.waitForFunction((was) => document.querySelector(".clock-now")?.textContent !== was, {}, paused);
        await page.keyboard.press("Home");
        await page.waitForFunction(() => document.querySelector(".clock-now")?.textContent === "0:00.000");
        await page.keyboard.press("End");
        await page.waitForFunction(() => document.querySelector("#summary")?.textContent.startsWith("Finished"));
        const end = await now(page);
        await page.keyboard.press("ArrowLeft");
        await page.waitForFunction((was) => document.querySelector(".clock-now")?.textContent !== was, {}, end);
    });

    test("the help says what each mark means, in words as well, and fits a phone", async () => {
        const page = await visit({ width: 390, height: 844 });
        await opened(page);
        await page.click("#help");
        await page.waitForSelector("#help-dialog[open]");
        const marks = await page.$$eval(".help-marks dt", (all) => all.map((mark) => mark.textContent));
        assert.deepEqual(marks, ["blocked", "queued", "busy", "backoff", "idle", "done", "failed"]);
        const { wide, room } = await page.$eval("#help-dialog", (dialog) => ({ wide: dialog.scrollWidth, room: dialog.clientWidth }));
        assert.ok(wide <= room);
    });

    test("the columns of the help begin at one height", async () => {
        const page = await visit();
        await opened(page);
        await page.keyboard.press("?");
        await page.waitForSelector("#help-dialog[open]");
        const tops = await page.$$eval(".help-parts h3", (heads) => heads.map((head) => [Math.round(head.getBoundingClientRect().left), Math.round(head.getBoundingClientRect().top)]));
        const columns = new Map(tops.toReversed().map(([left, top]) => [left, top]));
        assert.equal(columns.size, 3);
        assert.equal(new Set(columns.values()).size, 1, JSON.stringify(tops));
    });

    test("the page says how it works, how we know it is right, and what differs from the original", async () => {
        const page = await visit();
        await opened(page);
        const about = await page.$eval("#about", (section) => section.textContent);
        for (const part of ["One pool, two clocks", "How we know that it is right", "What differs from the original", "What it leaves out"]) assert.ok(about.includes(part), part);
        assert.equal((await page.$$("#about a[href^=http]")).length, 0, "it needs no other host");
    });
});
