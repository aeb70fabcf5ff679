// What the page's tools reckon with: which point of a sweep is the best, how much is run, what a figure leaves out, and sums of
// estimates. The estimates are made up, but for one sweep.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { pageModules } from "../modules.mjs";
import { checkScenario, comparePaired, sweep } from "./support.mjs";

/** @typedef {import("../../pkg/twinpool.js").Estimate} Estimate */
/** @typedef {import("../../pkg/twinpool.js").Estimates} Estimates */
/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */
/** @typedef {import("../../pkg/twinpool.js").CompleteScenario} CompleteScenario */
/** @typedef {{ path: string, label: string, better: "less" | "more" | null }} Figure */
/** @typedef {{ points: (Estimates | null)[], work(runs: number): number }} Sweeping */

/**
 * @typedef {object} Tools
 * @property {new (scenario: CompleteScenario, axes: object[]) => Sweeping} Sweeping
 * @property {(text: string, scenario: CompleteScenario) => object} readAxis
 * @property {(path: string) => Figure} knownFigure
 * @property {(figure: Figure, value: number) => string[]} inCell
 * @property {(sweeping: Sweeping, figure: Figure) => { isLog: boolean, least: number, foot: number, most: number, tone(value: number): number }} toneOf
 * @property {(a: Estimate | null, by: Estimate | null) => string} shareOfFirst
 * @property {(figure: Figure, value: number | null) => string} write
 * @property {(figure: Figure, difference: Estimate | null) => string} writeDifference
 * @property {(scenario: CompleteScenario) => { words: string, longer: { tasks: number, warmupTasks: number } | null } | null} shortOf
 * @property {(estimates: Estimates, figure: Figure) => Estimate | null} estimateOf
 * @property {(figure: Figure, estimate: Estimate | null) => string} writeEstimate
 * @property {(figure: Figure) => string} confidenceOf
 * @property {(sweeping: Sweeping, figure: Figure) => { index: number, all: Set<number>, isSame: boolean, known: number, rule: string } | null} bestOf
 * @property {(estimates: Estimates, figure: Figure) => { words: string, instead: Figure, whole: { mean: number, isAtLeast: boolean } | null } | null} leftOut
 * @property {(estimates: Estimates, figure: Figure) => { words: string, instead: Figure } | null} lostBeside
 * @property {(comparison: import("../../pkg/twinpool.js").Comparison) => string} sentenceOf
 * @property {(scenario: CompleteScenario, runs: number) => { scenario: CompleteScenario, runs: number }} planOf
 * @property {(plan: { scenario: CompleteScenario, runs: number }, given: CompleteScenario) => string} planInWords
 * @property {(plan: { scenario: CompleteScenario, runs: number }) => number} workOf
 * @property {(most: number) => number} mostMeasured
 * @property {(least: number, most: number, measure: (ns: readonly number[]) => Promise<{ isEnough: boolean, key: string }[]>) => Promise<{ found: number | null }>} smallest
 * @property {{ work(question: { scenario: CompleteScenario, path: string, runs: number }): number }} Finding
 */

/** @type {Tools} */
let tools;
before(async () => {
    tools = /** @type {Tools} */ (
        await pageModules(`
export { bestOf } from "./tools/best.ts";
export { readAxis } from "./tools/axes.ts";
export { shareOfFirst } from "./tools/compare-table.ts";
export { confidenceOf, estimateOf, knownFigure, write, writeDifference, writeEstimate } from "./tools/figures.ts";
export { leftOut } from "./tools/left-out.ts";
export { lostBeside } from "./tools/lost.ts";
export { sentenceOf } from "./tools/sentence.ts";
export { inCell, toneOf } from "./tools/heat-map.ts";
export { shortOf } from "./tools/short-runs.ts";
export { Finding } from "./tools/finding.ts";
export { planInWords, planOf, workOf } from "./tools/plan.ts";
export { mostMeasured, smallest } from "./tools/search.ts";
export { Sweeping } from "./tools/sweeping.ts";
`)
    );
});

