// theory: what formulas say of a scenario, held against values that were computed elsewhere, and against the simulator.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as reference from "../../scripts/validate/reference.mjs";
import { BY_KEY, exponential, uniform } from "../../scripts/validate/services.mjs";
import { SCENARIOS } from "./scenarios.js";
import { replicate, simulate, theory, thrown, wrong } from "./support.mjs";

/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */
/** @typedef {import("../../pkg/twinpool.js").Theory} Theory */

const MEAN_MS = 10;
const constant = { kind: /** @type {const} */ ("constant"), ms: MEAN_MS };
const lognormal = { kind: /** @type {const} */ ("lognormal"), meanMs: MEAN_MS, cv: 1.5 };

/** @param {number} ratePerSecond */
const poisson = (ratePerSecond) => ({ kind: /** @type {const} */ ("poisson"), ratePerSecond });

/**
 * @param {Scenario["pool"]} pool
 * @param {import("../../pkg/twinpool.js").Arrivals} arrivals
 * @param {import("../../pkg/twinpool.js").Service} [service]
 * @param {number} [failureProbability]
 * @returns {Scenario}
 */
const scenario = (pool, arrivals, service = exponential().service, failureProbability = 0) => ({
    seed: 5,
    pool,
    load: { tasks: 20_000, arrivals },
    work: { service, failureProbability },
    warmupTasks: 1_000,
});

/** @param {Scenario} given @returns {Theory} */
function theoryOf(given) {
    const found = theory(given);
    assert.ok(found);
    return found;
}

