// axe-core finds nothing to complain of: in either theme, on a desktop and on a phone, with what opens opened.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { inEachBrowser, launch, open, serveSite } from "./browsers.mjs";
import { otherwise, says, SMALL } from "./deciding.mjs";
import { press, summaryUntil } from "./reading.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe has to say against the page, a line each.
 * @param {import("puppeteer-core").Page} page
 */
async function complaints(page) {
    await page.evaluate(axe);
    return page.evaluate(async () => {
        const { axe } = /** @type {{ axe: { run: (options: object) => Promise<{ violations: { id: string, help: string, nodes: { target: unknown[] }[] }[] }> } }} */ (
            /** @type {unknown} */ (globalThis)
        );
        const { violations } = await axe.run({ resultTypes: ["violations"] });
        return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
    });
}

for (const colours of /** @type {const} */ (["light", "dark"])) {
    describe(colours, () => {
        inEachBrowser(
            (visit) => {
                test("nothing to complain of on a desktop, with all knobs open", async () => {
                    const page = await visit();
                    await page.waitForSelector(".knobs-group");
                    await page.$$eval("details", (all) => {
                        for (const one of all) one.open = true;
                    });
                    assert.deepEqual(await complaints(page), []);
                });

                test("nor on a phone, with the sheet of knobs open", async () => {
                    const page = await visit({ width: 390, height: 844 });
                    await press(page, "All knobs");
                    assert.deepEqual(await complaints(page), []);
                });

                test("nor with the menu of stories, a bet, or the help open", async () => {
                    const page = await visit({ path: "#v=1&story=herd&step=3" });
                    await page.waitForSelector(".bet");
                    assert.deepEqual(await complaints(page), []);
                    await page.click(".bet-show");
                    await page.waitForSelector(".guide-next.primary");
                    await page.click("#stories");
                    await page.waitForSelector("#stories-list:popover-open");
                    assert.deepEqual(await complaints(page), []);
                    await page.keyboard.press("Escape");
                    await page.click("#help");
                    await page.waitForSelector("#help-dialog[open]");
                    assert.deepEqual(await complaints(page), []);
                });

                test("nor with what each of the tools has found", async () => {
                    const page = await visit({ path: `${SMALL}&tab=compare${otherwise({ "pool.workers": "3" })}` });
                    await says(page, ".compare-sentence", /./);
                    assert.deepEqual(await complaints(page), []);
                    for (const [tab, found] of /** @type {const} */ ([
                        ["sweep", ".best-edge"],
                        ["answer", ".answer .tool-load:not([hidden])"],
                    ])) {
                        const other = await visit({ path: `${SMALL}&tab=${tab}&sweep=pool.workers:1..3:3,load.arrivals.ratePerSecond:4..12:3&answer=pool.workers:waitMs.p99:50` });
                        await other.waitForSelector(found, { timeout: 30_000 });
                        await other.$$eval("#tools details", (all) => {
                            for (const one of all) one.open = true;
                        });
                        assert.deepEqual(await complaints(other), []);
                    }
                });
            },
            { colours },
        );
    });
}

inEachBrowser((visit) => {
    test("of another run those who listen are told soon, and when it goes on at once", async () => {
        const page = await visit({ path: "#v=1&load.tasks=1000" });
        const first = await summaryUntil(page, /^Running at .* [1-9]\d* of/);
        await page.evaluate(() => {
            location.hash = "#v=1&load.tasks=3000&work.failureProbability=0&work.service.kind=constant&work.service.ms=100";
        });
        // While it runs it is told of every five seconds only.
        await page.waitForFunction((before) => document.querySelector("#summary")?.textContent !== before, { timeout: 4000 }, first);
        await press(page, "Pause");
        await summaryUntil(page, /^Paused/);
        await press(page, "Play");
        await page.waitForFunction(() => document.querySelector("#summary")?.textContent.startsWith("Running"), { timeout: 4000 });
    });

    test("text of twice the size stays in its boxes: in the header, the figures and the knobs", async () => {
        const page = await visit({ path: "#v=1&at=1000" });
        await page.waitForSelector(".knob .segments");
        await page.evaluate(() => {
            document.documentElement.style.fontSize = "200%";
        });
        const outside = await page.evaluate(() => {
            const pairs = [["header", "button, #mode"], [".figure-value", "strong"], [".knob .segments", "label"], [".knob-head", "label, input"]];
            return pairs.flatMap(([box = "", inner = ""]) =>
                [...document.querySelectorAll(box)].flatMap((outer) => {
                    const { top, bottom, right } = outer.getBoundingClientRect();
                    const inside = [...outer.querySelectorAll(inner)].filter((one) => one.checkVisibility()).map((one) => ({ text: one.textContent, box: one.getBoundingClientRect() }));
                    return inside.filter(({ box: one }) => one.top < top - 1 || one.bottom > bottom + 1 || one.right > right + 1).map(({ text }) => `${box}: ${text}`);
                }),
            );
        });
        assert.deepEqual(outside, []);
    });
});

test("where the system forces its colours, what is drawn keeps those of its states", async () => {
    const site = await serveSite();
    const browser = await launch("chromium");
    try {
        const { page } = await open(browser, `${site.url}#v=1&at=1000`);
        const session = await page.createCDPSession();
        await session.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
        await page.reload();
        /** Is there a pixel of the canvas that is neither black, white nor grey? */
        await page.waitForFunction(
            () => {
                const canvas = document.querySelector("#tape canvas");
                if (!(canvas instanceof HTMLCanvasElement)) return false;
                const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
                for (let n = 0; n < data.length; n += 4) if (Math.max(...data.slice(n, n + 3)) - Math.min(...data.slice(n, n + 3)) > 64) return true;
                return false;
            },
            { timeout: 10_000, polling: 200 },
        );
        const [chosen, other] = await page.$$eval("#mode span", (words) => words.map((word) => getComputedStyle(word).backgroundColor));
        assert.notEqual(chosen, other);
    } finally {
        await browser.close();
        await site.close();
    }
});
