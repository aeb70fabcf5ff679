// Compare: two scenarios with the same luck, drawn, measured, and told in a sentence.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";
import { otherwise, says, SMALL, workersAre } from "./deciding.mjs";
import { named } from "./named.mjs";
import { press } from "./reading.mjs";

/** @param {import("puppeteer-core").Page} page @param {string} figure */
const row = (page, figure) => page.$eval(`.compare tr[data-figure="${figure}"]`, (line) => [...line.children].map(({ textContent }) => textContent));

inEachBrowser((visit) => {
    test("a link shows two scenarios, their figures, and a sentence", async () => {
        const page = await visit({ path: `${SMALL}&tab=compare${otherwise({ "pool.workers": "3" })}` });
        const sentence = await says(page, ".compare-sentence", /lower/);
        assert.match(sentence, /^B’s p99 wait is \d+ % lower \(by [\d.]+ m?s ±\s[\d.]+\)/);
        assert.match(await page.$eval(".compare .tool-short", ({ textContent }) => textContent), /^Each run has 80 tasks and begins empty: .* Lengthen the runs to 5,000 tasks/);
        const [label, a, b, difference, share, differs] = await row(page, "waitMs.p99");
        assert.equal(label, "p99 wait");
        assert.match(a ?? "", /^\d.* ms ±\s\d/);
        assert.match(b ?? "", /^\d.* ms ±\s\d/);
        assert.match(difference ?? "", /^−.* ms \(−.* to −.*\)$/);
        assert.match(share ?? "", /^−\d.* %$/);
        assert.match(differs ?? "", /less, better$/);
        const [, , , points] = await row(page, "utilisation.busy");
        assert.match(points ?? "", /^−[\d.]+ points \(−[\d.]+ to −[\d.]+\)$/, "the difference of two percents is in points");
        assert.match(await page.$eval("#panel-compare .tool-words", ({ textContent }) => textContent), /^100 runs of 80 tasks, of each, with the same luck/);
        assert.match(await says(page, '[data-strip="A"] .strip-words', /done at/), /80 tasks done well/);
        assert.match(await says(page, '[data-strip="B"] figcaption', /Workers/), /Workers: 3/);
    });

    test("where the simulator takes no more tasks in, the strips say when and why, and of nothing that it is done", async () => {
        const page = await visit({ path: `${SMALL}&tab=compare&b.pool.workers=100000&b.pool.bufferSize=null&b.load.tasks=100000000&b.work.service.kind=constant&b.work.service.ms=1` });
        const words = await says(page, '[data-strip="B"] .strip-words', /stopped taking|: .* done well/);
        assert.doesNotMatch(words, /^done/);
        assert.match(await says(page, '[data-strip="B"] .strip-words', /stopped taking/), /At 0:00\.000 the simulator stopped taking tasks in: more than 4,000,000 were unfinished at once/);
        assert.doesNotMatch(await says(page, '[data-strip="A"] .strip-words', /done at/), /stopped taking/);
    });

    test("on a phone A, B, their difference and what it means fit the screen", async () => {
        const page = await visit({ path: `${SMALL}&tab=compare${otherwise({ "pool.workers": "3" })}`, width: 390, height: 844 });
        await says(page, ".compare-sentence", /lower/);
        const wide = await page.$eval(".compare .table-scroll", ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
        assert.ok(wide <= 0, `${wide} pixels of the table are out of sight`);
    });

    test("the same scenario twice is no difference", async () => {
        const page = await visit({ path: `${SMALL}&tab=compare${otherwise()}` });
        const sentence = await says(page, ".compare-sentence", /./);
        assert.match(sentence, /^No difference: in \d+ runs with the same luck, both came to the same\.$/);
        const [, a, b, difference, share, differs] = await row(page, "waitMs.mean");
        assert.equal(a, b);
        assert.equal(difference, "0 ms (0 to 0)");
        assert.equal(share, "");
        assert.match(differs ?? "", /the same$/);
    });

    test("B is changed with knobs, measured, and taken over", async () => {
        const page = await visit({ path: `${SMALL}&tab=compare` });
        await page.waitForSelector(".compare .editor-row");
        // It begins with one change; another one is chosen from the list.
        const changes = await page.$$eval(".editor-row", (rows) => rows.length);
        assert.equal(changes, 1);
        await page.select('select[aria-label="Change something else in B"]', "Places in the buffer");
        const field = await page.waitForSelector(`.editor ${named("spinbutton", "Places in the buffer")}`);
        await field?.evaluate((input) => /** @type {HTMLInputElement} */ (input).select());
        await page.keyboard.type("2");
        await page.keyboard.press("Tab");
        await says(page, '[data-strip="B"] figcaption', /Places in the buffer: 2/);
        await press(page, "Measure both");
        await says(page, ".compare-sentence", /./);
        await press(page, "Load B");
        await workersAre(page, "3");
        await says(page, '[data-strip="B"] figcaption', /the same as A/);
        // What was measured was of the two before.
        assert.equal(await page.$eval(".compare-sentence", ({ textContent }) => textContent), "");
    });

    test("A and B change places", async () => {
        const page = await visit({ path: `${SMALL}&tab=compare${otherwise({ "pool.workers": "5" })}` });
        await says(page, ".compare-sentence", /./);
        await press(page, "Swap A and B");
        await workersAre(page, "5");
        await says(page, '[data-strip="B"] figcaption', /Workers: 2/);
    });

    test("a value that makes no sense is refused at its knob", async () => {
        const page = await visit({ path: `${SMALL}&tab=compare${otherwise({ "pool.workers": "5" })}` });
        const field = await page.waitForSelector(`.editor ${named("spinbutton", "Workers")}`);
        await field?.evaluate((input) => /** @type {HTMLInputElement} */ (input).select());
        await page.keyboard.type("0");
        await page.keyboard.press("Tab");
        await says(page, ".editor .error:not([hidden])", /whole number from 1/);
        await says(page, '[data-strip="B"] figcaption', /Workers: 5/);
    });

    test("the tabs are walked with the arrow keys, and each shows its own", async () => {
        const page = await visit({ path: `${SMALL}&tab=compare` });
        await page.waitForSelector(".compare");
        await page.focus("#tab-compare");
        await page.keyboard.press("ArrowRight");
        await page.waitForSelector("#panel-sweep .sweep", { visible: true });
        assert.equal(await page.evaluate(() => document.activeElement?.id), "tab-sweep");
        await page.keyboard.press("End");
        await page.waitForSelector("#panel-answer .answer", { visible: true });
        await page.keyboard.press("ArrowRight");
        await page.waitForSelector("#panel-compare .compare", { visible: true });
        assert.deepEqual(await page.$$eval("#tools [role=tab]", (tabs) => tabs.map((tab) => [tab.getAttribute("aria-selected"), /** @type {HTMLElement} */ (tab).tabIndex])), [
            ["true", 0],
            ["false", -1],
            ["false", -1],
        ]);
    });

    test("where B has another number of tasks, both are told, and what was cut short", async () => {
        const page = await visit({ path: `${SMALL}&tab=compare${otherwise({ "load.tasks": "400" })}&compareruns=20` });
        assert.equal(await says(page, "#panel-compare .tool-words", /same luck/), "20 runs of 80 tasks, of A, and 20 runs of 400 tasks, of B, with the same luck on both sides.");
        const long = await visit({ path: `${SMALL.replace("load.tasks=80", "load.tasks=50000")}&tab=compare${otherwise({ "load.tasks": "30000" })}&compareruns=2` });
        assert.equal(
            await says(long, "#panel-compare .tool-words", /same luck/),
            "2 runs of 20,000 tasks (not 50,000: that would take long), of A, and 2 runs of 20,000 tasks (not 30,000: that would take long), of B, so that what differs in the number of tasks is not seen, with the same luck on both sides.",
        );
    });

    test("a link that asks for very much is followed when a person says so, and not before", async () => {
        const page = await visit({ path: `${SMALL.replace("load.tasks=80", "load.tasks=20000")}&tab=compare${otherwise({ "pool.workers": "3", "load.tasks": "20000" })}&compareruns=1000` });
        assert.equal(await says(page, "#panel-compare .tool-words", /./), "The link asks for 1,000 runs of 20,000 tasks, of each. That may take long: press “Measure both” to begin.");
        assert.equal(await page.$("#panel-compare .is-running"), null);
    });

    test("a number of runs in a link that makes no sense does not cost B", async () => {
        for (const runs of ["1001", "1", "0x10", ""]) {
            const page = await visit({ path: `${SMALL}&tab=compare${otherwise({ "pool.workers": "5" })}&compareruns=${runs}` });
            await says(page, "#problem:not([hidden])", /compareruns, must be from 2 to 1000/);
            const workers = await page.waitForSelector(`.editor ${named("spinbutton", "Workers")}`);
            assert.equal(await workers?.evaluate((input) => /** @type {HTMLInputElement} */ (input).value), "5");
        }
    });

    test("a link with a second scenario that makes no sense is told of, and the page goes on", async () => {
        for (const part of ["b.pool.workers=0", "b.pool.workers=1e999", "b.pool.nonsense=1", "b.pool.__proto__.workers=4"]) {
            const page = await visit({ path: `${SMALL}&tab=compare&${part}` });
            await says(page, "#problem:not([hidden])", /link/i);
            await page.waitForSelector("#panel-compare .compare", { visible: true });
        }
    });

    test("a link with a tab that there is not is told of", async () => {
        const page = await visit({ path: `${SMALL}&tab=everything` });
        await says(page, "#problem:not([hidden])", /no tab everything/);
    });
});
