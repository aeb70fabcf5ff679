// The page opens: under any path, without an error, without asking another host.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser, launch, serveSite } from "./browsers.mjs";
import { clockMs, clockUntil, press } from "./reading.mjs";

inEachBrowser((visit) => {
    test("opens and says what it is", async () => {
        const page = await visit();
        assert.match(await page.title(), /twinpool/);
        assert.match(await page.$eval("h1", (heading) => heading.textContent), /twinpool/);
    });

    test("opens seconds before its gate closes, with figures, and says what that is called", async () => {
        for (const width of [1280, 820, 390, 360]) {
            const page = await visit({ width, height: 844 });
            await page.waitForFunction(() => document.querySelector(".census")?.textContent.includes("The gate is closed"));
            const closedMs = await clockMs(page);
            assert.ok(closedMs > 35_000 && closedMs < 40_000, `it closed at ${closedMs}`);
            assert.equal(await page.$$eval(".figure-value", (all) => all.filter(({ textContent }) => textContent.includes("–")).length), 0);
            assert.equal(await page.evaluate(() => document.body.textContent.match(/backpressure/g)?.length), 1);
            const isRead = await page.$eval(".guide-look", (line) => {
                const { top, bottom } = line.getBoundingClientRect();
                const [head, scene] = [...document.querySelectorAll(".top, #scene")].map((one) => one.getBoundingClientRect());
                return line.textContent.includes("senders wait: backpressure") && top >= (head?.bottom ?? NaN) && bottom <= (scene?.top ?? NaN);
            });
            assert.ok(isRead, `at a width of ${width}`);
        }
    });

    test("opens at the moment that its link names, and plays on from there", async () => {
        const page = await visit({ path: "#v=1&seed=1&pool.workers=2&load.tasks=1000000&load.arrivals.kind=constant&load.arrivals.everyMs=1000&at=900000" });
        await clockUntil(page, (ms) => ms === 900_000, "at 15 minutes");
        await press(page, "Play");
        await clockUntil(page, (ms) => ms > 900_000, "going on");
    });

    test("fits the width of a phone", async () => {
        const page = await visit({ width: 390, height: 844 });
        const { wide, room } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, room: window.innerWidth }));
        assert.ok(wide <= room, `the page is ${wide} pixels wide on a screen of ${room}`);
    });

    for (const [screen, width, height] of /** @type {const} */ ([
        ["a desktop", 1280, 800],
        ["a phone", 390, 844],
    ])) {
        test(`nothing on ${screen} moves while it opens`, async (context) => {
            const page = await visit({ width, height });
            if (!(await page.evaluate(() => PerformanceObserver.supportedEntryTypes.includes("layout-shift")))) {
                context.skip("this browser does not tell");
                return;
            }
            await page.waitForFunction(() => performance.getEntriesByName("twinpool: first frame").length > 0);
            const moved = await page.evaluate(
                () =>
                    new Promise((resolve) => {
                        let sum = 0;
                        new PerformanceObserver((list) => {
                            for (const entry of list.getEntries()) sum += /** @type {PerformanceEntry & { value: number }} */ (entry).value;
                        }).observe({ type: "layout-shift", buffered: true });
                        // What was seen before is told in a task of its own.
                        setTimeout(() => resolve(sum), 0);
                    }),
            );
            assert.ok(Number(moved) < 0.01, `a share of ${String(moved)} of the screen`);
        });
    }
});

// In Chromium: Firefox over WebDriver BiDi can't be told to run no scripts.
test("without scripts it says that it needs them, and offers nothing that would need them", async () => {
    const site = await serveSite();
    const browser = await launch("chromium");
    try {
        const page = await browser.newPage();
        await page.setJavaScriptEnabled(false);
        await page.goto(site.url);
        assert.match(await page.$eval("noscript", ({ textContent }) => textContent), /needs JavaScript/);
        assert.deepEqual(await page.$$eval("button, input, h2", (all) => all.filter((one) => one.checkVisibility()).map(({ id }) => id)), []);
    } finally {
        await browser.close();
        await site.close();
    }
});