/** @param {number | undefined} found @param {number} expected */
const assertClose = (found, expected) => assert.ok(Math.abs((found ?? Number.NaN) - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${found}, not ${expected}`);

describe("theory gives the values that were computed elsewhere, for", () => {
    test("M/M/c", () => {
        for (const [workers, load, , wait, queue, p50, p99] of reference.MMC) {
            const { name, figures, isApproximation } = theoryOf(scenario({ workers, bufferSize: null }, poisson(workers * load * 100)));
            assert.deepEqual([name, isApproximation], [`M/M/${workers}`, false]);
            assertClose(figures.waitMs?.mean, wait * MEAN_MS);
            assertClose(figures.waitMs?.p50, p50 * MEAN_MS);
            assertClose(figures.waitMs?.p99, p99 * MEAN_MS);
            assertClose(figures.queueLength?.mean, queue);
            assertClose(figures.utilisation?.busy, load);
        }
    });

    test("M/M/c/K", () => {
        for (const [workers, bufferSize, load, lost, queue, wait] of reference.MMCK) {
            const { figures } = theoryOf(scenario({ workers, bufferSize, whenFull: "reject" }, poisson(workers * load * 100)));
            assertClose(figures.rejectedShare, lost);
            assertClose(figures.queueLength?.mean, queue);
            assertClose(figures.waitMs?.mean, wait * MEAN_MS);
            const dropping = theoryOf(scenario({ workers, bufferSize, whenFull: "dropOldest" }, poisson(workers * load * 100))).figures;
            // With a buffer of 0 there is no oldest one to drop.
            assertClose(bufferSize === 0 ? dropping.rejectedShare : dropping.droppedShare, lost);
        }
    });

    test("M/G/1", () => {
        for (const [kind, load, , wait, queue] of reference.MG1) {
            const { figures, isApproximation } = theoryOf(scenario({ workers: 1, bufferSize: null }, poisson(load * 100), BY_KEY[kind]().service));
            assertClose(figures.waitMs?.mean, wait * MEAN_MS);
            assertClose(figures.queueLength?.mean, queue);
            assert.ok(!isApproximation);
        }
    });

    test("M/D/c", () => {
        for (const [workers, load, queue, wait] of reference.MDC) {
            const { name, figures } = theoryOf(scenario({ workers, bufferSize: null }, poisson(workers * load * 100), constant));
            assert.equal(name, `M/D/${workers}`);
            assertClose(figures.queueLength?.mean, queue);
            assertClose(figures.waitMs?.mean, wait * MEAN_MS);
        }
    });

    test("retries of one held worker", () => {
        for (const { policy, lambda, g, wait, queue } of reference.HELD) {
            const retry = { maxAttempts: policy.attempts, baseDelayMs: policy.base * 1_000, factor: policy.factor };
            const service = { kind: /** @type {const} */ ("exponential"), meanMs: policy.mean * 1_000 };
            const { figures } = theoryOf(scenario({ workers: 1, bufferSize: null, retry }, poisson(lambda), service, policy.fails));
            assertClose(figures.waitMs?.mean, wait * 1_000);
            assertClose(figures.sojournMs?.mean, (wait + g) * 1_000);
            assertClose(figures.queueLength?.mean, queue);
        }
    });

    test("retries of released workers", () => {
        const { workers, lambda, rho, wait, queue, sojourn } = reference.RELEASED;
        const { figures } = theoryOf(scenario({ workers, bufferSize: null, retry: { holdWorker: false } }, poisson(lambda), undefined, 0.3));
        assertClose(figures.utilisation?.busy, rho);
        assertClose(figures.waitMs?.mean, wait * 1_000);
        assertClose(figures.queueLength?.mean, queue);
        assertClose(figures.sojournMs?.mean, sojourn * 1_000);
    });

    test("workers who are never idle", () => {
        const { workers, buffer, g, throughput } = reference.SATURATED;
        const { figures } = theoryOf(scenario({ workers, bufferSize: buffer }, { kind: "closed" }, undefined, 0.3));
        assertClose(figures.throughputPerSecond, throughput);
        assertClose(figures.waitMs?.mean, (buffer * g * 1_000) / workers);
        assertClose(figures.blockedMs?.mean, (g * 1_000) / workers);
    });
});

/** One of each formula that is exact. @type {[what: string, given: Scenario][]} */
const EXACT = [
    ["M/M/3", scenario({ workers: 3, bufferSize: null }, poisson(240))],
    ["M/M/3 behind a buffer of 2", scenario({ workers: 3, bufferSize: 2 }, poisson(240))],
    ["M/M/3, handed over", scenario({ workers: 3, bufferSize: 0 }, poisson(240))],
    ["M/M/3/13", scenario({ workers: 3, whenFull: "reject" }, poisson(400))],
    ["M/M/3/13, the oldest dropped", scenario({ workers: 3, whenFull: "dropOldest" }, poisson(400))],
    ["M/G/3/3", scenario({ workers: 3, bufferSize: 0, whenFull: "dropOldest" }, poisson(240), uniform().service)],
    ["M/G/3/3, retries held", scenario({ workers: 3, bufferSize: 0, whenFull: "reject" }, poisson(12), undefined, 0.3)],
    ["M/D/3", scenario({ workers: 3, bufferSize: null }, poisson(240), constant)],
    ["M/D/3 behind a buffer of 3", scenario({ workers: 3, bufferSize: 3 }, poisson(240), constant)],
    ["D/M/3 behind a buffer of 3", scenario({ workers: 3, bufferSize: 3 }, { kind: "constant", everyMs: 4 })],
    ["D/M/20", scenario({ workers: 20, bufferSize: null }, { kind: "constant", everyMs: 0.6 })],
    ["D/D/3", scenario({ workers: 3 }, { kind: "constant", everyMs: 3.5 }, constant)],
    ["M/G/1, handed over", scenario({ workers: 1, bufferSize: 0 }, poisson(70), uniform().service)],
    ["M/G/1, retries held, full jitter", scenario({ workers: 1, bufferSize: null, retry: { jitter: "full" } }, poisson(3), undefined, 0.3)],
    ["M/G/1, retries held, decorrelated jitter", scenario({ workers: 1, bufferSize: null, retry: { jitter: "decorrelated" } }, poisson(1), undefined, 0.3)],
    ["M/G/1, retries held, a pause after the last", scenario({ workers: 1, bufferSize: null, retry: { jitter: "equal", pauseAfterLastAttempt: true } }, poisson(2), uniform().service, 0.3)],
    ["M/M/2, released, a pause after the only attempt", scenario({ workers: 2, bufferSize: null, retry: { holdWorker: false, maxAttempts: 1, pauseAfterLastAttempt: true } }, poisson(150), undefined, 0.3)],
    ["bursts", scenario({ workers: 1, bufferSize: null }, { kind: "bursts", size: 5, everyMs: 70 })],
    ["no work at all", scenario({ workers: 2 }, poisson(100), { kind: "constant", ms: 0 })],
    ["closed, retries held", scenario({ workers: 3, retry: { jitter: "full", pauseAfterLastAttempt: true } }, { kind: "closed" }, uniform().service, 0.3)],
];

const RUNS = 10;
/** Of Student's t with 9 degrees of freedom: one interval in 10,000 misses. Those of 95 % have 2.262. */
const WIDER = 6.6 / 2.262;
/** A percentile is the middle of its bucket; and runs begin and end, so long as they are. */
const OF_THE_FIGURE = 0.01;

/** Each figure of theory with what was simulated. @param {Scenario} given @param {number} runs */
function pairs(given, runs) {
    const { figures } = theoryOf(given);
    const estimates = replicate(given, runs);
    const share = (/** @type {"rejected" | "dropped"} */ name) => simulatedShare(estimates[name]?.mean, estimates.submitted?.mean);
    const shares = { rejectedShare: share("rejected"), droppedShare: share("dropped") };
    /** @type {{ path: string, says: number, simulated: number, half: number }[]} */
    const found = [];
    const look = (/** @type {string} */ path, /** @type {unknown} */ says, /** @type {unknown} */ estimate) => {
        if (typeof says === "number") {
            const { mean, low, high } = /** @type {import("../../pkg/twinpool.js").Estimate} */ (estimate);
            found.push({ path, says, simulated: mean, half: ((high ?? Number.NaN) - (low ?? Number.NaN)) / 2 });
            return;
        }
        const inner = /** @type {Record<string, unknown>} */ (estimate);
        for (const [name, value] of Object.entries(/** @type {object} */ (says))) look(path ? `${path}.${name}` : name, value, inner[name]);
    };
    look("", figures, { ...estimates, ...shares });
    return found;
}

/** @param {number | undefined} part @param {number | undefined} all */
const simulatedShare = (part, all) => ({ mean: (part ?? Number.NaN) / (all ?? Number.NaN), low: 0, high: 0 });

describe("theory and the simulator agree on", () => {
    for (const [what, given] of EXACT) {
        test(what, () => {
            const { isApproximation, isStable } = theoryOf(given);
            assert.deepEqual([isApproximation, isStable], [false, true]);
            for (const { path, says, simulated, half } of pairs(given, RUNS)) {
                const allowed = Math.max(half * WIDER, path.endsWith("Share") || path === "utilisation.idle" ? 0.01 : 0) + OF_THE_FIGURE * says;
                assert.ok(Math.abs(simulated - says) <= allowed, `${path}: theory says ${says}, simulated ${simulated} ± ${half}`);
            }
        });
    }

    test("the original's demo, to the end of the last worker", () => {
        const { name, figures } = theoryOf({ seed: 3, pool: { workers: 3 } });
        assert.equal(name, "20 tasks on 3 workers");
        // Every state of the three workers, by another program.
        assertClose(figures.virtualMs, 2010.9630919602266);
        for (const { path, says, simulated, half } of pairs({ seed: 3, pool: { workers: 3 } }, 2_000)) {
            assert.ok(Math.abs(simulated - says) <= 2 * half, `${path}: theory says ${says}, simulated ${simulated} ± ${half}`);
        }
    });
});

describe("theory says so where it", () => {
    test("is only an approximation, of which figures", () => {
        const { isApproximation, approximate, formula, figures } = theoryOf(scenario({ workers: 3, bufferSize: null }, poisson(240), lognormal));
        assert.ok(isApproximation);
        assert.equal(formula, "Allen-Cunneen");
        assert.deepEqual(approximate, ["waitMs.mean", "sojournMs.mean", "queueLength.mean"]);
        assert.deepEqual(Object.keys(figures.waitMs ?? {}), ["mean"]);
        assert.ok(theoryOf(scenario({ workers: 3, bufferSize: null, retry: { holdWorker: false } }, poisson(200), constant, 0.3)).isApproximation);
    });

    test("knows no more than the load", () => {
        const { formula, figures, isApproximation } = theoryOf(scenario({ workers: 2 }, { kind: "bursts", size: 5, everyMs: 50 }));
        assert.equal(formula, "utilisation law");
        assert.equal(figures.utilisation?.busy, 0.5);
        assert.equal(figures.waitMs, undefined);
        assert.ok(!isApproximation);
    });

    test("finds more work than the workers can do", () => {
        const { isStable, whyUnstable, offeredLoad, figures } = theoryOf(scenario({ workers: 3 }, poisson(30), undefined, 0.3));
        assert.equal(isStable, false);
        assert.equal(whyUnstable, "30 tasks a second come, and 3 workers can do 11.8: the offered load per worker is 2.54. The line in front of the buffer grows as long as tasks come.");
        assertClose(offeredLoad ?? undefined, (30 * 253.9) / 3_000);
        assertClose(figures.throughputPerSecond, 3_000 / 253.9);
        assertClose(figures.waitMs?.mean, (10 * 253.9) / 3);
        assert.equal(theoryOf(scenario({ workers: 1, bufferSize: null }, poisson(100))).isStable, false);
        assert.equal(theoryOf(scenario({ workers: 1, bufferSize: null }, poisson(200))).figures.waitMs, undefined);
    });

    test("speaks of a long run, and the run is short", () => {
        const given = { ...scenario({ workers: 3, bufferSize: null }, poisson(240)), load: { tasks: 20, arrivals: poisson(240) }, warmupTasks: 0 };
        assert.ok(theoryOf(given).notes.some((note) => note.includes("so few tasks")));
    });

    test("finds an infinite mean wait", () => {
        const { figures, notes } = theoryOf(scenario({ workers: 1, bufferSize: null }, poisson(50), { kind: "pareto", meanMs: 10, alpha: 1.9 }));
        assert.equal(figures.waitMs, undefined);
        assert.equal(figures.utilisation?.busy, 0.5);
        assert.match(notes[0] ?? "", /infinite/);
    });
});

describe("theory is null where there is no formula:", () => {
    const busy = poisson(240);
    /** @type {[what: string, given: Scenario][]} */
    const without = [
        ["a trace", scenario({ workers: 3 }, { kind: "trace", atMs: Array(20_000).fill(0) })],
        ["an outage", { ...scenario({ workers: 3 }, busy), work: { outages: [{ fromMs: 0, toMs: 10, failureProbability: 1 }] } }],
        ["decorrelated jitter that reaches its cap", scenario({ workers: 3, retry: { jitter: "decorrelated", maxDelayMs: 600 } }, busy, undefined, 0.3)],
        ["rejections in any other queue", scenario({ workers: 3, whenFull: "reject" }, busy, lognormal)],
        ["rejections at regular times", scenario({ workers: 3, whenFull: "reject" }, { kind: "constant", everyMs: 3 })],
        ["rejections, and retries that come back", scenario({ workers: 3, whenFull: "reject", retry: { holdWorker: false } }, busy, undefined, 0.1)],
        ["one submitter who is turned away", scenario({ workers: 3, whenFull: "reject" }, { kind: "closed" })],
        ["no tasks", { ...scenario({ workers: 3 }, busy), load: { tasks: 0, arrivals: busy } }],
        ["no measured tasks", { ...scenario({ workers: 3 }, busy), warmupTasks: 20_000 }],
    ];
    for (const [what, given] of without) {
        test(what, () => {
            assert.equal(theory(given), null);
        });
    }

    test("but an outage that changes nothing is none", () => {
        const given = scenario({ workers: 3 }, busy);
        const outages = [{ fromMs: 5, toMs: 5, failureProbability: 1 }, { fromMs: 0, toMs: 9, failureProbability: 0 }];
        assert.deepEqual(theory({ ...given, work: { ...given.work, outages } }), theory(given));
    });
});

describe("theory refuses what the simulator refuses, in the same words:", () => {
    for (const [given, , message] of SCENARIOS) {
        test(message, () => {
            assert.deepEqual(thrown(() => theory(wrong(given))), thrown(() => simulate(wrong(given))));
        });
    }
    const pool = { workers: 3 };
    for (const given of [
        { seed: 1, pool: { workers: 3, retry: { jitter: "some" } } },
        { seed: 1, pool: { workers: 3, retry: { maxDelayMs: -1 } } },
        { seed: 1, pool: { workers: 3, retry: { holdWorker: null } } },
        { seed: 1, pool: { workers: 3, bufferSize: 1e10 } },
        { seed: 1, pool: { workers: 3, size: 1 } },
        { seed: 1, pool, load: { tasks: 3, arrivals: { kind: "trace", atMs: [1, 2] } } },
        { seed: 1, pool, load: { arrivals: { kind: "trace", atMs: [] } } },
        { seed: 1, pool, load: { arrivals: { kind: "trace", atMs: [1, "2"] } } },
        { seed: 1, pool, load: { arrivals: { kind: "bursts", size: 0, everyMs: 1 } } },
        { seed: 1, pool, load: { arrivals: { kind: "constant", everyMs: 0 } } },
        { seed: 1, pool, load: null },
        { seed: 1, pool, work: { service: { kind: "pareto", meanMs: 1, alpha: 1 } } },
        { seed: 1, pool, work: { service: { kind: "uniform", minMs: 2, maxMs: 1 } } },
        { seed: 1, pool, work: { service: { kind: "empirical", ms: null } } },
        { seed: 1, pool, work: { service: { kind: "erlang", meanMs: 1, k: 1.5 } } },
        { seed: 1, pool, work: { outages: {} } },
        { seed: 1, pool, work: { outages: [{ fromMs: 1, toMs: 2 }] } },
    ]) {
        test(JSON.stringify(given), () => {
            assert.deepEqual(thrown(() => theory(wrong(given))), thrown(() => simulate(wrong(given))));
        });
    }
});

test("theory gives numbers, or none, at all extremes", () => {
    /** @param {unknown} value @param {string} path */
    const check = (value, path) => {
        if (typeof value === "number") assert.ok(Number.isFinite(value) && value >= 0, `${path} is ${value}`);
        else for (const [name, inner] of Object.entries(/** @type {object} */ (value))) check(inner, `${path}.${name}`);
    };
    const arrivals = [...[1e-6, 50, 99.99, 100, 1e9].map(poisson), { kind: /** @type {const} */ ("constant"), everyMs: 1e-6 }, { kind: /** @type {const} */ ("constant"), everyMs: 1e12 }, { kind: /** @type {const} */ ("bursts"), size: 1e6, everyMs: 2e7 }, { kind: /** @type {const} */ ("closed") }];
    const services = [...[1e-6, MEAN_MS, 1e12].map((meanMs) => ({ kind: /** @type {const} */ ("exponential"), meanMs })), constant, { kind: /** @type {const} */ ("lognormal"), meanMs: 10, cv: 1_000 }, { kind: /** @type {const} */ ("pareto"), meanMs: 10, alpha: 1.001 }];
    for (const workers of [1, 3, 100_000]) {
        for (const bufferSize of [null, 0, 10, 1e9]) {
            for (const whenFull of /** @type {const} */ (["wait", "reject", "dropOldest"])) {
                for (const failureProbability of [0, 0.3, 1]) {
                    for (const arrival of arrivals) {
                        for (const service of services) {
                            const found = theory(scenario({ workers, bufferSize, whenFull }, arrival, service, failureProbability));
                            if (!found) continue;
                            check(found.figures, "figures");
                            const { busy, backoff, idle } = found.figures.utilisation ?? { busy: 1, backoff: 0, idle: 0 };
                            assertClose(busy + backoff + idle, 1);
                        }
                    }
                }
            }
        }
    }
});

test("theory is an entry of its own, without the wasm", async () => {
    const program = `
        delete globalThis.WebAssembly;
        const { theory } = await import("./pkg/theory/theory.js");
        console.log(theory({ seed: 1, pool: { workers: 3 } }).name);`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], { cwd: fileURLToPath(new URL("../../", import.meta.url)) });
    assert.equal(stdout, "20 tasks on 3 workers\n");
});
