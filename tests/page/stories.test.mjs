// Stories: chosen from the menu, walked from the first step to the last, bet upon, and opened by a link.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { checkScenario } from "../package/support.mjs";
import { toldStories } from "../stories.mjs";
import { inEachBrowser } from "./browsers.mjs";

/** @typedef {import("puppeteer-core").Page} Page */
/** @typedef {import("../stories.mjs").Story} Story */

const GROUPS = /** @type {const} */ (["load", "work", "pool", "retry"]);
/** So far below the top of the tall scene the gate begins. */
const GATE = 56;

/** @type {import("../stories.mjs").Told} */
let told;
/** @type {Story[]} */
let stories;
before(async () => {
    told = await toldStories();
    stories = told.allStories();
});

/**
 * What the page says in a place; empty where there is none.
 * @param {Page} page
 * @param {string} selector
 */
const text = (page, selector) => page.evaluate((where) => document.querySelector(where)?.textContent ?? "", selector);

/**
 * @param {Page} page
 * @param {string} selector
 * @param {string} wanted a part of what the page shall say there
 */
const says = (page, selector, wanted) =>
    page.waitForFunction((where, what) => document.querySelector(where)?.textContent.includes(what) === true, {}, selector, wanted);

/** @param {Page} page */
const opened = (page) => says(page, "#guide", "Take the tour");

/**
 * Waits until the groups of knobs tell of this scenario, in their words.
 * @param {Page} page
 * @param {import("../stories.mjs").Scenario | undefined} scenario
 */
async function showsScenario(page, scenario) {
    assert.ok(scenario !== undefined);
    const words = GROUPS.map((group) => told.inWords(group, checkScenario(scenario)));
    await page.waitForFunction(
        (all) => {
            const shown = [...document.querySelectorAll(".knobs-group summary span")].map((span) => span.textContent);
            return all.every((one, n) => shown[n] === one);
        },
        {},
        words,
    );
}

/**
 * Chooses a story by its place in the menu, with keys alone.
 * @param {Page} page
 * @param {number} n from 0
 */
async function choose(page, n) {
    await page.focus("#stories");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#stories-list:popover-open [role=menuitemradio]:focus");
    await page.keyboard.press("Home");
    for (let down = 0; down < n; down++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("#stories-list:popover-open") === null);
}

/** @param {Page} page */
const layout = (page) =>
    page.evaluate(() => {
        const place = (/** @type {string} */ id) => document.getElementById(id)?.getBoundingClientRect();
        return { guide: place("guide")?.height, scene: place("scene")?.top, transport: place("transport")?.top };
    });

/**
 * Whether some of the guide's text has no room.
 * @param {Page} page
 * @param {string} lines
 */
const isCut = (page, lines = "#guide-text :is(p, form)") =>
    page.$$eval(lines, (all) => all.some((line) => line.scrollWidth > line.clientWidth + 1 || line.scrollHeight > line.clientHeight + 2));

/**
 * How much of the scene lies under what is asked and what can be chosen, in pixels of its height.
 * @param {Page} page
 */
const covered = (page) =>
    page.evaluate(() => {
        const scene = document.getElementById("scene")?.getBoundingClientRect();
        const over = [...document.querySelectorAll(".guide-look, .bet")].map((one) => one.getBoundingClientRect());
        return Math.max(...over.map(({ top, bottom }) => Math.min(bottom, scene?.bottom ?? 0) - Math.max(top, scene?.top ?? 0)));
    });

/** @param {Page} page */
const overflows = (page) => page.evaluate(() => (document.scrollingElement?.scrollWidth ?? 0) > window.innerWidth);