/** @param {number} mean @param {number | null} [half] @returns {Estimate} */
const about = (mean, half = null) => ({ mean, low: half === null ? null : mean - half, high: half === null ? null : mean + half, runs: 30 });

/** Estimates with these figures alone. @param {Record<string, Estimate | null>} figures */
function estimates(figures) {
    /** @type {Record<string, Record<string, Estimate | null> | Estimate | null>} */
    const root = {};
    for (const [path, estimate] of Object.entries(figures)) {
        const [name = "", part] = path.split(".");
        if (part === undefined) root[name] = estimate;
        else root[name] = { ...root[name], [part]: estimate };
    }
    return /** @type {Estimates} */ (/** @type {unknown} */ (root));
}

const scenario = (tasks = 2000, warmupTasks = 0) =>
    checkScenario({ seed: 1, warmupTasks, pool: { workers: 8 }, load: { tasks, arrivals: { kind: "poisson", ratePerSecond: 12 } }, work: { failureProbability: 0, service: { kind: "exponential", meanMs: 500 } } });

/**
 * A sweep that found these, point for point.
 * @param {string[]} axes
 * @param {string} path
 * @param {(Estimate | null)[]} found
 */
function swept(axes, path, found) {
    const sweeping = new tools.Sweeping(scenario(), axes.map((axis) => tools.readAxis(axis, scenario())));
    assert.equal(sweeping.points.length, found.length);
    sweeping.points.splice(0, found.length, ...found.map((estimate) => estimate && estimates({ [path]: estimate })));
    return sweeping;
}

/** @param {string[]} axes @param {string} path @param {(Estimate | null)[]} found */
const best = (axes, path, found) => tools.bestOf(swept(axes, path, found), tools.knownFigure(path));

describe("the best of a sweep", () => {
    const workers = ["pool.workers:1..4:4"];

    test("is the least where less is better, and the most where more is", () => {
        const found = [about(30), about(10), about(20), about(40)];
        assert.equal(best(workers, "waitMs.mean", found)?.index, 1);
        assert.equal(best(workers, "throughputPerSecond", found)?.index, 3);
        assert.equal(best(workers, "utilisation.busy", found), null);
    });

    test("is not a point that is merely within its interval", () => {
        const found = best(workers, "waitMs.mean", [about(110, 20), about(105, 20), about(102, 20), about(100, 20)]);
        assert.deepEqual(found, { index: 3, all: new Set([3]), isSame: true, known: 4, rule: "the fewest workers" });
    });

    test("is the cheapest of those within 1 % of the best mean, on either side of it", () => {
        const less = best(workers, "waitMs.mean", [about(101.1, 9), about(101, 9), about(100.5, 9), about(100, 9)]);
        assert.deepEqual(less, { index: 1, all: new Set([1, 2, 3]), isSame: false, known: 4, rule: "the fewest workers" });
        const more = best(workers, "throughputPerSecond", [about(98.9), about(99), about(100), about(99.5)]);
        assert.deepEqual([more?.index, more?.all], [1, new Set([1, 2, 3])]);
    });

    test("of 0 nothing is within 1 %, but 0 itself", () => {
        const found = best(workers, "rejected", [about(0.001, 0.01), about(0, 0), about(0, 0), null]);
        assert.deepEqual(found, { index: 1, all: new Set([1, 2]), isSame: true, known: 3, rule: "the fewest workers" });
    });

    test("has the fewest workers before it has the smallest buffer", () => {
        const found = Array.from({ length: 4 }, () => about(5));
        const both = best(["pool.bufferSize:4..8:2", "pool.workers:1..2:2"], "waitMs.mean", [about(6), ...found.slice(1)]);
        assert.deepEqual([both?.index, both?.rule], [2, "the fewest workers, then the smallest buffer"]);
        const other = best(["pool.workers:1..2:2", "load.arrivals.ratePerSecond:1..2:2"], "waitMs.mean", [about(5.01), about(5), about(5), about(5)]);
        assert.deepEqual([other?.index, other?.rule], [1, "the fewest workers, then the best mean"]);
    });

    test("is the first of those with the same mean that cost the same", () => {
        const same = best(["pool.whenFull"], "rejected", [about(1), about(0), about(0)]);
        assert.deepEqual([same?.index, same?.rule], [1, "the first"]);
    });

    test("is nothing before anything was found", () => {
        assert.equal(best(workers, "waitMs.mean", [null, null, null, null]), null);
    });

    test("is no point that is worse with the same luck", async () => {
        const given = scenario();
        const ns = [9, 10, 11, 12];
        const sweeping = new tools.Sweeping(given, [tools.readAxis("pool.workers:9..12:4", given)]);
        for (const [index, point] of (await sweep(given, { "pool.workers": ns }, 30, { threads: 1 })).entries()) sweeping.points[index] = point.estimates;
        const found = tools.bestOf(sweeping, tools.knownFigure("allWaitMs.mean"));
        // The means of 9 and of 12 lie in each other's intervals, …
        assert.equal(ns[found?.index ?? 0], 12);
        // … but not so the difference of the two.
        const { difference } = await comparePaired({ ...given, pool: { workers: 9 } }, { ...given, pool: { workers: 12 } }, 30, { threads: 1 });
        assert.ok((difference.waitMs.mean?.high ?? 0) < 0);
        assert.deepEqual(found?.all, new Set([3]));
    });
});

