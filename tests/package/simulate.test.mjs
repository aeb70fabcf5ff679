// simulate, replicate and compare: their shape, their errors, and what holds whatever the luck.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { SCENARIOS } from "./scenarios.js";
import { assertError, compare, replicate, simulate, thrown, wrong } from "./support.mjs";

/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */
/** @typedef {import("../../pkg/twinpool.js").Estimate} Estimate */

/** @type {Scenario} */
const demo = { seed: 42, pool: { workers: 3 } };
const nothing = { mean: null, p50: null, p90: null, p99: null, p999: null, max: null };

/** The report as the contract has it, of no tasks. */
const EMPTY = {
    seed: 42,
    virtualMs: 0,
    submitted: 0,
    accepted: 0,
    rejected: 0,
    dropped: 0,
    succeeded: 0,
    failed: 0,
    cancelled: 0,
    attempts: 0,
    retries: 0,
    throughputPerSecond: null,
    utilisation: { busy: null, backoff: null, idle: null },
    waitMs: nothing,
    sojournMs: nothing,
    blockedMs: nothing,
    queueLength: { mean: null, max: 0 },
};

/**
 * @param {unknown} value
 * @returns {value is object}
 */
const isObject = (value) => typeof value === "object" && value !== null;

/**
 * The paths of all figures, in order.
 * @param {object} figures
 * @param {string} [prefix]
 * @returns {string[]}
 */
const paths = (figures, prefix = "") =>
    Object.entries(figures).flatMap(([name, value]) => (isObject(value) && !("low" in value) ? paths(value, `${prefix}${name}.`) : [`${prefix}${name}`]));

/**
 * Whether something is a number everywhere.
 * @param {object} figures
 * @returns {boolean}
 */
const hasNumbersOnly = (figures) => Object.values(figures).every((value) => (isObject(value) ? hasNumbersOnly(value) : Number.isFinite(value)));

describe("simulate", () => {
    test("gives a report of the contract's shape, with null where there was nothing to measure", () => {
        assert.deepEqual(simulate({ ...demo, load: { tasks: 0 } }), EMPTY);
    });

    test("gives numbers where there was something", () => {
        const report = simulate(demo);
        assert.deepEqual(paths(report), paths(EMPTY));
        assert.ok(hasNumbersOnly(report));
        const { submitted, accepted, succeeded, failed, attempts, retries, utilisation } = report;
        assert.deepEqual([submitted, accepted, succeeded + failed], [20, 20, 20]);
        assert.equal(attempts, retries + 20);
        const { busy, backoff, idle } = utilisation;
        assert.ok(Math.abs(Number(busy) + Number(backoff) + Number(idle) - 1) < 1e-12);
    });

    test("gives the same again, and something else for another seed", () => {
        assert.deepEqual(simulate(demo), simulate(structuredClone(demo)));
        const { seed, ...other } = simulate({ ...demo, seed: 43 });
        assert.equal(seed, 43);
        assert.notDeepEqual({ seed: 42, ...other }, simulate(demo));
    });

    test("fills in the original's defaults", () => {
        /** @type {Scenario} */
        const spelt = {
            seed: 42,
            pool: {
                workers: 3,
                bufferSize: 10,
                whenFull: "wait",
                retry: { maxAttempts: 3, baseDelayMs: 500, factor: 2, maxDelayMs: null, jitter: "none", holdWorker: true, pauseAfterLastAttempt: false },
            },
            load: { tasks: 20, arrivals: { kind: "closed" } },
            work: { service: { kind: "constant", ms: 0 }, failureProbability: 0.3, outages: [] },
            warmupTasks: 0,
        };
        assert.deepEqual(simulate(spelt), simulate(demo));
    });

    test("counts what came, what was turned away and what was dropped, for each way of being full", () => {
        const load = { tasks: 100, arrivals: { kind: /** @type {const} */ ("bursts"), size: 50, everyMs: 1_000 } };
        const work = { service: { kind: /** @type {const} */ ("constant"), ms: 10 }, failureProbability: 0 };
        for (const whenFull of /** @type {const} */ (["wait", "reject", "dropOldest"])) {
            const report = simulate({ ...demo, pool: { workers: 1, bufferSize: 9, whenFull }, load, work });
            assert.equal(report.submitted, 100);
            assert.equal(report.accepted + report.rejected, 100);
            assert.equal(report.succeeded + report.dropped, report.accepted);
            assert.equal(report.rejected > 0, whenFull === "reject");
            assert.equal(report.dropped > 0, whenFull === "dropOldest");
            assert.equal(report.queueLength.max, 9);
            assert.equal(Number(report.blockedMs.max) > 0, whenFull === "wait");
        }
    });

    test("leaves the first tasks out of the figures", () => {
        const report = simulate({ ...demo, load: { tasks: 100 }, warmupTasks: 60 });
        assert.deepEqual([report.submitted, report.succeeded + report.failed], [40, 40]);
    });

    for (const [scenario, name, message] of SCENARIOS) {
        test(`refuses: ${message}`, () => {
            assertError(
                thrown(() => simulate(wrong(scenario))),
                name,
                message,
            );
        });
    }
});

