// What a page needs of a Simulation that it draws: going on for a while of real time, going back, histograms.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Simulation, assertError, simulate, thrown, wrong } from "./support.mjs";

/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */

/** @type {Scenario} */
const poisson = {
    seed: 7,
    pool: { workers: 2, bufferSize: 5 },
    load: { tasks: 5_000, arrivals: { kind: "poisson", ratePerSecond: 50 } },
    work: { service: { kind: "exponential", meanMs: 30 }, failureProbability: 0.1 },
};
/** All of it happens at time 0. @type {Scenario} */
const atOnce = { seed: 1, pool: { workers: 3 }, load: { tasks: 100_000 }, work: { failureProbability: 0 } };

/**
 * Goes to a time in slices as small as can be.
 * @param {Simulation} simulation
 * @param {number} untilMs
 */
function go(simulation, untilMs) {
    let slices = 1;
    while (!simulation.advanceWithin(untilMs - simulation.nowMs, 0)) slices += 1;
    return slices;
}

describe("advanceWithin", () => {
    test("goes as far as advance, in slices", () => {
        const [sliced, leapt] = [new Simulation(poisson), new Simulation(poisson)];
        for (const untilMs of [10.5, 12_345.678901, 40_000]) {
            go(sliced, untilMs);
            leapt.seek(untilMs);
            assert.equal(sliced.nowMs, untilMs);
            assert.deepEqual(sliced.report(), leapt.report());
        }
        assert.ok(go(sliced, 1e9) > 3);
        assert.equal(sliced.isFinished, true);
        assert.deepEqual(sliced.report(), simulate(poisson));
    });

    test("returns in the middle of an instant, and tells so", () => {
        const simulation = new Simulation(atOnce, { keepEvents: 0 });
        assert.equal(simulation.advanceWithin(1, 0), false);
        assert.equal(simulation.nowMs, 0);
        assert.equal(simulation.isFinished, false);
        assert.ok(go(simulation, 1) > 3);
        assert.deepEqual(simulation.report(), simulate(atOnce));
    });

    test("uses no more than it needs of a large budget", () => {
        const simulation = new Simulation(poisson);
        assert.equal(simulation.advanceWithin(1_000, 1e15), true);
        assert.equal(simulation.nowMs, 1_000);
        assert.equal(simulation.advanceWithin(1e15, 1e15), true);
        assert.equal(simulation.isFinished, true);
    });

    test("refuses what is no time", () => {
        const simulation = new Simulation(poisson);
        const allowed = "must be a number of milliseconds from 0 to 10^15; got";
        assertError(thrown(() => simulation.advanceWithin(-1, 1)), "RangeError", `ms ${allowed} -1`);
        assertError(thrown(() => simulation.advanceWithin(1, NaN)), "RangeError", `budgetMs ${allowed} NaN`);
        assertError(thrown(() => simulation.advanceWithin(1, wrong("8"))), "TypeError", `budgetMs ${allowed} "8"`);
        assert.equal(simulation.nowMs, 0);
    });
});

describe("rewind", () => {
    test("goes back to the beginning, and knobs are turned again at their time", () => {
        const simulation = new Simulation(poisson);
        simulation.seek(1_000);
        simulation.setWorkers(8);
        simulation.seek(2_000);
        simulation.setRatePerSecond(300);
        simulation.seek(3_000);
        const report = simulation.report();
        simulation.rewind();
        assert.equal(simulation.nowMs, 0);
        assert.equal(simulation.takeEvents().length, 0);
        go(simulation, 999.9);
        assert.equal(simulation.view().workers.state.length, 2);
        go(simulation, 1_000);
        assert.equal(simulation.view().workers.state.length, 8);
        go(simulation, 3_000);
        assert.deepEqual(simulation.report(), report);
    });

    test("and a turn before the others forgets them", () => {
        const simulation = new Simulation(poisson);
        simulation.seek(1_000);
        simulation.setWorkers(8);
        simulation.rewind();
        go(simulation, 500);
        simulation.setWorkers(2);
        go(simulation, 1e9);
        assert.deepEqual(simulation.report(), simulate(poisson));
    });
});

describe("histogram", () => {
    test("holds what a report's figures are made of", () => {
        const simulation = new Simulation({ ...poisson, warmupTasks: 100 });
        simulation.seek(20_000);
        const { accepted, attempts, retries, succeeded, failed, waitMs, sojournMs, blockedMs } = simulation.report();
        const cases = /** @type {const} */ ([
            ["wait", attempts - retries, waitMs],
            ["sojourn", succeeded + failed, sojournMs],
            ["blocked", accepted, blockedMs],
        ]);
        for (const [figure, expected, { p50, max }] of cases) {
            const { lowMs, highMs, count } = simulation.histogram(figure);
            assert.deepEqual([lowMs.length, highMs.length], [count.length, count.length]);
            assert.equal(
                count.reduce((sum, some) => sum + some, 0),
                expected,
            );
            assert.ok(count.every((some) => some > 0));
            assert.ok(lowMs.every((low, index) => low < Number(highMs[index]) && (index === 0 || low >= Number(highMs[index - 1]))));
            assert.ok(Number(lowMs.at(-1)) <= Number(max) && Number(max) < Number(highMs.at(-1)));
            // The median lies in the bucket in which half of them is reached.
            let seen = 0;
            const median = count.findIndex((some) => (seen += some) >= expected / 2);
            assert.ok(Number(lowMs[median]) <= Number(p50) && Number(p50) < Number(highMs[median]));
        }
    });

    test("is empty before anything was measured, and stays as it was when the run goes on", () => {
        const simulation = new Simulation(poisson);
        const nothing = simulation.histogram("wait");
        assert.equal(nothing.count.length, 0);
        simulation.seek(2_000);
        const early = simulation.histogram("sojourn");
        const copy = [...early.count];
        simulation.seek(60_000);
        simulation.histogram("sojourn");
        assert.deepEqual([...early.count], copy);
    });

    test("refuses what is none of the three", () => {
        const message = 'figure must be one of "wait", "sojourn", "blocked"; got "waits"';
        assertError(thrown(() => new Simulation(poisson).histogram(wrong("waits"))), "TypeError", message);
        assertError(thrown(() => new Simulation(poisson).histogram(wrong(undefined))), "TypeError", /got undefined$/);
    });
});
