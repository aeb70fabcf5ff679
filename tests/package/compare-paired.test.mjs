// comparePaired: two scenarios with the same luck, on several threads.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertError, compare, comparePaired, rejection, replicate, threads, wrong } from "./support.mjs";

/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */

/** @type {Scenario} */
const two = {
    seed: 42,
    pool: { workers: 2 },
    load: { tasks: 200, arrivals: { kind: "poisson", ratePerSecond: 150 } },
    work: { service: { kind: "exponential", meanMs: 10 } },
};
/** @type {Scenario} */
const three = { ...two, seed: 7, pool: { workers: 3, retry: { holdWorker: false } } };
/** Minutes of work. @type {Scenario} */
const long = { seed: 42, pool: { workers: 1, bufferSize: 1 }, load: { tasks: 1e8 }, work: { failureProbability: 0 } };

describe("comparePaired", () => {
    test("gives what compare gives, and each scenario by itself under the first one's luck", async () => {
        const { first, second, difference } = await comparePaired(two, three, 30);
        assert.deepEqual(difference, compare(two, three, 30));
        assert.deepEqual(first, replicate(two, 30));
        assert.deepEqual(second, replicate({ ...three, seed: two.seed }, 30));
    });

    test("gives the same with any number of threads", async () => {
        const one = await comparePaired(two, three, 25, { threads: 1 });
        for (const count of [2, 3, 40]) assert.deepEqual(await comparePaired(two, three, 25, { threads: count }), one);
    });

    test("leaves out the runs in which one of the two had nothing to measure", async () => {
        const nobody = { ...two, load: { tasks: 0 } };
        const { first, second, difference } = await comparePaired(two, nobody, 3);
        assert.equal(first.waitMs.mean?.runs, 3);
        assert.equal(second.waitMs.mean, null);
        assert.equal(difference.waitMs.mean, null);
        assert.equal(difference.submitted?.mean, -200);
    });

    test("tells how far it is, and leaves the scenarios as they are", async () => {
        const given = structuredClone([two, three]);
        /** @type {number[]} */
        const told = [];
        const onProgress = (/** @type {{ done: number, total: number }} */ { done, total }) => void told.push(done / total);
        await comparePaired(two, three, 50, { threads: 2, onProgress });
        assert.deepEqual(told, told.toSorted((a, b) => a - b));
        assert.ok(told.length > 1);
        assert.equal(told.at(-1), 1);
        assert.deepEqual([two, three], given);
    });
});

describe("comparePaired ends its threads", () => {
    test("when it is aborted, and rejects with the reason", async () => {
        const controller = new AbortController();
        const reason = new Error("enough");
        setImmediate(() => controller.abort(reason));
        assert.equal(await rejection(comparePaired(long, long, 10, { threads: 2, signal: controller.signal })), reason);
        assert.equal(threads(), 0);
    });

    test("when it was aborted before", async () => {
        assert.equal(await rejection(comparePaired(long, long, 1, { signal: AbortSignal.abort("no") })), "no");
    });

    test("when its listener throws", async () => {
        const boom = new Error("boom");
        const onProgress = () => {
            throw boom;
        };
        assert.equal(await rejection(comparePaired(two, three, 50, { threads: 2, onProgress })), boom);
        assert.equal(threads(), 0);
    });
});

describe("comparePaired refuses", () => {
    const WORKERS = "pool.workers must be a whole number from 1 to 100,000; got 0";
    const none = { ...two, pool: { workers: 0 } };
    /** @type {[what: string, args: unknown[], name: string, message: string][]} */
    const refused = [
        ["the first scenario", [none, two, 1], "RangeError", `first.${WORKERS}`],
        ["the second", [two, none, 1], "RangeError", `second.${WORKERS}`],
        ["the second one's seed, though it is not looked at", [two, { pool: two.pool }, 1], "TypeError", "second.seed is missing; it must be a whole number from 0 to 9,007,199,254,740,991"],
        ["no runs", [two, three, 0], "RangeError", "n must be a whole number of runs from 1 to 100,000; got 0"],
        ["an unknown option", [two, three, 1, { n: 3 }], "TypeError", "n is not known; known here: threads, signal, onProgress"],
        ["no threads", [two, three, 1, { threads: 0 }], "RangeError", "threads must be a whole number from 1 to 256; got 0"],
    ];
    for (const [what, args, name, message] of refused) {
        test(what, async () => {
            const [first, second, n, options] = args;
            assertError(await rejection(comparePaired(wrong(first), wrong(second), wrong(n), wrong(options))), name, message);
            assert.equal(threads(), 0);
        });
    }
});
