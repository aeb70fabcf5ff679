// The live clock: the same scenario on the real pool, compared with its simulation.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";
import { named } from "./named.mjs";
import { clockMs, clockUntil, summaryUntil, textUntil } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

const LIVELY =
    "#v=1&seed=5&pool.workers=4&pool.bufferSize=6&pool.retry.baseDelayMs=60&pool.retry.jitter=full&load.tasks=30&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=40&work.service.kind=exponential&work.service.meanMs=40";
const IDLE = "#v=1&seed=5&pool.workers=2&pool.bufferSize=2&load.tasks=0&work.service.kind=constant&work.service.ms=1000&work.failureProbability=0";

/** @param {Page} page @param {"Simulate" | "Live"} name */
const choose = (page, name) => page.locator(`::-p-xpath(//*[@id='mode']//label[contains(., '${name}')])`).click();

/**
 * Presses a button of the live pool. By its text: Firefox takes many seconds to look for a role in a page that draws all the time.
 * @param {Page} page @param {string} name
 */
const pressLive = (page, name) => page.locator(`::-p-xpath(//*[@class='live-buttons']/button[.='${name}'])`).click();

/** @param {Page} page @param {RegExp} words */
async function statementUntil(page, words) {
    await page.waitForFunction((source) => new RegExp(source).test(String(document.querySelector(".live-statement")?.textContent)), { timeout: 20_000 }, words.source);
}

/** The rows of the comparison. @param {Page} page */
const rows = (page) =>
    page.$$eval(".live-table tbody tr", (all) => all.map((row) => [...row.querySelectorAll("th, td")].map((cell) => cell.textContent)));

