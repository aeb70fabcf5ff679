// Time on the page: it plays, pauses, steps, goes back, runs to its end, and begins anew with other luck.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";
import { named } from "./named.mjs";
import { clockMs, clockUntil, press, summaryUntil, textUntil } from "./reading.mjs";

/** Two workers, ten tasks of 100 ms each, one sender: it ends after 500 ms. */
const SHORT = "#v=1&seed=1&pool.workers=2&load.tasks=10&work.service.kind=constant&work.service.ms=100&work.failureProbability=0";

/** A run that nobody sees the end of. */
const ENDLESS = SHORT.replace("load.tasks=10", "load.tasks=100000000").replace("service.ms=100", "service.ms=10000");

/** So many tasks that it takes a while to come to the end. */
const MILLIONS = "#v=1&seed=1&pool.workers=3&load.tasks=50000000&work.service.kind=constant&work.service.ms=1&work.failureProbability=0";

/** A million tasks a second: the fifth of them is more than the simulator keeps. */
const FLOOD =
    "#v=1&seed=1&pool.workers=1&pool.bufferSize=4&load.tasks=10000000&load.arrivals.kind=bursts&load.arrivals.size=1000000&load.arrivals.everyMs=1000&work.service.kind=constant&work.service.ms=10000&work.failureProbability=0";

/** @param {import("puppeteer-core").Page} page @param {string} step of the slider, or "max" */
const setSpeed = (page, step) =>
    page.$eval(
        named("slider", "Speed"),
        (slider, to) => {
            const input = /** @type {HTMLInputElement} */ (slider);
            input.value = to === "max" ? input.max : to;
            input.dispatchEvent(new Event("input", { bubbles: true }));
        },
        step,
    );

