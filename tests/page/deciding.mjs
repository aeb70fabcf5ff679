// What the tests of the tools have in common: a small scenario, and how one waits for what a tool says.

/** @typedef {import("puppeteer-core").Page} Page */

const FIELDS = ["pool.workers=2", "pool.bufferSize=8", "pool.retry.maxAttempts=1", "load.tasks=80", "load.arrivals.kind=poisson", "load.arrivals.ratePerSecond=12", "work.service.kind=exponential", "work.service.meanMs=100", "work.failureProbability=0"];

/** Two workers that have a little to do: small, so that many runs take no time. */
export const SMALL = `#v=1&seed=3&${FIELDS.join("&")}`;

/** The same as a second scenario, with these fields otherwise. @param {Record<string, string>} [changes] */
export function otherwise(changes = {}) {
    /** @type {Record<string, string>} */
    const fields = Object.fromEntries(FIELDS.map((field) => /** @type {[string, string]} */ (field.split("="))));
    return Object.entries({ ...fields, ...changes }).map(([path, value]) => `&b.${path}=${value}`).join("");
}

/** @param {Page} page @param {string} selector @param {RegExp} words */
export async function says(page, selector, words) {
    await page.waitForFunction(
        (where, source) => new RegExp(source).test(document.querySelector(where)?.textContent ?? ""),
        { timeout: 30_000 },
        selector,
        words.source,
    );
    return page.$eval(selector, ({ textContent }) => textContent);
}

/** @param {Page} page @param {string} value */
export const workersAre = (page, value) =>
    page.waitForFunction(
        (wanted) => [...document.querySelectorAll("#knobs .knobs-open .knob-head")].some((head) => head.textContent.startsWith("Workers") && head.querySelector("input")?.value === wanted),
        { timeout: 20_000 },
        value,
    );
