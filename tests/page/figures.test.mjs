// The six figures under the transport, and the offered load.
import assert from "node:assert/strict";
import { test } from "node:test";
import { simulate } from "../package/support.mjs";
import { inEachBrowser } from "./browsers.mjs";
import { press, summary, textUntil } from "./reading.mjs";

/** @param {import("puppeteer-core").Page} page @param {string} id */
const figure = (page, id) =>
    page.$eval(`[data-figure="${id}"]`, (element) => ({
        name: element.querySelector("dt")?.textContent ?? "",
        value: element.querySelector(".figure-value")?.textContent.replace(/\s+/g, " ").trim() ?? "",
        note: element.querySelector(".figure-note")?.textContent ?? "",
        line: element.querySelector(".spark-line")?.getAttribute("d") ?? "",
    }));

const SMALL = "#v=1&seed=7&pool.workers=2&pool.bufferSize=4&pool.retry.baseDelayMs=50&load.tasks=200&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=40&work.service.kind=exponential&work.service.meanMs=40";

/** @type {import("../../pkg/twinpool.js").Scenario} */
const scenario = {
    seed: 7,
    pool: { workers: 2, bufferSize: 4, retry: { baseDelayMs: 50 } },
    load: { tasks: 200, arrivals: { kind: "poisson", ratePerSecond: 40 } },
    work: { service: { kind: "exponential", meanMs: 40 } },
};

