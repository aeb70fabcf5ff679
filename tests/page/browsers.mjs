// The built page in real browsers: dist/, served under a path of its own, in Firefox and in Chromium.
//
//   inEachBrowser((visit) => {
//       test("opens", async () => {
//           const page = await visit();
//           …
//       });
//   });
//
// After each test the page must have reported no error, and asked nothing of another host.
import assert from "node:assert/strict";
import { after, afterEach, before, describe } from "node:test";
import { launch, open } from "../../scripts/lib/browser.mjs";
import { dist } from "../../scripts/lib/paths.mjs";
import { serve } from "../../scripts/lib/serve.mjs";

export { launch, open };

/** A site is seldom at the root of its host: everything in it has to be relative. */
const BASE = "/some/where/";

/** @typedef {import("../../scripts/lib/browser.mjs").BrowserName} BrowserName */
/** @typedef {import("../../scripts/lib/browser.mjs").Look} Look */

/** @type {readonly BrowserName[]} */
export const browsers = ["firefox", "chromium"];

/** Serves the built page until `close` is called; `url` ends with a slash. */
export const serveSite = () => serve(dist, { base: BASE });

/**
 * @typedef {Look & { path?: string }} Visit
 * path: what follows the address of the page, say "#seed=1". Default nothing.
 */

/**
 * Runs the same tests in Firefox and in Chromium.
 * @param {(visit: (options?: Visit) => Promise<import("puppeteer-core").Page>, name: BrowserName) => void} tests
 * @param {Look} [look] for every visit; in Firefox the only place to ask for reducedMotion or dark colours
 */
export function inEachBrowser(tests, look = {}) {
    for (const name of browsers) {
        describe(name, () => {
            /** @type {import("puppeteer-core").Browser} */
            let browser;
            /** @type {import("../../scripts/lib/serve.mjs").Served} */
            let site;
            /** @type {Awaited<ReturnType<typeof open>>[]} */
            let visits = [];

            before(async () => {
                site = await serveSite();
                browser = await launch(name, look);
            });
            after(async () => {
                await browser.close();
                await site.close();
            });
            afterEach(async () => {
                const finished = visits;
                visits = [];
                for (const { page } of finished) await page.close();
                for (const { complaints } of finished) {
                    assert.deepEqual(complaints, { errors: [], failed: [], foreign: [] }, "the page complained");
                }
            });

            tests(async ({ path = "", ...options } = {}) => {
                const visit = await open(browser, `${site.url}${path}`, { ...look, ...options });
                visits.push(visit);
                return visit.page;
            }, name);
        });
    }
}
