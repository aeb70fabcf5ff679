// The main buttons can be read: at rest, under the pointer, with the focus, pressed and disabled, in either theme.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";
import { SMALL } from "./deciding.mjs";

/** What WCAG 2 asks of text (AA). */
const LEAST_CONTRAST = 4.5;

/**
 * The contrast of what is written on a button to what is behind it.
 * @param {import("puppeteer-core").ElementHandle} button
 */
const contrast = (button) =>
    button.evaluate((element) => {
        /** @param {string} colour "rgb(1, 2, 3)", "rgba(1, 2, 3, 0)" */
        const parts = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
        /** @param {string} colour */
        const luminance = (colour) => {
            const [red = 0, green = 0, blue = 0] = parts(colour).map((part) => {
                const share = part / 255;
                return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        /** @type {Element | null} */
        let ground = element;
        while (ground !== null && parts(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
        const behind = ground === null ? "rgb(255, 255, 255)" : getComputedStyle(ground).backgroundColor;
        const [lighter = 0, darker = 0] = [luminance(getComputedStyle(element).color), luminance(behind)].sort((a, b) => b - a);
        return (lighter + 0.05) / (darker + 0.05);
    });

/** Where there is one, and how it is found. */
const BUTTONS = [
    ["Play", "", "#transport .play"],
    ["Take the tour", "", ".guide-tour"],
    ["Measure both", "&tab=compare", "#tools .tool-begin"],
    ["Make it precise", "", ".precise-start"],
];

for (const colours of /** @type {const} */ (["light", "dark"])) {
    describe(colours, () => {
        inEachBrowser(
            (visit) => {
                for (const [name = "", tab = "", selector = ""] of BUTTONS) {
                    test(`${name} can be read, whatever state it is in`, async () => {
                        const page = await visit({ path: `${SMALL}${tab}` });
                        const button = await page.waitForSelector(selector);
                        assert.ok(button !== null);
                        /** @type {Record<string, number>} */
                        const found = { rest: await contrast(button) };
                        await button.scrollIntoView();
                        await button.hover();
                        assert.ok(await button.evaluate((element) => element.matches(":hover")), "the pointer is not on it");
                        found["hover"] = await contrast(button);
                        await button.focus();
                        found["focus"] = await contrast(button);
                        await page.mouse.down();
                        found["pressed"] = await contrast(button);
                        await button.evaluate((element) => {
                            /** @type {HTMLButtonElement} */ (element).disabled = true;
                        });
                        found["disabled"] = await contrast(button);
                        for (const [state, ratio] of Object.entries(found)) assert.ok(ratio >= LEAST_CONTRAST, `${state}: ${ratio.toFixed(2)} : 1`);
                    });
                }
            },
            { colours },
        );
    });
}
