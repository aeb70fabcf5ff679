// Share and keep: the address follows what is on show, links are read with suspicion, and what one takes away is complete.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inEachBrowser } from "./browsers.mjs";
import { clockMs, clockUntil, fill, press, summary, summaryUntil } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

const SHORT = "#v=1&seed=1&pool.workers=2&load.tasks=10&work.service.kind=constant&work.service.ms=100&work.failureProbability=0";
const LONG = "#v=1&pool.workers=3&load.tasks=20000000&work.service.kind=constant&work.service.ms=1&work.failureProbability=0.2&pool.retry.baseDelayMs=1";

/** Each has the Rust that the page must give in tests/behaviour/copied, where it is compiled and run. */
const COPIED = {
    opening: "",
    everything:
        "#v=1&seed=7&warmupTasks=3&pool.workers=2&pool.bufferSize=null&pool.whenFull=dropOldest&pool.retry.maxAttempts=5&pool.retry.baseDelayMs=12.5&pool.retry.factor=1.5&pool.retry.maxDelayMs=20000&pool.retry.jitter=full&pool.retry.holdWorker=false&pool.retry.pauseAfterLastAttempt=true&load.tasks=400&load.arrivals.kind=bursts&load.arrivals.size=5&load.arrivals.everyMs=100&work.service.kind=erlang&work.service.meanMs=30&work.service.k=4&work.failureProbability=0.1&work.outages=" +
        encodeURIComponent('[{"fromMs":1000,"toMs":2500.5,"failureProbability":1},{"fromMs":30000,"toMs":40000,"failureProbability":0.5}]'),
    turned: "#v=1&seed=12345&pool.workers=2&load.tasks=200&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=20&work.service.kind=empirical&work.service.ms=[50,75.5,120]&turn=1000,workers,5&turn=2500.25,failureProbability,0&turn=4000,ratePerSecond,12.5",
    traced: "#v=1&seed=3&load.tasks=4&load.arrivals.kind=trace&load.arrivals.atMs=[0,10,10,2500]&work.service.kind=pareto&work.service.meanMs=80&work.service.alpha=2.5",
};

/** The hash of the address, once it is so. @param {Page} page @param {RegExp} words */
async function addressUntil(page, words) {
    await page.waitForFunction((source) => new RegExp(source).test(location.hash), { timeout: 20_000 }, words.source);
    return page.evaluate(() => location.hash);
}

/** @param {Page} page */
const problem = (page) => page.$eval("#problem", (place) => (place.hasAttribute("hidden") ? "" : place.textContent));

/** What the page hands out is caught, instead of saved: its name and its content. @typedef {{ kept: { name: string, blob: Blob }[] }} Catcher */

/** @param {Page} page */
const catchFiles = (page) =>
    page.evaluate(() => {
        const catcher = /** @type {Catcher} */ (/** @type {unknown} */ (window));
        catcher.kept = [];
        /** @type {Blob} */
        let latest;
        URL.createObjectURL = (blob) => {
            latest = /** @type {Blob} */ (blob);
            return "blob:caught";
        };
        HTMLAnchorElement.prototype.click = function () {
            catcher.kept.push({ name: this.download, blob: latest });
        };
    });

/** The file that this button hands out. @param {Page} page @param {string} button */
async function fileOf(page, button) {
    const had = await page.evaluate(() => /** @type {Catcher} */ (/** @type {unknown} */ (window)).kept.length);
    await press(page, button);
    await page.waitForFunction((n) => /** @type {Catcher} */ (/** @type {unknown} */ (window)).kept.length > n, { timeout: 60_000 }, had);
    return page.evaluate(async () => {
        const file = /** @type {Catcher} */ (/** @type {unknown} */ (window)).kept.at(-1);
        return { name: file?.name ?? "", text: (await file?.blob.text()) ?? "", size: file?.blob.size ?? 0, type: file?.blob.type ?? "" };
    });
}

/** @param {Page} page */
async function openDialog(page) {
    await press(page, "Share");
    await page.waitForSelector("#share-dialog[open]");
}

/** @param {Page} page @param {string} label */
const textOf = (page, label) => page.$eval(`#share-dialog [aria-label="${label}"]`, (field) => /** @type {HTMLInputElement} */ (field).value);

/** @param {Page} page @param {string} language */
async function codeIn(page, language) {
    await page.locator(`::-p-xpath(//dialog//label[contains(., '${language}')])`).click();
    return textOf(page, "The code of this pool");
}

