// replicateUntil: replications until a figure is sure enough.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertError, rejection, replicate, replicateUntil, threads, wrong } from "./support.mjs";

/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */
/** @typedef {import("../../pkg/twinpool.js").Estimate} Estimate */

/** @type {Scenario} */
const scenario = {
    seed: 42,
    pool: { workers: 2, bufferSize: null },
    load: { tasks: 500, arrivals: { kind: "poisson", ratePerSecond: 150 } },
    work: { service: { kind: "exponential", meanMs: 10 }, failureProbability: 0 },
};
/** Minutes of work. @type {Scenario} */
const long = { seed: 42, pool: { workers: 1, bufferSize: 1 }, load: { tasks: 1e8 }, work: { failureProbability: 0 } };

/** @param {Estimate | null} estimate */
const relative = (estimate) => ((estimate?.high ?? Number.NaN) - (estimate?.low ?? Number.NaN)) / 2 / (estimate?.mean ?? Number.NaN);

describe("replicateUntil", () => {
    test("ends when the interval is narrow enough, with what replicate gives", async () => {
        const { reached, ...estimates } = await replicateUntil(scenario, { precision: 0.05 });
        assert.ok(reached);
        assert.ok(relative(estimates.waitMs.mean) <= 0.05);
        assert.ok(estimates.runs > 20);
        assert.deepEqual(estimates, replicate(scenario, estimates.runs));
    });

    test("gives the same with any number of threads", async () => {
        const options = { precision: 0.05, figure: /** @type {const} */ ("waitMs.p99") };
        const one = await replicateUntil(scenario, { ...options, threads: 1 });
        for (const count of [2, 5, 30]) assert.deepEqual(await replicateUntil(scenario, { ...options, threads: count }), one);
    });

    test("waits for all figures that it is asked for", async () => {
        const figure = /** @type {const} */ (["utilisation.busy", "waitMs.p99", "throughputPerSecond"]);
        const estimates = await replicateUntil(scenario, { precision: 0.06, figure });
        assert.ok(estimates.reached);
        assert.ok(relative(estimates.waitMs.p99) <= 0.06);
        const { runs } = await replicateUntil(scenario, { precision: 0.06, figure: "utilisation.busy" });
        assert.ok(runs < estimates.runs);
    });

    test("gives up after `most` replications, and says so", async () => {
        const estimates = await replicateUntil(scenario, { precision: 1e-6, most: 70 });
        assert.equal(estimates.reached, false);
        assert.equal(estimates.runs, 70);
        assert.equal((await replicateUntil(scenario, { most: 1 })).reached, false);
    });

    test("gives up when there is nothing to measure", async () => {
        const { runs, reached } = await replicateUntil({ ...scenario, load: { tasks: 0 } });
        assert.deepEqual([runs, reached], [20, false]);
    });

    test("is sure of what never changes", async () => {
        const { runs, reached } = await replicateUntil(scenario, { figure: ["submitted", "rejected"] });
        assert.deepEqual([runs, reached], [20, true]);
    });

    test("tells after each round how sure it is, of the figure that is furthest from its goal", async () => {
        /** @type {Parameters<NonNullable<import("../../pkg/twinpool.js").ReplicateUntilOptions["onProgress"]>>[0][]} */
        const told = [];
        const figure = /** @type {const} */ (["utilisation.busy", "waitMs.p99"]);
        const { runs } = await replicateUntil(scenario, { precision: 0.06, figure, onProgress: (progress) => void told.push(progress) });
        assert.ok(told.length > 1);
        for (const [index, progress] of told.entries()) {
            assert.equal(progress.figure, "waitMs.p99");
            assert.equal(progress.relativeHalfWidth, relative(progress.estimate));
            assert.deepEqual(progress.estimate, replicate(scenario, progress.runs).waitMs.p99);
            assert.ok(progress.runs > (told[index - 1]?.runs ?? 0));
        }
        assert.equal(told.at(-1)?.runs, runs);
    });

    test("takes the scenario as it was when it was called", async () => {
        const given = structuredClone(scenario);
        const promise = replicateUntil(given, { precision: 0.2 });
        given.pool.workers = 0;
        assert.ok((await promise).reached);
    });
});

