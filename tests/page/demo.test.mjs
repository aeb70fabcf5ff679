// The live demo, as a visitor meets it. The tests wait for conditions only; how long a thing takes is the pool's business.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { browsers, inEachBrowser, launch, serveSite } from "./browsers.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

/** Nothing takes longer than this: a test that waits so long has failed. */
const PATIENCE_MS = 20_000;
/** What takes as long as this outlasts every test: what is to be seen stays as it is. */
const FOR_EVER = "60000";

const phone = { width: 390, height: 844 };

inEachBrowser((visit) => {
    test("starts by itself, and every task ends once", async () => {
        const page = await visit();
        await finished(page, 20);
        assert.equal(await text(page, "state"), "Waits for work: 20 of 20 finished");
        const ends = (await log(page)).flatMap((line) => /^Task (\d+) (?:done|failed after)/.exec(line)?.[1] ?? []);
        const everyTask = Array.from({ length: 20 }, (_, index) => index + 1);
        assert.deepEqual(
            ends.map(Number).sort((a, b) => a - b),
            everyTask,
        );
    });

    test("tells each retry and its pause, and gives up after the last attempt", async () => {
        const page = await visit();
        await running(page);
        await fill(page, { "failure-rate": "100", "base-delay": "20" });
        await page.click("#restart");
        await says(page, "failed-count", "20");
        const lines = await log(page);
        for (const expected of [
            "Task 7: attempt 1 failed, retrying in 20 ms",
            "Task 7: attempt 2 failed, retrying in 40 ms",
            "Task 7 failed after 3 attempts",
        ]) {
            assert.ok(lines.includes(expected), `the log says “${expected}”:\n${lines.join("\n")}`);
        }
        assert.equal(await text(page, "done-count"), "0");
        await says(page, "attempts", "60");
        await says(page, "retries", "40");
    });

    test("shows a full buffer, a closed gate and the line before it", async () => {
        const page = await visit();
        await running(page);
        await fill(page, { workers: "1", "buffer-size": "2", "attempt-time": FOR_EVER });
        await page.click("#restart");
        await says(page, "blocked-count", "1 waits");
        await page.click("#submit-many");
        await says(page, "blocked-count", "21 wait");
        assert.equal(await text(page, "buffer-count"), "2 of 2");
        assert.deepEqual(await marks(page, "buffer-places"), ["2 queued", "3 queued"]);
        const line = await marks(page, "blocked-line");
        assert.deepEqual(line.slice(0, 2), ["4 blocked", "5 blocked"]);
        assert.equal(line.at(-1), "+14 more");
        assert.match(await text(page, "blocked-note"), /^first for \d+\.\d\d s,\s16 more to send$/);
        assert.equal(await text(page, "gate-text"), "full");
        assert.match(await text(page, "lanes"), /task 1, attempt 1 of 3/);

        await fill(page, { "attempt-time": "0", "failure-rate": "0" });
        await page.click("#restart");
        await finished(page, 20);
        assert.equal(await text(page, "blocked-count"), "none waits");
    });

    test("puts released tasks on the shelf, and leaves their workers free", async () => {
        const page = await visit();
        await running(page);
        assert.ok(await has(page, "shelf", "hidden"));
        await fill(page, { "failure-rate": "100", "base-delay": FOR_EVER });
        await page.click("#hold-worker");
        await page.click("#restart");
        await says(page, "shelf-count", "20 tasks in backoff, next to come back first");
        assert.ok(!(await has(page, "shelf", "hidden")));
        assert.equal(await text(page, "workers-count"), "0 busy, 0 in backoff, 3 idle");
        assert.match((await marks(page, "shelf-line"))[0] ?? "", /^\d+ · \d+\.\d\d s backoff$/);
    });

    test("stops when told, and starts again", async () => {
        const page = await visit();
        await running(page);
        await fill(page, { workers: "1", "buffer-size": "2", "failure-rate": "0", "attempt-time": "1000" });
        await page.click("#restart");
        await says(page, "blocked-count", "1 waits");
        await page.click("#stop");
        await says(page, "state", /^Stopped: \d+ done, 0 failed$/);
        const accepted = Number(/\d+/.exec(await text(page, "state"))?.[0]);
        assert.ok(accepted >= 3 && accepted < 20, `what was accepted is done, and no more: ${accepted}`);
        await says(page, "accepted", String(accepted));
        assert.equal(await text(page, "done-count"), String(accepted));
        const lines = (await log(page)).join("\n");
        assert.match(lines, /^Task \d+ was turned away/m);
        assert.match(lines, /^Stopped after /m);
        assert.ok(await has(page, "submit-one", "disabled"));

        await fill(page, { "attempt-time": "0" });
        await page.click("#restart");
        await finished(page, 20);
        await page.click("#submit-one");
        await finished(page, 21);
    });

    test("explains an impossible value, and the pool goes on", async () => {
        const page = await visit();
        await finished(page, 20);
        await fill(page, { "failure-rate": "0" });
        await fill(page, { workers: "0", factor: "0.5", "failure-rate": "130" });
        assert.match(await text(page, "workers-error"), /workers.*\b1 to 100,?000.*\b0$/);
        assert.match(await text(page, "factor-error"), /factor.*\b1 to 1,?000.*\b0\.5$/);
        assert.match(await text(page, "failure-rate-error"), /0 to 100.*stays at 0$/);
        assert.ok(await has(page, "workers", "aria-invalid"));

        // Nothing starts again, and the old pool goes on with the last possible failure rate.
        await page.click("#restart");
        assert.equal(await focused(page), "failure-rate");
        const failed = Number(await text(page, "failed-count"));
        await page.click("#submit-many");
        await finished(page, 40);
        assert.equal(await text(page, "failed-count"), String(failed));

        await fill(page, { "failure-rate": "0" });
        await page.click("#restart");
        assert.equal(await focused(page), "workers");
        await fill(page, { workers: "2", factor: "1" });
        assert.equal(await text(page, "workers-error"), "");
        assert.equal(await text(page, "knobs-pending"), "2 changes wait for “Start again”.");
        await page.click("#restart");
        await finished(page, 20);
        assert.equal(await text(page, "workers-count"), "0 busy, 0 in backoff, 2 idle");
        assert.equal(await text(page, "knobs-pending"), "");
    });

    test("works from the keyboard alone", async () => {
        const page = await visit();
        await finished(page, 20);
        const reached = [];
        while (reached.at(-1) !== "stop" && reached.length < 10) {
            await page.keyboard.press("Tab");
            reached.push(await focused(page));
        }
        assert.deepEqual(reached, ["skip", "theme", "submit-one", "submit-many", "stop"]);
        await page.keyboard.press("Enter");
        await says(page, "state", /^Stopped: /);
        assert.equal(await focused(page), "restart", "the focus is not lost with the button");
        await fill(page, { workers: "4" });
        await page.focus("#workers");
        await page.keyboard.press("Enter");
        await until("a pool of four", async () => (await page.$$("#lanes > li")).length === 4);
    });

    test("tells the state to those who listen", async () => {
        const page = await visit();
        await running(page);
        await fill(page, { "failure-rate": "0" });
        await page.click("#restart");
        await says(page, "summary", "20 of 20 done, 0 failed.");
        assert.ok(await has(page, "summary", "aria-live"));
    });

    test("fits a phone, with the pool at work on its first screen", async () => {
        const page = await visit(phone);
        await running(page);
        const overflow = () => page.$eval("html", (root) => root.scrollWidth - root.clientWidth);
        assert.equal(await overflow(), 0);
        const end = await page.$eval(".bins", (bins) => bins.getBoundingClientRect().bottom);
        assert.ok(end <= phone.height, `the scene ends at ${end} of ${phone.height}`);
        await fill(page, { workers: "40", "buffer-size": "60", "attempt-time": FOR_EVER });
        await page.click("#hold-worker");
        await page.click("#restart");
        for (let times = 0; times < 5; times++) await page.click("#submit-many");
        await says(page, "blocked-count", "20 wait");
        assert.equal(await overflow(), 0);
    });

    test("fits every width between a small phone and a wide desk", async () => {
        const page = await visit();
        await running(page);
        await fill(page, { "attempt-time": FOR_EVER });
        await page.click("#restart");
        await says(page, "workers-count", "3 busy, 0 in backoff, 0 idle");
        for (const width of [320, 390, 700, 896, 897, 1024, 1184, 1185, 1248, 1249, 1280, 1920]) {
            await page.setViewport({ width, height: 800 });
            const tooWide = () =>
                page.$$eval("html, .lane, .bin, .buffer, .counts dd", (boxes) =>
                    boxes.filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.className || box.id || box.localName),
                );
            assert.deepEqual(await tooWide(), [], `at ${width} pixels`);
        }
    });

    test("draws a bar where places and lanes would be too many", async () => {
        const page = await visit();
        await running(page);
        await fill(page, { workers: "41", "buffer-size": "61", "attempt-time": FOR_EVER });
        await page.click("#restart");
        await says(page, "workers-count", "20 busy, 0 in backoff, 21 idle");
        assert.equal((await page.$$("#lanes > li")).length, 1);
        assert.equal(await text(page, "buffer-count"), "0 of 61");
        assert.deepEqual(await marks(page, "buffer-places"), []);
    });
});

