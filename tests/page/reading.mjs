// What a person reads off the page, and how they reach its controls.
import { named } from "./named.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

/** The clock, in milliseconds. @param {Page} page */
export const clockMs = (page) =>
    page.$eval(".clock-now", (clock) => {
        const parts = clock.textContent.replaceAll(",", "").split(":").map(Number);
        return Math.round(1000 * parts.reduce((sum, part) => 60 * sum + part, 0));
    });

/**
 * Waits until the clock satisfies this, and gives what it says then.
 * @param {Page} page @param {(ms: number) => boolean} isSo @param {string} what for the message
 */
export async function clockUntil(page, isSo, what) {
    const end = Date.now() + 20_000;
    for (;;) {
        const ms = await clockMs(page);
        if (isSo(ms)) return ms;
        if (Date.now() > end) throw new Error(`the clock never was ${what}; it says ${ms} ms`);
        await page.evaluate(() => new Promise(requestAnimationFrame));
    }
}

/** Presses the button with this name. @param {Page} page @param {string} name */
export const press = (page, name) => page.locator(named("button", name)).click();

/** The pool in a sentence, as a screen reader is told it. @param {Page} page */
export const summary = (page) => page.$eval("#summary", ({ textContent }) => textContent);

/**
 * Waits until an element says this, and gives all that it says then.
 * @param {Page} page @param {string} selector @param {RegExp} words
 */
export async function textUntil(page, selector, words) {
    const text = () => page.evaluate((one) => document.querySelector(one)?.textContent ?? "", selector);
    try {
        await page.waitForFunction(
            (one, source) => new RegExp(source).test(document.querySelector(one)?.textContent ?? ""),
            { timeout: 20_000 },
            selector,
            words.source,
        );
    } catch (error) {
        throw new Error(`${selector} never said ${String(words)}; it says "${await text()}"`, { cause: error });
    }
    return text();
}

/**
 * Waits until the sentence says this.
 * @param {Page} page @param {RegExp} words
 */
export const summaryUntil = (page, words) => textUntil(page, "#summary", words);

/**
 * Types into a field as a person would, over what is there, and leaves it.
 * @param {Page} page @param {string} label @param {string} text
 */
export async function fill(page, label, text) {
    const input = await page.waitForSelector(named("spinbutton", label));
    if (input === null) throw new Error(`no field ${label}`);
    await input.evaluate((element) => /** @type {HTMLInputElement} */ (element).select());
    if (text === "") await page.keyboard.press("Backspace");
    else await page.keyboard.type(text);
    await page.keyboard.press("Tab");
}
