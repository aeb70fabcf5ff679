// npm run screenshots: pictures of the main states of the page, on three screens, light and dark.
import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { buildSite } from "./build/site.mjs";
import { dist, inRoot } from "./lib/paths.mjs";
import { main } from "./lib/run.mjs";
import { need } from "./setup/need.mjs";

/** What is drawn only a few times a second is there by then. */
const SETTLE_MS = 1_600;

const screens = [
    { name: "desktop", width: 1280, height: 800 },
    { name: "wide", width: 1920, height: 1080 },
    { name: "phone", width: 390, height: 844, touch: true },
];
/** @type {("light" | "dark")[]} */
const colours = ["light", "dark"];

const SCENARIO =
    "pool.workers=8&pool.bufferSize=24&pool.retry.baseDelayMs=2000&load.tasks=600&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=6" +
    "&work.service.kind=exponential&work.service.meanMs=400";
const MANY =
    "pool.workers=1000&pool.bufferSize=20000&load.tasks=10000000&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=20000" +
    "&work.service.kind=exponential&work.service.meanMs=100&work.failureProbability=0.1";

/**
 * What is worth a picture: where it is, and, where it is not at the top of the page, which section.
 * @type {{ name: string, hash: string, section?: string, everywhere?: boolean }[]}
 */
const states = [
    { name: "page", hash: `#v=1&seed=42&${SCENARIO}&at=39500`, everywhere: true },
    { name: "released", hash: `#v=1&seed=42&${SCENARIO}&pool.retry.holdWorker=false&at=39500` },
    { name: "many", hash: `#v=1&seed=42&${MANY}&at=1200` },
    { name: "timeline", hash: `#v=1&seed=42&${SCENARIO}&at=39500`, section: "timeline", everywhere: true },
    { name: "charts", hash: `#v=1&seed=42&${SCENARIO}&at=90000`, section: "charts" },
    { name: "theory", hash: "#v=1&seed=1&pool.workers=3&pool.bufferSize=null&load.tasks=50000&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=240&work.failureProbability=0&work.service.kind=exponential&work.service.meanMs=10&at=200000", section: "trust" },
    { name: "story", hash: "#v=1&story=held-released&step=2", everywhere: true },
];

await main(async () => {
    await need(["npm packages", "chromium"]);
    await buildSite();
    const { launch, open } = await import("./lib/browser.mjs");
    const { serve } = await import("./lib/serve.mjs");

    const folder = inRoot("docs", "screenshots");
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const site = await serve(dist);
    const browser = await launch("chromium");
    try {
        for (const { name: screen, ...size } of screens) {
            for (const scheme of colours) {
                for (const { name, hash, section, everywhere } of states) {
                    if (everywhere !== true && (screen !== "desktop" || scheme !== "light")) continue;
                    const { page } = await open(browser, `${site.url}${hash}`, { ...size, colours: scheme });
                    await settle(page, section);
                    const path = /** @type {const} */ (`${join(folder, `${name}-${screen}-${scheme}`)}.png`);
                    await page.screenshot({ path });
                    await page.close();
                    console.log(path);
                }
            }
        }
    } finally {
        await browser.close();
        await site.close();
    }
    // The one in the README.
    await copyFile(join(folder, "page-desktop-light.png"), inRoot("docs", "screenshot.png"));
});

/**
 * Waits until the run is where it is to be seen. A link that names a moment holds it there.
 * @param {import("puppeteer-core").Page} page @param {string | undefined} section
 */
async function settle(page, section) {
    await page.waitForFunction(() => performance.getEntriesByName("twinpool: first frame").length > 0);
    if (section !== undefined) await (await page.waitForSelector(`#${section}`))?.scrollIntoView();
    await pause(SETTLE_MS);
}
