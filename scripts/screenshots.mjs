// npm run screenshots: pictures of the page, on a desktop and on a phone, light and dark.
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { buildSite } from "./build/site.mjs";
import { dist, inRoot } from "./lib/paths.mjs";
import { main } from "./lib/run.mjs";
import { need } from "./setup/need.mjs";

/** The demo is under way: some tasks are done, some in backoff. */
const SETTLE_MS = 700;

const screens = [
    { name: "desktop", width: 1280, height: 800 },
    { name: "phone", width: 390, height: 844, touch: true },
];
/** @type {("light" | "dark")[]} */
const colours = ["light", "dark"];

await main(async () => {
    await need(["npm packages", "chromium"]);
    await buildSite();
    const { launch, open } = await import("./lib/browser.mjs");
    const { serve } = await import("./lib/serve.mjs");

    const folder = inRoot("docs", "screenshots");
    await mkdir(folder, { recursive: true });
    const site = await serve(dist);
    const browser = await launch("chromium");
    try {
        for (const { name, ...screen } of screens) {
            for (const scheme of colours) {
                const { page } = await open(browser, site.url, { ...screen, colours: scheme });
                await pause(SETTLE_MS);
                const path = /** @type {const} */ (`${join(folder, `${name}-${scheme}`)}.png`);
                await page.screenshot({ path });
                await page.close();
                console.log(path);
            }
        }
    } finally {
        await browser.close();
        await site.close();
    }
    // The one in the README.
    await copyFile(join(folder, "desktop-light.png"), inRoot("docs", "screenshot.png"));
});
