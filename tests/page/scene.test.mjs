// The scene: who waits where, drawn and in words; pointing at it with the pointer and with keys; on a phone; in peace.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./browsers.mjs";
import { named } from "./named.mjs";
import { clockMs, clockUntil, press } from "./reading.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

/** Ten tasks in a second, each of which takes minutes: what it comes to stays as it is. */
const CROWDED =
    "#v=1&seed=1&pool.workers=2&pool.bufferSize=3&load.tasks=10&load.arrivals.kind=constant&load.arrivals.everyMs=100&work.service.kind=constant&work.service.ms=600000&work.failureProbability=0&at=2000";
/** Each attempt fails at once, and is to be tried again in minutes. */
const FAILING =
    "#v=1&seed=1&pool.workers=2&pool.bufferSize=8&pool.retry.baseDelayMs=600000&load.tasks=4&load.arrivals.kind=constant&load.arrivals.everyMs=100&work.service.kind=constant&work.service.ms=50&work.failureProbability=1&at=2000";
const BUSY = "load.tasks=1000000&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=2000&work.service.kind=exponential&work.service.meanMs=900&at=3000";

/**
 * Waits until the words beside the picture say this, and gives all of them.
 * @param {Page} page @param {RegExp} words
 */
async function censusUntil(page, words) {
    const handle = await page.waitForFunction(
        (source) => {
            const text = [...document.querySelectorAll(".census li")].map((line) => line.textContent).join("\n");
            return new RegExp(source).test(text) && text;
        },
        { timeout: 20_000 },
        words.source,
    );
    return String(await handle.jsonValue());
}

/** A link that names a moment opens held there; other pages play by the time of their first frame. @param {Page} page */
async function pause(page) {
    await page.waitForFunction(() => performance.getEntriesByName("twinpool: first frame").length > 0);
    if ((await page.$('#transport [aria-label="Pause"]')) !== null) await press(page, "Pause");
    await page.waitForSelector(named("button", "Play"));
}

/**
 * Waits until the card is shown and says this.
 * @param {Page} page @param {RegExp} words
 */
async function cardUntil(page, words) {
    const handle = await page.waitForFunction(
        (source) => {
            const card = /** @type {HTMLElement} */ (document.querySelector(".story"));
            return !card.hidden && new RegExp(source).test(card.innerText) && card.innerText;
        },
        { timeout: 20_000 },
        words.source,
    );
    return String(await handle.jsonValue());
}

/** @param {Page} page */
const isCardHidden = (page) => page.$eval(".story", (card) => /** @type {HTMLElement} */ (card).hidden);

/** Moves the pointer to a place in the scene. @param {Page} page @param {number} x @param {number} y */
async function pointAt(page, x, y) {
    const box = await (await page.$("#scene"))?.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + x, box.y + y);
}

