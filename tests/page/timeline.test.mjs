// The timeline: what each worker did and when, to be read, moved, zoomed, and gone back to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";
import { clockMs, clockUntil, press, summaryUntil, textUntil } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

/** Two workers, ten tasks of 100 ms: it ends after 500 ms, and the timeline shows 5 s. */
const SHORT = "#v=1&seed=1&pool.workers=2&load.tasks=10&work.service.kind=constant&work.service.ms=100&work.failureProbability=0";
/** Each attempt fails, and after the third the task is given up. */
const FAILING = SHORT.replace("work.failureProbability=0", "work.failureProbability=1").replace("load.tasks=10", "load.tasks=2");

const picture = ".timeline-picture";

/** @param {Page} page */
const reading = (page) => page.$eval(".timeline-words", ({ textContent }) => textContent);

/** @param {Page} page @param {RegExp} words */
const reads = (page, words) => textUntil(page, ".timeline-words", words);

/** What part of the run is on show. @param {Page} page @param {RegExp} words */
async function shows(page, words) {
    await page.waitForFunction(
        (selector, source) => new RegExp(source).test(document.querySelector(selector)?.getAttribute("aria-valuetext") ?? ""),
        { timeout: 20_000 },
        picture,
        words.source,
    );
}

/** Where a worker's lane is at a time, of a picture that shows the first five seconds. @param {Page} page @param {number} worker from 1 @param {number} ms */
async function spot(page, worker, ms) {
    await page.$eval(picture, (element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
    const box = await (await page.waitForSelector(picture))?.boundingBox();
    assert.ok(box);
    const [left, right, top, lane] = [88, 56, 72, 28];
    return /** @type {const} */ ([box.x + left + (ms / 5000) * (box.width - left - right), box.y + top + (worker - 0.5) * lane]);
}

/** @param {Page} page */
async function finished(page) {
    await press(page, "Run to the end");
    await summaryUntil(page, /^Finished/);
}

inEachBrowser((visit) => {
    test("tells what is under the pointer, and the log marks it as well", async () => {
        const page = await visit({ path: SHORT });
        await finished(page);
        await page.mouse.move(...(await spot(page, 1, 450)));
        await reads(page, /^Worker 1, task \d+, attempt 1: at work from 0:00\.400 for 100 ms, then done$/);
        const task = /task (\d+)/.exec(await reading(page))?.[1];
        await page.waitForSelector(".log-list [data-pointed]");
        const marked = await page.$$eval(".log-list [data-pointed] .log-text", (lines) => lines.map(({ textContent }) => textContent));
        assert.equal(marked.length, 1);
        assert.match(marked[0] ?? "", new RegExp(`^Worker 1: task ${task} done`));
        await page.mouse.move(...(await spot(page, 1, 3000)));
        await reads(page, /^$/);
    });

    test("is as high before it is seen as it is then: what stands below does not move", async () => {
        const page = await visit({ path: SHORT });
        await finished(page);
        const top = () => page.$eval("#log", (log) => log.getBoundingClientRect().top + scrollY);
        await page.evaluate(() => {
            scrollTo({ top: 0, behavior: "instant" });
        });
        const before = await top();
        await page.mouse.move(...(await spot(page, 1, 450)));
        await reads(page, /^Worker 1, task/);
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
        assert.equal(await top(), before);
    });

    test("tells of what is pointed at in the log", async () => {
        const page = await visit({ path: FAILING });
        await finished(page);
        const line = await page.waitForSelector("::-p-xpath(//*[@class='log-text'][.='Worker 2: task 2, attempt 2 failed, retrying in 1,000 ms'])");
        await line?.hover();
        await reads(page, /^Worker 2, task 2, attempt 2: at work from 0:00\.600 for 100 ms, then failed$/);
    });

    test("tells backoff from work, and the last failure from the others", async () => {
        const page = await visit({ path: FAILING });
        await finished(page);
        await page.mouse.move(...(await spot(page, 2, 300)));
        await reads(page, /^Worker 2, task 2, attempt 1: waits to retry from 0:00\.100 for 500 ms, then tried again$/);
        await page.mouse.move(...(await spot(page, 2, 650)));
        await reads(page, /attempt 2: at work from 0:00\.600 for 100 ms, then failed$/);
        await page.mouse.move(...(await spot(page, 2, 1750)));
        await reads(page, /attempt 3: at work from 0:01\.700 for 100 ms, then failed for good$/);
    });

    test("offers to go to what was clicked, while time stands still", async () => {
        const page = await visit({ path: SHORT });
        await finished(page);
        await page.mouse.click(...(await spot(page, 2, 150)));
        const going = await page.waitForSelector("#timeline .going:not([hidden])");
        assert.match((await going?.evaluate(({ textContent }) => textContent)) ?? "", /^Go to 0:00\.1[45]\d$/);
        await going?.click();
        await clockUntil(page, (ms) => ms >= 140 && ms < 160, "where the click was");
        // The same spot once more lets it go.
        await page.mouse.click(...(await spot(page, 2, 150)));
        await page.waitForSelector("#timeline .going[hidden]");
    });

    test("zooms and moves by keys, by buttons and by drag, and comes back to the present", async () => {
        const page = await visit({ path: SHORT.replace("load.tasks=10", "load.tasks=1000") });
        await finished(page);
        await shows(page, /^0:45\.000 to 0:50\.000, follows the present$/);
        await page.focus(picture);
        await page.keyboard.press("ArrowLeft");
        await shows(page, /^0:44\.500 to 0:49\.500$/);
        await page.keyboard.press("Home");
        await shows(page, /^0:00\.000 to 0:05\.000$/);
        await page.keyboard.press("+");
        await shows(page, /^0:00\.833 to 0:04\.167$/);
        await press(page, "Show more time");
        await shows(page, /^0:00\.000 to 0:05\.000$/);
        const [x, y] = await spot(page, 1, 3000);
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.mouse.move(x - 200, y, { steps: 5 });
        await page.mouse.up();
        await shows(page, /^0:00\.[89]\d\d to 0:05\.[89]\d\d$/);
        assert.equal(await page.$("#timeline .going:not([hidden])"), null, "a drag is no click");
        await press(page, "Now");
        await shows(page, /follows the present$/);
        await page.focus(picture);
        await page.mouse.move(...(await spot(page, 1, 2500)));
        await page.mouse.wheel({ deltaY: 400 });
        await page.waitForFunction(() => Number(/last ([\d.]+) s/.exec(document.querySelector(".timeline-about")?.textContent ?? "")?.[1]) > 5);
    });

    test("shows no more time than the run has had, and no less than one can look at", async () => {
        const page = await visit({ path: SHORT.replace("load.tasks=10", "load.tasks=1000") });
        await finished(page);
        await page.focus(picture);
        const bounds = () => page.$$eval(".timeline-tools .square", (buttons) => buttons.map((button) => [button.getAttribute("aria-label"), button.getAttribute("aria-disabled")]));
        assert.deepEqual(await bounds(), [["Show more time", "false"], ["Show less time", "false"]]);
        for (let n = 0; n < 12; n += 1) await page.keyboard.press("-");
        await shows(page, /^0:00\.000 to 0:50\.000/);
        assert.deepEqual(await bounds(), [["Show more time", "true"], ["Show less time", "false"]]);
        for (let n = 0; n < 40; n += 1) await page.keyboard.press("+");
        await page.waitForFunction(() => document.querySelector(".timeline-about")?.textContent === "each worker, the last 10 ms");
        assert.deepEqual(await bounds(), [["Show more time", "false"], ["Show less time", "true"]]);
    });

    test("steps from worker to worker by keys", async () => {
        // A link that names a moment opens held there.
        const page = await visit({ path: `${SHORT}&at=0` });
        await press(page, "To the next event");
        await clockUntil(page, (ms) => ms === 100, "at 100 ms");
        await page.focus(picture);
        await page.keyboard.press("ArrowDown");
        await reads(page, /^Worker 1/);
        await page.keyboard.press("ArrowDown");
        await reads(page, /^Worker 2/);
        assert.match(await page.$eval(picture, (element) => element.getAttribute("aria-valuetext") ?? ""), /^Worker 2/);
    });

    test("has a table for those who read", async () => {
        const page = await visit({ path: SHORT });
        await finished(page);
        await page.focus(".timeline-table summary");
        await page.keyboard.press("Enter");
        await page.waitForFunction(() => document.querySelectorAll(".timeline-table tbody tr").length === 10);
        const first = await page.$$eval(".timeline-table tbody tr:first-child td", (cells) => cells.map(({ textContent }) => textContent));
        assert.deepEqual(first.slice(2), ["1", "at work", "0:00.400", "100 ms", "then done"]);
    });

    test("gathers a thousand workers in one picture, of which each can be pointed at", async () => {
        const page = await visit({
            path: "#v=1&seed=1&pool.workers=1000&pool.bufferSize=100&load.tasks=4000&work.service.kind=constant&work.service.ms=100&work.failureProbability=0",
        });
        await finished(page);
        assert.equal(await clockMs(page), 400);
        await page.waitForFunction((selector) => (document.querySelector(selector)?.clientHeight ?? 0) > 300, {}, picture);
        const height = await page.$eval(picture, ({ clientHeight }) => clientHeight);
        assert.ok(height < 500, `it is ${height} pixels high`);
        const [x] = await spot(page, 1, 350);
        const box = await (await page.waitForSelector(picture))?.boundingBox();
        assert.ok(box);
        // A row of four workers in the middle of the lanes.
        await page.mouse.move(x, box.y + 72 + 125);
        await reads(page, /^Worker (?:49|50)\d, task \d+, attempt 1: at work from 0:00\.300 for 100 ms, then done$/);
    });

    test("says of which past not all is kept: in the picture, at the pointer, and in the table", async () => {
        // Many events at each moment, of which two seconds are more than is kept.
        const page = await visit({
            path: "#v=1&seed=3&pool.workers=1000&pool.bufferSize=20000&load.tasks=60000&load.arrivals.kind=bursts&load.arrivals.size=12000&load.arrivals.everyMs=5000&work.service.kind=exponential&work.service.meanMs=400&work.failureProbability=0.2&pool.retry.baseDelayMs=300&at=12000",
        });
        await clockUntil(page, (ms) => ms === 12_000, "at 12 s");
        await shows(page, /^0:00\.000 to 0:15\.000, follows the present, not all kept before 0:\d\d\.\d{3}$/);
        const knownMs = await page.$eval(picture, (element) => 1000 * Number(/before 0:([\d.]+)/.exec(element.getAttribute("aria-valuetext") ?? "")?.[1]));
        assert.ok(knownMs < 10_000, `what is known begins at ${knownMs} ms`);
        await page.$eval(picture, (element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
        const box = await (await page.waitForSelector(picture))?.boundingBox();
        assert.ok(box);
        await page.mouse.move(box.x + 88 + 40, box.y + 72 + 125);
        await reads(page, /^Worker \d+: not kept what it did at 0:00\.\d+$/);
        await page.click(".timeline-table summary");
        await textUntil(page, ".timeline-table p", /^Of what happened before 0:\d\d\.\d{3} not all is kept\.$/);
        // Stripes, and what is between them.
        const colours = await page.$eval(`${picture} canvas`, (canvas) => {
            if (!(canvas instanceof HTMLCanvasElement)) return 0;
            const { data } = canvas.getContext("2d")?.getImageData(Math.round((130 * canvas.width) / canvas.clientWidth), Math.round((200 * canvas.height) / canvas.clientHeight), 60, 1) ?? { data: [] };
            return new Set(new Uint32Array(Uint8ClampedArray.from(data).buffer)).size;
        });
        assert.ok(colours > 1, "hatched");
    });
});