describe("what is run", () => {
    test("is what is asked for, up to 20,000 tasks", () => {
        const given = scenario(20_000, 500);
        const plan = tools.planOf(given, 7);
        assert.deepEqual(plan, { scenario: given, runs: 7 });
        assert.equal(tools.planInWords(plan, given), "7 runs of 20,000 tasks");
    });

    test("is shortened beyond that, and the warm-up with it, and says so", () => {
        const given = scenario(50_000, 5000);
        const plan = tools.planOf(given, 7);
        assert.deepEqual(plan, { scenario: { ...given, load: { ...given.load, tasks: 20_000 }, warmupTasks: 2000 }, runs: 7 });
        assert.equal(tools.planInWords(plan, given), "7 runs of 20,000 tasks (not 50,000: that would take long)");
    });

    test("comes to its workers and its attempts, in every run", () => {
        const given = scenario(100);
        assert.equal(tools.workOf({ scenario: given, runs: 3 }), 3 * (8 + 100));
        const retry = { ...given.pool.retry, maxAttempts: 5 };
        const retries = { ...given, pool: { ...given.pool, retry } };
        assert.equal(tools.workOf({ scenario: retries, runs: 3 }), 3 * (8 + 100), "what never fails is never tried again");
        assert.equal(tools.workOf({ scenario: { ...retries, work: { ...given.work, failureProbability: 0.1 } }, runs: 3 }), 3 * (8 + 500));
        const outages = [{ fromMs: 0, toMs: 10, failureProbability: 1 }];
        assert.equal(tools.workOf({ scenario: { ...retries, work: { ...given.work, outages } }, runs: 3 }), 3 * (8 + 500));
    });

    test("of a sweep comes to the sum of its points, whatever knob it turns", () => {
        const given = scenario(50_000);
        const work = (/** @type {string[]} */ ...axes) => new tools.Sweeping(given, axes.map((axis) => tools.readAxis(axis, given))).work(2);
        assert.equal(work("pool.workers:1..3:3"), 2 * (1 + 2 + 3 + 3 * 20_000));
        assert.equal(work("pool.workers:1..3:3", "load.tasks:100..300:3"), 2 * (3 * (1 + 2 + 3) + 3 * (100 + 200 + 300)));
    });

    test("of a search is no more than it was said to be at the most", async () => {
        for (const most of [1, 2, 3, 10, 80, 1000, 20_000]) {
            for (let threshold = 1; threshold <= most; threshold += Math.ceil(most / 97)) {
                let measured = 0;
                const { found } = await tools.smallest(1, most, (ns) => {
                    measured += ns.length;
                    return Promise.resolve(ns.map((n) => ({ isEnough: n >= threshold, key: String(n) })));
                });
                assert.equal(found, threshold);
                assert.ok(measured <= tools.mostMeasured(most), `${measured} of ${most}`);
            }
        }
        const given = scenario(1000);
        assert.ok(tools.Finding.work({ scenario: given, path: "pool.workers", runs: 50 }) >= tools.mostMeasured(1000) * 50 * 1000);
    });
});

