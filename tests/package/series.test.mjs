// series: what happened over a whole run.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Simulation, simulate } from "./support.mjs";

/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */
/** @typedef {import("../../pkg/twinpool.js").SimulationSeries} Series */

/** @type {Scenario} */
const poisson = {
    seed: 7,
    pool: { workers: 3, retry: { baseDelayMs: 20 } },
    load: { tasks: 3_000, arrivals: { kind: "poisson", ratePerSecond: 50 } },
    work: { service: { kind: "exponential", meanMs: 20 } },
};

/** @param {Float64Array} column */
const sum = (column) => column.reduce((all, one) => all + one, 0);

/** How much of an interval has passed. @param {Series} series @param {number} index */
const passed = ({ intervalMs, endMs }, index) => Math.min(endMs - index * intervalMs, intervalMs);

/** The mean over the whole run, of means over time. @param {Series} series @param {Float64Array} column */
function meanOf(series, column) {
    const time = column.map((mean, index) => (passed(series, index) > 0 ? mean * passed(series, index) : 0));
    return sum(time) / series.endMs;
}

/** In values of its own. @param {Series} series */
const copyOf = (series) => structuredClone(series);

/** @param {number} found @param {number | null} expected */
function assertClose(found, expected) {
    assert.ok(expected !== null && Math.abs(found - expected) <= 1e-9 * Math.max(1, expected), `${found} instead of ${expected}`);
}

describe("series", () => {
    test("adds up to the report", async () => {
        const simulation = new Simulation(poisson, { keepEvents: 0, keepSeries: 100 });
        const report = await simulation.runToEnd();
        const series = simulation.series();
        assert.equal(series.endMs, report.virtualMs);
        assert.ok(series.length > 50 && series.length <= 100);
        assert.equal(series.length, Math.floor(series.endMs / series.intervalMs) + 1);
        for (const name of /** @type {const} */ (["submitted", "accepted", "rejected", "dropped", "attempts", "succeeded", "failed"])) {
            assert.equal(sum(series[name]), report[name], name);
            assert.equal(series[name].length, series.length, name);
        }
        assert.equal(sum(series.failedAttempts), report.attempts - report.succeeded);
        assertClose(meanOf(series, series.queueLength.mean), report.queueLength.mean);
        assertClose(meanOf(series, series.busy) / 3, report.utilisation.busy);
        assertClose(meanOf(series, series.backoff) / 3, report.utilisation.backoff);
        assertClose(meanOf(series, series.workers), 3);
        assert.equal(meanOf(series, series.shelf), 0);
        assert.equal(Math.max(...series.queueLength.max), report.queueLength.max);
        assert.equal(Math.max(...series.waitMs.max.filter((ms) => !Number.isNaN(ms))), report.waitMs.max);
        assert.equal(Math.max(...series.sojournMs.max.filter((ms) => !Number.isNaN(ms))), report.sojournMs.max);
        const ended = series.succeeded.map((count, index) => count + Number(series.failed[index]));
        const sojourns = sum(ended.map((count, index) => (count > 0 ? count * Number(series.sojournMs.mean[index]) : 0)));
        assertClose(sojourns / sum(ended), report.sojournMs.mean);
        // It changes nothing.
        assert.deepEqual(report, simulate(poisson));
    });

    test("tells of each interval what happened in it", () => {
        /** @type {Scenario} */
        const scenario = {
            seed: 1,
            pool: { workers: 1, bufferSize: 1 },
            load: { tasks: 3, arrivals: { kind: "constant", everyMs: 1 } },
            work: { service: { kind: "constant", ms: 4 }, failureProbability: 0 },
        };
        const simulation = new Simulation(scenario, { keepSeries: 8 });
        simulation.advance(7);
        const { intervalMs, endMs, length, ...series } = simulation.series();
        assert.deepEqual([intervalMs, endMs, length], [1, 7, 7]);
        assert.deepEqual([...series.submitted], [1, 1, 1, 0, 0, 0, 0]);
        assert.deepEqual([...series.accepted], [1, 1, 0, 0, 1, 0, 0]);
        assert.deepEqual([...series.queueLength.mean], [0, 1, 1, 1, 1, 1, 1]);
        assert.deepEqual([...series.blocked.max], [0, 0, 1, 1, 0, 0, 0]);
        assert.deepEqual([...series.waitMs.mean], [0, NaN, NaN, NaN, 3, NaN, NaN]);
        assert.deepEqual([...series.sojournMs.max], [NaN, NaN, NaN, NaN, 4, NaN, NaN]);
    });

    test("has a last interval that is not over", () => {
        const simulation = new Simulation(poisson, { keepSeries: 64 });
        simulation.seek(900);
        const { intervalMs, endMs, length, workers } = simulation.series();
        assert.deepEqual([intervalMs, endMs, length], [16, 900, 57]);
        // Of the part that has passed.
        assert.equal(workers[56], 3);
        simulation.seek(912);
        assert.equal(simulation.series().length, 57);
    });

    test("begins anew when one goes back, and comes to the same", () => {
        const simulation = new Simulation(poisson, { keepSeries: 200 });
        simulation.seek(1_000);
        simulation.setWorkers(5);
        simulation.seek(20_000);
        const series = copyOf(simulation.series());
        simulation.seek(40_000);
        simulation.rewind();
        assert.equal(simulation.series().length, 0);
        simulation.seek(20_000);
        assert.deepEqual(copyOf(simulation.series()), series);
    });

    test("is empty unless it is kept", () => {
        const simulation = new Simulation(poisson);
        simulation.advance(1_000);
        const { length, submitted, waitMs } = simulation.series();
        assert.deepEqual([length, submitted.length, waitMs.max.length], [0, 0, 0]);
    });
});
