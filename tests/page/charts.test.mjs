// The charts over time and the histogram: drawn, with a cursor for keys and pointer, a table behind each, and files to keep.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

const TITLES = ["Tasks that wait", "What the workers do", "Tasks a second", "How long they waited", "Histogram"];

/** Goes to the charts, and waits until all are drawn. @param {Page} page */
async function toCharts(page) {
    await page.waitForSelector("#charts:not([hidden])");
    await page.evaluate(() => {
        document.getElementById("charts")?.scrollIntoView();
    });
    await page.waitForFunction((wanted) => document.querySelectorAll(".chart .uplot canvas").length === wanted, {}, TITLES.length);
}

/** @param {Page} page */
async function runToEnd(page) {
    await (await page.waitForSelector('button[aria-label="Run to the end"]'))?.click();
    await page.waitForFunction(() => document.querySelector('[data-figure="failed"] .figure-value')?.textContent.includes("of 600"));
}

/** @param {Page} page @param {string} title */
const cursorOf = (page, title) => page.$eval(`[aria-label="${title}: cursor"]`, (slider) => ({ now: Number(slider.getAttribute("aria-valuenow")), text: slider.getAttribute("aria-valuetext") ?? "" }));

/** Is there anything but ground on the canvas of this chart? @param {Page} page @param {string} title */
const inkOf = (page, title) =>
    page.$eval(`[aria-label="${title}: cursor"] canvas`, (canvas) => {
        if (!(canvas instanceof HTMLCanvasElement)) return 0;
        const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        let ink = 0;
        for (let n = 3; n < data.length; n += 4) if (data[n] !== 0) ink += 1;
        return ink / (data.length / 4);
    });