describe("what a figure leaves out", () => {
    /** @param {string} path @param {Record<string, Estimate | null>} figures */
    const left = (path, figures) => {
        const found = tools.leftOut(estimates(figures), tools.knownFigure(path));
        return found && [found.words, found.instead.path];
    };

    test("is said from a twentieth of the figure on, of the same part of the spread", () => {
        assert.deepEqual(left("waitMs.p99", { "waitMs.p99": about(100), "blockedMs.p99": about(5) }), ["Senders waited at the gate for 5.00 ms (p99); p99 wait does not count that.", "allWaitMs.mean"]);
        assert.equal(left("waitMs.p99", { "waitMs.p99": about(100), "blockedMs.p99": about(4.9) }), null);
        assert.equal(left("waitMs.p99", { "waitMs.p99": about(0), "blockedMs.p99": about(0) }), null);
        assert.equal(left("waitMs.p99", { "waitMs.p99": null, "blockedMs.p99": null }), null);
    });

    test("has a figure that counts it: of the wait the whole wait, of the time the whole time", () => {
        assert.equal(left("sojournMs.mean", { "sojournMs.mean": about(100), "blockedMs.mean": about(50) })?.[1], "allTimeMs.mean");
        assert.deepEqual(left("blockedMs.mean", { "waitMs.mean": about(50), "blockedMs.mean": about(100) }), ["Once let in, tasks waited for 50.0 ms (mean); mean wait at the gate does not count that.", "allWaitMs.mean"]);
    });

    test("of the queue's length is the wait at the gate, beside the wait in it", () => {
        assert.deepEqual(left("queueLength.max", { "waitMs.mean": about(100), "blockedMs.mean": about(50) }), ["Senders waited at the gate for 50.0 ms (mean); longest queue does not count that.", "allWaitMs.mean"]);
        assert.equal(left("queueLength.mean", { "waitMs.mean": about(100), "blockedMs.mean": about(4) }), null);
    });

    test("at the gate is counted as well: of means the sum, of percentiles no less than the gate’s", () => {
        const whole = (/** @type {string} */ path, /** @type {Record<string, Estimate | null>} */ figures) => tools.leftOut(estimates(figures), tools.knownFigure(path))?.whole;
        assert.deepEqual(whole("waitMs.mean", { "waitMs.mean": about(40), "blockedMs.mean": about(50) }), { mean: 90, isAtLeast: false });
        assert.deepEqual(whole("waitMs.p99", { "waitMs.p99": about(40), "blockedMs.p99": about(166) }), { mean: 166, isAtLeast: true });
        assert.equal(whole("waitMs.p99", { "waitMs.p99": about(40), "blockedMs.p99": about(13) }), null, "no more is known than the figure says");
        assert.equal(whole("queueLength.mean", { "waitMs.mean": about(100), "blockedMs.mean": about(50) }), null);
    });

    test("is nothing of what counts all", () => {
        assert.equal(left("throughputPerSecond", { "waitMs.mean": about(1), "blockedMs.mean": about(100) }), null);
    });
});

describe("tasks that are turned away or pushed out", () => {
    /** @param {string} path @param {Record<string, Estimate | null>} figures */
    const lost = (path, figures) => tools.lostBeside(estimates({ submitted: about(2000), rejected: about(0), dropped: about(0), ...figures }), tools.knownFigure(path))?.words;

    test("are told as a share of all, beside a wait or a time that does not count them", () => {
        assert.equal(lost("waitMs.p99", { rejected: about(260) }), "13 % of all tasks are turned away; p99 wait does not count them.");
        assert.equal(lost("allWaitMs.mean", { dropped: about(50) }), "2.5 % of all tasks are pushed out; mean wait, gate included does not count them.");
        assert.equal(lost("throughputPerSecond", { rejected: about(1) }), "Less than 0.1 % of all tasks are turned away.");
    });

    test("are not told beside themselves, nor where there are none", () => {
        assert.equal(lost("rejected", { rejected: about(260) }), undefined);
        assert.equal(lost("waitMs.p99", {}), undefined);
    });

    test("are in the sentence of a comparison where that differs, in shares", async () => {
        const given = { ...scenario(400), pool: { workers: 4, bufferSize: 2, whenFull: /** @type {const} */ ("reject") } };
        const pair = async (/** @type {number} */ workers) => tools.sentenceOf(await comparePaired(given, { ...given, pool: { ...given.pool, workers } }, 20, { threads: 1 }));
        assert.match(await pair(6), / Turned away: \d+ % of A’s tasks, [\d.]+ % of B’s\.$/);
        assert.match(await pair(60), / Turned away: \d+ % of A’s tasks, none of B’s\.$/);
        assert.doesNotMatch(await pair(4), /Turned away/);
    });
});