inEachBrowser((visit) => {
    test("is already running when it opens", async () => {
        const page = await visit();
        await clockUntil(page, (ms) => ms > 35_500, "half a second past the moment at which it opens");
    });

    test("a press counts also where something else is told while the button is down", async () => {
        const page = await visit({ path: `${ENDLESS}&at=1000` });
        await clockUntil(page, (ms) => ms === 1000, "at 1 s");
        const play = await page.waitForSelector(named("button", "Play"));
        await play?.hover();
        await page.mouse.down();
        await setSpeed(page, "max");
        await page.mouse.up();
        await clockUntil(page, (ms) => ms > 1000, "going on");
    });

    test("pauses and plays with a button, and with the space bar", async () => {
        const page = await visit();
        await clockUntil(page, (ms) => ms > 35_000, "past the moment at which it opens");
        assert.equal(await page.$eval(".play", (button) => button.getAttribute("title")), "Pause");
        await press(page, "Pause");
        await page.waitForSelector(named("button", "Play"));
        assert.equal(await page.$eval(".play", (button) => button.getAttribute("title")), "Play");
        const paused = await clockMs(page);
        await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
        assert.equal(await clockMs(page), paused);
        await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
        await page.keyboard.press(" ");
        await clockUntil(page, (ms) => ms > paused, "past where it was paused");
    });

    test("what was paused does not move on, however fast it went", async () => {
        const page = await visit({ path: ENDLESS });
        await setSpeed(page, "max");
        await clockUntil(page, (ms) => ms > 1000, "far");
        // Read in the very task in which the page says that it is paused, and as long after as a frame could be on its way.
        const [paused, later] = await page.evaluate(async () => {
            const button = /** @type {HTMLElement} */ (document.querySelector('#transport [aria-label="Pause"]'));
            const clock = () => document.querySelector(".clock-now")?.textContent;
            const isPaused = new Promise((resolve) => {
                new MutationObserver(() => {
                    if (button.getAttribute("aria-label") === "Play") resolve(undefined);
                }).observe(button, { attributes: true });
            });
            button.click();
            await isPaused;
            const first = clock();
            for (let n = 0; n < 20; n += 1) await new Promise(requestAnimationFrame);
            return [first, clock()];
        });
        assert.equal(later, paused);
    });

    test("goes on at once when it is told to go slower", async () => {
        const page = await visit({ path: ENDLESS });
        await setSpeed(page, "max");
        await clockUntil(page, (ms) => ms > 1000, "far");
        await setSpeed(page, "6");
        const from = await page.evaluate(async () => {
            for (let n = 0; n < 20; n += 1) await new Promise(requestAnimationFrame);
            return document.querySelector(".clock-now")?.textContent;
        });
        await page.waitForFunction((before) => document.querySelector(".clock-now")?.textContent !== before, { timeout: 5_000 }, from);
    });

    test("steps to the next event and back, by keys as well", async () => {
        // A link that names a moment opens held there: the run is over sooner than one can press anything.
        const page = await visit({ path: `${SHORT}&at=250` });
        await clockUntil(page, (ms) => ms === 250, "at 250 ms");
        await press(page, "Back to the beginning");
        await clockUntil(page, (ms) => ms === 0, "at 0");
        await press(page, "To the next event");
        await clockUntil(page, (ms) => ms === 100, "at 100 ms, when the first attempts end");
        await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
        // Two end at the same time, one after the other.
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("ArrowRight");
        await clockUntil(page, (ms) => ms === 200, "at 200 ms");
        await page.keyboard.press("ArrowLeft");
        await clockUntil(page, (ms) => ms === 100, "back at 100 ms");
        await press(page, "One event back");
        await clockUntil(page, (ms) => ms === 0, "back at 0");
    });

    test("goes on when another run is begun just when the last one has ended", async () => {
        const page = await visit({ path: SHORT.replace("load.tasks=10", "load.tasks=60") });
        await clockUntil(page, (ms) => ms > 100, "under way");
        await page.evaluate(
            () =>
                new Promise((done) => {
                    const postMessage = /** @type {(this: Worker, command: unknown) => void} */ (Reflect.get(Worker.prototype, "postMessage"));
                    let isFound = false;
                    /** @this {Worker} @param {{ kind: string, toMs?: number }} command */
                    Worker.prototype.postMessage = function (command) {
                        postMessage.call(this, command);
                        // The worker that shows the run is told to go on a little, and not to its end.
                        if (isFound || command.kind !== "play" || (command.toMs ?? Infinity) > 1e6) return;
                        isFound = true;
                        // The page hears of the end before this does, and has not drawn it yet.
                        this.addEventListener("message", (/** @type {MessageEvent<{ frame?: { isFinished: boolean } }>} */ { data }) => {
                            if (data.frame?.isFinished !== true) return;
                            // What it is told from here on comes late: the page draws before it hears of the new run.
                            /** @type {(() => void)[]} */
                            const late = [];
                            /** @this {Worker} @param {unknown} command */
                            Worker.prototype.postMessage = function (command) {
                                late.push(() => postMessage.call(this, command));
                            };
                            /** @type {HTMLElement} */ (document.querySelector(".seed button")).click();
                            requestAnimationFrame(() => {
                                requestAnimationFrame(() => {
                                    Worker.prototype.postMessage = postMessage;
                                    for (const tell of late) tell();
                                    done(undefined);
                                });
                            });
                        });
                    };
                }),
        );
        await clockUntil(page, (ms) => ms > 0 && ms < 3000, "on its way again");
    });

    test("a run that the simulation refuses stands still, and the one before it can be taken back", async () => {
        const page = await visit({ path: ENDLESS });
        await clockUntil(page, (ms) => ms > 100, "under way");
        await page.evaluate(() => {
            const postMessage = /** @type {(this: Worker, command: unknown) => void} */ (Reflect.get(Worker.prototype, "postMessage"));
            /** @this {Worker} @param {{ kind: string, scenario: { load: { tasks: number } } }} command */
            Worker.prototype.postMessage = function (command) {
                const isBroken = command.kind === "load";
                if (isBroken) Worker.prototype.postMessage = postMessage;
                postMessage.call(this, isBroken ? { ...command, scenario: { ...command.scenario, load: { ...command.scenario.load, tasks: -1 } } } : command);
            };
        });
        await press(page, "new");
        await textUntil(page, "#problem", /load\.tasks/);
        await page.waitForSelector('#transport [aria-label="Play"]');
        await page.click(".play");
        await page.click(".play");
        assert.equal(await page.$eval(".play", (button) => button.getAttribute("aria-label")), "Play");
        await page.click("#undo");
        await press(page, "Play");
        const from = await clockMs(page);
        await clockUntil(page, (ms) => ms > from, "going on");
    });

    test("runs to the end, says so, and knew before how long it takes", async () => {
        const page = await visit({ path: SHORT });
        await page.waitForFunction(() => document.querySelector(".clock-whole")?.textContent === " of 0:00.500");
        await press(page, "Run to the end");
        await summaryUntil(page, /^Finished at 0:00\.500: 10 of 10 done, 0 failed\.$/);
    });

    test("on the way to the end everything moves, and it can be paused", async () => {
        const page = await visit({ path: MILLIONS });
        await press(page, "Pause");
        await page.waitForSelector('#transport [aria-label="Play"]');
        await press(page, "Run to the end");
        await textUntil(page, ".clock-whole", /^ on the way to the end$/);
        const figure = '[data-figure="failed"] .figure-value';
        const before = await page.$eval(figure, ({ textContent }) => textContent);
        await page.waitForFunction((one, was) => document.querySelector(one)?.textContent !== was, {}, figure, before);
        await page.click('#transport [aria-label="Pause"]');
        await page.waitForSelector('#transport [aria-label="Play"]');
        assert.match(await summaryUntil(page, /./), /^Paused at .*: [1-9]/);
    });

    test("an end that could not be foreseen is known once it was seen, and no time stands beside an earlier end", async () => {
        const page = await visit({ path: MILLIONS.replace("tasks=50000000", "tasks=1000000") });
        // For the scout it takes too long at once.
        await page.evaluate(() => {
            const now = performance.now.bind(performance);
            let more = 0;
            performance.now = () => now() + (more += 5000);
            Reflect.set(globalThis, "giveBack", () => (performance.now = () => now() + more));
        });
        await press(page, "new");
        await textUntil(page, ".clock-whole", /more than|not known/);
        const wrong = page.evaluate(async () => {
            const giveBack = /** @type {() => void} */ (Reflect.get(globalThis, "giveBack"));
            giveBack();
            const length = (/** @type {string} */ text) => text.split(":").reduce((sum, part) => 60 * sum + Number(part), 0);
            const seen = [];
            while (!document.querySelector("#summary")?.textContent.startsWith("Finished")) {
                await new Promise(requestAnimationFrame);
                const now = document.querySelector(".clock-now")?.textContent ?? "";
                const end = /^ of (?:more than )?(\S+)$/.exec(document.querySelector(".clock-whole")?.textContent ?? "");
                if (end !== null && length(end[1] ?? "") < length(now)) seen.push(`${now}${end[0]}`);
            }
            return seen;
        });
        await setSpeed(page, "max");
        assert.deepEqual(await wrong, []);
        await textUntil(page, ".clock-whole", /^ of 5:33\.334$/);
        await press(page, "Back to the beginning");
        await clockUntil(page, (ms) => ms === 0, "at 0");
        assert.equal(await page.$eval(".clock-whole", ({ textContent }) => textContent), " of 5:33.334");
    });

    test("says plainly when and why the simulator takes no more tasks in, and nothing of it before", async () => {
        const page = await visit({ path: `${FLOOD}&at=3500` });
        await clockUntil(page, (ms) => ms === 3500, "at 3.5 s");
        const note = () => page.$eval(".transport-note", (element) => (element.checkVisibility() ? element.textContent : null));
        assert.equal(await note(), null);
        await press(page, "Run to the end");
        const words = await summaryUntil(page, /^(?:Ended|Finished)/);
        assert.match(words, /^Ended early at 0:50\.000: 5 of 4,000,000 done, 0 failed\. At 0:04\.000 the simulator stopped taking tasks in: more than 4,000,000 were unfinished at once/);
        // The sentence may be a frame earlier.
        await textUntil(page, ".transport-note:not([hidden])", /^At 0:04\.000 the simulator stopped taking tasks in/);
    });

    test("goes as fast as it can, through a million tasks", async () => {
        const page = await visit({ path: "#v=1&seed=1&pool.workers=3&load.tasks=1000000&work.service.kind=constant&work.service.ms=1&work.failureProbability=0" });
        await setSpeed(page, "max");
        await summaryUntil(page, /^Finished at 5:33\.334: 1,000,000 of 1,000,000 done/);
    });

    test("comes to the same with the same seed, and to something else with another", async () => {
        const page = await visit({ path: "#v=1&seed=1&work.service.kind=exponential&work.service.meanMs=100" });
        const end = async () => {
            await press(page, "Run to the end");
            return summaryUntil(page, /^Finished/);
        };
        const first = await end();
        await press(page, "Back to the beginning");
        await summaryUntil(page, /^Paused at 0:00.000/);
        assert.equal(await end(), first);
        await press(page, "new");
        await summaryUntil(page, /^(?!Finished)/);
        assert.notEqual(await end(), first);
    });
});