// What goes wrong on purpose is complained of, so these pages are opened without a judge of complaints.
for (const name of browsers) {
    describe(name, () => {
        /** @type {import("puppeteer-core").Browser} */
        let browser;
        /** @type {Awaited<ReturnType<typeof serveSite>>} */
        let site;
        before(async () => {
            site = await serveSite();
            browser = await launch(name);
        });
        after(async () => {
            await browser.close();
            await site.close();
        });

        test("forbids itself what it does not need", async () => {
            const page = await browser.newPage();
            await page.goto(site.url);
            await running(page);
            const colour = await page.evaluate(() => {
                document.body.insertAdjacentHTML("beforeend", '<p id="inline" style="color: rgb(1, 2, 3)">inline</p>');
                return getComputedStyle(document.querySelector("#inline") ?? document.body).color;
            });
            assert.notEqual(colour, "rgb(1, 2, 3)", "a style in the text of the page does nothing");
            const fetched = await page.evaluate((url) => fetch(url, { mode: "no-cors" }).then(() => "fetched", () => "refused"), site.url.replace("127.0.0.1", "localhost"));
            assert.equal(fetched, "refused", "nothing is asked of another host");
            await page.close();
        });

        test("says so when its WebAssembly does not arrive", async () => {
            const page = await browser.newPage();
            await page.setRequestInterception(true);
            page.on("request", (request) => void (request.url().endsWith(".wasm") ? request.abort() : request.continue()));
            await page.goto(site.url);
            await until("the problem is shown", async () => !(await has(page, "problem", "hidden")));
            assert.match(await text(page, "problem"), /could not be loaded.*WebAssembly/);
            assert.equal(await text(page, "state"), "Not running");
            assert.ok(await has(page, "restart", "disabled"));
            await page.close();
        });
    });
}