inEachBrowser((visit) => {
    test("the library comes only when the charts do, and each is drawn", async () => {
        const page = await visit();
        const libraries = () => page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => /drawing-.*\.js$/.test(name)).length);
        assert.equal(await libraries(), 0);
        await runToEnd(page);
        await toCharts(page);
        assert.equal(await libraries(), 1);
        assert.deepEqual(await page.$$eval(".chart h3", (heads) => heads.map((head) => head.textContent)), TITLES);
        for (const title of TITLES) assert.ok((await inkOf(page, title)) > 0.02, `${title} is empty`);
    });

    test("arrow keys move a cursor that all charts over time share, and it tells the values", async () => {
        const page = await visit();
        await runToEnd(page);
        await toCharts(page);
        const [first = "", second = ""] = TITLES;
        await page.focus(`[aria-label="${first}: cursor"]`);
        await page.keyboard.press("Home");
        await page.waitForFunction((title) => document.querySelector(`[aria-label="${title}: cursor"]`)?.getAttribute("aria-valuenow") === "0", {}, second);
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("PageUp");
        await page.waitForFunction((title) => document.querySelector(`[aria-label="${title}: cursor"]`)?.getAttribute("aria-valuenow") === "12", {}, second);
        const [one, two] = [await cursorOf(page, first), await cursorOf(page, second)];
        assert.equal(one.now, 12);
        assert.match(one.text, /^0:\d\d\.\d{3}: in the buffer [\d.]+, senders blocked [\d.]+, places 24$/);
        assert.match(two.text, /busy [\d.]+, wait to retry [\d.]+, idle [\d.]+$/);
        assert.equal(two.text.split(": ")[0], one.text.split(": ")[0]);
        // What is told to a screen reader stands in the legend, too.
        const legend = await page.$eval(".chart .chart-legend", (list) => list.textContent);
        assert.ok(legend.includes(/in the buffer [\d.]+/.exec(one.text)?.[0] ?? "nothing"), legend);
        await page.keyboard.press("Escape");
        await page.waitForFunction((title) => document.querySelector(`[aria-label="${title}: cursor"]`)?.getAttribute("aria-valuenow") !== "12", {}, second);
    });

    test("a pointer in one chart shows its moment in the others", async () => {
        const page = await visit();
        await runToEnd(page);
        await toCharts(page);
        const [first = "", second = ""] = TITLES;
        const box = await page.$eval(`[aria-label="${first}: cursor"]`, (slider) => {
            const { left, top, width } = slider.getBoundingClientRect();
            return { left, top, width };
        });
        await page.mouse.move(box.left + box.width / 2, box.top + 80);
        await page.waitForFunction(
            (title) => {
                const slider = document.querySelector(`[aria-label="${title}: cursor"]`);
                const share = Number(slider?.getAttribute("aria-valuenow")) / Number(slider?.getAttribute("aria-valuemax"));
                return share > 0.3 && share < 0.6;
            },
            {},
            second,
        );
        assert.equal((await cursorOf(page, first)).now, (await cursorOf(page, second)).now);
    });

    test("without a cursor each chart tells what is now: at the end nobody is busy", async () => {
        const page = await visit();
        await runToEnd(page);
        await toCharts(page);
        for (const words of ["busy 0wait to retry 0idle 8", "in the buffer 0senders blocked 0places 24"]) {
            await page.waitForFunction((wanted) => [...document.querySelectorAll(".chart-legend")].some(({ textContent }) => textContent === wanted), {}, words);
        }
    });

    test("a table stands behind each chart", async () => {
        const page = await visit();
        await runToEnd(page);
        await toCharts(page);
        for (const summary of await page.$$(".chart-table summary")) await summary.click();
        await page.waitForFunction((n) => document.querySelectorAll(".chart-table tbody").length === n, {}, TITLES.length);
        const tables = await page.$$eval(".chart-table table", (all) =>
            all.map((table) => ({
                head: [...table.querySelectorAll("thead th")].map((cell) => cell.textContent),
                rows: [...table.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent)),
            })),
        );
        assert.deepEqual(tables[1]?.head, ["time", "busy", "wait to retry", "idle"]);
        for (const { head, rows } of tables) {
            assert.ok(rows.length > 10, `${head.join()}: ${rows.length} rows`);
            for (const row of rows) assert.equal(row.length, head.length);
        }
        const sums = tables[1].rows.slice(1, -3).map(([, ...workers]) => workers.reduce((sum, n) => sum + Number(n), 0));
        for (const sum of sums) assert.ok(Math.abs(sum - 8) < 0.2, `busy, held and idle add up to ${sum}, not to 8`);
    });

    test("each chart can be kept as a picture, as a drawing and as numbers", async () => {
        const page = await visit();
        await runToEnd(page);
        await toCharts(page);
        await page.evaluate(() => {
            /** @type {{ name: string, type: string, text: Promise<string>, size: number }[]} */
            const kept = [];
            /** @type {Blob | null} */
            let last = null;
            const make = URL.createObjectURL.bind(URL);
            URL.createObjectURL = (blob) => {
                if (blob instanceof Blob) last = blob;
                return make(blob);
            };
            HTMLAnchorElement.prototype.click = function () {
                if (last !== null) kept.push({ name: this.download, type: last.type, text: last.text(), size: last.size });
            };
            Object.assign(globalThis, { kept });
        });
        for (const kind of ["CSV", "SVG", "PNG"]) await page.click(`[aria-label="${kind} of Tasks that wait"]`);
        await page.waitForFunction(() => /** @type {{ kept: unknown[] }} */ (/** @type {unknown} */ (globalThis)).kept.length === 3);
        const files = await page.evaluate(async () => {
            const { kept } = /** @type {{ kept: { name: string, type: string, text: Promise<string>, size: number }[] }} */ (/** @type {unknown} */ (globalThis));
            return Promise.all(kept.map(async ({ text, ...file }) => ({ ...file, text: await text })));
        });
        const [csv, svg, png] = ["csv", "svg", "png"].map((kind) => {
            const file = files.find(({ name }) => name === `twinpool-waiting.${kind}`);
            assert.ok(file, `there is no ${kind} among ${files.map(({ name }) => name).join()}`);
            return file;
        });
        assert.ok(csv && svg && png);
        const rows = csv.text.trimEnd().split("\r\n");
        assert.equal(rows[0], "time (ms),in the buffer (tasks),senders blocked (tasks),places (tasks)");
        assert.ok(rows.length > 100);
        for (const row of rows.slice(1)) assert.match(row, /^[\d.]+,[\d.e-]+,[\d.e-]+,24$/);
        assert.equal(svg.type, "image/svg+xml");
        const shapes = await page.evaluate((text) => {
            const drawing = new DOMParser().parseFromString(text, "image/svg+xml");
            return { root: drawing.documentElement.nodeName, title: drawing.querySelector("title")?.textContent, paths: drawing.querySelectorAll("path").length, hasNaN: text.includes("NaN") };
        }, svg.text);
        assert.deepEqual({ ...shapes, paths: shapes.paths > 6 }, { root: "svg", title: "Tasks that wait", paths: true, hasNaN: false });
        assert.equal(png.type, "image/png");
        assert.ok(png.size > 5000);
    });

    test("a histogram of nothing says so in its place, as high as one of something", async () => {
        const page = await visit({ path: "#v=1&seed=1&pool.workers=2&load.tasks=600&at=0" });
        const look = () => page.$eval(".histogram", (place) => place.scrollIntoView());
        await page.waitForSelector("#charts:not([hidden])");
        await look();
        const box = '[aria-label="Histogram: cursor"]';
        const says = (/** @type {string} */ words) =>
            page.waitForFunction((where, wanted) => {
                const place = document.querySelector(where);
                return place?.getAttribute("data-empty") === wanted && getComputedStyle(place, "::after").content !== "none";
            }, {}, box, words);
        await says("Nobody has waited yet.");
        const high = await page.$eval(".histogram", ({ clientHeight }) => clientHeight);
        const files = () => page.$$eval(".histogram .chart-files button:disabled", ({ length }) => length);
        assert.equal(await files(), 3, "there is nothing to keep");
        await page.click('.histogram label:has(input[value="sojourn"])');
        await says("No task is done yet.");
        await runToEnd(page);
        await look();
        await page.waitForFunction((where) => document.querySelector(`${where}:not([data-empty]) .u-over`) !== null, {}, box);
        assert.equal(await page.$eval(".histogram", ({ clientHeight }) => clientHeight), high);
        assert.equal(await files(), 0);
        // And of what was there before nothing is left.
        await page.focus(box);
        await page.keyboard.press("End");
        await page.waitForFunction((where) => Number(document.querySelector(where)?.getAttribute("aria-valuenow")) > 0, {}, box);
        await page.click('[aria-label="Back to the beginning"]');
        await look();
        await says("No task took any time yet.");
        const left = await page.$eval(box, (place) => ({
            now: place.getAttribute("aria-valuenow"),
            most: place.getAttribute("aria-valuemax"),
            told: [...(place.parentElement?.querySelectorAll(".chart-head .muted, .chart-legend b") ?? [])].map(({ textContent }) => textContent).join(""),
            high: document.querySelector(".histogram")?.clientHeight,
        }));
        assert.deepEqual(left, { now: "0", most: "0", told: "", high });
    });

    test("the histogram tells waits, times in the pool and times at the gate", async () => {
        const page = await visit();
        await runToEnd(page);
        await toCharts(page);
        await page.waitForFunction(() => document.querySelector(".histogram-words")?.textContent.includes("600 tasks"));
        const shares = () => page.$$eval(".histogram tbody td:nth-of-type(1)", (cells) => cells.reduce((sum, cell) => sum + parseFloat(cell.textContent), 0));
        await page.click(".histogram .chart-table summary");
        await page.waitForFunction(() => document.querySelector(".histogram tbody") !== null);
        const waits = await shares();
        assert.ok(waits > 20 && waits <= 101, `the bars add up to ${waits} %`);
        for (const [choice, words] of [
            ["sojourn", "From accepted to done, retries included, 600 tasks"],
            ["blocked", "From submit to accepted, 600 tasks"],
        ]) {
            await page.click(`.histogram label:has(input[value="${choice}"])`);
            await page.waitForFunction((start) => document.querySelector(".histogram-words")?.textContent.startsWith(start ?? ""), {}, words);
        }
    });

    test("what is foreseen is drawn, and what has not been yet is in no file and no table", async () => {
        const page = await visit({ path: "#v=1&seed=3&pool.workers=2&load.tasks=400&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=2&work.service.kind=exponential&work.service.meanMs=400&at=50000" });
        await toCharts(page);
        await page.waitForFunction(() => Number(document.querySelector('[aria-label="Tasks that wait: cursor"]')?.getAttribute("aria-valuemax")) > 100);
        await page.click(".chart-table summary");
        await page.waitForFunction(() => document.querySelector(".chart-table tbody") !== null);
        const last = await page.$$eval(".chart-table tbody th", (cells) => cells.at(-1)?.textContent ?? "");
        assert.match(last, /^0:(?:[45]\d)\.\d{3}$/, `the table goes on to ${last}`);
    });
});
