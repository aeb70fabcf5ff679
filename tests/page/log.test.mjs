// The log: what the original would have printed, to be filtered, held, copied and gone back to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";
import { named } from "./named.mjs";
import { clockUntil, press, summaryUntil } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

const SHORT = "#v=1&seed=1&pool.workers=2&load.tasks=10&work.service.kind=constant&work.service.ms=100&work.failureProbability=0";
/** Every attempt fails: three attempts a task, two pauses. */
const FAILING = SHORT.replace("work.failureProbability=0", "work.failureProbability=1&pool.retry.baseDelayMs=20");

const list = ".log-list";

/** @param {Page} page */
const lines = (page) => page.$$eval(`${list} .log-text`, (texts) => texts.map(({ textContent }) => textContent));

/** Waits until the log has so many lines. @param {Page} page @param {number} length */
async function linesUntil(page, length) {
    await page.waitForFunction((wanted) => document.querySelectorAll(".log-list .log-text").length === wanted, { timeout: 20_000 }, length);
    return lines(page);
}

/** @param {Page} page */
async function finished(page) {
    await press(page, "Run to the end");
    await summaryUntil(page, /^Finished/);
}

/** @param {Page} page @param {string} text */
async function search(page, text) {
    await page.$eval(".log-tools input[type=text]", (input) => /** @type {HTMLInputElement} */ (input).select());
    await page.focus(".log-tools input[type=text]");
    await page.keyboard.press("Backspace");
    await page.keyboard.type(text);
}

