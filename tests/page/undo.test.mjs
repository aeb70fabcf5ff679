// Undo: it says what it takes back, wherever that was done.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";
import { says, SMALL, workersAre } from "./deciding.mjs";
import { fill, textUntil } from "./reading.mjs";

inEachBrowser((visit) => {
    test("says what it takes back: turns of knobs, a story, and whatever else changed the scenario", async () => {
        const page = await visit({ path: SMALL });
        await fill(page, "Workers", "4");
        await textUntil(page, "#undo", /^Undo: Workers 2 → 4$/);
        await page.click(".guide-tour");
        await textUntil(page, "#undo", /^Undo: story “A pool in a minute”$/);
        assert.equal(await page.$eval("#undo", (button) => button.getAttribute("title")), "story “A pool in a minute”");
        await page.keyboard.press("n");
        await textUntil(page, ".guide-count", /2 of 6$/);
        await page.focus(".guide-next");
        await page.keyboard.down("Control");
        await page.keyboard.press("z");
        await page.keyboard.up("Control");
        await textUntil(page, "#undo", /^Undo: Workers 2 → 4$/);
        await workersAre(page, "4");
        // Its text would tell of what is no longer on show; whoever was in it finds the way back in.
        await page.waitForSelector(".guide-tour:focus");
        await textUntil(page, "#guide", /A worker pool at work/);
        await page.click("#undo");
        await textUntil(page, "#undo", /^Undo$/);
        await workersAre(page, "2");
        assert.equal(await page.$eval("#undo", (button) => /** @type {HTMLButtonElement} */ (button).disabled), true);
    });

    test("redo brings a step of a story back with its text, as far as it was told", async () => {
        const page = await visit({ path: SMALL });
        const redo = async () => {
            await page.keyboard.down("Control");
            await page.keyboard.press("y");
            await page.keyboard.up("Control");
        };
        await page.click(".guide-tour");
        await textUntil(page, ".guide-count", /1 of 6$/);
        await page.keyboard.press("n");
        await textUntil(page, ".guide-count", /2 of 6$/);
        const text = await page.$eval(".guide-text", ({ textContent }) => textContent);
        const undoes = await page.$eval("#undo", ({ textContent }) => textContent);
        await page.click("#undo");
        await page.waitForSelector(".guide-tour:not([hidden])");
        await page.focus(".guide-tour");
        await redo();
        await textUntil(page, ".guide-count", /2 of 6$/);
        assert.equal(await page.$eval(".guide-text", ({ textContent }) => textContent), text);
        assert.equal(await page.$eval("#undo", ({ textContent }) => textContent), undoes);
        // The button that had the focus is no longer there.
        await page.waitForSelector(".guide-next:focus");
        await page.click("#undo");
        await textUntil(page, "#guide", /A worker pool at work/);
    });

    test("is made again with Ctrl+Shift+Z, as with Ctrl+Y", async () => {
        const page = await visit({ path: SMALL });
        await fill(page, "Workers", "4");
        await fill(page, "Attempts that fail", "20");
        await textUntil(page, "#undo", /^Undo: Attempts that fail 0 % → 20 %$/);
        await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
        await page.keyboard.down("Control");
        await page.keyboard.press("z");
        await textUntil(page, "#undo", /^Undo: Workers 2 → 4$/);
        await page.keyboard.down("Shift");
        await page.keyboard.press("Z");
        await page.keyboard.up("Shift");
        await page.keyboard.up("Control");
        await textUntil(page, "#undo", /^Undo: Attempts that fail 0 % → 20 %$/);
    });

    test("turns of one drag are one change, from where it began to where it ended", async () => {
        const page = await visit({ path: SMALL });
        await page.$eval(".knobs-open input[type=range]", (slider) => {
            const range = /** @type {HTMLInputElement} */ (slider);
            for (const at of ["500", "600", "1000"]) {
                range.value = at;
                range.dispatchEvent(new Event("input", { bubbles: true }));
            }
            range.dispatchEvent(new Event("change", { bubbles: true }));
        });
        await textUntil(page, "#undo", /^Undo: Tasks arriving 12 \/ s → 1,000 \/ s$/);
        await page.click("#undo");
        await textUntil(page, "#undo", /^Undo$/);
    });

    test("a drag that ends where it began leaves nothing to take back, and what was done before it stays", async () => {
        const page = await visit({ path: SMALL });
        await fill(page, "Workers", "4");
        await textUntil(page, "#undo", /^Undo: Workers 2 → 4$/);
        const told = await page.$eval(".knobs-open input[type=range]", (slider) => {
            const range = /** @type {HTMLInputElement} */ (slider);
            const undo = document.getElementById("undo");
            const began = range.value;
            return ["1000", began, "500"].map((at) => {
                range.value = at;
                range.dispatchEvent(new Event("input", { bubbles: true }));
                return undo?.textContent;
            });
        });
        assert.deepEqual(told, ["Undo: Tasks arriving 12 / s → 1,000 / s", "Undo: Workers 2 → 4", "Undo: Tasks arriving 12 / s → 10 / s"]);
        await page.click("#undo");
        await textUntil(page, "#undo", /^Undo: Workers 2 → 4$/);
    });

    test("outages are told in words", async () => {
        const page = await visit({ path: SMALL });
        await page.locator("::-p-xpath(//summary[contains(., 'Work')])").click();
        await page.locator("::-p-text(Add an outage)").click();
        await textUntil(page, "#undo", /^Undo: Outages none → from 10 to 15 s, 100 % fail$/);
        await page.$eval('[aria-label="Outage 1: attempts that fail, in percent"]', (input) => {
            const field = /** @type {HTMLInputElement} */ (input);
            field.value = "12.5";
            field.dispatchEvent(new Event("change", { bubbles: true }));
        });
        await textUntil(page, "#undo", /12\.5 % fail$/);
    });

    test("a point of a sweep is taken back as the knobs that it turned", async () => {
        const page = await visit({ path: `${SMALL}&tab=sweep&sweep=pool.workers:1..3:3,pool.bufferSize:2..4:3` });
        await says(page, "#panel-sweep .tool-words", /same luck/);
        await page.focus(".tool-picture");
        await page.keyboard.press("Home");
        await page.keyboard.press("Enter");
        await textUntil(page, "#undo", /^Undo: Workers 2 → 1; Places in the buffer 8 → 2$/);
    });
});
