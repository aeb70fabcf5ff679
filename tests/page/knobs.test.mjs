// The knobs of the page: what takes effect at once, what begins the run anew, what is refused, and what is taken back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";
import { clockMs, clockUntil, fill, press, summaryUntil } from "./reading.mjs";

const RUNNING = "#v=1&seed=1&pool.workers=2&load.tasks=100000&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=5&work.service.kind=constant&work.service.ms=100";

/** @param {import("puppeteer-core").Page} page @param {string} label */
const valueOf = (page, label) => page.$eval(`::-p-aria([name="${label}"][role="spinbutton"])`, (input) => /** @type {HTMLInputElement} */ (input).value);

/** @param {import("puppeteer-core").Page} page */
const note = (page) => page.$eval(".knobs-note", ({ textContent }) => textContent);

inEachBrowser((visit) => {
    test("workers change at once, and the run goes on", async () => {
        const page = await visit({ path: RUNNING });
        await clockUntil(page, (ms) => ms > 300, "past 300 ms");
        await press(page, "Pause");
        await page.waitForSelector("::-p-aria(Play)");
        const at = await clockMs(page);
        await fill(page, "Workers", "7");
        assert.match(await note(page), /at once/);
        assert.equal(await clockMs(page), at);
        assert.equal(await valueOf(page, "Workers"), "7");
    });

    test("the buffer begins the run anew, and says so", async () => {
        const page = await visit({ path: RUNNING });
        await clockUntil(page, (ms) => ms > 600, "past 600 ms");
        await press(page, "Pause");
        await page.locator("::-p-xpath(//summary[contains(., 'Pool')])").click();
        await fill(page, "Places in the buffer", "3");
        assert.match(await note(page), /anew/);
        await clockUntil(page, (ms) => ms < 600, "back at the beginning");
    });

    test("an impossible value is explained at its field, and changes nothing", async () => {
        const page = await visit({ path: RUNNING });
        await fill(page, "Workers", "0");
        const input = await page.waitForSelector('::-p-aria([name="Workers"][role="spinbutton"])');
        assert.equal(await input?.evaluate((element) => element.getAttribute("aria-invalid")), "true");
        const words = await page.$eval(".knobs-open .error:not([hidden])", ({ textContent }) => textContent);
        assert.match(words, /whole number from 1 to 100,000/);
        await clockUntil(page, (ms) => ms > 300, "going on");
    });

    test("a value that was refused is given up with Escape; a percent is told as one", async () => {
        const page = await visit({ path: RUNNING });
        await fill(page, "Attempts that fail", "140");
        const words = await page.$eval(".knobs-open .error:not([hidden])", ({ textContent }) => textContent);
        assert.equal(words, "It must be a number from 0 to 100; got 140.");
        await page.focus('::-p-aria([name="Attempts that fail"][role="spinbutton"])');
        await page.keyboard.press("Escape");
        assert.equal(await valueOf(page, "Attempts that fail"), "30");
        assert.equal(await page.$(".knobs-open .error:not([hidden])"), null);
    });

    test("at the end of a run nothing is left to change: workers begin it anew", async () => {
        const page = await visit({ path: RUNNING.replace("100000", "20") });
        await press(page, "Run to the end");
        await summaryUntil(page, /^Finished/);
        await fill(page, "Workers", "7");
        assert.match(await note(page), /anew/);
        await summaryUntil(page, /^(?!Finished)/);
    });

    test("is taken back with Ctrl+Z, and made again", async () => {
        const page = await visit({ path: RUNNING });
        await clockUntil(page, (ms) => ms > 200, "past 200 ms");
        await fill(page, "Attempts that fail", "80");
        // The simulation has turned it, and said when.
        await page.waitForFunction(() => [...document.querySelectorAll(".knobs-group summary")].some(({ textContent }) => textContent.includes("80 % fail")));
        await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
        await page.keyboard.down("Control");
        await page.keyboard.press("z");
        await page.keyboard.up("Control");
        await page.waitForFunction(() => [...document.querySelectorAll("input")].some(({ value, type }) => type === "number" && value === "30"));
        assert.equal(await valueOf(page, "Attempts that fail"), "30");
        await page.keyboard.down("Control");
        await page.keyboard.press("y");
        await page.keyboard.up("Control");
        await page.waitForFunction(() => [...document.querySelectorAll("input")].some(({ value, type }) => type === "number" && value === "80"));
    });

    test("another kind of service keeps its mean", async () => {
        const page = await visit({ path: RUNNING });
        await page.locator("::-p-xpath(//summary[contains(., 'Work')])").click();
        const select = await page.waitForSelector('::-p-aria([name="An attempt takes"][role="combobox"])');
        await select?.select("exponential");
        await page.waitForSelector('::-p-aria([name="Time on average"][role="spinbutton"])');
        assert.equal(await valueOf(page, "Time on average"), "100");
        await summaryUntil(page, /done/);
    });

    test("on a phone the knobs are a sheet that opens and closes", async () => {
        const page = await visit({ width: 390, height: 844 });
        await press(page, "All knobs");
        await page.waitForSelector("#knobs.is-open");
        await page.waitForSelector("#knobs-all ::-p-text(Retries)", { visible: true });
        await press(page, "Close");
        await page.waitForSelector("#knobs:not(.is-open)");
    });
});