/** Runs it in Node as it was copied, but for where the package is. @param {string} code */
async function runInNode(code) {
    const program = `${code.replace('"twinpool"', '"./pkg/twinpool.js"')}\nconsole.log("---" + JSON.stringify(report));`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], { cwd: fileURLToPath(new URL("../../", import.meta.url)) });
    return /** @type {unknown} */ (JSON.parse(stdout.slice(stdout.lastIndexOf("---") + 3)));
}

inEachBrowser((visit) => {
    test("the address follows the knobs, and names a moment only while time stands still", async () => {
        const page = await visit();
        await clockUntil(page, (ms) => ms > 35_300, "past 35.3 s");
        assert.equal(await page.evaluate(() => location.hash), "");
        await fill(page, "Workers", "7");
        assert.match(await addressUntil(page, /turn=[\d.]+,workers,7/), /^#v=1&(?!.*at=)/);
        await press(page, "Pause");
        const paused = Number(/at=([\d.]+)/.exec(await addressUntil(page, /at=/))?.[1]);
        assert.equal(Math.round(paused), await clockMs(page));
        await press(page, "Play");
        await addressUntil(page, /^(?!.*at=)/);
    });

    test("a link brings back the very run, at its moment, and stays there", async () => {
        const page = await visit();
        await clockUntil(page, (ms) => ms > 36_500, "past 36.5 s");
        await press(page, "Pause");
        const hash = await addressUntil(page, /at=/);
        const words = await summaryUntil(page, /^Paused/);
        const again = await visit({ path: hash });
        await summaryUntil(again, /^Paused at 0:3[6-9]/);
        assert.equal(await summary(again), words);
    });

    test("a link that is pasted is opened, and can be taken back", async () => {
        const page = await visit({ path: SHORT });
        await page.waitForFunction(() => document.querySelector(".clock-whole")?.textContent === " of 0:00.500");
        await page.evaluate(() => {
            location.hash = "#v=1&seed=1&pool.workers=1&load.tasks=3&work.service.kind=constant&work.service.ms=100&work.failureProbability=0";
        });
        await page.waitForFunction(() => document.querySelector(".clock-whole")?.textContent === " of 0:00.300");
        await page.click("#undo");
        await page.waitForFunction(() => document.querySelector(".clock-whole")?.textContent === " of 0:00.500");
    });

    /** @type {Record<string, RegExp>} */
    const hostile = {
        "seed=NaN": /seed must be a whole number/,
        "pool.workers=1e999": /pool\.workers must be a whole number/,
        "pool.workers=-1": /pool\.workers must be/,
        "__proto__=1": /does not know: __proto__/,
        "pool.__proto__.workers=5": /does not know: pool\.__proto__/,
        "pool.constructor.prototype.x=1": /pool\.constructor is not known/,
        "load.foo=1": /load\.foo is not known/,
        "load={}": /does not know: load/,
        "pool.workers=2&pool.workers=3": /pool\.workers more than once/,
        "pool.retry=1&pool.retry.factor=2": /both retry and fields in it/,
        "turn=500,workers,2&turn=100,workers,3": /out of order/,
        "turn=500,workers,1e999": /turn of a knob/,
        "turn=500,workers,0": /pool\.workers must be/,
        "turn=500,ratePerSecond,3": /only Poisson/,
        "turn=500,constructor,3": /turn of a knob/,
        "at=NaN": /moment/,
        "at=-1": /moment/,
        "seed=%22%3Cimg%20src=x%20onerror=alert(1)%3E%22": /seed must be/,
        "work.outages=[[[": /work\.outages can’t be read/,
        "pool.bufferSize=": /the link’s pool\.bufferSize can’t be read: nothing stands there\./,
        "pool.workers=0x10": /the link’s pool\.workers can’t be read: 0x10\./,
        "work.service.ms=5,4,3": /the link’s work\.service\.ms can’t be read: 5,4,3\./,
        "pool.workers=%E0%A4%A": /the link can’t be read, as it is cut off or damaged\./,
    };

    test("hostile links are refused with a sentence, and the page goes on", async () => {
        const page = await visit({ path: SHORT });
        await clockUntil(page, (ms) => ms > 0, "past 0");
        for (const [parts, words] of Object.entries({ ...hostile, [`work.service.ms=${"9".repeat(60_000)}`]: /too long/ })) {
            await page.evaluate((hash) => {
                location.hash = hash;
            }, `#v=1&${parts}`);
            await page.waitForFunction((source) => new RegExp(source).test(document.querySelector("#problem:not([hidden])")?.textContent ?? ""), {}, words.source);
        }
        await page.evaluate(() => {
            location.hash = "#%E0%A4%A";
        });
        await page.waitForFunction(() => document.querySelector("#problem:not([hidden])")?.textContent.startsWith("This link can’t be opened: the link can’t be read"));
        await page.evaluate(() => {
            location.hash = "#v=2&seed=1";
        });
        await page.waitForFunction(() => document.querySelector("#problem:not([hidden])")?.textContent.includes("version 2"));
        assert.equal(await page.$("#problem *"), null);
        await page.waitForFunction(() => document.querySelector(".clock-whole")?.textContent === " of 0:00.500");
        await press(page, "Run to the end");
        await summaryUntil(page, /^Finished at 0:00\.500: 10 of 10 done/);
    });

    test("a page that is opened with a hostile link begins as usual, and says why", async () => {
        const page = await visit({ path: "#v=1&pool.workers=1e999" });
        await page.waitForSelector("#problem:not([hidden])");
        assert.match(await problem(page), /can’t be opened: pool\.workers must be .* Here is the page as it usually begins/);
        await clockUntil(page, (ms) => ms > 300, "going on");
    });

    test("turns at the end of time do not hold the page up", async () => {
        const page = await visit({ path: "#v=1&load.tasks=1000000000&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=1000&work.service.kind=exponential&work.service.meanMs=1&work.failureProbability=0&turn=1000000000000,workers,5" });
        await clockUntil(page, (ms) => ms > 300, "going on");
    });

    test("the link is copied, or selected where there is no clipboard", async () => {
        const page = await visit({ path: SHORT });
        await press(page, "Run to the end");
        await summaryUntil(page, /^Finished/);
        await openDialog(page);
        const link = await textOf(page, "Link");
        assert.match(link, /^http:.*\/some\/where\/#v=1&seed=1&.*&at=500$/);
        await page.evaluate(() => {
            const caught = /** @type {{ copied?: string }} */ (window);
            Object.defineProperty(navigator, "clipboard", { configurable: true, value: { writeText: (/** @type {string} */ text) => Promise.resolve((caught.copied = text)) } });
        });
        await press(page, "Copy link");
        await page.waitForSelector("::-p-text(Copied.)");
        assert.equal(await page.evaluate(() => /** @type {{ copied?: string }} */ (window).copied), link);
        await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { configurable: true, value: undefined }));
        await press(page, "Copy link");
        await page.waitForSelector("::-p-text(Selected)");
        const selected = await page.evaluate(() => {
            const field = /** @type {HTMLInputElement} */ (document.activeElement);
            return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
        });
        assert.equal(selected, link);
        await page.locator("::-p-xpath(//label[contains(., 'at this moment')])").click();
        assert.doesNotMatch(await textOf(page, "Link"), /at=/);
        await page.keyboard.press("Escape");
        assert.equal(await page.$("#share-dialog[open]"), null);
    });

    test("the report, the tasks and the trace are of the whole run, with its turns", async () => {
        const page = await visit({ path: COPIED.turned });
        await catchFiles(page);
        await openDialog(page);
        const { name, text } = await fileOf(page, "Report, JSON");
        assert.equal(name, "twinpool-report.json");
        /** @type {import("../../pkg/twinpool.js").Report} */
        const report = JSON.parse(text);
        assert.equal(report.submitted, 200);

        const tasks = await fileOf(page, "Tasks, CSV");
        assert.equal(tasks.name, "twinpool-tasks.csv");
        const [head, ...lines] = tasks.text.trimEnd().split("\r\n");
        assert.equal(head, "task,submitted_ms,accepted_ms,first_start_ms,attempts,end_ms,outcome,worker");
        const rows = lines.map((line) => line.split(","));
        assert.deepEqual(
            rows.map(([task]) => Number(task)),
            Array.from({ length: 200 }, (_, n) => n + 1),
        );
        assert.equal(rows.filter((row) => row[6] === "succeeded").length, report.succeeded);
        assert.equal(rows.filter((row) => row[6] === "failed").length, report.failed);
        assert.equal(rows.reduce((sum, row) => sum + Number(row[4]), 0), report.attempts);
        const waits = rows.map((row) => Number(row[3]) - Number(row[2]));
        assert.ok(Math.abs(waits.reduce((sum, wait) => sum + wait, 0) / 200 - Number(report.waitMs.mean)) < 0.001);
        assert.equal(Math.max(...rows.map((row) => Number(row[7]))), 5);

        const trace = await fileOf(page, "Trace, for Perfetto");
        assert.equal(trace.name, "twinpool-trace.json");
        /** @typedef {{ name: string, cat?: string, args?: { outcome?: string } }} Entry */
        /** @type {{ traceEvents: Entry[] }} */
        const { traceEvents } = JSON.parse(trace.text);
        /** @param {(entry: Entry) => boolean} isSuch */
        const number = (isSuch) => traceEvents.filter(isSuch).length;
        assert.equal(number(({ cat }) => cat === "attempt"), report.attempts);
        assert.equal(number(({ args }) => args?.outcome === "succeeded"), report.succeeded);
        assert.equal(number(({ name }) => name === "thread_name"), 5);
    });

    test("the picture is of the scene, with a line that says what it is", async () => {
        const page = await visit({ path: SHORT });
        await press(page, "Run to the end");
        await summaryUntil(page, /^Finished/);
        await catchFiles(page);
        await openDialog(page);
        const { name, type } = await fileOf(page, "Picture, PNG");
        assert.deepEqual([name, type], ["twinpool.png", "image/png"]);
        const { picture, scene, colours } = await page.evaluate(async () => {
            const blob = /** @type {Catcher} */ (/** @type {unknown} */ (window)).kept.at(-1)?.blob ?? new Blob();
            const bitmap = await createImageBitmap(blob);
            const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
            const context = canvas.getContext("2d");
            context?.drawImage(bitmap, 0, 0);
            const pixels = new Uint32Array(context?.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer ?? new ArrayBuffer(0));
            const drawn = /** @type {HTMLCanvasElement} */ (document.querySelector("#scene canvas"));
            return { picture: [bitmap.width, bitmap.height], scene: [drawn.width, drawn.height], colours: new Set(pixels).size };
        });
        assert.deepEqual(picture, [Number(scene[0]) + 32, Number(scene[1]) + 56]);
        assert.ok(colours > 10, `${colours} colours`);
    });

    test("writing a long run says how far it is, and can be cancelled", async () => {
        const page = await visit({ path: LONG });
        await catchFiles(page);
        await openDialog(page);
        await press(page, "Tasks, CSV");
        await page.waitForFunction(() => /^[1-9]\d? %$/.test(document.querySelector(".share-progress:not([hidden]) .muted")?.textContent ?? ""), { timeout: 60_000 });
        // The page goes on meanwhile.
        const at = await clockMs(page);
        await clockUntil(page, (ms) => ms > at, "going on");
        await press(page, "Cancel");
        await page.waitForSelector("::-p-text(Cancelled.)");
        assert.equal(await page.$(".share-progress:not([hidden])"), null);
        assert.match((await fileOf(page, "Report, JSON").catch(() => ({ name: "" }))).name, /report/);
    });

    for (const [name, path] of Object.entries(COPIED)) {
        test(`as code, it builds the same pool: ${name}`, async () => {
            const page = await visit({ path });
            await catchFiles(page);
            await openDialog(page);
            const report = JSON.parse((await fileOf(page, "Report, JSON")).text);
            assert.deepEqual(await runInNode(await codeIn(page, "JavaScript")), report);
            const rust = await readFile(new URL(`../behaviour/copied/${name}.rs`, import.meta.url), "utf8");
            assert.equal(await codeIn(page, "Rust"), rust);
        });
    }

    test("the code for another page shows the pool there, in its theme, and opens the whole of it", async () => {
        const page = await visit({ path: SHORT });
        await openDialog(page);
        await page.select('#share-dialog [aria-label="Theme"]', "dark theme");
        await page.select('#share-dialog [aria-label="Size"]', "360 × 640");
        const code = await textOf(page, "Code for another page");
        assert.match(code, /width="360" height="640"/);
        const halves = await page.$eval('#share-dialog [aria-label="Code for another page"]', (field) => field.clientHeight % parseFloat(getComputedStyle(field).lineHeight));
        assert.equal(halves, 0, "no line is half in sight");
        const source = (/src="([^"]*)"/.exec(code)?.[1] ?? "").replaceAll("&amp;", "&");
        const path = source.slice(source.indexOf("/some/where/") + "/some/where/".length);
        const frame = await visit({ path, width: 360, height: 640 });
        await summaryUntil(frame, /./);
        const seen = await frame.evaluate(() => ({
            shown: ["#scene", "#tape", "#transport", ".embed-link"].filter((one) => document.querySelector(one)?.checkVisibility()),
            hidden: [".top", "#knobs", "#figures", "#timeline", "#about", "#guide"].filter((one) => document.querySelector(one)?.checkVisibility()),
            size: [document.documentElement.scrollWidth, document.documentElement.scrollHeight],
            theme: getComputedStyle(document.body).colorScheme,
            focused: document.activeElement?.tagName,
        }));
        assert.deepEqual(seen, { shown: ["#scene", "#tape", "#transport", ".embed-link"], hidden: [], size: [360, 640], theme: "dark", focused: "BODY" });
        const link = await frame.$eval(".embed-link", (one) => /** @type {HTMLAnchorElement} */ (one).href);
        assert.match(link, /\/some\/where\/#v=1&seed=1&/);
    });
});
