// Sweep: one knob or two, all their values, and what becomes of a figure.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";
import { says, SMALL, workersAre } from "./deciding.mjs";
import { fill, press } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

const WORDS = "#panel-sweep .tool-words";
/** @param {Page} page */
const finished = (page) => says(page, WORDS, /All points have the same luck/);

/** The rows of the table behind the picture. @param {Page} page */
async function rows(page) {
    await page.$eval(".tool-map .tool-behind", (details) => {
        /** @type {HTMLDetailsElement} */ (details).open = true;
    });
    await page.waitForSelector(".tool-map tbody tr");
    return page.$$eval(".tool-map tbody tr", (lines) => lines.map((line) => [...line.children].map(({ textContent }) => textContent)));
}

inEachBrowser((visit) => {
    test("one knob becomes a line, with a table behind it", async () => {
        const page = await visit({ path: `${SMALL}&tab=sweep` });
        await page.waitForSelector(".sweep");
        await fill(page, "Along: from", "1");
        await fill(page, "Along: to", "4");
        await fill(page, "Along: how many values", "4");
        await press(page, "Sweep");
        const words = await finished(page);
        assert.match(words, /^30 runs of 80 tasks, at each of 4 points/);
        await page.waitForFunction(() => document.querySelectorAll(".tool-picture .point").length === 4);
        assert.ok((await page.$(".tool-picture .band-area")) !== null);
        const table = await rows(page);
        assert.deepEqual(table.map(([workers]) => workers), ["1", "2", "3", "4"]);
        for (const [, wait] of table) assert.match(wait ?? "", /^[\d.,]+ m?s ±\s[\d.]+$/);
        // More workers, less wait: so the last is the best.
        assert.match(await says(page, ".tool-readout", /best/), /^Workers 4: mean wait, gate included .*; the best$/);
    });

    test("the same settings give the same figures, in as many runs as the field says", async () => {
        const path = `${SMALL}&tab=sweep&sweep=pool.workers:1..3:3`;
        const page = await visit({ path });
        await finished(page);
        const first = await rows(page);
        // A machine that has much else to do in between is none the less asked for the same.
        await fill(page, "Runs at each point", "7");
        await press(page, "Sweep");
        assert.match(await says(page, WORDS, /^7 runs.*same luck/), /^7 runs of 80 tasks, at each of 3 points/);
        const fewer = await rows(page);
        assert.notDeepEqual(fewer, first);
        await page.waitForFunction(() => location.hash.includes("&sweepruns=7"));
        await fill(page, "Runs at each point", "30");
        await press(page, "Sweep");
        await says(page, WORDS, /^30 runs.*same luck/);
        assert.deepEqual(await rows(page), first);
        const other = await visit({ path: `${path}&sweepruns=7` });
        await finished(other);
        assert.deepEqual(await rows(other), fewer);
    });

    test("says before it runs how much that will be, and where there are fewer values than asked for", async () => {
        const page = await visit({ path: `${SMALL}&tab=sweep` });
        await page.waitForSelector(".sweep");
        await fill(page, "Along: from", "2");
        await fill(page, "Along: to", "8");
        await fill(page, "Along: how many values", "9");
        assert.equal(await says(page, ".tool-plan", /not 9/), "7 points, 30 runs of 80 tasks at each. Workers: there are only 7 different whole numbers from 2 to 8, not 9.");
        // Where the numbers do not have to coincide, they do not.
        await page.select('select[aria-label="Along: how they are spaced"]', "log");
        await fill(page, "Along: from", "1");
        await fill(page, "Along: to", "16");
        assert.equal(await says(page, ".tool-plan", /^9 points/), "9 points, 30 runs of 80 tasks at each.");
        await press(page, "Sweep");
        await finished(page);
        assert.deepEqual((await rows(page)).map(([workers]) => workers), ["1", "2", "3", "4", "5", "6", "8", "11", "16"]);
    });

    test("another figure needs no other sweep", async () => {
        const page = await visit({ path: `${SMALL}&tab=sweep&sweep=pool.workers:1..3:3` });
        await finished(page);
        const before = await rows(page);
        await page.select('select[aria-label="Look at the"]', "utilisation.busy");
        await page.waitForFunction(() => document.querySelector(".tool-map thead")?.textContent.includes("workers busy"));
        const after = await rows(page);
        assert.notDeepEqual(after, before);
        for (const [, busy] of after) assert.match(busy ?? "", /%/);
    });

    test("what a small buffer keeps at the gate is said, and there is a figure that counts it", async () => {
        // Twice as much comes as two workers can do: the larger the buffer, the longer the wait in it, and the shorter the one in front of it.
        const page = await visit({ path: `${SMALL.replace("ratePerSecond=12", "ratePerSecond=40")}&tab=sweep&sweep=pool.bufferSize:1..40:3&figure=waitMs.p99` });
        await finished(page);
        assert.match(await says(page, ".tool-readout", /best/), /^Places in the buffer 1: p99 wait/);
        const words = await says(page, ".tool-left-out", /./);
        assert.match(words, /^Senders waited at the gate for [\d.]+ s \(p99\); p99 wait does not count that\. Look at mean wait, gate included$/);
        await press(page, "Look at mean wait, gate included");
        assert.equal(await page.$eval('select[aria-label="Look at the"]', (select) => /** @type {HTMLSelectElement} */ (select).value), "allWaitMs.mean");
        await page.waitForFunction(() => document.querySelector(".tool-left-out button")?.getAttribute("hidden") === "");
        // Tasks are served in the order in which they came: where they wait changes nothing.
        const means = (await rows(page)).map(([, wait]) => wait?.split(" ±")[0]);
        assert.equal(means.length, 3);
        assert.equal(new Set(means).size, 1, means.join());
        assert.match(means[0] ?? "", /^[\d.]+ (?:ms|s)$/);
    });

    test("two knobs become a map with the best in a frame; a click and a key load a cell", async () => {
        const page = await visit({ path: `${SMALL}&tab=sweep&sweep=pool.workers:1..4:4,load.arrivals.ratePerSecond:4..12:3&figure=waitMs.mean` });
        const words = await finished(page);
        assert.match(words, /at each of 12 points/);
        await page.waitForFunction(() => document.querySelectorAll(".tool-picture .cell").length === 12);
        assert.notEqual(await page.$eval(".tool-picture .best-edge", (edge) => edge.getAttribute("d")), "");
        for (const text of await page.$$eval(".tool-picture .cell-text", (texts) => texts.map(({ textContent }) => textContent))) assert.match(text, /^[\d.≈]+ m?s$/);
        assert.match(await says(page, ".tool-legend", /./), /\(logarithmic: equal steps of colour multiply\)/);
        // The fastest arrivals are the shortest runs, but here it is the tasks that are few at every point.
        assert.match(await says(page, "#panel-sweep .tool-short", /./), /^Each run has 80 tasks and begins empty/);
        const table = await rows(page);
        assert.equal(table.length, 12);
        assert.deepEqual(table[1]?.slice(0, 2), ["1", "8"]);
        // The cell to the left, at the bottom: 1 worker, 4 tasks a second.
        const cell = await page.$eval(".tool-picture .cell", (first) => {
            const { left, top, width, height } = first.getBoundingClientRect();
            return { x: left + width / 2, y: top + height / 2 };
        });
        await page.mouse.click(cell.x, cell.y);
        await workersAre(page, "1");
        await says(page, ".tool-old", /^Loaded: Workers 1, Tasks arriving 4 \/ s\. It runs above\. Undo$/);
        await says(page, ".tool-readout", /^Workers 1, Tasks arriving 4 .*; on show now$/);
        assert.equal((await rows(page))[0]?.at(-1), "Loaded");
        await page.focus(".tool-picture");
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("ArrowRight");
        assert.match(await says(page, ".tool-readout", /Workers 3/), /^Workers 3, Tasks arriving 4 \/ s: mean wait/);
        await page.keyboard.press("Enter");
        await workersAre(page, "3");
        // What was loaded is taken back where it was loaded, and both are no longer said.
        await page.click(".tool-old button");
        await workersAre(page, "1");
        assert.equal(await page.$eval(".tool-old", (line) => /** @type {HTMLElement} */ (line).innerText.trim()), "");
        await says(page, ".tool-readout", /^Workers 3, Tasks arriving 4 \/ s: mean wait [^;]*(?:; [^;]*best[^;]*)?$/);
    });

    test("the words along an axis are whole, and none touches another", async () => {
        for (const [sweep, words] of /** @type {const} */ ([["pool.whenFull", ".tool-picture .point"], ["pool.whenFull,pool.workers:1..2:2", ".tool-picture .cell"], ["pool.workers:1..2:2,pool.whenFull", ".tool-picture .cell"]])) {
            const page = await visit({ path: `${SMALL}&tab=sweep&sweepruns=3&figure=rejected&sweep=${sweep}`, width: 390, height: 844 });
            await finished(page);
            await page.waitForSelector(words);
            const boxes = await page.$$eval(".tool-picture svg, .tool-picture text:not(.cell-text)", (marks) =>
                marks.map((mark) => {
                    const { left, right, top, bottom } = mark.getBoundingClientRect();
                    return { left, right, top, bottom, text: mark.textContent };
                }),
            );
            const [picture, ...labels] = boxes;
            assert.ok(picture !== undefined && labels.some(({ text }) => text.startsWith("pushes")));
            for (const [n, one] of labels.entries()) {
                assert.ok(one.left >= picture.left - 1 && one.right <= picture.right + 1, `${one.text} is cut off`);
                for (const other of labels.slice(n + 1)) {
                    const apart = one.right <= other.left || other.right <= one.left || one.bottom <= other.top + 2 || other.bottom <= one.top + 2;
                    assert.ok(apart, `${one.text} touches ${other.text}`);
                }
            }
        }
    });

    test("points that are as good are counted, and the best of them is the cheapest, by a rule that is said", async () => {
        // No attempt fails, so no task is given up, whatever the pool.
        const path = `${SMALL}&tab=sweep&sweep=pool.workers:1..9:3,pool.bufferSize:4..8:3&figure=failed`;
        const page = await visit({ path });
        await finished(page);
        await says(page, ".tool-legend", /all 9 points have the same mean the best: of these, the fewest workers, then the smallest buffer$/);
        assert.match(await says(page, ".tool-readout", /best/), /^Workers 1, Places in the buffer 4: tasks given up 0 ±\s0; the best: of 9 with the same mean, the fewest workers, then the smallest buffer$/);
        await page.waitForSelector(".tool-picture .taken");
        await press(page, "Load the best");
        await workersAre(page, "1");
        // There is nothing more to load: the button says so, and keeps the focus.
        await says(page, ".tool-map .tool-load", /^The best is loaded$/);
        assert.equal(await page.evaluate(() => document.activeElement?.className), "button tool-load");
        await page.select('select[aria-label="Look at the"]', "utilisation.idle");
        await page.waitForFunction(() => document.querySelector(".tool-picture .taken") === null);
    });

    test("a knob that is a choice is an axis, too", async () => {
        const page = await visit({ path: `${SMALL}&tab=sweep&sweep=pool.whenFull&figure=rejected` });
        await finished(page);
        assert.deepEqual((await rows(page)).map(([choice]) => choice), ["waits", "is turned away", "pushes the oldest out"]);
    });

    test("points appear as they come; what takes long is cancelled, and what was found stays", async () => {
        const page = await visit({ path: `${SMALL.replace("load.tasks=80", "load.tasks=100000")}&tab=sweep` });
        await page.waitForSelector(".sweep");
        await fill(page, "Along: from", "1");
        await fill(page, "Along: to", "40");
        await fill(page, "Along: how many values", "40");
        await fill(page, "Runs at each point", "100");
        await press(page, "Sweep");
        await page.waitForFunction(() => document.querySelectorAll(".tool-picture .point").length > 0, { timeout: 30_000 });
        await press(page, "Cancel");
        await says(page, WORDS, /^Cancelled\.$/);
        await page.waitForSelector("#panel-sweep .tool-run:not(.is-running)");
        const found = (await rows(page)).filter(([, wait]) => wait !== "…").length;
        assert.ok(found > 0 && found < 40, `${found} of 40 points are there`);
    });

    test("is kept as CSV, SVG and PNG", async () => {
        const page = await visit({ path: `${SMALL}&tab=sweep&sweep=pool.workers:1..3:3,load.arrivals.ratePerSecond:4..12:3` });
        await finished(page);
        await page.waitForFunction(() => document.querySelectorAll(".tool-picture .cell").length === 9);
        const files = page.evaluate(
            () =>
                new Promise((resolve) => {
                    /** @type {Record<string, { type: string, size: number, text: string }>} */
                    const kept = {};
                    /** @type {Map<string, Blob>} */
                    const made = new Map();
                    const make = URL.createObjectURL.bind(URL);
                    URL.createObjectURL = (blob) => {
                        const address = make(blob);
                        if (blob instanceof Blob) made.set(address, blob);
                        return address;
                    };
                    HTMLAnchorElement.prototype.click = function () {
                        const blob = made.get(this.href);
                        void blob?.text().then((text) => {
                            kept[this.download] = { type: blob.type, size: blob.size, text };
                            if (Object.keys(kept).length === 3) resolve(kept);
                        });
                    };
                    for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".tool-files button"))) button.click();
                }),
        );
        const kept = /** @type {Record<string, { type: string, size: number, text: string }>} */ (await files);
        const csv = kept["twinpool-sweep.csv"]?.text.trimEnd().split("\r\n") ?? [];
        assert.equal(csv[0], "pool.workers,load.arrivals.ratePerSecond,waitMs.p99,low,high,runs");
        assert.equal(csv.length, 10);
        assert.match(csv[1] ?? "", /^1,4,[\d.]+,[\d.]+,[\d.]+,\d+$/);
        const svg = kept["twinpool-sweep.svg"]?.text ?? "";
        assert.match(svg, /^<svg .*<title>p99 wait by Workers and Tasks arriving/);
        assert.equal(svg.match(/<rect [^>]*fill="rgb\(/g)?.length, 10, "the ground, and nine cells");
        assert.ok((kept["twinpool-sweep.png"]?.size ?? 0) > 1000);
        assert.equal(kept["twinpool-sweep.png"]?.type, "image/png");
    });

    test("comes when somebody is near, and not before", async () => {
        const page = await visit({ path: SMALL });
        await page.waitForSelector("#tools [role=tab]");
        assert.equal(await page.$("#tools .tool"), null);
        await page.$eval("#tools", (section) => {
            section.scrollIntoView();
        });
        await page.waitForSelector("#panel-compare .compare", { visible: true });
    });

    test("what makes no sense is told, and nothing is run", async () => {
        const page = await visit({ path: `${SMALL}&tab=sweep` });
        await page.waitForSelector(".sweep");
        await fill(page, "Along: from", "9");
        await fill(page, "Along: to", "3");
        await press(page, "Sweep");
        await says(page, WORDS, /“from” must be below “to”/);
        assert.equal(await page.$(".tool-picture svg"), null);
    });

    test("a link that asks for very much is followed when a person says so, and not before", async () => {
        const page = await visit({ path: `${SMALL}&tab=sweep&sweep=pool.workers:1..30:30,load.tasks:1000..9000:30&sweepruns=1000` });
        assert.equal(await says(page, WORDS, /./), "The link asks for 900 points (30 × 30), 1,000 runs of 80 tasks at each. That may take long: press “Sweep” to begin.");
        assert.equal(await page.$("#panel-sweep .is-running"), null);
        await press(page, "Sweep");
        await page.waitForSelector("#panel-sweep .is-running");
        await press(page, "Cancel");
    });

    test("a number of runs in a link that makes no sense does not cost the rest of it", async () => {
        const page = await visit({ path: `${SMALL}&tab=sweep&sweep=pool.workers:2..5:3&figure=waitMs.mean&sweepruns=1001` });
        await says(page, "#problem:not([hidden])", /sweepruns, must be from 2 to 1000; got 1001/);
        assert.equal(await says(page, ".tool-plan", /./), "3 points, 30 runs of 80 tasks at each.");
    });

    test("a link that can’t be followed is told of", async () => {
        const parts = [
            "sweep=pool.workers:1..1e999:9",
            "sweep=pool.workers:1..8:100000",
            "sweep=pool.workers:NaN..8:4",
            "sweep=__proto__:1..8:4",
            "sweep=pool.workers:1..8:4,pool.workers:1..8:4",
            "sweep=pool.workers:1..8:4&figure=constructor",
            "sweep=",
            "sweep=pool.workers:1..8:4&sweepruns=1e3",
            "sweep=pool.workers:1..8:4&sweepruns=1001",
        ];
        for (const part of parts) {
            const page = await visit({ path: `${SMALL}&tab=sweep&${part}` });
            await says(page, "#problem:not([hidden])", /can’t be followed/);
            await page.waitForSelector("#panel-sweep .sweep", { visible: true });
        }
    });
});
