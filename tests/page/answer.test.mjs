// Answer: the smallest pool, or buffer, that keeps a figure within a limit.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";
import { says, SMALL, workersAre } from "./deciding.mjs";
import { named } from "./named.mjs";
import { fill, press } from "./reading.mjs";

/** The numbers that were tried, and whether each was enough. @param {import("puppeteer-core").Page} page */
const tried = (page) =>
    page.$$eval(".answer tbody tr", (lines) => lines.map((line) => ({ n: Number(line.children[0]?.textContent.replaceAll(",", "")), isEnough: line.children[2]?.textContent === "✓ enough" })));

inEachBrowser((visit) => {
    test("says what is in the figure that is asked about, and over which tasks", async () => {
        const page = await visit({ path: `${SMALL}&tab=answer` });
        // What is asked about at first leaves no wait out.
        assert.match(await says(page, "#answer-meaning", /first attempt/), /^From submit to the first attempt: blocked at the gate, and waiting in the buffer\.$/);
        const figure = await page.waitForSelector("#panel-answer select[aria-label=whose]");
        await figure?.select("waitMs.p99");
        await says(page, "#answer-meaning", /Time blocked at the gate comes before that and is not in it/);
        await figure?.select("blockedMs.mean");
        await says(page, "#answer-meaning", /Over all accepted tasks: whoever found room at once counts as 0\.$/);
    });

    test("finds the smallest pool, says how sure that is, and loads it", async () => {
        const page = await visit({ path: `${SMALL}&tab=answer&answer=pool.workers:waitMs.p99:50` });
        const words = await says(page, ".answer-words", /workers: /);
        const [, found, below] = /^(\d+) workers: p99 wait [\d.]+ ms ±\s[\d.]+; at most [\d.]+ m?s was asked\. With (\d+) it is [\d.]+ m?s ±\s[\d.]+\./.exec(words) ?? [];
        assert.equal(Number(below), Number(found) - 1, words);
        const all = await tried(page);
        assert.equal(all.find(({ n }) => n === Number(found))?.isEnough, true);
        assert.equal(all.find(({ n }) => n === Number(below))?.isEnough, false);
        assert.ok((await page.$$(".answer-picture svg .point")).length > 1);
        await press(page, `Load ${found} workers`);
        await workersAre(page, String(found));
    });

    test("the same question has the same answer, in as many runs as the field says", async () => {
        const page = await visit({ path: `${SMALL}&tab=answer&answer=pool.workers:waitMs.p99:50&answerruns=20` });
        const words = await says(page, ".answer-words", /workers: /);
        assert.match(await says(page, "#panel-answer .tool-words", /runs of/), /^20 runs of 80 tasks, at each of \d+ numbers, and 4 times as many at the last two\.$/);
        await press(page, "Find it");
        await page.waitForFunction(() => document.querySelector(".answer-words")?.textContent === "");
        assert.equal(await says(page, ".answer-words", /workers: /), words);
        await fill(page, "Runs at each number", "1");
        await press(page, "Find it");
        await says(page, "#panel-answer .tool-words", /runs at each number must be a whole number from 2 to 1000/);
        // And at the field, where one is again.
        await says(page, "#panel-answer .tool-runs .error", /^A whole number from 2 to 1000\.$/);
        await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Runs at each number" && document.activeElement.getAttribute("aria-invalid") === "true");
        await fill(page, "Runs at each number", "20");
        assert.equal(await page.$eval("#panel-answer .tool-runs .error", ({ textContent }) => textContent), "");
    });

    test("says so, and why, where no pool can do it", async () => {
        const page = await visit({ path: `${SMALL}&tab=answer&answer=pool.workers:sojournMs.p99:20` });
        const words = await says(page, ".answer-words", /./);
        assert.match(words, /^No pool can do that: even with \d+ workers it is \d+ ms ±\s[\d.]+, and more change nothing\. The work itself takes that long/);
        assert.equal(await page.$eval(".answer .tool-load", (button) => /** @type {HTMLElement} */ (button).hidden), true);
        assert.ok((await tried(page)).every(({ isEnough }) => !isEnough));
    });

    test("says what the figure leaves out, where the senders wait instead", async () => {
        const page = await visit({ path: `${SMALL.replace("ratePerSecond=12", "ratePerSecond=40")}&tab=answer&answer=pool.workers:waitMs.p99:5000` });
        const words = await says(page, ".answer-words", /./);
        // Beside the figure, and why behind it.
        assert.match(words, /^1 worker: p99 wait [\d.]+ m?s ±\s[\d.]+, but with the gate at least [\d.]+ s; at most 5\.00 s was asked\./);
        assert.match(words, / Senders waited at the gate for [\d.]+ s \(p99\); p99 wait does not count that\.$/);
    });

    test("says the same of one fewer, whose full buffer makes it look as if little were missing", async () => {
        const page = await visit({ path: `${SMALL.replace("ratePerSecond=12", "ratePerSecond=40")}&tab=answer&answer=pool.workers:waitMs.p99:300` });
        assert.match(await says(page, ".answer-words", /./), / With \d it is [\d.]+ ms ±\s[\d.]+, but with the gate at least [\d.]+ m?s\./);
    });

    test("says what share is turned away, where a pool is quick because it takes so few", async () => {
        const page = await visit({ path: `${SMALL.replace("bufferSize=8", "bufferSize=1&pool.whenFull=reject").replace("ratePerSecond=12", "ratePerSecond=40")}&tab=answer&answer=pool.workers:waitMs.p99:120` });
        assert.match(await says(page, ".answer-words", /./), /^\d workers: p99 wait [\d.]+ ms ±\s[\d.]+; at most 120 ms was asked\. \d+ % of all tasks are turned away; p99 wait does not count them\. With \d it is [\d.]+ ms ±\s[\d.]+, and \d+ % are turned away\./);
    });

    test("that luck may decide stands behind the figures that are near, whatever else there is to say", async () => {
        const page = await visit({ path: `${SMALL.replace("ratePerSecond=12", "ratePerSecond=40").replace("bufferSize=8", "bufferSize=1")}&tab=answer&answer=pool.workers:waitMs.p99:50&answerruns=5` });
        const words = await says(page, ".answer-words", /./);
        assert.match(words, / With 5 it is [\d.]+ ms ±\s[\d.]+, but with the gate at least [\d.]+ ms\. With 6 it is so near 50\.0 ms that luck may decide\. Senders waited at the gate/);
    });

    test("runs that are too short for the long run say so, and are lengthened as by a knob", async () => {
        const page = await visit({ path: `${SMALL}&tab=answer` });
        await says(page, "#panel-answer .tool-short", /^Each run has 80 tasks and begins empty: too few to tell what becomes of this in the long run\. Lengthen the runs to 5,000 tasks, the first 500 of them to warm up$/);
        await page.click("#panel-answer .tool-short button");
        await page.waitForFunction(() => location.hash.includes("load.tasks=5000") && location.hash.includes("warmupTasks=500"));
        await page.waitForSelector("#panel-answer .tool-short", { hidden: true });
        await page.keyboard.down("Control");
        await page.keyboard.press("z");
        await page.keyboard.up("Control");
        await page.waitForFunction(() => location.hash.includes("load.tasks=80") && !location.hash.includes("warmupTasks"));
        await says(page, "#panel-answer .tool-short", /^Each run has 80 tasks/);
    });

    test("one worker may be enough already", async () => {
        const page = await visit({ path: `${SMALL}&tab=answer&answer=pool.workers:waitMs.p99:1000000` });
        assert.match(await says(page, ".answer-words", /./), /^1 worker: p99 wait .*\. A pool can’t be smaller\./);
    });

    test("says when what is enough for this run is not enough in the long run", async () => {
        const page = await visit({ path: `${SMALL.replace("ratePerSecond=12", "ratePerSecond=15")}&tab=answer&answer=pool.workers:waitMs.mean:5000` });
        assert.match(await says(page, ".answer-words", /./), /1 can’t keep up: with more tasks it would not be enough/);
    });

    test("finds a buffer, asked by hand", async () => {
        const page = await visit({ path: `${SMALL.replace("ratePerSecond=12", "ratePerSecond=16")}&tab=answer` });
        await page.waitForSelector(".answer");
        await page.select('select[aria-label="The smallest"]', "pool.bufferSize");
        await page.select('select[aria-label="whose"]', "blockedMs.mean");
        const limit = await page.waitForSelector(named("spinbutton", "Limit"));
        await limit?.evaluate((input) => /** @type {HTMLInputElement} */ (input).select());
        await page.keyboard.type("5");
        await page.keyboard.press("Enter");
        assert.match(await says(page, ".answer-words", /./), /^\d+ places in the buffer: mean wait at the gate [\d.]+ ms ±\s[\d.]+; at most [\d.]+ ms was asked\. With \d+ it is/);
    });

    test("is cancelled at once, and may be asked again", async () => {
        const page = await visit({ path: `${SMALL}&tab=answer&answer=pool.workers:waitMs.p99:50` });
        await says(page, ".answer-words", /./);
        // Both at once: no machine is so quick that it has the answer in between.
        await page.evaluate(() => {
            for (const button of [".answer .tool-begin", ".answer .tool-cancel"]) /** @type {HTMLElement} */ (document.querySelector(button)).click();
        });
        await says(page, "#panel-answer .tool-words", /^Cancelled\.$/);
        assert.equal(await page.$eval(".answer-words", ({ textContent }) => textContent), "");
        await press(page, "Find it");
        await says(page, ".answer-words", /workers: /);
    });

    test("an answer to another question, or about another scenario, is not taken for one to this", async () => {
        const page = await visit({ path: `${SMALL}&tab=answer&answer=pool.workers:waitMs.p99:50` });
        assert.match(await says(page, ".answer-words", /./), /; at most 50\.0 ms was asked\./);
        // While one types, before the field is left.
        await page.focus('#panel-answer input[aria-label="Limit"]');
        await page.keyboard.type("0");
        await says(page, "#panel-answer .tool-words", /^The question has changed since: find it again\.$/);
        await page.waitForSelector(".answer.is-old");
        await fill(page, "Limit", "50");
        await says(page, "#panel-answer .tool-words", /^$/);
        // A knob that is turned while it is sought: both at once, as no machine is so quick that it has the answer in between.
        await page.evaluate(() => {
            const turned = [...document.querySelectorAll("#knobs .knob-head")].find((head) => head.textContent.startsWith("Tasks arriving"))?.querySelector("input");
            if (!turned) throw new Error("there is no knob for the arrivals");
            /** @type {HTMLElement} */ (document.querySelector(".answer .tool-begin")).click();
            turned.value = "20";
            turned.dispatchEvent(new Event("change", { bubbles: true }));
        });
        await says(page, ".answer-words", /workers: /);
        await says(page, "#panel-answer .tool-words", /^The scenario on show has changed since: find it again\.$/);
        await fill(page, "Limit", "-5");
        await press(page, "Find it");
        await says(page, "#panel-answer .tool-words", /the limit must be a number from 0 to 10\^12/);
        assert.equal(await page.$eval(".answer-words", ({ textContent }) => textContent), "");
        await page.waitForSelector(".answer input[aria-invalid=true]");
    });

    test("a limit that can’t be asked for is in no link, so that each link of the page’s own can be followed", async () => {
        const page = await visit({ path: `${SMALL}&tab=answer` });
        await page.waitForSelector(".answer");
        await fill(page, "Limit", "70");
        await page.waitForFunction(() => location.hash.endsWith("&answer=pool.workers:allWaitMs.mean:70"));
        for (const limit of ["-5", "1e13"]) {
            await fill(page, "Limit", limit);
            await page.waitForFunction(() => !location.hash.includes("&answer="));
            await press(page, "Find it");
            await says(page, "#panel-answer .tool-words", /the limit must be a number from 0 to 10\^12/);
            await fill(page, "Limit", "70");
            await page.waitForFunction(() => location.hash.includes("&answer="));
        }
    });

    test("a link that asks for very much is followed when a person says so, and not before", async () => {
        const page = await visit({ path: `${SMALL.replace("load.tasks=80", "load.tasks=20000")}&tab=answer&answer=pool.workers:waitMs.p99:50&answerruns=1000` });
        assert.equal(await says(page, "#panel-answer .tool-words", /./), "The link asks for 1,000 runs of 20,000 tasks, at each number that is tried. That may take long: press “Find it” to begin.");
        assert.equal(await page.$("#panel-answer .is-running"), null);
    });

    test("a number of runs in a link that makes no sense does not cost the rest of it", async () => {
        const page = await visit({ path: `${SMALL}&tab=answer&answer=pool.workers:sojournMs.p90:70&answerruns=1` });
        await says(page, "#problem:not([hidden])", /answerruns, must be from 2 to 1000; got 1/);
        assert.equal(await page.$eval('#panel-answer input[aria-label="Limit"]', (input) => /** @type {HTMLInputElement} */ (input).value), "70");
        assert.equal(await page.$eval("#panel-answer select[aria-label=whose]", (select) => /** @type {HTMLSelectElement} */ (select).value), "sojournMs.p90");
    });

    test("a link that asks for what can’t be answered is told of", async () => {
        for (const answer of ["pool.workers:waitMs.p99:1e999", "pool.workers:waitMs.p99:-1", "seed:waitMs.p99:5", "pool.workers:constructor:5", "pool.workers:waitMs.p99", ""]) {
            const page = await visit({ path: `${SMALL}&tab=answer&answer=${answer}` });
            await says(page, "#problem:not([hidden])", /can’t be followed/);
            await page.waitForSelector("#panel-answer .answer", { visible: true });
        }
    });
});

inEachBrowser(
    (visit) => {
        test("in the dark and without motion, the bar is empty where nothing is done yet, and full at the end", async () => {
            const page = await visit({ path: `${SMALL}&tab=answer` });
            await page.waitForSelector("#panel-answer .tool-run");
            const bar = await page.$("#panel-answer progress");
            /** How bright its middle is, 0 to 255. @param {number} share */
            const middle = async (share) => {
                await bar?.evaluate((element, value) => {
                    element.parentElement?.classList.add("is-running");
                    /** @type {HTMLProgressElement} */ (element).value = value;
                    element.scrollIntoView({ block: "center" });
                }, share);
                const picture = await bar?.screenshot({ encoding: "base64" });
                return page.evaluate(async (data) => {
                    const image = new Image();
                    image.src = `data:image/png;base64,${data}`;
                    await image.decode();
                    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
                    canvas?.drawImage(image, 0, 0);
                    return canvas?.getImageData(Math.floor(image.width / 2), Math.floor(image.height / 2), 1, 1).data[0] ?? -1;
                }, picture ?? "");
            };
            assert.ok((await middle(0)) < 100);
            assert.ok((await middle(1)) > 200);
        });
    },
    { reducedMotion: true, colours: "dark" },
);
