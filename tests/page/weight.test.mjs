// The page has little to load: bytes as they are sent, gzipped.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lookAtAll, lookAtCharts, weightOf } from "../speed/page/weight.mjs";
import { inEachBrowser } from "./browsers.mjs";

inEachBrowser((visit) => {
    test("to open, the page loads less than 90 kB of JavaScript, less than 60 kB of wasm and less than 10 kB of styles", async () => {
        const page = await visit();
        await page.waitForFunction(() => performance.getEntriesByName("twinpool: first frame").length > 0);
        const { js, css, wasm } = await weightOf(page);
        assert.ok(js > 50_000 && js < 90_000, `${js} bytes of JavaScript`);
        assert.ok(wasm > 30_000 && wasm < 60_000, `${wasm} bytes of wasm`);
        assert.ok(css > 3_000 && css < 10_000, `${css} bytes of styles`);
    });

    test("with the charts, their library and the help, it is less than 120 kB of JavaScript, and no more wasm", async () => {
        const page = await visit();
        await page.waitForFunction(() => performance.getEntriesByName("twinpool: first frame").length > 0);
        const { wasm: before } = await weightOf(page);
        await lookAtCharts(page);
        await page.click("#help");
        await page.waitForSelector("#help-dialog[open]");
        await page.keyboard.press("Escape");
        const { js, wasm } = await weightOf(page);
        assert.ok(js < 120_000, `${js} bytes of JavaScript`);
        assert.equal(wasm, before);
    });

    test("down to the tools it is less than 120 kB of JavaScript: each tool is loaded when its tab is opened, and what runs on many threads when something runs", async () => {
        const page = await visit();
        await page.waitForFunction(() => performance.getEntriesByName("twinpool: first frame").length > 0);
        await lookAtAll(page);
        const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).join(" "));
        await page.waitForSelector("#panel-compare .compare");
        const { js } = await weightOf(page);
        assert.ok(js > 100_000 && js < 120_000, `${js} bytes of JavaScript`);
        assert.doesNotMatch(await loaded(), /threads-|sweep-tool-|answer-tool-/);
        await page.click("#tab-sweep");
        await page.waitForSelector("#panel-sweep .sweep");
        assert.doesNotMatch(await loaded(), /threads-/);
        await page.click("#panel-sweep .tool-begin");
        await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("threads-")));
    });
});