inEachBrowser((visit) => {
    test("the figures of a finished run are those of its report, with what they were like on the way", async () => {
        const page = await visit({ path: SMALL });
        await (await page.waitForSelector('button[aria-label="Run to the end"]'))?.click();
        const report = simulate(scenario);
        await page.waitForFunction((n) => document.querySelector('[data-figure="failed"] .figure-value')?.textContent.includes(`of ${n}`), {}, 200);
        await page.waitForFunction(() => (document.querySelector('[data-figure="blocked"] .spark-line')?.getAttribute("d") ?? "") !== "");

        const throughput = await figure(page, "throughput");
        const wait = await figure(page, "wait");
        const blocked = await figure(page, "blocked");
        const failed = await figure(page, "failed");
        const retries = await figure(page, "retries");
        assert.equal(failed.value, `${report.failed} of 200`);
        assert.equal(retries.value, String(report.retries));
        assert.equal(retries.note, `${(report.attempts / 200).toFixed(2)} attempts a task`);
        assert.equal(throughput.value, `${(report.throughputPerSecond ?? 0).toFixed(1)} / s`);
        assert.equal(blocked.value, "0");
        assert.match(blocked.note, /longest so far [\d.]+ m?s/);
        assert.match(wait.value, /^\d+ ms · [\d.]+ m?s$|^\d+ · \d+ ms$|^[\d.]+ · [\d.]+ s$/);
        for (const one of [throughput, wait, blocked, failed, retries]) assert.match(one.line, /^M0\.0 [\d.]+(?:L[\d.]+ [\d.]+)+$/, one.name);
    });

    test("where a full buffer turns tasks away or pushes them out, that is told in place of senders who wait", async () => {
        const names = (/** @type {import("puppeteer-core").Page} */ page) => page.$$eval(".figure:not([hidden]) dt button", (all) => all.map(({ textContent }) => textContent));
        for (const [whenFull, id, name] of /** @type {const} */ ([["reject", "rejected", "Turned away"], ["dropOldest", "dropped", "Pushed out"]])) {
            const page = await visit({ path: `${SMALL}&pool.whenFull=${whenFull}` });
            await press(page, "Run to the end");
            const report = simulate({ ...scenario, pool: { ...scenario.pool, whenFull } });
            const lost = report[id];
            assert.ok(lost > 0);
            await textUntil(page, `[data-figure="${id}"] .figure-value`, new RegExp(`^${lost}\\s+of 200\\s*$`));
            assert.match((await figure(page, id)).note, new RegExp(`^${(lost / 2).toFixed(1)} %`));
            assert.deepEqual(await names(page), ["Finished", "Workers busy", "Wait, p50 and p99", name, "Failed for good", "Retries"]);
        }
    });

    test("a million attempts a task have room, and a share that is small is not nothing", async () => {
        const page = await visit({ path: "#v=1&seed=1&pool.workers=2&pool.retry.maxAttempts=100000&pool.retry.baseDelayMs=0&load.tasks=2&load.arrivals.kind=closed&work.service.kind=constant&work.service.ms=0&work.failureProbability=1" });
        await press(page, "Run to the end");
        await textUntil(page, '[data-figure="retries"] .figure-note', /^100K attempts a task$/);
        const small = await visit({ path: "#v=1&seed=1&pool.workers=2&pool.retry.maxAttempts=3&load.tasks=20&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=10&work.service.kind=exponential&work.service.meanMs=10&work.failureProbability=0.05" });
        await press(small, "Run to the end");
        await textUntil(small, '[data-figure="failed"] .figure-note', /^0\.0 %, theory 0\.01[23] %$/);
    });

    test("while a run warms up, nothing is counted, and that is said wherever a count would stand", async () => {
        // Ten tasks a second, the first at once: 20 have come after 1.95 s.
        const path = `${SMALL.slice(0, SMALL.indexOf("&load.arrivals"))}&warmupTasks=50&load.arrivals.kind=constant&load.arrivals.everyMs=100`;
        const page = await visit({ path: `${path}&at=1950` });
        await page.waitForFunction(() => document.querySelector(".clock-now")?.textContent === "0:01.950");
        await page.waitForFunction(() => document.querySelector('[data-figure="throughput"] .figure-note')?.textContent === "warming up, 40 %");
        for (const id of ["throughput", "utilisation", "wait", "failed", "retries"]) {
            assert.deepEqual([(await figure(page, id)).value, (await figure(page, id)).note], ["–", "warming up, 40 %"], id);
        }
        assert.match(await summary(page), /: warming up, 20 of 50 tasks came, not counted/);
        assert.match(await page.$eval(".census", ({ textContent }) => textContent), /Finished: warming up, 20 of 50 tasks came, not counted\./);
        await press(page, "Run to the end");
        await textUntil(page, '[data-figure="failed"] .figure-value', /of 150\s*$/);
    });

    test("a run that ends before its warm-up warms up no more, and has nothing to be measured; the knob says so before", async () => {
        const page = await visit({ path: `${SMALL}&warmupTasks=9999` });
        const hint = await page.$eval("::-p-xpath(//label[text()='Warm-up tasks']/ancestor::*[contains(@class, 'knob')][last()])", ({ textContent }) => textContent);
        assert.match(hint, /No more than 200 tasks will come: nothing is left to be measured\./);
        await press(page, "Run to the end");
        await textUntil(page, '[data-figure="throughput"] .figure-note', /^all was warm-up$/);
        assert.match(await summary(page), /^Finished at .*: all was warm-up, 200 of 9,999 tasks came, not counted/);
        assert.match(await page.$eval(".census", ({ textContent }) => textContent), /Finished: all was warm-up, /);
    });

    test("the shares of the workers' time come to a hundred, whatever is rounded", async () => {
        const page = await visit({ path: SMALL });
        const sums = await page.evaluate(async () => {
            /** @type {number[]} */
            const seen = [];
            let before = "";
            while (seen.length < 12) {
                await new Promise(requestAnimationFrame);
                const note = document.querySelector('[data-figure="utilisation"] .figure-note')?.textContent ?? "";
                const shares = note.match(/\d+/g);
                if (note === before || shares === null) continue;
                before = note;
                seen.push(shares.reduce((sum, share) => sum + Number(share), 0));
            }
            return seen;
        });
        assert.deepEqual([...new Set(sums)], [100]);
    });

    test("a figure tells what it is made of: when its name is pressed, and to who listens", async () => {
        const page = await visit({ path: SMALL });
        const name = await page.waitForSelector('[data-figure="wait"] .explained');
        await name?.focus();
        await page.keyboard.press("Enter");
        const meaning = await page.waitForSelector(".meaning:popover-open");
        assert.match(await meaning?.evaluate(({ textContent }) => textContent) ?? "", /^From accepted to the first attempt\. Time blocked at the gate .* is not in it/);
        const box = await meaning?.boundingBox();
        assert.ok(box !== null && box !== undefined && box.x >= 0 && box.y >= 0 && box.x + box.width <= 1280 && box.y + box.height <= 800, JSON.stringify(box));
        assert.equal(await name?.evaluate((button) => document.getElementById(button.getAttribute("aria-describedby") ?? "")?.className), "meaning");
        await page.keyboard.press("Escape");
        await page.waitForFunction(() => document.querySelector(".meaning:popover-open") === null);
    });

    test("the workers' time is split as in the report", async () => {
        const page = await visit({ path: SMALL });
        await (await page.waitForSelector('button[aria-label="Run to the end"]'))?.click();
        await page.waitForFunction(() => document.querySelector('[data-figure="failed"] .figure-value')?.textContent.includes("of 200"));
        const { busy, backoff, idle } = simulate(scenario).utilisation;
        const shares = [busy, backoff, idle].map((share) => ((share ?? 0) * 100).toFixed(0));
        const { value, note } = await figure(page, "utilisation");
        assert.equal(value, `${shares[0]} %`);
        assert.equal(note, `${shares[0]} busy · ${shares[1]} retry · ${shares[2]} idle`);
        const widths = await page.$$eval('[data-figure="utilisation"] .split > span', (parts) => parts.map((part) => parseFloat(part.style.width)));
        assert.deepEqual(
            widths.map((width) => width.toFixed(0)),
            shares,
        );
    });

    test("the offered load follows the knobs, and is said in a sentence", async () => {
        const page = await visit();
        const words = () => page.$eval(".balance-words", (element) => element.textContent);
        await page.waitForFunction(() => (document.querySelector(".balance-words")?.textContent ?? "") !== "");
        assert.equal(await words(), "9.1 workers needed, 8 there: the line keeps growing.");
        assert.equal(await page.$eval(".balance-labels", (element) => element.textContent), "3.3 work5.8 waiting to retry");
        await page.evaluate(() => {
            const choice = [...document.querySelectorAll(".knobs-open label")].find((label) => label.textContent.includes("moves on"));
            if (choice instanceof HTMLElement) choice.click();
        });
        await page.waitForFunction(() => document.querySelector(".balance-words")?.textContent === "3.3 workers needed, 8 there: room to spare.");
    });

    test("a sender who never pauses is no load to compare with", async () => {
        const page = await visit({ path: "#v=1&pool.workers=4&work.failureProbability=0&work.service.kind=constant&work.service.ms=250" });
        await page.waitForFunction(() => (document.querySelector(".balance-words")?.textContent ?? "") !== "");
        assert.equal(
            await page.$eval(".balance-words", (element) => element.textContent),
            "The sender never pauses, so all workers are taken. A task holds one for 250 ms: 4 finish 16.0 a second.",
        );
    });

    test("nothing moves when numbers come", async () => {
        const page = await visit();
        const places = () => page.$$eval("#figures, .figure, #knobs .balance, .balance-words, .knobs-group", (all) => all.map((one) => one.getBoundingClientRect().top));
        await page.waitForFunction(() => /[1-9]/.test(document.querySelector('[data-figure="throughput"] .figure-value')?.textContent ?? ""));
        const before = await places();
        await (await page.waitForSelector('button[aria-label="Run to the end"]'))?.click();
        await page.waitForFunction(() => document.querySelector('[data-figure="failed"] .figure-value')?.textContent.includes("of 600"));
        assert.deepEqual(await places(), before);
    });

    test("on a phone three come first, and none is wider than the screen", async () => {
        const page = await visit({ width: 390, height: 844 });
        await page.waitForSelector(".figure");
        const boxes = await page.$$eval(".figure:not([hidden])", (all) =>
            all.map((one) => {
                const { left, right, top } = one.getBoundingClientRect();
                return { id: one.getAttribute("data-figure"), box: { left, right, top } };
            }),
        );
        const top = Math.min(...boxes.map(({ box }) => box.top));
        assert.deepEqual(
            boxes.filter(({ box }) => box.top === top).map(({ id }) => id),
            ["throughput", "utilisation", "blocked"],
        );
        for (const { id, box } of boxes) assert.ok(box.left >= 0 && box.right <= 390, `${id} reaches from ${box.left} to ${box.right}`);
        const bar = await page.$eval("#knobs", (knobs) => knobs.getBoundingClientRect().top);
        const ends = await page.$$eval(".figure:not([hidden]) .figure-note", (notes) => notes.map((note) => note.getBoundingClientRect().bottom));
        assert.equal(ends.filter((bottom) => bottom <= bar).length, 3, "the first three are to be read, with what stands below them");
    });

    test("beside the knobs, no name and no number of a figure is cut off", async () => {
        for (const width of [770, 820, 1000, 1241]) {
            const page = await visit({ path: `${SMALL}&at=3000`, width });
            await page.waitForFunction(() => /\d/.test(document.querySelector('[data-figure="wait"] .figure-value')?.textContent ?? ""));
            const cut = await page.$$eval(".figure dt, .figure-value", (lines) => lines.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map(({ textContent }) => textContent));
            assert.deepEqual(cut, [], `${width} pixels wide`);
        }
    });
});