describe("a sum of two figures", () => {
    /** @param {string} path @param {Record<string, Estimate | null>} figures */
    const sum = (path, figures) => tools.estimateOf(estimates(figures), tools.knownFigure(path));

    test("adds the means and both ends, and has as many runs as the rarer of both", () => {
        const figures = { "blockedMs.mean": { mean: 10, low: 7, high: 14, runs: 20 }, "waitMs.mean": about(100, 20), "sojournMs.mean": about(600, 50) };
        assert.deepEqual(sum("allWaitMs.mean", figures), { mean: 110, low: 87, high: 134, runs: 20 });
        assert.deepEqual(sum("allTimeMs.mean", figures), { mean: 610, low: 557, high: 664, runs: 20 });
    });

    test("says that its interval is at least as sure", () => {
        assert.deepEqual(["allWaitMs.mean", "allTimeMs.mean", "waitMs.mean"].map((path) => tools.confidenceOf(tools.knownFigure(path))), ["at least 95 %", "at least 95 %", "95 %"]);
    });

    test("is written so that no line ends after its ±", () => {
        assert.equal(tools.writeEstimate(tools.knownFigure("waitMs.mean"), about(83.1, 4.2)), "83.1 ms ±\u00a04.2");
    });

    test("has no interval where one of them has none, and is nothing where one of them is", () => {
        assert.deepEqual(sum("allWaitMs.mean", { "blockedMs.mean": about(10), "waitMs.mean": about(100, 20) }), { mean: 110, low: null, high: null, runs: 30 });
        assert.equal(sum("allWaitMs.mean", { "blockedMs.mean": null, "waitMs.mean": about(100, 20) }), null);
    });

    test("is nothing at all where one has more by what the other has less", () => {
        assert.equal(sum("allWaitMs.mean", { "blockedMs.mean": about(0.1 + 0.2), "waitMs.mean": about(-0.3) })?.mean, 0);
    });
});

describe("a map", () => {
    const wait = () => tools.knownFigure("waitMs.mean");

    test("tells each cell in a unit of its own, and nearly nothing from nothing", () => {
        const told = [0, 0.0004, 0.0005, 76, 12.34, 62_510].map((value) => tools.inCell(wait(), value).join(" "));
        assert.deepEqual(told, ["0 ms", "≈0 ms", "0.001 ms", "76.0 ms", "12.3 ms", "62.5 s"]);
        assert.deepEqual([tools.inCell(tools.knownFigure("utilisation.busy"), 0.452), tools.inCell(tools.knownFigure("attempts"), 1234.4)], [["45.2", "%"], ["1,234", ""]]);
    });

    test("tells in a cell what is told below it", () => {
        for (const value of [0.3551, 9.995, 76.04, 1234.4, 62_514]) assert.equal(tools.inCell(wait(), value).join(" "), tools.write(wait(), value));
    });

    test("has colours that multiply where its values do, and nothing is then the palest", () => {
        const tones = (/** @type {number[]} */ means) => tools.toneOf(swept(["pool.workers:1..4:4"], "waitMs.mean", means.map((mean) => about(mean))), wait());
        const few = tones([0, 5, 10, 15]);
        assert.deepEqual([few.isLog, few.tone(0), few.tone(7.5), few.tone(15)], [false, 0, 0.5, 1]);
        const many = tones([0, 0.02, 20, 20_000]);
        assert.deepEqual([many.isLog, many.least, many.foot, many.most], [true, 0, 0.02, 20_000]);
        assert.deepEqual([0, 0.02, 20, 20_000].map((mean) => Number(many.tone(mean).toFixed(2))), [0, 0.1, 0.55, 1]);
        assert.equal(tones([1e-9, 1, 10, 100]).tone(1e-9), 0, "what is nearly nothing takes no shades from the rest");
        assert.equal(tones([0, 0, 0, 0]).tone(0), 0);
    });
});

