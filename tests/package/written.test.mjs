// Numbers as the page writes them: none is longer than its place, and a little is not nothing.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { pageModules } from "../modules.mjs";

/**
 * @typedef {object} Parts
 * @property {(share: number, places?: number) => string} smallPercent
 * @property {(n: number) => string} times
 * @property {(name: string, scenario: object) => string[]} binWords
 * @property {(group: string, scenario: object) => string} inWords
 * @property {(of: string, histogram: object, theory: null) => { x: { writeMark: (ms: number) => string } } | null} plotOf
 */

/** @type {Parts} */
let parts;
before(async () => {
    parts = /** @type {Parts} */ (
        await pageModules(`
export { smallPercent, times } from "./format.ts";
export { binWords } from "./scene/words.ts";
export { inWords } from "./knobs/words.ts";
export { plotOf } from "./charts/durations.ts";
`)
    );
});

test("a small share has the digits that tell it from nothing", () => {
    const { smallPercent } = parts;
    const shares = [0, 1, 0.027, 0.0012, 0.000125, 0.0000031, 1e-12];
    assert.deepEqual(shares.map((share) => smallPercent(share)), ["0.0 %", "100.0 %", "2.7 %", "0.1 %", "0.013 %", "0.00031 %", "<0.0001 %"]);
    assert.equal(smallPercent(0.0123, 2), "1.23 %");
    assert.equal(smallPercent(NaN), "–");
});

test("however many attempts there are, their number is short", () => {
    assert.deepEqual([1, 1.366, 999.99, 12_345, 1e6].map(parts.times), ["1.00", "1.37", "999.99", "12.3K", "1M"]);
    const words = [3, 1200, 1e6].map((maxAttempts) => parts.binWords("failed", { pool: { retry: { maxAttempts } } })[0]);
    assert.deepEqual(words, ["failed 3 times", "failed 1,200 times", "failed 1M times"]);
});

test("one is told as one, and thousands can be read, where knobs are summed up", () => {
    const { inWords } = parts;
    const load = (/** @type {number} */ tasks, /** @type {number} */ ratePerSecond) => inWords("load", { load: { tasks, arrivals: { kind: "poisson", ratePerSecond } } });
    assert.deepEqual([load(1, 0.5), load(0, 62.5), load(20_000, 40_000), load(1e6, 1e6)], [
        "Poisson, 0.5 / s, 1 task",
        "Poisson, 62.5 / s, 0 tasks",
        "Poisson, 40,000 / s, 20,000 tasks",
        "Poisson, 1M / s, 1M tasks",
    ]);
    const pool = (/** @type {number} */ workers) => inWords("pool", { pool: { workers, bufferSize: null } });
    assert.deepEqual([pool(1), pool(1000)], ["1 worker, no bound", "1,000 workers, no bound"]);
});

test("on an axis of durations a second is one second", () => {
    const plot = parts.plotOf("wait", { lowMs: [10, 100], highMs: [100, 5000], count: [10, 10] }, null);
    assert.ok(plot);
    assert.deepEqual([500, 999.9999, 1000, 2000].map(plot.x.writeMark), ["500 ms", "1 s", "1 s", "2 s"]);
});
