// What a page has loaded, as a server that compresses would send it.
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { dist } from "../../../scripts/lib/paths.mjs";

/**
 * Bytes of the built files of each kind that the page has loaded so far, its workers included, each gzipped by itself. What the
 * service worker puts away for a time without a network is not among them.
 * @param {import("puppeteer-core").Page} page
 * @returns {Promise<{ js: number, css: number, wasm: number }>}
 */
export async function weightOf(page) {
    const addresses = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname));
    const files = new Set(addresses.filter((address) => address.includes("/assets/")).map((address) => basename(address)));
    const weight = { js: 0, css: 0, wasm: 0 };
    for (const file of files) {
        const kind = /** @type {keyof typeof weight} */ (file.slice(file.lastIndexOf(".") + 1));
        weight[kind] += gzipSync(await readFile(join(dist, "assets", file)), { level: 9 }).length;
    }
    return weight;
}

/**
 * Goes down to the charts, and waits until they are drawn.
 * @param {import("puppeteer-core").Page} page
 */
export async function lookAtCharts(page) {
    await page.evaluate(() => document.getElementById("charts")?.scrollIntoView());
    await page.waitForSelector(".chart-plot canvas");
}

/**
 * Goes down the whole page, as somebody who looks at everything that it shows of itself, and waits until it has come.
 * @param {import("puppeteer-core").Page} page
 */
export async function lookAtAll(page) {
    for (const part of ["timeline", "log", "charts", "trust", "tools", "about"]) {
        await page.evaluate((id) => document.getElementById(id)?.scrollIntoView(), part);
        if (part === "charts") await page.waitForSelector(".chart-plot canvas");
        if (part === "tools") await page.waitForSelector("#tools [role=tabpanel] > *");
    }
}
