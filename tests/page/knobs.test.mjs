// The knobs of the page: what takes effect at once, what begins the run anew, what is refused, and what is taken back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";
import { named } from "./named.mjs";
import { clockMs, clockUntil, fill, press, summaryUntil, textUntil } from "./reading.mjs";

const RUNNING = "#v=1&seed=1&pool.workers=2&load.tasks=100000&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=5&work.service.kind=constant&work.service.ms=100";

/** @param {import("puppeteer-core").Page} page @param {string} label */
const valueOf = (page, label) => page.$eval(named("spinbutton", label), (input) => /** @type {HTMLInputElement} */ (input).value);

/** @param {import("puppeteer-core").Page} page */
const note = (page) => page.$eval(".knobs-note", ({ textContent }) => textContent);

inEachBrowser((visit) => {
    test("workers change at once, and the run goes on", async () => {
        const page = await visit({ path: RUNNING });
        await clockUntil(page, (ms) => ms > 300, "past 300 ms");
        await press(page, "Pause");
        await page.waitForSelector(named("button", "Play"));
        const at = await clockMs(page);
        await fill(page, "Workers", "7");
        assert.match(await note(page), /at once/);
        assert.equal(await clockMs(page), at);
        assert.equal(await valueOf(page, "Workers"), "7");
    });

    test("what came of a turn stands at the knob that was turned, moves nothing, and goes with the turn", async () => {
        const page = await visit({ path: RUNNING });
        await clockUntil(page, (ms) => ms > 300, "past 300 ms");
        const high = () => page.$eval("#knobs-all", ({ scrollHeight }) => scrollHeight);
        const before = await high();
        for (const label of ["Workers", "Attempts that fail"]) {
            await fill(page, label, "7");
            assert.equal(await page.$eval(".knobs-note", (words) => words.closest(".knob")?.querySelector("label")?.textContent), label);
        }
        assert.equal(await high(), before);
        await page.click("#undo");
        await textUntil(page, "#undo", /^Undo: Workers/);
        assert.equal(await note(page), "");
        await fill(page, "Workers", "8");
        assert.match(await note(page), /at once/);
        await fill(page, "Workers", "0");
        assert.equal(await note(page), "");
    });

    test("a very large number is seen to its end", async () => {
        const page = await visit({ path: RUNNING.replace("ratePerSecond=5", "ratePerSecond=1000000000") });
        const inputs = () => page.$$eval('.knobs-open input[type="number"]', (all) => all.map((input) => [/** @type {HTMLInputElement} */ (input).value, input.scrollWidth <= input.clientWidth]));
        await page.waitForFunction(() => document.querySelector(".knobs-group summary")?.textContent.includes("1B / s"));
        assert.deepEqual((await inputs())[0], ["1000000000", true]);
        for (const cut of [".knobs-group summary .small", ".balance-labels span"]) {
            assert.deepEqual(await page.$$eval(cut, (all) => all.filter((one) => one.scrollWidth > one.clientWidth && getComputedStyle(one).display !== "inline").map(({ textContent }) => textContent)), []);
        }
        assert.match(await page.$eval(".balance-labels", ({ textContent }) => textContent), /^\d+M work/);
    });

    test("the buffer begins the run anew, and says so", async () => {
        const page = await visit({ path: RUNNING });
        await clockUntil(page, (ms) => ms > 600, "past 600 ms");
        await press(page, "Pause");
        await page.locator("::-p-xpath(//summary[contains(., 'Pool')])").click();
        await fill(page, "Places in the buffer", "3");
        assert.match(await note(page), /anew/);
        await clockUntil(page, (ms) => ms < 600, "back at the beginning");
    });

    test("a field that may be left empty says so, and nothing of null", async () => {
        const page = await visit({ path: RUNNING });
        await page.locator("::-p-xpath(//summary[contains(., 'Pool')])").click();
        await fill(page, "Places in the buffer", "-1");
        const words = await page.$$eval(".knobs-group .error:not([hidden])", (all) => all.map(({ textContent }) => textContent));
        assert.deepEqual(words, ["It must be a whole number from 0 to 1,000,000,000, or empty for no bound; got -1."]);
    });

    test("each kind of jitter is explained at its knob", async () => {
        const page = await visit({ path: RUNNING });
        await page.locator("::-p-xpath(//summary[contains(., 'Retries')])").click();
        const [kinds, hint] = await page.$eval("::-p-xpath(//div[label[.='Jitter']])", (knob) => /** @type {const} */ ([[...knob.querySelectorAll("option")].map(({ text }) => text), knob.querySelector("p")?.textContent ?? ""]));
        for (const kind of kinds.filter((one) => one !== "none")) assert.match(hint, new RegExp(`${kind}: `, "i"));
    });

    test("an impossible value is explained at its field, and changes nothing", async () => {
        const page = await visit({ path: RUNNING });
        await fill(page, "Workers", "0");
        const input = await page.waitForSelector(named("spinbutton", "Workers"));
        assert.equal(await input?.evaluate((element) => element.getAttribute("aria-invalid")), "true");
        const words = await page.$eval(".knobs-open .error:not([hidden])", ({ textContent }) => textContent);
        assert.match(words, /whole number from 1 to 100,000/);
        await clockUntil(page, (ms) => ms > 300, "going on");
    });

    test("a field that is explained moves no knob and covers none, and the ring of a slider is clear of its field", async () => {
        const page = await visit({ path: RUNNING });
        const tops = () => page.$$eval(".knobs-open .knob, .balance", (knobs) => knobs.map((knob) => knob.getBoundingClientRect().top));
        const before = await tops();
        for (const name of ["Tasks arriving", "Workers", "Attempts that fail"]) await fill(page, name, "-12345.5");
        assert.deepEqual(await tops(), before);
        const ends = await page.$$eval(".knobs-open .error:not([hidden])", (errors) => errors.map((error) => error.getBoundingClientRect().bottom));
        assert.equal(ends.length, 3);
        ends.forEach((end, n) => {
            assert.ok(end <= (before[n + 1] ?? 0), `what is said at knob ${n} ends ${end - (before[n + 1] ?? 0)} pixels below the next one's top`);
        });
        await page.focus(named("spinbutton", "Workers"));
        await page.keyboard.press("Tab");
        const room = await page.evaluate(() => {
            const slider = document.activeElement;
            const field = slider?.parentElement?.querySelector("input[type=number]");
            if (!(slider instanceof HTMLInputElement) || slider.type !== "range" || field === null || field === undefined) return NaN;
            const { outlineOffset, outlineWidth } = getComputedStyle(slider);
            return slider.getBoundingClientRect().top - parseFloat(outlineOffset) - parseFloat(outlineWidth) - field.getBoundingClientRect().bottom;
        });
        assert.ok(room >= 0, `${room} pixels between ring and field`);
    });

    test("a seed that makes no sense is explained at its field, stays to be mended, and is given up with Escape", async () => {
        const page = await visit({ path: RUNNING });
        for (const [typed, got] of /** @type {const} */ ([["-1", "-1"], ["7.5", "7\\.5"], ["1e20", "1\\D?0*.*"]])) {
            await fill(page, "Seed", typed);
            await textUntil(page, "#seed-problem", new RegExp(`^It must be a whole number from 0 to .*; got ${got}\\.$`));
        }
        await clockUntil(page, (ms) => ms > 300, "going on");
        const state = () => page.$eval(".seed-input", (input) => [/** @type {HTMLInputElement} */ (input).value, input.getAttribute("aria-invalid"), document.querySelector("#seed-problem")?.checkVisibility()]);
        assert.deepEqual(await state(), ["1e20", "true", true]);
        await page.focus(".seed-input");
        await page.keyboard.press("Escape");
        assert.deepEqual(await state(), ["1", null, false]);
        await fill(page, "Seed", "-1");
        await press(page, "new");
        await page.waitForFunction(() => document.querySelector(".seed-input")?.getAttribute("aria-invalid") === null);
    });

    test("a value that was refused is given up with Escape; a percent is told as one", async () => {
        const page = await visit({ path: RUNNING });
        await fill(page, "Attempts that fail", "140");
        const words = await page.$eval(".knobs-open .error:not([hidden])", ({ textContent }) => textContent);
        assert.equal(words, "It must be a number from 0 to 100; got 140.");
        await page.focus(named("spinbutton", "Attempts that fail"));
        await page.keyboard.press("Escape");
        assert.equal(await valueOf(page, "Attempts that fail"), "30");
        assert.equal(await page.$(".knobs-open .error:not([hidden])"), null);
    });

    test("at the end of a run nothing is left to change: workers begin it anew", async () => {
        const page = await visit({ path: RUNNING.replace("100000", "20") });
        await press(page, "Run to the end");
        await summaryUntil(page, /^Finished/);
        await fill(page, "Workers", "7");
        assert.match(await note(page), /anew/);
        await summaryUntil(page, /^(?!Finished)/);
    });

    test("is taken back with Ctrl+Z, and made again", async () => {
        const page = await visit({ path: RUNNING });
        await clockUntil(page, (ms) => ms > 200, "past 200 ms");
        await fill(page, "Attempts that fail", "80");
        // The simulation has turned it, and said when.
        await page.waitForFunction(() => [...document.querySelectorAll(".knobs-group summary")].some(({ textContent }) => textContent.includes("80 % fail")));
        await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
        await page.keyboard.down("Control");
        await page.keyboard.press("z");
        await page.keyboard.up("Control");
        await page.waitForFunction(() => [...document.querySelectorAll("input")].some(({ value, type }) => type === "number" && value === "30"));
        assert.equal(await valueOf(page, "Attempts that fail"), "30");
        await page.keyboard.down("Control");
        await page.keyboard.press("y");
        await page.keyboard.up("Control");
        await page.waitForFunction(() => [...document.querySelectorAll("input")].some(({ value, type }) => type === "number" && value === "80"));
    });

    test("is taken back and made again also before the simulation has said when it was turned", async () => {
        const page = await visit({ path: RUNNING });
        await clockUntil(page, (ms) => ms > 200, "past 200 ms");
        const fails = (/** @type {string} */ percent) =>
            page.waitForFunction((wanted) => [...document.querySelectorAll(".knobs-group summary")].some(({ textContent }) => textContent.includes(`${wanted} % fail`)), {}, percent);
        const input = await page.waitForSelector(named("spinbutton", "Attempts that fail"));
        const turnAnd = (/** @type {string} */ keys) =>
            input?.evaluate((element, pressed) => {
                const field = /** @type {HTMLInputElement} */ (element);
                field.value = "80";
                field.dispatchEvent(new Event("change", { bubbles: true }));
                for (const key of pressed) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey: true, bubbles: true, cancelable: true }));
            }, keys);
        await turnAnd("z");
        await page.waitForFunction(() => document.querySelector("#undo[disabled]") !== null);
        await fails("30");
        await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "y", ctrlKey: true, bubbles: true, cancelable: true })));
        await fails("80");
    });

    test("is taken back whole and made again also where the simulation has refused something else in between", async () => {
        const page = await visit({ path: RUNNING });
        await clockUntil(page, (ms) => ms > 200, "past 200 ms");
        const input = await page.waitForSelector(named("spinbutton", "Attempts that fail"));
        await input?.evaluate((element) => {
            const postMessage = /** @type {(this: Worker, command: unknown) => void} */ (Reflect.get(Worker.prototype, "postMessage"));
            /** @this {Worker} @param {{ kind: string }} command */
            Worker.prototype.postMessage = function (command) {
                if (command.kind === "turn") {
                    Worker.prototype.postMessage = postMessage;
                    // Makes no sense.
                    this.postMessage({ kind: "play", toMs: 10n ** 9n });
                }
                postMessage.call(this, command);
            };
            const field = /** @type {HTMLInputElement} */ (element);
            field.value = "80";
            field.dispatchEvent(new Event("change", { bubbles: true }));
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true, bubbles: true, cancelable: true }));
        });
        await page.waitForSelector("#problem:not([hidden])");
        await page.waitForSelector("#undo[disabled]");
        await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "y", ctrlKey: true, bubbles: true, cancelable: true })));
        await textUntil(page, "#undo", /^Undo: Attempts that fail/);
        await page.waitForFunction(() => location.hash.endsWith("failureProbability,0.8"));
    });

    test("is kept also where another knob begins the run anew before the simulation has said when it was turned", async () => {
        const page = await visit({ path: RUNNING });
        await clockUntil(page, (ms) => ms > 200, "past 200 ms");
        const input = await page.waitForSelector(named("spinbutton", "Attempts that fail"));
        await input?.evaluate((element) => {
            const field = /** @type {HTMLInputElement} */ (element);
            field.value = "80";
            field.dispatchEvent(new Event("change", { bubbles: true }));
            /** @type {HTMLElement} */ (document.querySelector(".seed button")).click();
        });
        await page.waitForFunction(() => /seed=(?!1&)/.test(location.hash));
        assert.match(await page.evaluate(() => location.hash), /work\.failureProbability=0\.8/);
        await page.waitForFunction(() => [...document.querySelectorAll(".knobs-group summary")].some(({ textContent }) => textContent.includes("80 % fail")));
    });

    test("stays when the new beginning after it is taken back, also before the simulation has said when it was turned", async () => {
        const page = await visit({ path: RUNNING });
        await clockUntil(page, (ms) => ms > 200, "past 200 ms");
        const fails = (/** @type {string} */ percent) =>
            page.waitForFunction((wanted) => [...document.querySelectorAll(".knobs-group summary")].some(({ textContent }) => textContent.includes(`${wanted} % fail`)), {}, percent);
        const input = await page.waitForSelector(named("spinbutton", "Attempts that fail"));
        await input?.evaluate((element) => {
            const field = /** @type {HTMLInputElement} */ (element);
            field.value = "80";
            field.dispatchEvent(new Event("change", { bubbles: true }));
            /** @type {HTMLElement} */ (document.querySelector(".seed button")).click();
        });
        await textUntil(page, "#undo", /^Undo: Seed 1 →/);
        await page.click("#undo");
        await textUntil(page, "#undo", /^Undo: Attempts that fail 30 % → 80 %$/);
        await page.waitForFunction(() => location.hash.includes("seed=1&"));
        await fails("80");
        await page.click("#undo");
        await textUntil(page, "#undo", /^Undo$/);
        await fails("30");
    });

    test("is turned back also before the simulation has said when it was turned", async () => {
        const page = await visit({ path: RUNNING });
        await clockUntil(page, (ms) => ms > 200, "past 200 ms");
        const input = await page.waitForSelector(named("spinbutton", "Attempts that fail"));
        await input?.evaluate((element) => {
            const field = /** @type {HTMLInputElement} */ (element);
            for (const value of ["80", "30"]) {
                field.value = value;
                field.dispatchEvent(new Event("change", { bubbles: true }));
            }
        });
        await page.waitForFunction(() => location.hash.endsWith("failureProbability,0.3"));
    });

    test("another kind of service keeps its mean", async () => {
        const page = await visit({ path: RUNNING });
        await page.locator("::-p-xpath(//summary[contains(., 'Work')])").click();
        const select = await page.waitForSelector(named("combobox", "An attempt takes"));
        await select?.select("exponential");
        await page.waitForSelector(named("spinbutton", "Time on average"));
        assert.equal(await valueOf(page, "Time on average"), "100");
        await summaryUntil(page, /done/);
    });

    test("tasks can come at given times, and what is wrong with these is said there, in the page’s words", async () => {
        const page = await visit({ path: RUNNING });
        await page.locator("::-p-xpath(//summary[contains(., 'Load')])").click();
        const kind = await page.waitForSelector(named("combobox", "Tasks come"));
        await kind?.select("at given times");
        const list = await page.waitForSelector(named("textbox", "They come at"));
        // As many tasks as times.
        await page.waitForFunction(() => [...document.querySelectorAll(".knobs-group summary")].some(({ textContent }) => textContent.includes("a trace, 20 tasks")));
        /** @param {string} text */
        const type = async (text) => {
            await list?.evaluate((input) => /** @type {HTMLInputElement} */ (input).select());
            await page.keyboard.type(text);
            await page.keyboard.press("Tab");
        };
        const problem = () => page.$$eval(".knob .error:not([hidden])", (all) => all.map((one) => [one.closest(".knob")?.querySelector("label")?.textContent, one.textContent]));
        await list?.focus();
        await type("0, 300, 200");
        assert.deepEqual(await problem(), [["They come at", "Number 3 must be no earlier than the time before it; got 200."]]);
        await type("0, soon");
        assert.deepEqual(await problem(), [["They come at", "Numbers, please, separated by commas."]]);
        await type("0, 300, 400");
        await page.waitForFunction(() => [...document.querySelectorAll(".knobs-group summary")].some(({ textContent }) => textContent.includes("a trace, 3 tasks")));
        assert.deepEqual(await problem(), []);
        await fill(page, "Tasks in all", "5");
        assert.deepEqual(await problem(), [["Tasks in all", "It must be at most the number of times in “They come at”; got 5."]]);
    });

    test("another way to come, and back: as many a second as before", async () => {
        const page = await visit({ path: RUNNING.replace("ratePerSecond=5", "ratePerSecond=7.5") });
        await page.locator("::-p-xpath(//summary[contains(., 'Load')])").click();
        const kind = await page.waitForSelector(named("combobox", "Tasks come"));
        for (const [way, words] of [
            ["one sender, never idle", "one sender, 100,000 tasks"],
            ["at given times", "a trace, 20 tasks"],
            ["at random (Poisson)", "Poisson, 7.5 / s, 100,000 tasks"],
        ]) {
            await kind?.select(way ?? "");
            await page.waitForFunction((wanted) => [...document.querySelectorAll(".knobs-group summary")].some(({ textContent }) => textContent.includes(wanted ?? "")), {}, words);
        }
    });

    test("on a phone the knobs are a sheet that opens and closes, and closed no more than a line", async () => {
        const page = await visit({ width: 390, height: 844 });
        const slider = await page.waitForSelector("#knobs input[type=range]");
        const high = await page.$eval("#knobs", (bar) => bar.getBoundingClientRect().height);
        assert.ok(high <= 60, `it is ${high} pixels high`);
        assert.ok(((await slider?.boundingBox())?.height ?? 0) >= 24, "a finger finds the slider");
        const ends = await page.$$eval(".knobs-open, .knobs-open .knob:nth-child(2)", ([all, second]) => [all?.getBoundingClientRect().right, second?.getBoundingClientRect().left]);
        assert.ok(Number(ends[1]) >= Number(ends[0]), `one knob and no stub of another: ${ends.join(", ")}`);
        await press(page, "All knobs");
        await page.waitForSelector("#knobs.is-open");
        await page.waitForSelector("#knobs-all ::-p-text(Retries)", { visible: true });
        await press(page, "Close");
        await page.waitForSelector("#knobs:not(.is-open)");
    });

    test("with all knobs open the scene stays in sight", async () => {
        const page = await visit();
        await page.waitForSelector(".knobs-group");
        const places = () =>
            page.evaluate(() =>
                ["scene", "timeline"].map((id) => {
                    const { top, bottom } = document.getElementById(id)?.getBoundingClientRect() ?? { top: NaN, bottom: NaN };
                    return [top, bottom];
                }),
            );
        await page.waitForSelector("#timeline .timeline-picture");
        const before = await places();
        for (const group of await page.$$(".knobs-group")) await group.evaluate((details) => details.setAttribute("open", ""));
        const last = await page.waitForSelector("::-p-xpath(//fieldset[contains(@class, 'knob')][contains(., 'After the last failed attempt')])");
        await last?.evaluate((knob) => knob.scrollIntoView({ block: "nearest" }));
        const box = await last?.boundingBox();
        assert.ok(box !== null && box !== undefined && box.y > 0 && box.y + box.height <= 800, "the last knob is in sight");
        assert.deepEqual(await places(), before);
    });

    test("on a phone the knob that a story is about can be turned without opening anything", async () => {
        const page = await visit({ path: "#v=1&story=tour&step=5", width: 390, height: 844 });
        const choice = await page.waitForSelector(".knobs-open ::-p-text(moves on)");
        const box = await choice?.boundingBox();
        assert.ok(box !== null && box !== undefined && box.y > 0 && box.y + box.height <= 844 && box.x >= 0 && box.x + box.width <= 390, JSON.stringify(box));
        await choice?.click();
        await page.waitForFunction(() => /Shelf: (?!not used)/.test(document.querySelector(".census")?.textContent ?? ""));
        // The others are a swipe, or a Tab, away.
        await page.focus('.knobs-open input[type="number"]');
        await page.waitForFunction(() => {
            const field = document.activeElement?.getBoundingClientRect();
            return field !== undefined && field.left >= 0 && field.right <= 390 && field.bottom <= 844;
        });
    });

    test("on a phone a story’s buttons leave its count of steps alone", async () => {
        const page = await visit({ path: "#v=1&story=tour&step=2", width: 390, height: 844 });
        await page.waitForFunction(() => document.querySelector(".guide-count")?.textContent.includes("2 of 6") === true);
        const [count, buttons, guide] = await page.evaluate(() =>
            [".guide-count", ".guide-buttons", ".guide"].map((name) => {
                const { top, bottom } = document.querySelector(name)?.getBoundingClientRect() ?? { top: NaN, bottom: NaN };
                return { top, bottom };
            }),
        );
        assert.ok(count && buttons && guide && count.top >= buttons.bottom && count.bottom <= guide.bottom, JSON.stringify([count, buttons, guide]));
    });
});
