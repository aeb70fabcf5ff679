// The page opens: under any path, without an error, without asking another host.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";

inEachBrowser((visit) => {
    test("opens and says what it is", async () => {
        const page = await visit();
        assert.match(await page.title(), /twinpool/);
        assert.match(await page.$eval("h1", (heading) => heading.textContent), /twinpool/);
    });

    test("fits the width of a phone", async () => {
        const page = await visit({ width: 390, height: 844 });
        const { wide, room } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, room: window.innerWidth }));
        assert.ok(wide <= room, `the page is ${wide} pixels wide on a screen of ${room}`);
    });
});
