// Simulation and theory side by side, and figures made precise.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

const MM3 =
    "#v=1&seed=1&pool.workers=3&pool.bufferSize=null&load.tasks=50000&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=240&work.failureProbability=0&work.service.kind=exponential&work.service.meanMs=10";

/** The cells of a figure, by the heads of their columns. @param {Page} page @param {string} id @returns {Promise<Record<string, string>>} */
const rowOf = (page, id) =>
    page.$eval(`#trust tr[data-figure="${id}"]`, (row) => {
        const heads = [...document.querySelectorAll("#trust thead th:not([hidden])")].map((head) => head.textContent);
        return Object.fromEntries([...row.children].map((cell, n) => [heads[n] ?? "", cell.textContent]));
    });

/** @param {Page} page @param {string} words */
const saysModel = (page, words) => page.waitForFunction((wanted) => document.querySelector(".trust-model")?.textContent.includes(wanted), {}, words);

/** @param {Page} page @param {string} path @param {string} precision */
async function makePrecise(page, path, precision) {
    await page.waitForSelector(".precise-start:not(:disabled)");
    await page.select('.precise select[aria-label="Figure"]', path);
    await page.select('.precise select[aria-label="How precise"]', precision);
    await page.click(".precise-start");
}

inEachBrowser((visit) => {
    test("theory of M/M/3 stands beside the run, which alone is not judged", async () => {
        const page = await visit({ path: MM3 });
        await saysModel(page, "M/M/3 · Erlang C Erlang 1917");
        await (await page.waitForSelector('button[aria-label="Run to the end"]'))?.click();
        await page.waitForFunction(() => /^11\.\d ms$|^10\.\d ms$|^9\.\d\d ms$/.test(document.querySelector('#trust tr[data-figure="waitMs.mean"] td:nth-of-type(2)')?.textContent ?? ""));
        const wait = await rowOf(page, "waitMs.mean");
        assert.equal(wait["Theory"], "10.8 ms");
        assert.equal(wait["Do they agree?"], "–one run can’t tell");
        assert.equal((await rowOf(page, "utilisation.busy"))["Theory"], "80.0 %");
        assert.equal((await rowOf(page, "waitMs.p99"))["Theory"], "69.5 ms");
        assert.match(await page.$eval(".precise-words", (words) => words.textContent), /^A single run can’t be judged/);
    });

    test("many runs give intervals, and theory agrees with them", async () => {
        const page = await visit({ path: MM3 });
        await saysModel(page, "M/M/3");
        await makePrecise(page, "waitMs.mean", "0.02");
        await page.waitForFunction(() => document.querySelector(".precise-words")?.textContent.includes("were enough"), { timeout: 60_000 });
        const wait = await rowOf(page, "waitMs.mean");
        const measured = Object.entries(wait).find(([head]) => /^Mean of \d+ runs$/.test(head))?.[1] ?? "";
        const [, mean, half] = /^([\d.]+) ms ± ([\d.]+) ms$/.exec(measured) ?? [];
        assert.ok(Number(half) <= 0.02 * Number(mean) * 1.01, `${measured} is not ± 2 %`);
        assert.ok(Math.abs(Number(mean) - 10.8) < 0.05 * 10.8, measured);
        const verdicts = await page.$$eval("#trust .badge", (badges) => badges.map((badge) => badge.getAttribute("data-verdict")));
        assert.ok(verdicts.length >= 10);
        assert.ok(!verdicts.includes("differs"), verdicts.join());
        assert.equal(verdicts[0], "agrees");
        assert.match(wait["Do they agree?"] ?? "", /^✓agrees, [\d.]+ % apart$|^…may be luck/);
        assert.match(await page.$eval(".precise-words", (words) => words.textContent), /^Each run has 72,000 tasks instead of 50,000 tasks, and the first 7,200 tasks are left out/);
    });

    test("where theory is just outside of what was asked for, it says that it may be luck, and what tells; not that it was enough", async () => {
        const page = await visit({
            path: "#v=1&seed=42&warmupTasks=200&pool.workers=7&pool.bufferSize=null&pool.retry.maxAttempts=1&load.tasks=2000&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=100&work.service.kind=exponential&work.service.meanMs=40&work.failureProbability=0.05",
        });
        await saysModel(page, "M/M/7");
        await makePrecise(page, "waitMs.p99", "0.01");
        await page.waitForFunction(() => document.querySelector(".precise-words")?.textContent.includes(" confidence "), { timeout: 60_000 });
        assert.match((await rowOf(page, "waitMs.p99"))["Do they agree?"] ?? "", /^…may be luck, 1\.\d % apart$/);
        const words = await page.$eval(".precise-words", ({ textContent }) => textContent);
        assert.match(words, /After \d+ runs it is known to ± 1 %, and theory is just outside: that may be luck, as 1 such interval in 20 misses\. A narrower goal tells, or another seed\./);
        assert.doesNotMatch(words, /enough/);
    });

    test("it tells how far it has got, and can be cancelled by keyboard", async () => {
        const page = await visit({ path: MM3.replace("50000", "1000000") });
        await saysModel(page, "M/M/3");
        await page.waitForSelector(".precise-start");
        await page.select('.precise select[aria-label="Figure"]', "waitMs.p99");
        await page.select('.precise select[aria-label="How precise"]', "0.005");
        await page.focus(".precise-start");
        await page.keyboard.press("Enter");
        await page.waitForSelector(".precise progress:not([hidden])");
        assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Cancel");
        await page.keyboard.press("Enter");
        await page.waitForFunction(() => document.querySelector(".precise-words")?.textContent === "Cancelled.");
        await page.waitForSelector(".precise-start:not(:disabled)");
        assert.equal(await page.$(".precise progress:not([hidden])"), null);
        assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Make it precise");
    });

    test("progress is told in runs and in the width of the interval", async () => {
        const page = await visit({ path: MM3 });
        await saysModel(page, "M/M/3");
        await page.evaluate(() => {
            /** @type {string[]} */
            const told = [];
            Object.assign(globalThis, { told });
            new MutationObserver(() => told.push(document.querySelector(".precise-words")?.textContent ?? "")).observe(document.querySelector(".precise-words") ?? document.body, { childList: true, characterData: true, subtree: true });
        });
        await makePrecise(page, "waitMs.mean", "0.02");
        await page.waitForFunction(() => document.querySelector(".precise-words")?.textContent.includes("were enough"), { timeout: 60_000 });
        const told = await page.evaluate(() => /** @type {{ told: string[] }} */ (/** @type {unknown} */ (globalThis)).told);
        assert.equal(told[0], "Running beside the page …");
        assert.ok(told.some((words) => /^\d+ runs: ± [\d.]+ % so far, ± 2\.0 % is the goal\.$/.test(words)), told.join("\n"));
    });

    test("where more comes than can be done there is no steady state, and it says why", async () => {
        const page = await visit();
        await saysModel(page, "No steady state.");
        assert.match(await page.$eval(".trust-model", (model) => model.textContent), /6 tasks a second come, and 8 workers can do 5\.28/);
        assert.equal(await page.$eval("#trust .table-scroll", (table) => table.checkVisibility()), false);
    });

    test("without a formula it says so, and many runs still tell how sure the figures are", async () => {
        const page = await visit({ path: `#v=1&seed=5&pool.workers=2&load.tasks=100&work.service.kind=exponential&work.service.meanMs=20&work.outages=${encodeURIComponent('[{"fromMs":100,"toMs":500,"failureProbability":1}]')}` });
        await saysModel(page, "An outage changes with time how often attempts fail");
        await makePrecise(page, "throughputPerSecond", "0.05");
        await page.waitForFunction(() => document.querySelector(".precise-words")?.textContent.includes("were enough"), { timeout: 60_000 });
        const throughput = await rowOf(page, "throughputPerSecond");
        assert.equal(throughput["Theory"], "–");
        assert.equal(throughput["Do they agree?"], "–");
        assert.match(Object.values(throughput).join(), / ± /);
        assert.match(await page.$eval(".precise-words", (words) => words.textContent), /^Each run is this one, 100 tasks from an empty pool/);
    });

    test("a run whose knobs were turned has no formula until it begins anew with them", async () => {
        const page = await visit({ path: `${MM3}&turn=1000,workers,4&at=2000` });
        await saysModel(page, "Knobs were turned while it ran");
        await page.evaluate(() => {
            const button = [...document.querySelectorAll("#trust button")].find((one) => one.textContent.startsWith("Begin anew"));
            if (button instanceof HTMLElement) button.click();
        });
        await saysModel(page, "M/M/4");
    });

    test("on a phone the figure, theory, the simulation and whether they agree fit the screen", async () => {
        const page = await visit({ path: `${MM3}&at=2000`, width: 390, height: 844 });
        await page.waitForSelector('#trust tr[data-figure="sojournMs.mean"] .badge');
        const wide = await page.$eval("#trust .table-scroll", ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
        assert.ok(wide <= 0, `${wide} pixels of the table are out of sight`);
    });
});
