// A scenario is checked, and its defaults filled in, without being run.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { SCENARIOS } from "./scenarios.js";
import { assertError, checkScenario, defaultPoolOptions, defaultScenario, simulate, thrown, wrong } from "./support.mjs";

/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */

/** Nothing is left out, and nothing is the default. @type {Scenario} */
const complete = {
    seed: 2 ** 53 - 1,
    pool: {
        workers: 7,
        bufferSize: null,
        whenFull: "dropOldest",
        retry: {
            maxAttempts: 9,
            baseDelayMs: 4.1,
            factor: 1.7,
            maxDelayMs: 0.000001,
            jitter: "decorrelated",
            holdWorker: false,
            pauseAfterLastAttempt: true,
        },
    },
    load: { tasks: 2, arrivals: { kind: "trace", atMs: [0.1, 0.3, 1e12] } },
    work: {
        service: { kind: "empirical", ms: [3, 0.7] },
        failureProbability: 0.1,
        outages: [{ fromMs: 1.5, toMs: 3, failureProbability: 1 }],
    },
    warmupTasks: 5,
};

/** @type {NonNullable<NonNullable<Scenario["work"]>["service"]>[]} */
const SERVICES = [
    { kind: "constant", ms: 7.5 },
    { kind: "exponential", meanMs: 10 },
    { kind: "uniform", minMs: 1, maxMs: 19 },
    { kind: "lognormal", meanMs: 10, cv: 1.5 },
    { kind: "erlang", meanMs: 10, k: 3 },
    { kind: "hyperexponential", meanMs: 10, cv: 2 },
    { kind: "pareto", meanMs: 10, alpha: 2.5 },
];
/** @type {NonNullable<NonNullable<Scenario["load"]>["arrivals"]>[]} */
const ARRIVALS = [
    { kind: "closed" },
    { kind: "poisson", ratePerSecond: 200 },
    { kind: "constant", everyMs: 4 },
    { kind: "bursts", size: 5, everyMs: 20 },
];

describe("checkScenario", () => {
    test("gives back what was complete, in objects of its own", () => {
        const checked = checkScenario(complete);
        assert.deepEqual(checked, complete);
        assert.notEqual(checked, complete);
        assert.deepEqual(checkScenario(checked), checked);
    });

    test("knows every kind of service and of arrivals", () => {
        for (const service of SERVICES) assert.deepEqual(checkScenario({ ...complete, work: { service } }).work.service, service);
        for (const arrivals of ARRIVALS) assert.deepEqual(checkScenario({ ...complete, load: { arrivals } }).load.arrivals, arrivals);
    });

    test("takes objects of any class, from any window", () => {
        /** @type {(object: object) => unknown} */
        const bare = (object) => Object.setPrototypeOf({ ...object }, null);
        const foreign = /** @type {unknown} */ (runInNewContext(`(${JSON.stringify(complete)})`));
        for (const scenario of [bare({ ...complete, pool: bare(complete.pool) }), foreign]) {
            assert.deepEqual(checkScenario(/** @type {Scenario} */ (scenario)), complete);
        }
    });

    test("fills in the defaults, which mean the same", () => {
        const checked = checkScenario({ seed: 5, pool: { workers: 2 } });
        assert.deepEqual(checked, {
            seed: 5,
            pool: { ...defaultPoolOptions(), workers: 2 },
            load: { tasks: 20, arrivals: { kind: "closed" } },
            work: { service: { kind: "constant", ms: 0 }, failureProbability: 0.3, outages: [] },
            warmupTasks: 0,
        });
        assert.deepEqual(simulate(checked), simulate({ seed: 5, pool: { workers: 2 } }));
    });

    test("takes a trace's length for the number of tasks", () => {
        assert.equal(checkScenario({ seed: 1, pool: { workers: 1 }, load: { arrivals: { kind: "trace", atMs: [1, 2, 3] } } }).load.tasks, 3);
    });

    test("refuses what simulate refuses, in the same words", () => {
        for (const [scenario, name, message] of SCENARIOS) {
            assertError(thrown(() => checkScenario(wrong(scenario))), name, message);
        }
    });
});

test("defaultScenario is the original's demo, with seed 42", () => {
    assert.deepEqual(defaultScenario(), checkScenario({ seed: 42, pool: { workers: 3 } }));
    assert.notEqual(defaultScenario(), defaultScenario());
});
