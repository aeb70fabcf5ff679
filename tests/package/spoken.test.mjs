// What the page tells those who listen, of one and of many.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { pageModules } from "../modules.mjs";

/** @type {(frame: object, isPlaying: boolean) => string} */
let summaryOf;
before(async () => {
    ({ summaryOf } = /** @type {{ summaryOf: typeof summaryOf }} */ (await pageModules('export { summaryOf } from "./announce.ts";')));
});

const NOTHING = { succeeded: 0, submitted: 0, failed: 0, rejected: 0, cancelled: 0, running: 0, backingOff: 0, queued: 0, blocked: 0 };

/** @param {Partial<typeof NOTHING>} stats @param {{ came: number, of: number } | null} warmUp */
const frame = (stats, warmUp = null, isFinished = false) => ({ stats: { ...NOTHING, ...stats }, atMs: 3000, isFinished, isClosed: true, trouble: null, overloadedAtMs: null, warmUp });

test("one sender waits for room, and two senders do", () => {
    assert.match(summaryOf(frame({ blocked: 1 }), true), /: 0 of 0 done, 0 failed, 1 sender waiting for room\.$/);
    assert.match(summaryOf(frame({ blocked: 2 }), true), /, 2 senders waiting for room\.$/);
    assert.match(summaryOf(frame({ blocked: 1200 }), true), /, 1,200 senders waiting for room\.$/);
});

test("of a warm-up’s tasks, or of its only one, some came", () => {
    assert.match(summaryOf(frame({}, { came: 1, of: 2000 }), true), /: warming up, 1 of 2,000 tasks came, not counted\.$/);
    assert.match(summaryOf(frame({}, { came: 2, of: 2000 }), true), /: warming up, 2 of 2,000 tasks came, not counted\.$/);
    assert.match(summaryOf(frame({}, { came: 0, of: 1 }), true), /: warming up, 0 of 1 task came, not counted\.$/);
});

test("everything of which there is one is said so that it holds for one", () => {
    const ones = Object.fromEntries(Object.keys(NOTHING).map((name) => [name, 1]));
    for (const warmUp of [null, { came: 1, of: 1 }]) {
        for (const isFinished of [false, true]) assert.doesNotMatch(summaryOf(frame(ones, warmUp, isFinished), true), /\b1 (?:\w+ )?(?:tasks|senders|are|have)\b/);
    }
});