/** How many different colours, of those that stand for a state, are in a part of the picture. @param {Page} page @param {string[]} names */
const coloursIn = (page, names) =>
    page.$eval(
        "#scene canvas",
        (element, wanted) => {
            const canvas = /** @type {HTMLCanvasElement} */ (element);
            const { data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(0, 60, canvas.width, canvas.height - 60);
            const seen = new Set();
            for (let n = 0; n < data.length; n += 4) seen.add(`rgb(${data[n]}, ${data[n + 1]}, ${data[n + 2]})`);
            const probe = document.createElement("i");
            document.body.append(probe);
            const found = wanted.filter((name) => {
                probe.style.color = `var(--${name})`;
                return seen.has(getComputedStyle(probe).color);
            });
            probe.remove();
            return found;
        },
        names,
    );

/**
 * Which states' colours are seen on the senders' side of the gate, until a blocked one was among them.
 * @param {Page} page @param {string[]} names
 */
const seenBeforeGate = (page, names) =>
    page.$eval(
        "#scene canvas",
        async (element, wanted) => {
            const canvas = /** @type {HTMLCanvasElement} */ (element);
            // The gate is 164 from the left. A copy may be read again and again.
            const part = Object.assign(document.createElement("canvas"), { width: 150, height: 60 });
            const context = /** @type {CanvasRenderingContext2D} */ (part.getContext("2d", { willReadFrequently: true }));
            const probe = document.createElement("i");
            document.body.append(probe);
            const names = new Map(
                wanted.map((name) => {
                    probe.style.color = `var(--${name})`;
                    return [getComputedStyle(probe).color, name];
                }),
            );
            probe.remove();
            const seen = new Set();
            for (let frame = 0; frame < 2000 && !seen.has("blocked"); frame += 1) {
                await new Promise(requestAnimationFrame);
                context.clearRect(0, 0, 150, 60);
                context.drawImage(canvas, 0, 150, 150, 60, 0, 0, 150, 60);
                const { data } = context.getImageData(0, 0, 150, 60);
                for (let n = 0; n < data.length; n += 4) seen.add(names.get(`rgb(${data[n]}, ${data[n + 1]}, ${data[n + 2]})`));
            }
            seen.delete(undefined);
            return [...seen].sort();
        },
        names,
    );

/**
 * The pictures of the next frames, as far as they differ.
 * @param {Page} page @param {number} frames
 */
const differentPictures = (page, frames) =>
    page.$eval(
        "#scene canvas",
        async (element, count) => {
            const pictures = new Set();
            for (let n = 0; n < count; n += 1) {
                await new Promise(requestAnimationFrame);
                pictures.add(/** @type {HTMLCanvasElement} */ (element).toDataURL());
            }
            return pictures.size;
        },
        frames,
    );

/**
 * What the bins say of the latest that ended, and where the marks in them are, in the next picture.
 * @param {Page} page
 * @returns {Promise<{ says: string, marks: string[] }[]>}
 */
const binsDrawn = (page) =>
    page.$eval("#scene canvas", async (element) => {
        const context = /** @type {CanvasRenderingContext2D} */ (/** @type {HTMLCanvasElement} */ (element).getContext("2d"));
        const fillText = context.fillText.bind(context);
        const roundRect = context.roundRect.bind(context);
        /** @type {[number, number, number, number][]} */
        let boxes = [];
        /** @type {Map<string, { says: string, x: number, y: number }>} */
        const said = new Map();
        context.roundRect = (x, y, width, height, radius) => {
            boxes.push([x, y, width, height]);
            roundRect(x, y, width, height, radius);
        };
        context.fillText = (says, x, y) => {
            if (says.startsWith("the last")) said.set(`${x},${y}`, { says, x, y });
            fillText(says, x, y);
        };
        // Where time stands still, the scene is drawn because something else is pointed at.
        for (let looks = 0; looks < 100 && said.size === 0; looks += 1) {
            boxes = [];
            const key = looks % 2 === 0 ? "End" : "Home";
            document.querySelector("#scene [role=application]")?.dispatchEvent(new KeyboardEvent("keydown", { key }));
            await new Promise(requestAnimationFrame);
        }
        Object.assign(context, { fillText, roundRect });
        return [...said.values()].map(({ says, x: textX, y: textY }) => {
            const bin = boxes.find(([x, y, width, height]) => x <= textX && textX <= x + width && y <= textY && textY <= y + height);
            const [left, top, wide, tall] = bin ?? [0, 0, 0, 0];
            const marks = boxes.filter(([x, y, width, height]) => width === 18 && height === 18 && x > left && x < left + wide && y > top && y < top + tall);
            return { says, marks: [...new Set(marks.map(([x, y]) => `${x},${y}`))].sort() };
        });
    });

/** Once those have landed that were on their way. @param {Page} page */
async function binsAtRest(page) {
    let bins = await binsDrawn(page);
    for (let looks = 0; looks < 200 && bins.some(({ says, marks }) => says !== `the last ${marks.length}`); looks += 1) bins = await binsDrawn(page);
    assert.deepEqual(bins.map(({ says }) => says), bins.map(({ marks }) => `the last ${marks.length}`));
    return bins;
}

/** Goes to the next event, and meanwhile looks. @param {Page} page */
async function picturesOfAStep(page) {
    const pictures = differentPictures(page, 60);
    await page.$eval('#transport [aria-label="To the next event"]', (button) => /** @type {HTMLElement} */ (button).click());
    return pictures;
}

inEachBrowser((visit) => {
    test("words are written over the tasks that fly by", async () => {
        const page = await visit({ path: "#v=1&seed=1&pool.workers=4&load.tasks=100000&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=20", width: 390, height: 844 });
        await page.waitForFunction(() => performance.getEntriesByName("twinpool: first frame").length > 0);
        // What is drawn last in a picture: the name of a bin, on a patch of its ground, or a task.
        const last = await page.evaluate(async () => {
            const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector("#scene canvas"));
            const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
            const fillRect = context.fillRect.bind(context);
            const fillText = context.fillText.bind(context);
            const roundRect = context.roundRect.bind(context);
            /** @type {[string, ...number[]][]} */
            let drawn = [];
            context.roundRect = (...box) => {
                drawn.push(["task"]);
                roundRect(...box);
            };
            context.fillRect = (...box) => {
                drawn.push(["patch", ...box]);
                fillRect(...box);
            };
            context.fillText = (words, x, y) => {
                drawn.push([words, x, y]);
                fillText(words, x, y);
            };
            // The picture that is whole when the next one begins.
            while (!drawn.some(([what]) => what === "done")) {
                drawn = [];
                await new Promise(requestAnimationFrame);
            }
            const after = drawn.slice(drawn.findLastIndex(([what]) => what === "task"));
            const [, textX = 0, textY = 0] = after.find(([what]) => what === "done") ?? [];
            return after.some(([what, x = 0, y = 0, width = 0, height = 0]) => what === "patch" && x < textX && y < textY - 8 && x + width > textX + 20 && y + height > textY);
        });
        assert.ok(last);
    });

    test("senders visibly wait before a gate that is closed", async () => {
        const page = await visit({ path: CROWDED });
        const words = await censusUntil(page, /5 wait for room/);
        assert.match(words, /the first, with task 6, has waited \d+(\.\d+)? m?s\. The gate is closed\./);
        assert.match(words, /3 of 3 places taken\. Next is task 3\./);
        assert.match(words, /Worker 1: busy with task 1, attempt 1/);
        assert.deepEqual(await coloursIn(page, ["blocked", "queued", "busy", "backoff", "done", "failed"]), ["blocked", "queued", "busy"]);
    });

    test("while there is room the gate is open, and nobody waits", async () => {
        const page = await visit({ path: CROWDED.replace("bufferSize=3", "bufferSize=9") });
        const words = await censusUntil(page, /8 of 9 places taken/);
        assert.match(words, /none waits\. The gate is open\./);
        assert.deepEqual(await coloursIn(page, ["blocked", "queued", "busy"]), ["queued", "busy"]);
    });

    test("one sender waits with the next task where each is sent after the last", async () => {
        const path = CROWDED.replace("&load.arrivals.kind=constant&load.arrivals.everyMs=100", "&load.arrivals.kind=closed");
        const page = await visit({ path });
        await censusUntil(page, /Senders: one, who waits for room with task 6, for .*The gate is closed/);
    });

    test("whom a full buffer turns away is counted", async () => {
        const page = await visit({ path: `${CROWDED}&pool.whenFull=reject` });
        await censusUntil(page, /none waits\. The gate is closed\.[^]*0 done, 0 failed for good, 5 turned away/);
    });

    test("a held worker waits with its task; a released one leaves it on the shelf", async () => {
        const held = await visit({ path: FAILING });
        assert.match(await censusUntil(held, /0 busy, 2 waiting to retry, 0 idle/), /Worker 2: waits to retry task 2, whose attempt 1 failed, in 59\d s\.[^]*Shelf: not used/);
        const released = await visit({ path: `${FAILING}&pool.retry.holdWorker=false` });
        assert.match(await censusUntil(released, /0 busy, 0 waiting to retry, 2 idle/), /Shelf: 4 tasks waiting to retry beside the pool; task 1 comes back first/);
        for (const page of [held, released]) assert.deepEqual(await coloursIn(page, ["backoff", "busy"]), ["backoff"]);
    });

    test("what ended lies in its bin", async () => {
        const page = await visit({ path: "#v=1&seed=3&pool.workers=4&pool.retry.maxAttempts=1&load.tasks=40&work.failureProbability=0.5&work.service.kind=constant&work.service.ms=10" });
        const words = await censusUntil(page, /Finished: \d+ done, [1-9]\d* failed for good\. Task \d+ was done last\./);
        assert.match(words, /Finished: [1-9]/);
        await page.waitForSelector(named("button", "Play"));
        assert.deepEqual(await coloursIn(page, ["done", "failed", "backoff"]), ["done", "failed"]);
    });

    test("who was let go is not idle: gone, once the task is finished", async () => {
        const few = "pool.workers=4&load.tasks=3&load.arrivals.kind=constant&load.arrivals.everyMs=100&work.service.kind=constant&work.service.ms=1000&work.failureProbability=0";
        for (const [atMs, lines] of /** @type {const} */ ([
            [600, ["Workers: 3 busy, 0 waiting to retry, 0 idle.", "Worker 1: busy", "Worker 2: busy", "Worker 3: busy"]],
            [1150, ["Workers: 1 busy, 0 waiting to retry, 1 idle.", "Worker 1: idle.", "Worker 2: has gone.", "Worker 3: busy"]],
            [1250, ["Workers: 0 busy, 0 waiting to retry, 1 idle.", "Worker 1: idle."]],
        ])) {
            const page = await visit({ path: `#v=1&seed=1&${few}&turn=500,workers,1&at=${atMs}` });
            const words = await censusUntil(page, new RegExp(lines[0]));
            const told = words.split("\n").filter((text) => text.startsWith("Worker"));
            assert.equal(told.length, lines.length, told.join("\n"));
            lines.forEach((line, n) => assert.ok(told[n]?.startsWith(line), `${told[n]} at ${atMs}`));
        }
    });

    for (const width of [1280, 390]) {
        test(`at a width of ${width}, a bin has as many marks as it says, whenever one looks`, async () => {
            const page = await visit({ path: `#v=1&seed=3&pool.workers=8&pool.retry.maxAttempts=1&load.tasks=4000&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=20&work.failureProbability=0.3&at=20000`, width, height: 844 });
            await censusUntil(page, /Finished: [1-9]\d\d done/);
            await pause(page);
            const early = await binsAtRest(page);
            assert.equal(early.length, 2);
            // While others come, no place is ever empty.
            await press(page, "Play");
            const now = await clockMs(page);
            for (let frame = 0; frame < 20; frame += 1) {
                const bins = await binsDrawn(page);
                bins.forEach(({ marks }, n) => assert.deepEqual(early[n]?.marks.filter((mark) => !marks.includes(mark)), []));
            }
            await clockUntil(page, (ms) => ms > now + 500, "further on");
            await pause(page);
            assert.deepEqual(await binsAtRest(page), early);
        });
    }

    for (const { workers, isTold, x } of [
        { workers: 16, isTold: true, x: 395 },
        { workers: 40, isTold: true, x: 500 },
        { workers: 400, isTold: true, x: 395 },
        { workers: 1000, isTold: false, x: 395 },
    ]) {
        test(`draws ${workers} workers, and ${isTold ? "each can be pointed at" : "tells how many do what"}`, async () => {
            const page = await visit({ path: `#v=1&seed=5&pool.workers=${workers}&${BUSY}` });
            await censusUntil(page, /Workers: [\d,]+ busy, [1-9][\d,]* waiting to retry/);
            await pause(page);
            assert.deepEqual(await coloursIn(page, ["busy", "backoff"]), ["busy", "backoff"]);
            await pointAt(page, x, workers === 40 ? 188 : 190);
            if (isTold) assert.match(await cardUntil(page, /^Worker/), /^Worker \d+\s[^]*so far: \d+ % busy|^Worker \d+\s/);
            else assert.equal(await isCardHidden(page), true);
        });
    }

    test("pointing at a task tells its story, and a click keeps it", async () => {
        const page = await visit({ path: CROWDED });
        await censusUntil(page, /5 wait for room/);
        await pause(page);
        // The first in line stands right before the gate.
        await pointAt(page, 140, 185);
        const story = await cardUntil(page, /Task 6/);
        assert.match(story, /came at 0:00\.5\s+waits for room, next, for/);
        const { left, top } = await page.$eval("#scene", (scene) => {
            const box = scene.getBoundingClientRect();
            return { left: box.left, top: box.top };
        });
        await page.mouse.click(left + 140, top + 185);
        await page.waitForSelector('.story[data-state="pinned"]');
        await page.mouse.move(left + 300, top + 390);
        assert.match(await cardUntil(page, /Task 6/), /waits for room/);
        await page.mouse.click(left + 300, top + 390);
        await page.waitForFunction(() => /** @type {HTMLElement} */ (document.querySelector(".story")).hidden);
    });

    test("arrow keys go from one to the next, Enter keeps, Escape lets go, and it is said aloud", async () => {
        const page = await visit({ path: CROWDED });
        await censusUntil(page, /5 wait for room/);
        await pause(page);
        const at = await clockMs(page);
        await page.focus("#scene [role=application]");
        await page.keyboard.press("ArrowRight");
        await cardUntil(page, /^Task/);
        await page.keyboard.press("Home");
        await cardUntil(page, /Task 10/);
        await page.keyboard.press("ArrowRight");
        await cardUntil(page, /Task 9/);
        await page.keyboard.press("End");
        await cardUntil(page, /now attempt 1, for .*, on worker 2/);
        await page.keyboard.press("ArrowUp");
        await cardUntil(page, /on worker 1/);
        await page.keyboard.press("Enter");
        await page.waitForSelector('.story[data-state="pinned"]');
        assert.match(await page.$eval("#scene [role=status]", ({ textContent }) => textContent), /^Task 1: came at 0:00\.0; now attempt 1.*Kept\.$/);
        await page.keyboard.press("Escape");
        await page.waitForFunction(() => /** @type {HTMLElement} */ (document.querySelector(".story")).hidden);
        assert.equal(await clockMs(page), at, "the keys were for the scene, and the clock took them");
    });

    test("a step is seen on its way", async () => {
        const page = await visit({ path: FAILING });
        await censusUntil(page, /2 waiting to retry/);
        await pause(page);
        await page.keyboard.press("Home");
        await censusUntil(page, /0 done[^]*/);
        await page.waitForFunction(() => document.querySelector(".clock-now")?.textContent === "0:00.000");
        assert.ok((await picturesOfAStep(page)) > 2, "nothing moved");
    });

    test("a task that comes wears what it is there, and not what it is going to be", async () => {
        // All that happens to a task does so in the instant in which it comes.
        for (const change of ["", "&work.failureProbability=1&pool.retry.maxAttempts=1", "&work.failureProbability=1&pool.retry.baseDelayMs=60000"]) {
            const page = await visit({ path: `#v=1&seed=1&pool.workers=9&load.tasks=1000&load.arrivals.kind=constant&load.arrivals.everyMs=300&work.service.kind=constant&work.service.ms=0&work.failureProbability=0${change}` });
            assert.deepEqual(await seenBeforeGate(page, ["blocked", "queued", "busy", "backoff", "done", "failed"]), ["blocked"]);
        }
    });

    test("a hundred thousand workers have a name that fits, also on a phone", async () => {
        const page = await visit({ path: "#v=1&seed=5&pool.workers=100000&load.tasks=100000&load.arrivals.kind=poisson&load.arrivals.ratePerSecond=100000&work.service.kind=exponential&work.service.meanMs=900&at=500", width: 390, height: 844 });
        await censusUntil(page, /Workers: [\d,]+ busy, [1-9][\d,]* waiting to retry/);
        // Between the buffer's words and those of the workers nothing is written.
        const isFree = await page.$eval("#scene canvas", (element) => {
            const canvas = /** @type {HTMLCanvasElement} */ (element);
            const { data, width } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(0, 152, canvas.width, 20);
            const inked = new Set();
            for (let n = 0; n < data.length; n += 4) if (data[n] !== data[0] || data[n + 1] !== data[1] || data[n + 2] !== data[2]) inked.add((n / 4) % width);
            return Array.from({ length: width / 2 }, (_, x) => x + Math.round(width / 4)).some((x) => Array.from({ length: 24 }, (_, n) => x + n).every((column) => !inked.has(column)));
        });
        assert.ok(isFree);
    });

    test("forty that come back in the same instant are told to be forty", async () => {
        const herd =
            "pool.workers=40&pool.bufferSize=null&pool.retry.maxAttempts=8&pool.retry.holdWorker=false&load.tasks=40&load.arrivals.kind=bursts&load.arrivals.size=40&load.arrivals.everyMs=8000&work.service.kind=constant&work.service.ms=50&work.failureProbability=1";
        const page = await visit({ path: `#v=1&seed=7&${herd}&at=1450` });
        await censusUntil(page, /Shelf: 40 tasks waiting to retry/);
        await pause(page);
        // Pointed at, the place tells of one of them; the picture has the number beside it, which is ink and no mark.
        const bold = await page.$eval("#scene canvas", (element) => {
            const canvas = /** @type {HTMLCanvasElement} */ (element);
            const probe = document.createElement("i");
            document.body.append(probe);
            probe.style.color = "var(--ink)";
            const ink = getComputedStyle(probe).color;
            probe.remove();
            const { data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(420, 336, 300, 24);
            let count = 0;
            for (let n = 0; n < data.length; n += 4) if (`rgb(${data[n]}, ${data[n + 1]}, ${data[n + 2]})` === ink) count += 1;
            return count;
        });
        assert.ok(bold > 10, `${bold} points of ink on the shelf`);
    });

    test("a phone sees it from top to bottom, and tells by a tap", async () => {
        const page = await visit({ path: CROWDED, width: 390, height: 844, touch: true });
        await censusUntil(page, /5 wait for room/);
        await pause(page);
        const box = await (await page.$("#scene"))?.boundingBox();
        assert.ok(box);
        assert.equal(box.height, 436);
        assert.ok(box.width <= 390);
        await page.mouse.click(box.x + 49, box.y + 46);
        assert.match(await cardUntil(page, /Task 6/), /waits for room, next/);
        const card = await (await page.$(".story"))?.boundingBox();
        assert.ok(card !== null && card !== undefined && card.x >= box.x && card.x + card.width <= box.x + box.width);
    });
});

inEachBrowser(
    (visit) => {
        test("those who wish for no motion see a step at once", async () => {
            const page = await visit({ path: FAILING });
            await censusUntil(page, /2 waiting to retry/);
            await pause(page);
            await page.keyboard.press("Home");
            await page.waitForFunction(() => document.querySelector(".clock-now")?.textContent === "0:00.000");
            assert.ok((await picturesOfAStep(page)) <= 2, "something moved");
        });
    },
    { reducedMotion: true },
);
