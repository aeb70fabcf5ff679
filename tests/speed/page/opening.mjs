// How soon the page shows something, how soon one can use it, whether it moves meanwhile, and what it has loaded.
import { launch, open } from "../../../scripts/lib/browser.mjs";
import { lookAtAll, lookAtCharts, weightOf } from "./weight.mjs";

/** @typedef {import("../../../scripts/lib/browser.mjs").BrowserName} BrowserName */

/**
 * A browser that has never seen the page opens it, and goes down to its end.
 * @param {BrowserName} name
 * @param {string} url
 */
export async function opening(name, url) {
    const browser = await launch(name);
    try {
        const { page } = await open(browser, url);
        await opened(page);
        const times = await page.evaluate(() => ({
            picture: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
            // Every part of the page is made before the first frame of the run is drawn: from then on all of it can be used.
            usable: performance.getEntriesByName("twinpool: first frame")[0]?.startTime ?? Number.NaN,
        }));
        const atFirst = await weightOf(page);
        await lookAtCharts(page);
        const withCharts = await weightOf(page);
        await lookAtAll(page);
        const inAll = await weightOf(page);
        return { ...times, moved: await page.evaluate(shifts), atFirst, withCharts, inAll };
    } finally {
        await browser.close();
    }
}

/** Waits for the first frame. @param {import("puppeteer-core").Page} page */
export const opened = (page) => page.waitForFunction(() => performance.getEntriesByName("twinpool: first frame").length > 0);

/** Runs in the page: how much has moved by itself, as browsers reckon it; null where the browser does not tell. @returns {Promise<number> | null} */
function shifts() {
    if (!PerformanceObserver.supportedEntryTypes.includes("layout-shift")) return null;
    return new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += /** @type {PerformanceEntry & { value: number }} */ (entry).value;
        }).observe({ type: "layout-shift", buffered: true });
        // What was seen before is told in a task of its own.
        setTimeout(() => resolve(sum), 100);
    });
}