/**
 * Polls, because the page's own policy forbids what puppeteer's waitForFunction does.
 * @param {string} what
 * @param {() => Promise<boolean>} condition
 */
async function until(what, condition) {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await condition())) {
        assert.ok(Date.now() < deadline, `waited ${PATIENCE_MS} ms in vain for: ${what}`);
        await pause(20);
    }
}

/**
 * Waits until the element says this.
 * @param {Page} page
 * @param {string} id
 * @param {string | RegExp} expected
 */
async function says(page, id, expected) {
    let found = "";
    const matches = () => (typeof expected === "string" ? found === expected : expected.test(found));
    try {
        await until(`#${id} to say ${String(expected)}`, async () => {
            found = await text(page, id);
            return matches();
        });
    } catch (error) {
        assert.ok(matches(), `${String(error)}; at the end it says “${found}”`);
    }
}

/** @param {Page} page */
function running(page) {
    return until("the demo to run", async () => !(await has(page, "stop", "disabled")));
}

/**
 * Waits until so many tasks have ended, well or badly, and no more.
 * @param {Page} page
 * @param {number} tasks
 */
function finished(page, tasks) {
    return says(page, "state", `Waits for work: ${tasks} of ${tasks} finished`);
}

/**
 * @param {Page} page
 * @param {string} id
 */
function text(page, id) {
    return page.$eval(`#${id}`, (element) => element.textContent);
}

/**
 * @param {Page} page
 * @param {string} id
 * @param {string} attribute
 */
function has(page, id, attribute) {
    return page.$eval(`#${id}`, (element, name) => element.hasAttribute(name), attribute);
}

/**
 * The id or else the class of what has the focus.
 * @param {Page} page
 */
function focused(page) {
    return page.evaluate(() => document.activeElement?.id || document.activeElement?.className);
}

/**
 * The log's lines, without their times.
 * @param {Page} page
 */
function log(page) {
    return page.$$eval("#log-lines li > :last-child", (lines) => lines.map((line) => line.textContent));
}

/**
 * Text and state of each square in a place.
 * @param {Page} page
 * @param {string} id
 */
function marks(page, id) {
    return page.$$eval(`#${id} .mark`, (squares) => squares.map((square) => `${square.textContent} ${square.getAttribute("data-state") ?? ""}`));
}

/**
 * Types values into knobs, as somebody does.
 * @param {Page} page
 * @param {Record<string, string>} values
 */
async function fill(page, values) {
    for (const [id, value] of Object.entries(values)) {
        await page.$eval(`#${id}`, (input) => {
            if (!(input instanceof HTMLInputElement)) throw new Error(`#${input.id} is no input`);
            input.focus();
            input.select();
        });
        await page.keyboard.type(value);
        await page.keyboard.press("Tab");
    }
}
