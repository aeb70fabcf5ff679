// After the first visit the page works without its server; a new version is there at the next visit.
import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { dist } from "../../scripts/lib/paths.mjs";
import { serve } from "../../scripts/lib/serve.mjs";
import { browsers, launch, open } from "./browsers.mjs";
import { says } from "./deciding.mjs";
import { clockUntil, press, summaryUntil } from "./reading.mjs";

const BASE = "/under/some/path/";

/** Waits until a service worker answers for the page. @param {import("puppeteer-core").Page} page */
const kept = (page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null, { timeout: 30_000 });

/** @param {import("puppeteer-core").Page} page */
const stores = (page) => page.evaluate(() => caches.keys());

for (const name of browsers) {
    describe(name, () => {
        /** @type {import("puppeteer-core").Browser} */
        let browser;
        /** @type {string} */
        let folder;
        /** @type {import("../../scripts/lib/serve.mjs").Served} */
        let site;

        before(async () => {
            browser = await launch(name);
        });
        after(() => browser.close());
        beforeEach(async () => {
            folder = await mkdtemp(join(tmpdir(), "twinpool-offline-"));
            await cp(dist, folder, { recursive: true });
            site = await serve(folder, { base: BASE });
        });
        afterEach(async () => {
            await site.close();
            await rm(folder, { recursive: true });
        });

        /** A version that is called so, in the page and in the service worker. @param {string} title */
        async function publish(title) {
            const page = join(folder, "index.html");
            await writeFile(page, (await readFile(page, "utf8")).replace(/<title>.*<\/title>/, `<title>${title}</title>`));
            const worker = join(folder, "sw.js");
            await writeFile(worker, (await readFile(worker, "utf8")).replace(/VERSION = "[^"]*"/, `VERSION = "${title}"`));
        }

        test("works without its server after the first visit", async () => {
            const { page, complaints } = await open(browser, site.url);
            await kept(page);
            await site.close();
            await page.reload();
            await clockUntil(page, (ms) => ms > 300, "past 300 ms");
            // Also what is loaded only when it is asked for.
            await press(page, "Run to the end");
            await summaryUntil(page, /^Finished/);
            await press(page, "Share");
            await page.evaluate(() => {
                HTMLAnchorElement.prototype.click = () => undefined;
            });
            await press(page, "Report, JSON");
            await page.waitForSelector("::-p-text(is in your downloads)");
            await page.goto(`${site.url}index.html?embed#v=1&seed=2&load.tasks=5`);
            await summaryUntil(page, /of 5 done|Running/);
            assert.deepEqual(complaints, { errors: [], failed: [], foreign: [] });
            await page.close();
            site = await serve(folder, { base: BASE });
        });

        test("a tool that could not be fetched is told of where it would be, and fetched when its tab is chosen again", async () => {
            // As on a first visit, when nothing is kept yet.
            await rm(join(folder, "sw.js"));
            const assets = join(folder, "assets");
            const tool = (await readdir(assets)).find((file) => file.startsWith("sweep-tool-"));
            assert.ok(tool !== undefined);
            await rename(join(assets, tool), join(folder, tool));
            const { page } = await open(browser, site.url);
            await page.waitForSelector("#tab-sweep");
            await page.click("#tab-sweep");
            assert.match(await says(page, "#panel-sweep", /./), /^It could not be loaded: .*\. To try again, choose its tab; if that changes nothing, reload the page\.$/);
            // No link was followed.
            assert.equal(await page.$("#problem:not([hidden])"), null);
            await rename(join(folder, tool), join(assets, tool));
            // Firefox keeps in mind, as long as a page is open, which modules it could not fetch.
            if (name === "firefox") await page.reload();
            await page.waitForSelector("#tab-sweep");
            await page.click("#tab-sweep");
            await page.waitForSelector("#panel-sweep .sweep", { visible: true });
            assert.doesNotMatch(await page.$eval("#panel-sweep", ({ textContent }) => textContent), /could not be loaded/);
            await page.close();
        });

        test("a new version is there at the next visit, and the oldest is forgotten", async () => {
            // A run that is over at once: without a graphics card, Chromium finds no time to look for a new version while it draws.
            const { page } = await open(browser, `${site.url}#v=1&seed=1&load.tasks=5&work.failureProbability=0`);
            await kept(page);
            for (const title of ["second", "third"]) {
                await publish(title);
                await page.reload();
                // Asked for without a request to it: Chromium puts the change off as long as the old service worker has anything to answer.
                await page.waitForFunction(
                    async (wanted) => {
                        const { active, installing, waiting } = await navigator.serviceWorker.ready;
                        const isInPlace = installing === null && waiting === null && active?.state === "activated";
                        return isInPlace && (await caches.keys()).some((name) => name.endsWith(` ${wanted}`));
                    },
                    { timeout: 120_000, polling: 250 },
                    title,
                );
                await page.reload();
                assert.equal(await page.title(), title);
            }
            const own = (await stores(page)).filter((one) => one.includes(site.url));
            assert.deepEqual(own.map((one) => one.split(" ").at(-1)), ["second", "third"]);
            await page.close();
        });
    });
}