describe("a difference of two figures", () => {
    test("is a share of the first, of very much a multiple, and nothing of what may be nothing", () => {
        const share = (/** @type {Estimate} */ a, /** @type {number} */ by) => tools.shareOfFirst(a, about(by, 1));
        assert.deepEqual([share(about(100, 5), -38), share(about(100, 5), 100), share(about(100, 5), 2300)], ["−38.0 %", "+100 %", "24 times"]);
        assert.equal(share(about(0.5, 0.1), 1800), "3,600 times");
        assert.equal(share(about(0.005, 0.01), 18.9), "");
        assert.equal(share(about(100, 5), -0.001), "0 %");
        assert.equal(share(about(100, 5), 0), "");
    });

    test("and a figure that is nearly nothing are told without a 0.000", () => {
        const figure = tools.knownFigure("waitMs.p99");
        assert.equal(tools.writeEstimate(figure, about(0.00002, 0.000022)), "≈0 ms");
        assert.equal(tools.writeEstimate(figure, about(0.0002, 0.04)), "≈0 ms ±\u00a00.04");
        assert.equal(tools.writeDifference(figure, about(-0.0001, 0.002)), "≈0 ms (−0.002 to +0.002)");
    });
});

describe("runs are too short to tell of the long run", () => {
    /** @param {Record<string, unknown>} load @param {Record<string, unknown>} retry @param {Record<string, unknown>} [work] */
    const short = (load, retry, work = {}) =>
        tools.shortOf(checkScenario(/** @type {Scenario} */ ({ seed: 1, pool: { workers: 8, retry }, load: { arrivals: { kind: "poisson", ratePerSecond: 100 }, ...load }, work: { failureProbability: 0.05, service: { kind: "exponential", meanMs: 40 }, ...work } })));

    test("where a task’s longest way is no small part of them", () => {
        // One in 400 fails twice: 3 × 40 ms of attempts, 2 s and 4 s of pauses.
        assert.deepEqual(short({ tasks: 600 }, { baseDelayMs: 2000 }), {
            words: "Each run lasts 6.00 s and begins empty; a task that fails again and again is on its way for 6.12 s: too short to tell what becomes of this in the long run.",
            longer: { tasks: 14_000, warmupTasks: 1400 },
        });
        assert.equal(short({ tasks: 14_000 }, { baseDelayMs: 2000 }), null);
        assert.equal(short({ tasks: 2000 }, { baseDelayMs: 200 }), null);
        assert.equal(short({ tasks: 2000 }, { baseDelayMs: 2000 }, { failureProbability: 0 }), null);
    });

    test("where there are few tasks, whatever they take", () => {
        const found = short({ tasks: 600 }, { maxAttempts: 1 });
        assert.match(found?.words ?? "", /^Each run has 600 tasks and begins empty: too few /);
        assert.deepEqual(found?.longer, { tasks: 5000, warmupTasks: 500 });
    });

    test("and no tool runs as many as it would take", () => {
        const found = short({ tasks: 50_000 }, { baseDelayMs: 60_000 });
        assert.match(found?.words ?? "", /^Each run lasts 200 s .* Even 20,000 tasks, the most that are run here, are few for that\.$/);
        assert.equal(found?.longer, null);
    });

    test("but not where a run is about its own beginning and end", () => {
        assert.equal(short({ tasks: 20, arrivals: { kind: "closed" } }, { baseDelayMs: 2000 }), null);
        assert.equal(short({ tasks: 600 }, { baseDelayMs: 2000 }, { outages: [{ fromMs: 0, toMs: 10, failureProbability: 1 }] }), null);
    });
});