describe("replicateUntil ends its threads", () => {
    test("at the end", async () => {
        await replicateUntil(scenario, { most: 3, threads: 3 });
        assert.equal(threads(), 0);
    });

    test("when it is aborted, and rejects with the reason", async () => {
        const controller = new AbortController();
        const reason = new Error("enough");
        const promise = replicateUntil(long, { signal: controller.signal, threads: 2 });
        controller.abort(reason);
        assert.equal(await rejection(promise), reason);
        const later = new AbortController();
        // No round would end in the time of a test.
        setImmediate(() => later.abort(reason));
        assert.equal(await rejection(replicateUntil(long, { signal: later.signal, threads: 2 })), reason);
        assert.equal(threads(), 0);
    });

    test("when it was aborted before", async () => {
        assert.equal(await rejection(replicateUntil(long, { signal: AbortSignal.abort("no") })), "no");
    });

    test("when its listener throws", async () => {
        const boom = new Error("boom");
        const onProgress = () => {
            throw boom;
        };
        assert.equal(await rejection(replicateUntil(scenario, { precision: 1e-6, threads: 2, onProgress })), boom);
        assert.equal(threads(), 0);
    });

    test("when a replication can't be run", async () => {
        const flood = { kind: /** @type {const} */ ("constant"), everyMs: 0.000001 };
        const work = { service: { kind: /** @type {const} */ ("constant"), ms: 1e9 } };
        const overloaded = { ...scenario, pool: { workers: 1, bufferSize: null }, load: { tasks: 1e9, arrivals: flood }, work };
        assertError(await rejection(replicateUntil(overloaded, { threads: 1 })), "OverloadedError", /^more than 4,000,000 tasks/);
        assert.equal(threads(), 0);
    });
});

describe("replicateUntil refuses", () => {
    const KNOWN = "precision, figure, most, threads, signal, onProgress";
    const PRECISION = "precision must be a number above 0, at most 1: the half width of the interval as a share of the mean; got";
    const FIGURE = 'must be the path of a figure, such as "waitMs.mean", or a list of at least one; got';
    /** @type {[what: string, given: unknown, options: unknown, name: string, message: string][]} */
    const refused = [
        ["a scenario", { seed: 1 }, {}, "TypeError", "pool is missing; it must be an object with at least the field workers"],
        ["options that are none", scenario, 3, "TypeError", "options must be an object; got 3"],
        ["an unknown option", scenario, { n: 3 }, "TypeError", `n is not known; known here: ${KNOWN}`],
        ["no precision", scenario, { precision: 0 }, "RangeError", `${PRECISION} 0`],
        ["a precision that is no number", scenario, { precision: NaN }, "RangeError", `${PRECISION} NaN`],
        ["a precision that is a text", scenario, { precision: "1 %" }, "TypeError", `${PRECISION} "1 %"`],
        ["no replications", scenario, { most: 0 }, "RangeError", "most must be a whole number of runs from 1 to 100,000; got 0"],
        ["an unknown figure", scenario, { figure: "wait" }, "TypeError", `figure ${FIGURE} "wait"`],
        ["a figure that is many", scenario, { figure: "waitMs" }, "TypeError", `figure ${FIGURE} "waitMs"`],
        ["a figure that is none", scenario, { figure: "seed" }, "TypeError", `figure ${FIGURE} "seed"`],
        ["a figure of nobody's", scenario, { figure: "constructor.name" }, "TypeError", `figure ${FIGURE} "constructor.name"`],
        ["an unknown one of several", scenario, { figure: ["waitMs.mean", 3] }, "TypeError", `figure[1] ${FIGURE} 3`],
        ["no figures", scenario, { figure: [] }, "RangeError", `figure ${FIGURE} an empty one`],
        ["no threads", scenario, { threads: 0 }, "RangeError", "threads must be a whole number from 1 to 256; got 0"],
        ["a signal that is none", scenario, { signal: {} }, "TypeError", "signal must be an AbortSignal; got an object"],
        ["a listener that is none", scenario, { onProgress: 3 }, "TypeError", "onProgress must be a function; got 3"],
    ];
    for (const [what, given, options, name, message] of refused) {
        test(what, async () => {
            assertError(await rejection(replicateUntil(wrong(given), wrong(options))), name, message);
            assert.equal(threads(), 0);
        });
    }
});
