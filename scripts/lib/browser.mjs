// Opening a page in Firefox or Chromium without a window, and hearing what it complains of. For tests and pictures.
// It needs the npm packages, so import it after they are set up.
import puppeteer from "puppeteer-core";
import { findBrowser } from "../setup/browsers.mjs";

/** @typedef {import("../setup/browsers.mjs").BrowserName} BrowserName */

/**
 * @typedef {object} Look what the page is told of the person's screen and wishes
 * @property {number} [width] Default 1280.
 * @property {number} [height] Default 800.
 * @property {number} [scale] Pixels of the screen per pixel of the page. Default 1.
 * @property {boolean} [touch] Default false.
 * @property {"light" | "dark"} [colours] Chromium only; what Firefox shows is up to the system. Default "light".
 * @property {boolean} [reducedMotion] Default false.
 */

// What a test machine lacks (a GPU, a sandbox for root) and what would go out to other hosts.
const CHROMIUM_ARGS = [
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    // A page in the background is slowed down; ours are all looked at.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
];

/**
 * Starts a browser without a window.
 * @param {BrowserName} name
 * @param {Look} [look] Firefox takes reducedMotion and colours at its start only.
 */
export function launch(name, { reducedMotion = false, colours = "light" } = {}) {
    const executablePath = findBrowser(name);
    if (executablePath === undefined) throw new Error(`${name} is not installed: run \`npm test\`, which installs it or says how`);
    if (name === "chromium") return puppeteer.launch({ browser: "chrome", executablePath, args: CHROMIUM_ARGS });
    return puppeteer.launch({
        browser: "firefox",
        executablePath,
        extraPrefsFirefox: {
            "ui.prefersReducedMotion": reducedMotion ? 1 : 0,
            "layout.css.prefers-color-scheme.content-override": colours === "dark" ? 0 : 1,
        },
    });
}

/**
 * What a page said that a good page doesn't say.
 * @typedef {object} Complaints
 * @property {string[]} errors exceptions, unhandled rejections, console.error, console.warn
 * @property {string[]} failed requests that failed
 * @property {string[]} foreign requests to other hosts
 */

/**
 * Opens a new tab and listens from the start.
 * @param {import("puppeteer-core").Browser} browser
 * @param {string} url
 * @param {Look} [look]
 * @returns {Promise<{ page: import("puppeteer-core").Page, complaints: Complaints }>}
 */
export async function open(browser, url, { width = 1280, height = 800, scale = 1, touch = false, colours = "light", reducedMotion = false } = {}) {
    const page = await browser.newPage();
    /** @type {Complaints} */
    const complaints = { errors: [], failed: [], foreign: [] };
    const { origin } = new URL(url);
    page.on("pageerror", (error) => complaints.errors.push(String(error)));
    page.on("console", (message) => {
        if (["error", "warn", "assert"].includes(message.type())) complaints.errors.push(message.text());
    });
    page.on("requestfailed", (request) => complaints.failed.push(request.url()));
    page.on("response", (response) => {
        if (response.status() >= 400) complaints.failed.push(`${response.status()} ${response.url()}`);
    });
    page.on("request", (request) => {
        const asked = new URL(request.url());
        if (asked.protocol.startsWith("http") && asked.origin !== origin) complaints.foreign.push(asked.href);
    });
    // Firefox over WebDriver BiDi knows neither touch nor emulated media.
    const chromium = (await browser.version()).startsWith("Chrom");
    await page.setViewport({ width, height, deviceScaleFactor: scale, ...(chromium ? { hasTouch: touch } : {}) });
    if (chromium) {
        await page.emulateMediaFeatures([
            { name: "prefers-color-scheme", value: colours },
            { name: "prefers-reduced-motion", value: reducedMotion ? "reduce" : "no-preference" },
        ]);
    }
    await page.goto(url, { waitUntil: "load" });
    return { page, complaints };
}