describe("replicate", () => {
    test("estimates every figure of a report", () => {
        const estimates = replicate(demo, 30);
        assert.deepEqual([estimates.seed, estimates.runs], [42, 30]);
        assert.deepEqual(paths(estimates), ["seed", "runs", ...paths(EMPTY).slice(1)]);
        const { mean, low, high, runs } = /** @type {Estimate} */ (estimates.virtualMs);
        assert.ok(Number(low) < mean && mean < Number(high));
        assert.equal(runs, 30);
    });

    test("comes near the truth: the original's demo takes 2.013 s on average, 2.735 s with its useless pause", () => {
        // Over 200,000 runs of a model of a few lines: tests/behaviour/original.rs.
        for (const [pauseAfterLastAttempt, truth] of /** @type {const} */ ([
            [false, 2_013],
            [true, 2_735],
        ])) {
            const { virtualMs } = replicate({ ...demo, pool: { workers: 3, retry: { pauseAfterLastAttempt } } }, 2_000);
            const { mean, high } = /** @type {Estimate} */ (virtualMs);
            assert.ok(Math.abs(mean - truth) < 2 * (Number(high) - mean), `${mean} ms`);
        }
    });

    test("has no interval for one run, and nothing where no run had anything", () => {
        assert.deepEqual(replicate(demo, 1).submitted, { mean: 20, low: null, high: null, runs: 1 });
        assert.equal(replicate({ ...demo, load: { tasks: 0 } }, 3).waitMs.mean, null);
    });

    test("refuses a number of runs that is none", () => {
        for (const n of [0, -1, 1.5, NaN, 100_001]) {
            assertError(
                thrown(() => replicate(demo, n)),
                "RangeError",
                `n must be a whole number of runs from 1 to 100,000; got ${n}`,
            );
        }
        assertError(
            thrown(() => replicate(wrong({}), 3)),
            "TypeError",
            /^seed is missing/,
        );
    });
});

describe("compare", () => {
    test("finds no difference between a scenario and itself", () => {
        const { virtualMs, attempts } = compare(demo, demo, 10);
        assert.deepEqual([virtualMs, attempts], Array(2).fill({ mean: 0, low: 0, high: 0, runs: 10 }));
    });

    test("finds a difference, with the same luck on both sides", () => {
        const pausing = { ...demo, pool: { workers: 3, retry: { pauseAfterLastAttempt: true } } };
        const { virtualMs, attempts } = compare(demo, pausing, 100);
        assert.ok(Number(virtualMs?.low) > 0);
        // The same attempts fail, so there are as many.
        assert.deepEqual(attempts, { mean: 0, low: 0, high: 0, runs: 100 });
        assert.ok(Number(compare(pausing, demo, 100).virtualMs?.high) < 0);
    });

    test("refuses what makes no sense on either side", () => {
        for (const [first, second, message] of /** @type {const} */ ([
            [{}, demo, /^first.seed is missing/],
            [demo, {}, /^second.seed is missing/],
            [demo, null, /^second must be an object; got null/],
        ])) {
            assertError(
                thrown(() => compare(wrong(first), wrong(second), 2)),
                "TypeError",
                message,
            );
        }
    });
});