inEachBrowser((visit) => {
    test("says what the original's log says", async () => {
        const page = await visit({ path: SHORT });
        await finished(page);
        assert.ok((await linesUntil(page, 10)).some((line) => /^Worker [12]: task 7 done, e-mail sent to user_7, subject “Hello from user 7”$/.test(line)));
    });

    test("tells each retry and its pause, and who gave up", async () => {
        const page = await visit({ path: FAILING });
        await finished(page);
        const all = await linesUntil(page, 30);
        const seven = all.filter((line) => /\btask 7\b/i.test(line));
        const who = /^Worker [12]: task 7/.exec(seven[0] ?? "")?.[0] ?? "no worker";
        assert.deepEqual(seven, [`${who}, attempt 1 failed, retrying in 20 ms`, `${who}, attempt 2 failed, retrying in 40 ms`, `${who} failed after 3 attempts`]);
    });

    test("shows only what is asked for: a task, a worker, a word, retries, failures", async () => {
        const page = await visit({ path: FAILING });
        await finished(page);
        await linesUntil(page, 30);
        await search(page, "task 7");
        assert.equal((await linesUntil(page, 3)).filter((line) => /task 7\b/i.test(line)).length, 3);
        await search(page, "worker 2");
        const ofWorker = await linesUntil(page, 15);
        assert.ok(ofWorker.every((line) => line.startsWith("Worker 2: task ")), ofWorker.join("\n"));
        await search(page, "retrying in 40");
        await linesUntil(page, 10);
        await search(page, "");
        await page.keyboard.press("Backspace");
        await linesUntil(page, 30);
        await page.focus(".log-tools input[value=all]");
        await page.keyboard.press("ArrowRight");
        assert.ok((await linesUntil(page, 20)).every((line) => line.includes("retrying")));
        await page.keyboard.press("ArrowRight");
        assert.ok((await linesUntil(page, 10)).every((line) => line.endsWith("failed after 3 attempts")));
    });

    test("says so where no line contains what one looks for, and Escape shows all again", async () => {
        const page = await visit({ path: FAILING });
        await finished(page);
        await linesUntil(page, 30);
        await search(page, "Nobody");
        await page.waitForFunction(() => document.querySelector(".log-empty")?.textContent === "No line contains “Nobody”.");
        await page.keyboard.press("Escape");
        await linesUntil(page, 30);
        assert.equal(await page.$eval(".log-tools input", (input) => /** @type {HTMLInputElement} */ (input).value), "");
        assert.equal(await page.$eval(".log-empty", ({ textContent }) => textContent), "");
    });

    test("stands still when it is held, while the run goes on", async () => {
        const page = await visit({ path: SHORT.replace("load.tasks=10", "load.tasks=100000") });
        await page.waitForFunction(() => document.querySelectorAll(".log-list .log-text").length > 4);
        await press(page, "Hold");
        const held = await lines(page);
        const ms = await clockUntil(page, (now) => now > 0, "under way");
        await clockUntil(page, (now) => now > ms + 1000, "a second on");
        assert.deepEqual(await lines(page), held);
        await press(page, "Hold");
        await page.waitForFunction((before) => document.querySelectorAll(".log-list .log-text").length > before, {}, held.length);
    });

    test("is copied, as text with its times", async () => {
        const page = await visit({ path: SHORT });
        await finished(page);
        await linesUntil(page, 10);
        await press(page, "Copy");
        await page.waitForFunction(() => document.querySelector(".log-note")?.textContent === "10 lines copied");
        await page.focus(".log-tools input[type=text]");
        await page.keyboard.down("Control");
        await page.keyboard.press("v");
        await page.keyboard.up("Control");
        await page.waitForFunction(() => {
            const input = /** @type {HTMLInputElement | null} */ (document.querySelector(".log-tools input"));
            return /0:00\.500\s+Worker [12]: task 9 done, e-mail sent to user_9/.test(input?.value ?? "");
        });
    });

    test("leaves a reader in peace who has scrolled back, and tells what is below", async () => {
        const page = await visit({ path: SHORT.replace("load.tasks=10", "load.tasks=100000") });
        await page.waitForFunction(() => document.querySelectorAll(".log-list .log-text").length > 30, { timeout: 20_000 });
        await page.$eval(list, (element) => element.scrollTo(0, 0));
        const newer = await page.waitForSelector(".log-newer:not([hidden])");
        const read = await lines(page);
        await page.waitForFunction(() => Number(/\d+/.exec(document.querySelector(".log-newer")?.textContent ?? "")?.[0]) > 8, { timeout: 20_000 });
        assert.deepEqual(await lines(page), read);
        assert.equal(await page.$eval(list, ({ scrollTop }) => scrollTop), 0);
        await newer?.click();
        await page.waitForSelector(".log-newer[hidden]");
        await page.waitForFunction((before) => document.querySelectorAll(".log-list .log-text").length > before, {}, read.length);
    });

    test("holds a flood back: never more than 200 lines", async () => {
        const page = await visit({ path: SHORT.replace("load.tasks=10", "load.tasks=1000000") });
        await page.evaluate(() => {
            const counts = { most: 0 };
            new MutationObserver(() => {
                counts.most = Math.max(counts.most, document.querySelectorAll(".log-list li").length);
            }).observe(document.querySelector(".log-list") ?? document, { childList: true });
            Object.assign(globalThis, { counts });
        });
        await page.$eval(named("slider", "Speed"), (slider) => {
            const input = /** @type {HTMLInputElement} */ (slider);
            input.value = input.max;
            input.dispatchEvent(new Event("input", { bubbles: true }));
        });
        await summaryUntil(page, /^Finished/);
        const last = await linesUntil(page, 200);
        assert.match(last.at(-1) ?? "", /^(?:Worker [12]: t|T)ask (?:1000000|999999) done/);
        const most = await page.evaluate(() => /** @type {{ counts: { most: number } }} */ (/** @type {unknown} */ (globalThis)).counts.most);
        assert.ok(most <= 200, `${most} lines at once`);
    });

    test("goes by keys from line to line, and from a line to its moment", async () => {
        const page = await visit({ path: SHORT });
        await finished(page);
        await linesUntil(page, 10);
        await page.focus(list);
        await page.keyboard.press("Home");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("ArrowDown");
        const chosen = await page.$eval(list, (element) => document.getElementById(element.getAttribute("aria-activedescendant") ?? "")?.textContent ?? "");
        assert.match(chosen, /^0:00\.200Worker [12]: task [34] done/);
        await page.keyboard.press("Enter");
        const going = await page.waitForSelector("#log .going:not([hidden])");
        assert.equal(await going?.evaluate(({ textContent }) => textContent), "Go to 0:00.200");
        await going?.focus();
        await page.keyboard.press("Enter");
        await clockUntil(page, (ms) => ms === 200, "at the line's moment");
    });

    test("marks the moment that is pointed at on the tape", async () => {
        const page = await visit({ path: SHORT });
        await finished(page);
        await linesUntil(page, 10);
        const box = await (await page.waitForSelector("#tape [role=slider]"))?.boundingBox();
        assert.ok(box);
        await page.mouse.move(box.x + box.width * 0.5, box.y + 30);
        await page.waitForFunction(() => document.querySelector(".log-list [data-moment] .log-time")?.textContent === "0:00.200");
    });
});