inEachBrowser((visit) => {
    test("the page opens with a sentence, and offers the tour", async () => {
        const page = await visit();
        await opened(page);
        assert.match(await text(page, "#guide"), /A worker pool at work/);
        await page.click(".guide-tour");
        await says(page, "#guide", "Tasks come in.");
        assert.match(await text(page, "#stories"), /A pool in a minute/);
    });

    test("every story is walked with keys from the menu to its last step, and its scenario is on show", async () => {
        const page = await visit();
        await opened(page);
        const still = await layout(page);
        const cut = [];
        for (const [n, story] of stories.entries()) {
            await choose(page, n);
            for (const [at, step] of story.steps.entries()) {
                await says(page, ".guide-look", step.title);
                await says(page, ".guide-count", `${at + 1} of ${story.steps.length}`);
                await showsScenario(page, told.scenarioOf(story, at));
                assert.deepEqual(await layout(page), still, `nothing has moved: ${story.name}, step ${at + 1}`);
                if (await isCut(page)) cut.push(`${story.name}, step ${at + 1}`);
                if (at < story.steps.length - 1) await page.keyboard.press("n");
            }
        }
        assert.deepEqual(cut, [], "all of it is to be read");
    });

    for (const [screen, width, height] of /** @type {const} */ ([
        ["a phone", 390, 844],
        ["a tablet", 820, 1180],
    ])) {
        test(`every step fits ${screen}`, async () => {
            const page = await visit({ width, height });
            await opened(page);
            assert.ok(!(await isCut(page, ".guide-look")) && (await covered(page)) <= 0, "the welcome is to be read");
            const still = await layout(page);
            for (const [n, story] of stories.entries()) {
                await choose(page, n);
                for (const [at, { title, bet }] of story.steps.entries()) {
                    await says(page, ".guide-look", title);
                    assert.ok(!(await overflows(page)), `${story.name}, step ${at + 1} is wider than the screen`);
                    assert.deepEqual(await layout(page), still, `nothing has moved: ${story.name}, step ${at + 1}`);
                    assert.ok(!(await isCut(page, ".guide-look")), `what to look at is to be read: ${story.name}, step ${at + 1}`);
                    assert.ok((await covered(page)) <= 0, `the scene stays in sight: ${story.name}, step ${at + 1}`);
                    if (bet !== undefined) assert.equal((await page.$$(".bet label")).length, bet.choices.length);
                    if (at < story.steps.length - 1) await page.click(".guide-next");
                }
            }
            await page.click(".guide-more");
            const why = await page.$eval(".guide-why", (line) => ({ says: line.textContent, high: line.clientHeight }));
            assert.ok(why.high > 0 && why.says.startsWith(stories.at(-1)?.steps.at(-1)?.why ?? "-"), "and why, when one asks");
            await page.keyboard.press("Escape");
            assert.equal(await page.$eval(".guide-why", (line) => line.clientHeight), 0);
        });

        test(`on ${screen} the reason hides neither the sentence nor the gate that it speaks of`, async () => {
            const page = await visit({ path: "#v=1&story=tour&step=4", width, height });
            await says(page, ".guide-look", "Watch the gate.");
            await page.click(".guide-more");
            const [look, why, scene] = await page.$$eval(".guide-look, .guide-why, #scene", (all) =>
                all.map((one) => {
                    const { top, bottom } = one.getBoundingClientRect();
                    return { top, bottom };
                }),
            );
            assert.ok(look && why && scene && why.top >= look.bottom && why.bottom <= scene.top + GATE, JSON.stringify([look, why, scene]));
        });
    }

    test("on a small phone nothing in the head touches, and the welcome is to be read", async () => {
        for (const width of [320, 360, 390]) {
            const page = await visit({ width, height: 740 });
            await opened(page);
            const gap = await page.evaluate(() => {
                // What stands last in the menu's button: where there is no room, it stands beyond it.
                const [button, last, end] = [".story-button", ".story-button svg", ".top-end"].map((one) => document.querySelector(one)?.getBoundingClientRect());
                return (end?.left ?? NaN) - Math.max(button?.right ?? NaN, (last?.right ?? NaN) + 4);
            });
            assert.ok(gap >= 4, `at ${width} there are ${gap} pixels between the stories and the clocks`);
            assert.ok(!(await isCut(page, ".guide-look")) && (await covered(page)) <= 0, `at ${width} the welcome is cut`);
            assert.ok(!(await overflows(page)), `at ${width} it is wider than the screen`);
        }
    });

    test("each bet is answered by the simulator, and says whether it was right", async () => {
        const page = await visit();
        await opened(page);
        const cut = [];
        for (const [n, story] of stories.entries()) {
            const at = story.steps.findIndex(({ bet }) => bet !== undefined);
            const { bet } = story.steps[at] ?? {};
            if (bet === undefined) continue;
            const { choice, found } = await bet.reveal(new AbortController().signal);
            // Every other story is bet on rightly.
            const chosen = n % 2 === 0 ? choice : (choice + 1) % bet.choices.length;
            await choose(page, n);
            for (let step = 0; step < at; step++) await page.keyboard.press("n");
            await says(page, ".guide-look", bet.question);
            assert.equal(await page.$(".guide-next.primary"), null, "there is something to see first");
            await page.click(`.bet label:nth-of-type(${chosen + 1})`);
            await page.click(".bet-show");
            await page.waitForSelector(".guide-next.primary");
            const right = bet.choices[choice] ?? "";
            const expected = chosen === choice ? `As you bet: ${right}. ${found}` : `The answer: ${right} (you bet “${bet.choices[chosen]}”). ${found}`;
            assert.equal(await text(page, ".bet-found"), expected);
            if (await isCut(page)) cut.push(expected);
        }
        assert.deepEqual(cut, [], "all of it is to be read");
    });

    test("a bet is placed with keys, and “Next” has the focus then", async () => {
        const page = await visit({ path: "#v=1&story=herd&step=3" });
        await says(page, ".guide-look", "Your bet.");
        await page.focus(".bet input");
        await page.keyboard.press("ArrowDown");
        assert.equal(await page.$eval(".bet input:checked", (radio) => radio.closest("label")?.textContent), "about 20");
        await page.focus(".bet-show");
        await page.keyboard.press("Enter");
        await page.waitForSelector(".guide-next:focus");
        assert.match(await text(page, ".bet-found"), /^The answer: fewer than 10 \(you bet “about 20”\)/);
    });

    test("on a phone the answer to a bet leaves the knobs in reach", async () => {
        const page = await visit({ path: "#v=1&story=herd&step=3", width: 390, height: 844 });
        await says(page, ".guide-look", "Your bet.");
        await page.click(".bet-show");
        await page.waitForSelector(".guide-next.primary");
        const inReach = () =>
            page.$$eval("#sheet, .knobs-open .knob:first-child select", (all) =>
                all.map((one) => {
                    const { left, top, width, height } = one.getBoundingClientRect();
                    return one.contains(document.elementFromPoint(left + width / 2, top + height / 2));
                }),
            );
        const reached = await inReach();
        assert.deepEqual(reached, [true, true]);
        await page.click("#sheet");
        await page.waitForSelector("#knobs.is-open");
        assert.deepEqual(await inReach(), reached);
        await page.click("#sheet");
        // Further down, nothing lies over the figures but the knobs.
        await page.$eval("#timeline", (section) => section.scrollIntoView());
        await page.waitForFunction(() => document.querySelector(".bet-found")?.checkVisibility({ visibilityProperty: true }) === false);
        await page.evaluate(() => scrollTo(0, 0));
        await page.waitForFunction(() => document.querySelector(".bet-found")?.checkVisibility({ visibilityProperty: true }) === true);
    });

    test("“Next” stands out when the thing has been seen", async () => {
        const page = await visit({ path: "#v=1&story=tour&step=4" });
        await says(page, ".guide-look", "Watch the gate.");
        assert.equal(await page.$(".guide-next.primary"), null);
        await page.waitForSelector(".guide-next.primary");
        assert.match(await text(page, "#summary"), /in the buffer/);
    });

    test("turning the knob that a step asks for is seen, and going back puts the story’s scenario on show again", async () => {
        const page = await visit({ path: "#v=1&story=tour&step=5" });
        await says(page, ".guide-look", "Turn one knob.");
        await page.waitForSelector(".knobs-open .segments");
        assert.equal(await page.$(".guide-next.primary"), null);
        await page.evaluate(() => {
            const label = [...document.querySelectorAll(".knobs-open .segments label")].find((one) => one.textContent === "moves on");
            if (label instanceof HTMLElement) label.click();
        });
        await page.waitForSelector(".guide-next.primary");
        await page.keyboard.press("b");
        await says(page, ".guide-look", "Watch the gate.");
        await page.waitForFunction(() => document.querySelector(".knobs-open .segments input:checked")?.closest("label")?.textContent === "waits too");
    });

    test("the menu goes by arrows, ends and first letters, and Escape closes it", async () => {
        const page = await visit();
        await opened(page);
        const focused = () => page.evaluate(() => document.activeElement?.querySelector("b")?.textContent ?? document.activeElement?.id);
        await page.focus("#stories");
        await page.keyboard.press("ArrowDown");
        await page.waitForSelector("#stories-list:popover-open [role=menuitemradio]:focus");
        assert.equal(await focused(), stories[0]?.title, "the first, as no story is told");
        await page.keyboard.press("ArrowUp");
        assert.equal(await focused(), "No story");
        await page.keyboard.press("ArrowDown");
        assert.equal(await focused(), stories[0]?.title);
        await page.keyboard.press("ArrowUp");
        await page.keyboard.press("Home");
        await page.keyboard.press("w");
        assert.equal(await focused(), "Why 95 % busy hurts");
        assert.equal(await page.$eval("#stories", (button) => button.getAttribute("aria-expanded")), "true");
        await page.keyboard.press("Escape");
        await page.waitForFunction(() => document.querySelector("#stories-list:popover-open") === null);
        assert.equal(await focused(), "stories");
        assert.equal(await page.$eval("#stories", (button) => button.getAttribute("aria-expanded")), "false");
    });

    test("a link opens a story at its step, with the step’s scenario or with its own", async () => {
        const story = stories.find(({ name }) => name === "buffer-bloat");
        assert.ok(story !== undefined);
        const page = await visit({ path: "#v=1&story=buffer-bloat&step=3" });
        await says(page, ".guide-count", "3 of 4");
        await showsScenario(page, told.scenarioOf(story, 2));
        const other = await visit({ path: "#v=1&story=buffer-bloat&step=3&pool.workers=9&pool.bufferSize=77" });
        await says(other, ".guide-count", "3 of 4");
        await says(other, ".knobs-group:nth-of-type(3) summary", "9 workers, buffer 77");
    });

    test("a link to a story or a step that there is not is refused with a sentence, and the page goes on", async () => {
        for (const [path, sentence] of [
            ["story=__proto__", 'this page knows no story "__proto__"'],
            [`story=${"x".repeat(5_000)}`, `this page knows no story "${"x".repeat(40)}"`],
            ["story=tour&step=7", "has steps 1 to 6"],
            ["story=tour&step=1e0", "has steps 1 to 6"],
            ["story=tour&step=-1", "has steps 1 to 6"],
        ]) {
            const page = await visit({ path: `#v=1&${path}` });
            await says(page, "#problem", sentence ?? "");
            await opened(page);
            await page.waitForFunction(() => document.querySelector(".clock-now")?.textContent !== "0:00.000");
        }
    });
});