inEachBrowser((visit) => {
    test("runs the same scenario live, and every task ends as simulated", async () => {
        const page = await visit({ path: LIVELY });
        await choose(page, "Live");
        await summaryUntil(page, /^Finished at .*: \d+ of 30 done/);
        await statementUntil(page, /^30 of 30 tasks ended as simulated: as many attempts, the same outcome\.$/);
        await page.waitForFunction(() => document.querySelector(".live-table caption")?.textContent.startsWith("At the end"));
        const found = await rows(page);
        assert.deepEqual(
            found.slice(0, 6).map(([label, live, simulated, verdict]) => [label, live === simulated, verdict]),
            ["Tasks sent", "Let into the buffer", "Attempts begun", "Attempts failed", "Tasks done", "Tasks failed for good"].map((label) => [label, true, "the same"]),
        );
        assert.ok(Number(found[2]?.[1]) > 30);
    });

    test("goes back to the simulation, where that was", async () => {
        const at = 150;
        const page = await visit({ path: `${LIVELY}&at=${at}` });
        const words = await summaryUntil(page, /^Paused at 0:00\.150/);
        await choose(page, "Live");
        await clockUntil(page, (ms) => ms > at + 200, "going on live");
        assert.match(await page.$eval(".guide-why", ({ textContent }) => textContent), /^The real pool runs here, in real time/);
        assert.equal(await page.$eval("[aria-label=Play]", (button) => button.checkVisibility()), false);
        // Keys of time have no say on the live clock.
        await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
        await page.keyboard.press("Home");
        await clockUntil(page, (ms) => ms > at + 300, "going on all the same");
        await choose(page, "Simulate");
        await page.waitForFunction((text) => document.querySelector("#summary")?.textContent === text, {}, words);
        assert.equal(await clockMs(page), at);
        assert.match(await page.$eval(".guide-why", ({ textContent }) => textContent), /^The real pool runs here, on a simulated clock/);
        assert.equal(await page.$eval("#live", (panel) => panel.checkVisibility()), false);
    });

    test("takes tasks by hand, stops, aborts, and starts again", async () => {
        const page = await visit({ path: IDLE });
        await choose(page, "Live");
        await pressLive(page, "Send one");
        await summaryUntil(page, /: 1 of 1 done/);
        await pressLive(page, "Send 20");
        await pressLive(page, "Stop");
        // What was accepted is finished: two at work and two in the buffer; the others waited for room.
        await summaryUntil(page, /^Finished at .*: [5-9] of 21 done/);
        assert.equal(await page.$eval(".live-buttons button", (button) => /** @type {HTMLButtonElement} */ (button).disabled), true);
        await pressLive(page, "Start again");
        await summaryUntil(page, /: 0 of 0 done/);
        await pressLive(page, "Send 20");
        await pressLive(page, "Abort");
        const said = await summaryUntil(page, /^Finished at .*: [0-6] of 20 done, 0 failed, \d+ turned away, \d+ cancelled\.$/);
        const [, done, away, cancelled] = /: (\d+) of 20 done, 0 failed, (\d+) turned away, (\d+) cancelled/.exec(said) ?? [];
        assert.equal(Number(done) + Number(away) + Number(cancelled), 20, "none is lost");
        await textUntil(page, ".census", new RegExp(`The pool is closed\\..*${away} turned away, ${cancelled} cancelled\\.`));
        await textUntil(page, ".live-words", /The pool was closed at .* is in the scene, and not in this table/);
        assert.ok((await rows(page)).every(([label]) => /\((scenario’s, )?until closed\)$/.test(label ?? "")));
    });

    test("whoever stops it when all is done takes nothing from what was compared", async () => {
        const page = await visit({ path: LIVELY });
        await choose(page, "Live");
        await summaryUntil(page, /^Finished at .*: \d+ of 30 done/);
        await textUntil(page, ".live-table caption", /^At the end/);
        const before = await rows(page);
        await pressLive(page, "Stop");
        await textUntil(page, ".census", /The pool is closed\./);
        // The clock no longer rests: nothing can be sent.
        await page.waitForFunction(() => !String(document.querySelector(".live-words")?.textContent).includes("the clock rests"));
        await statementUntil(page, /^30 of 30 tasks ended as simulated/);
        assert.deepEqual(await rows(page), before);
        assert.doesNotMatch(await page.$eval(".live-words", ({ textContent }) => textContent), /closed/);
    });

    test("a mean time that late timers have made longer is not ticked off as the same", async () => {
        // One after the other on one worker: each timer is late, and what waits adds that up.
        const page = await visit({ path: "#v=1&seed=5&pool.workers=1&load.tasks=60&work.service.kind=constant&work.service.ms=2&work.failureProbability=0" });
        await choose(page, "Live");
        await summaryUntil(page, /^Finished at .*: 60 of 60 done/);
        await textUntil(page, ".live-table caption", /^At the end/);
        assert.equal((await rows(page)).find(([label]) => label?.startsWith("Wait"))?.at(-1), "but for late timers");
        const mark = await page.$eval(".live-table tr:nth-last-child(2) td:last-child", (cell) => getComputedStyle(cell, "::before").content);
        assert.match(mark, /≈/);
    });

    test("what is fewer at the end is not called late", async () => {
        // The worker's timers are late, so it gets through fewer, and more are pushed out.
        const page = await visit({ path: "#v=1&seed=5&pool.workers=1&pool.bufferSize=1&pool.whenFull=dropOldest&load.tasks=100&load.arrivals.kind=constant&load.arrivals.everyMs=3&work.service.kind=constant&work.service.ms=4&work.failureProbability=0" });
        await choose(page, "Live");
        await summaryUntil(page, /^Finished at .*: \d+ of 100 done/);
        await textUntil(page, ".live-table caption", /^At the end/);
        const counts = (await rows(page)).filter(([label]) => !label?.endsWith("mean"));
        assert.deepEqual(counts.map((row) => row.at(-1)), counts.map(([, live, simulated]) => (live === simulated ? "the same" : "no")));
        assert.ok(counts.some(([label, , , verdict]) => label === "Tasks done" && verdict === "no"));
    });

    test("where somebody sent tasks by hand, there is nothing to agree on, and that is said", async () => {
        const page = await visit({ path: LIVELY });
        await choose(page, "Live");
        await pressLive(page, "Send 20");
        await summaryUntil(page, /^Finished at .*: \d+ of 50 done/);
        await statementUntil(page, /^Not comparable: 20 tasks sent by hand\.$/);
        await page.waitForFunction(() => document.querySelector(".live-table caption")?.textContent.startsWith("At the end"));
        assert.deepEqual(new Set((await rows(page)).map((row) => row.at(-1))), new Set(["not comparable"]));
        const marks = await page.$$eval(".live-statement, .live-table td:last-child", (all) => all.map((one) => getComputedStyle(one, "::before").content));
        assert.deepEqual(new Set(marks), new Set(["none"]));
    });

    test("its clock stands when all is done, and goes on when there is more", async () => {
        const page = await visit({ path: LIVELY });
        await choose(page, "Live");
        await summaryUntil(page, /^Finished at .*: \d+ of 30 done/);
        const standing = await page.waitForFunction(async () => {
            const clock = () => document.querySelector(".clock-now")?.textContent;
            const before = clock();
            for (let n = 0; n < 20; n += 1) await new Promise(requestAnimationFrame);
            return clock() === before && before;
        });
        const first = await standing.jsonValue();
        await textUntil(page, ".live-words", /the clock rests; it goes on from the real time that has passed if you send more/);
        await pressLive(page, "Send one");
        await summaryUntil(page, /^Finished at .*: \d+ of 31 done/);
        assert.notEqual(await page.$eval(".clock-now", ({ textContent }) => textContent), first);
        // What came after the end is compared as well, or said not to be.
        await statementUntil(page, /^Not comparable: 1 task sent by hand\.$/);
        assert.ok((await rows(page)).every(([label]) => label?.endsWith(" (scenario’s)")));
    });

    test("beside the knobs nothing of it is wider than the stage, and the clock stands beside the buttons", async () => {
        const page = await visit({ path: LIVELY, width: 780, height: 1180 });
        await choose(page, "Live");
        await statementUntil(page, /^30 of 30 tasks/);
        for (const width of [780, 820, 900, 1024, 1240]) {
            await page.setViewport({ width, height: 1180 });
            await page.waitForFunction((wide) => window.innerWidth === wide, {}, width);
            const { over, clock, buttons } = await page.evaluate(() => {
                const box = (/** @type {Element | null} */ one) => one?.getBoundingClientRect() ?? new DOMRect(NaN, NaN);
                const end = box(document.getElementById("stage")).right;
                const all = [...document.querySelectorAll("#live, #live *, #transport *")];
                return { over: all.filter((one) => box(one).right > end + 0.5).map(({ className, textContent }) => `${className} ${textContent}`), clock: box(document.querySelector(".clock-now")).top, buttons: box(document.querySelector(".live-buttons")).bottom };
            });
            assert.deepEqual(over, [], `${width} pixels wide`);
            assert.ok(clock < buttons, `${width} pixels wide: the clock is at ${clock}, the buttons end at ${buttons}`);
        }
    });

    test("on a phone its buttons are one line, apart from the tape", async () => {
        const page = await visit({ path: IDLE, width: 390, height: 844 });
        await choose(page, "Live");
        await page.waitForSelector(".live-buttons", { visible: true });
        const { tape, tops } = await page.evaluate(() => ({
            tape: document.getElementById("tape")?.getBoundingClientRect().bottom ?? NaN,
            tops: [...document.querySelectorAll(".live-buttons button")].map((button) => button.getBoundingClientRect().top),
        }));
        assert.deepEqual(tops, Array(5).fill(tops[0]));
        assert.ok((tops[0] ?? 0) >= tape + 8);
    });

    test("the tape tells what was so for a while without “up to”, and the charts say that they are of the simulation", async () => {
        // What it comes to stays as it is.
        const page = await visit({ path: IDLE.replace("service.ms=1000", "service.ms=600000") });
        await choose(page, "Live");
        await pressLive(page, "Send 20");
        const track = await page.waitForSelector('.tape-track[aria-valuetext$="2 in the buffer, 16 senders blocked"]');
        const since = await clockMs(page);
        await page.waitForFunction((least) => Number(document.querySelector(".tape-track")?.getAttribute("aria-valuemax")) > least, {}, since + 1000);
        const { left, share, middle } = (await track?.evaluate((tape, atMs) => {
            const box = tape.getBoundingClientRect();
            return { left: box.left, share: (box.width * atMs) / Number(tape.getAttribute("aria-valuemax")), middle: box.top + box.height / 2 };
        }, since + 100)) ?? { left: NaN, share: NaN, middle: NaN };
        await page.mouse.move(left + share, middle);
        await page.waitForFunction(() => document.querySelector(".tape-tip")?.textContent.includes("· 2 in the buffer, 16 senders blocked"));
        assert.equal(await page.$eval("#charts > [role=status]", ({ textContent }) => textContent), "These are of the simulation; the tape shows the live run.");
        await choose(page, "Simulate");
        await page.waitForFunction(() => document.querySelector("#charts > [role=status]")?.textContent === "");
    });

    test("begins anew when a knob is turned, and says what it leaves out", async () => {
        const page = await visit({ path: "#v=1&seed=5&pool.workers=2&load.tasks=5000&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=5&work.failureProbability=0" });
        const input = await page.waitForSelector(named("spinbutton", "Workers"));
        await choose(page, "Live");
        await page.waitForSelector("::-p-text(the first 200 of 5,000 tasks are sent, for 120 seconds at most)");
        await clockUntil(page, (ms) => ms > 700, "past 700 ms");
        await input?.evaluate((element) => /** @type {HTMLInputElement} */ (element).select());
        await page.keyboard.type("3");
        await page.keyboard.press("Tab");
        await clockUntil(page, (ms) => ms < 700, "back at the beginning");
        await clockUntil(page, (ms) => ms > 100, "going on");
    });

    test("is in the link, which is checked", async () => {
        const page = await visit({ path: IDLE });
        await choose(page, "Live");
        await page.waitForFunction(() => location.hash.endsWith("&clock=live"));
        const hash = await page.evaluate(() => location.hash);
        const again = await visit({ path: hash });
        await again.waitForSelector(".live-buttons", { visible: true });
        const wrong = await visit({ path: `${IDLE}&clock=sundial` });
        await wrong.waitForFunction(() => document.querySelector("#problem:not([hidden])")?.textContent.includes("clock can only be live"));
    });

    test("more workers than can be shown stay simulated, with a sentence", async () => {
        const page = await visit({ path: "#v=1&pool.workers=5000&load.tasks=10" });
        await choose(page, "Live");
        await page.waitForFunction(() => document.querySelector("#problem:not([hidden])")?.textContent.includes("at most 2,000 workers"));
        assert.equal(await page.$eval("#mode [value=simulate]", (radio) => /** @type {HTMLInputElement} */ (radio).checked), true);
    });
});
