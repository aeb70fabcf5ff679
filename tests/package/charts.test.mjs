// What the page's charts show and keep: numbers and words, before anything is drawn.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { pageModules } from "../modules.mjs";

/** @typedef {{ label: string, values: ArrayLike<number> }} Line */
/** @typedef {{ unit: string, x: { values: ArrayLike<number> }, lines: readonly Line[] }} Plot */

/**
 * @typedef {object} Charts
 * @property {(name: string, told: object) => Plot} plotOf
 * @property {(plot: Plot) => number} lengthUntil
 * @property {(plot: { writeValue(value: number): string }, value: number) => string} asMark
 * @property {(n: number) => string} count
 * @property {(ms: number) => string} duration
 */

/** @type {Charts} */
let charts;
before(async () => {
    charts = /** @type {Charts} */ (
        await pageModules(`
export { plotOf } from "./charts/over-time.ts";
export { asMark, lengthUntil } from "./charts/plot.ts";
export { count, duration } from "./format.ts";
`)
    );
});

const INTERVAL_MS = 100;

/** A plot of a run of which so many intervals are known. @param {number[]} succeeded @param {{ atMs?: number, untilMs?: number }} [more] */
function finished(succeeded, { untilMs = succeeded.length * INTERVAL_MS, atMs = untilMs } = {}) {
    const none = new Float64Array(succeeded.length);
    const columns = { submitted: none, succeeded: Float64Array.from(succeeded), failed: none, attemptsFailed: none };
    return charts.plotOf("finished", { series: { intervalMs: INTERVAL_MS, length: succeeded.length, untilMs, columns }, frame: { atMs }, endMs: untilMs, places: null, isHeld: true });
}

/** @param {number} length */
const nothings = (length) => Array.from({ length }, () => 0);

/** @param {Plot} plot */
const done = ({ lines }) => Array.from(lines.find(({ label }) => label === "done")?.values ?? []);

test("no rate depends on what comes later", () => {
    const counts = Array.from({ length: 300 }, (_, n) => (n * n) % 7);
    const whole = done(finished(counts));
    for (const length of [1, 2, 9, 40, 299]) assert.deepEqual(done(finished(counts.slice(0, length))), whole.slice(0, length));
    assert.deepEqual(done(finished([...nothings(200), 5])).slice(0, 200), nothings(200));
});

test("a rate is that of some time up to then, which its unit tells", () => {
    const plot = finished([...nothings(20), 8, ...nothings(20)]);
    assert.equal(plot.unit, "a second, over the last 800 ms");
    const values = done(plot);
    assert.deepEqual(values.slice(19, 29), [0, 10, 10, 10, 10, 10, 10, 10, 10, 0]);
    // Before the beginning there was nothing; the last interval may have only just begun.
    assert.deepEqual(done(finished([6, 0, 6], { untilMs: 250 })), [7.5, 7.5, 16]);
});

test("an interval has been when all of it has", () => {
    const counts = Array.from({ length: 40 }, () => 1);
    for (const [atMs = NaN, length = NaN] of [[0, 0], [60, 0], [100, 1], [199, 1], [4000, 40]]) assert.equal(charts.lengthUntil(finished(counts, { untilMs: 4000, atMs })), length, `at ${atMs}`);
});

test("a number has room beside its axis", () => {
    const marks = [0, 800, 100_000, 4_000_000, 2_500_000_000].map((n) => charts.asMark({ writeValue: charts.count }, n));
    assert.deepEqual(marks, ["0", "800", "100,000", "4M", "2.5B"]);
    assert.deepEqual([2500, 10_000_000, 500_000_000].map((ms) => charts.asMark({ writeValue: charts.duration }, ms)), ["2.5 s", "10,000 s", "500K s"]);
});
