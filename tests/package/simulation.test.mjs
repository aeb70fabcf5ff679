// Simulation: a scenario that runs as far as it is told to, forwards and back, and can be looked at.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { EVENT_TYPES, Simulation, assertError, rejection, simulate, thrown, wrong } from "./support.mjs";

/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */

/** @type {Scenario} */
const demo = { seed: 42, pool: { workers: 3 } };
/** @type {Scenario} */
const poisson = {
    seed: 7,
    pool: { workers: 2, bufferSize: 5 },
    load: { tasks: 500, arrivals: { kind: "poisson", ratePerSecond: 50 } },
    work: { service: { kind: "exponential", meanMs: 30 }, failureProbability: 0.1 },
};
/** One worker, 10 ms a task, and every first attempt fails. @type {Scenario} */
const plain = {
    seed: 1,
    pool: { workers: 1, bufferSize: 1, retry: { maxAttempts: 2, baseDelayMs: 100 } },
    load: { tasks: 3 },
    work: { service: { kind: "constant", ms: 10 }, failureProbability: 1 },
};

/**
 * All that can be seen, in values of its own: the columns are good for a moment only.
 * @param {Simulation} simulation
 */
function picture(simulation) {
    const { atMs, queue, blocked, blockedSinceMs, workers, shelf } = simulation.view();
    const columns = [queue, blocked, blockedSinceMs, ...Object.values(workers), ...Object.values(shelf)].map((column) => [...column]);
    return { atMs, columns, report: simulation.report(), stats: simulation.stats(), isFinished: simulation.isFinished };
}

/** @param {Simulation} simulation */
function takeEvents(simulation) {
    const { length, types, type, atMs, task } = simulation.takeEvents();
    return Array.from({ length }, (_, index) => `${atMs[index]} ${task[index]} ${types[type[index] ?? -1]}`);
}

describe("a Simulation", () => {
    test("begins at 0, and ends with the report of simulate", async () => {
        const simulation = new Simulation(demo);
        assert.equal(simulation.nowMs, 0);
        assert.equal(simulation.isFinished, false);
        const report = await simulation.runToEnd();
        assert.deepEqual(report, simulate(demo));
        assert.deepEqual(simulation.report(), report);
        assert.equal(simulation.isFinished, true);
        assert.equal(simulation.nowMs, report.virtualMs);
        assert.equal(simulation.step(), false);
    });

    test("tells its events by numbers into EVENT_TYPES", () => {
        const simulation = new Simulation(plain);
        simulation.seek(1000);
        const { types, type } = simulation.takeEvents();
        assert.deepEqual(types, EVENT_TYPES);
        assert.deepEqual([...new Set([...type].map((number) => EVENT_TYPES[number]))], ["submitted", "accepted", "started", "attemptFailed", "failed"]);
    });

    test("comes to the same end by steps, by leaps and in one go", async () => {
        const stepped = new Simulation(poisson);
        while (stepped.step());
        const leapt = new Simulation(poisson);
        while (!leapt.isFinished) leapt.advance(17.3);
        const inOneGo = await new Simulation(poisson, { keepEvents: 0 }).runToEnd();
        assert.deepEqual(inOneGo, simulate(poisson));
        assert.deepEqual(stepped.report(), inOneGo);
        assert.deepEqual(leapt.report(), inOneGo);
    });

    test("advances by exactly so much", () => {
        const simulation = new Simulation(poisson);
        simulation.advance(100.5);
        simulation.advance(0);
        simulation.advance(1e-6);
        assert.equal(simulation.nowMs, 100.500001);
    });

    test("shows the same again after going back", () => {
        const simulation = new Simulation(poisson);
        const times = [0, 50, 1_000, 3_333.3, 1e6];
        const pictures = times.map((at) => {
            simulation.seek(at);
            return picture(simulation);
        });
        for (const index of [2, 0, 4, 3, 1, 1]) {
            simulation.seek(Number(times[index]));
            assert.deepEqual(picture(simulation), pictures[index]);
        }
    });

    test("tells the same events again after going back", () => {
        const simulation = new Simulation(poisson);
        simulation.seek(1_000);
        simulation.takeEvents();
        simulation.seek(2_000);
        const events = takeEvents(simulation);
        assert.ok(events.length > 100);
        simulation.seek(1_000);
        simulation.takeEvents();
        simulation.seek(2_000);
        assert.deepEqual(takeEvents(simulation), events);
    });

    test("is not disturbed by others beside it", () => {
        const [one, two] = [new Simulation(poisson), new Simulation(demo)];
        while (!one.isFinished || !two.isFinished) {
            one.step();
            two.step();
        }
        assert.deepEqual([one.report(), two.report()], [simulate(poisson), simulate(demo)]);
    });
});

describe("a knob", () => {
    test("changes what follows, and is turned again after going back", async () => {
        const simulation = new Simulation(poisson);
        simulation.seek(1_000);
        simulation.setWorkers(8);
        simulation.setFailureProbability(0);
        simulation.setRatePerSecond(200);
        simulation.seek(2_000);
        const turned = picture(simulation);
        assert.equal(simulation.view().workers.state.length, 8);
        simulation.seek(500);
        assert.equal(simulation.view().workers.state.length, 2);
        simulation.seek(2_000);
        assert.deepEqual(picture(simulation), turned);
        const report = await simulation.runToEnd();
        assert.ok(report.virtualMs < simulate(poisson).virtualMs);
    });

    test("that was turned later is forgotten when one is turned in the past", async () => {
        const simulation = new Simulation(poisson);
        simulation.seek(1_000);
        simulation.setWorkers(9);
        simulation.seek(500);
        simulation.setWorkers(2);
        assert.deepEqual(await simulation.runToEnd(), simulate(poisson));
    });

    test("is refused out of its range, and changes nothing", () => {
        const simulation = new Simulation(demo);
        simulation.advance(100);
        const before = picture(simulation);
        const refused = /** @type {const} */ ([
            [() => simulation.setWorkers(0), "workers must be a whole number from 1 to 100,000; got 0"],
            [() => simulation.setWorkers(1.5), "workers must be a whole number from 1 to 100,000; got 1.5"],
            [() => simulation.setFailureProbability(NaN), "failureProbability must be a number from 0 to 1; got NaN"],
            [() => simulation.setRatePerSecond(5), "ratePerSecond must be left alone: only Poisson arrivals have a rate; got 5"],
        ]);
        for (const [turn, message] of refused) assertError(thrown(turn), "RangeError", message);
        assert.deepEqual(picture(simulation), before);
    });
});

describe("view", () => {
    test("shows who runs, who waits and who backs off", () => {
        const simulation = new Simulation(plain);
        simulation.advance(5);
        let { queue, blocked, workers, shelf, atMs } = simulation.view();
        assert.equal(atMs, 5);
        assert.deepEqual([[...queue], [...blocked], [...shelf.task]], [[2], [3], []]);
        assert.deepEqual([...simulation.view().blockedSinceMs], [0]);
        assert.deepEqual([[...workers.state], [...workers.task], [...workers.attempt]], [[1], [1], [1]]);
        assert.deepEqual([[...workers.sinceMs], [...workers.untilMs]], [[0], [10]]);
        simulation.advance(10);
        ({ workers } = simulation.view());
        assert.deepEqual([[...workers.state], [...workers.task], [...workers.sinceMs], [...workers.untilMs]], [[2], [1], [10], [110]]);
    });

    test("shows released tasks in backoff, the first that is due first", () => {
        const simulation = new Simulation({ ...plain, pool: { ...plain.pool, retry: { ...plain.pool.retry, holdWorker: false } } });
        simulation.advance(25);
        const { shelf, workers } = simulation.view();
        assert.deepEqual([[...shelf.task], [...shelf.attempt]], [[1, 2], [1, 1]]);
        assert.deepEqual([[...shelf.sinceMs], [...shelf.untilMs]], [[10, 20], [110, 120]]);
        assert.deepEqual([...workers.task], [3]);
    });
});

describe("takeEvents", () => {
    test("gives each event once, in order", () => {
        const simulation = new Simulation({ ...plain, load: { tasks: 1 } });
        simulation.advance(10);
        assert.deepEqual(takeEvents(simulation), ["0 1 submitted", "0 1 accepted", "0 1 started", "10 1 attemptFailed"]);
        assert.deepEqual(takeEvents(simulation), []);
        simulation.advance(1_000);
        const { worker, attempt, delayMs, forgotten } = simulation.takeEvents();
        assert.deepEqual([[...worker], [...attempt], [...delayMs], forgotten], [[0, 0, 0], [2, 2, 2], [NaN, NaN, NaN], 0]);
    });

    test("tells a backoff's length", () => {
        const simulation = new Simulation(plain);
        simulation.advance(10);
        assert.equal(simulation.takeEvents().delayMs.at(-1), 100);
    });

    test("keeps the latest, and says how many it forgot", async () => {
        const all = new Simulation(poisson, { keepEvents: 100_000 });
        const few = new Simulation(poisson, { keepEvents: 10 });
        await all.runToEnd();
        await few.runToEnd();
        const events = takeEvents(all);
        assert.ok(events.length > 2_000);
        assert.equal(few.takeEvents().forgotten, events.length - 10);

        const some = new Simulation(poisson, { keepEvents: 10 });
        await some.runToEnd();
        assert.deepEqual(takeEvents(some), events.slice(-10));
        assert.equal(some.takeEvents().forgotten, 0);
    });

    test("keeps none when told so, and 1,000 when told nothing", async () => {
        const [none, unless] = [new Simulation(poisson, { keepEvents: 0 }), new Simulation(poisson)];
        await none.runToEnd();
        await unless.runToEnd();
        assert.deepEqual([none.takeEvents().length, unless.takeEvents().length], [0, 1_000]);
    });
});

describe("runToEnd", () => {
    /** @type {Scenario} */
    const long = { ...demo, load: { tasks: 1e8 }, work: { service: { kind: "constant", ms: 1 }, failureProbability: 0 } };

    test("lets others have their turn, and can be aborted; then it can go on", async () => {
        const simulation = new Simulation({ ...long, load: { tasks: 300_000 } }, { keepEvents: 0 });
        const controller = new AbortController();
        const reason = new Error("enough");
        setImmediate(() => controller.abort(reason));
        assert.equal(await rejection(simulation.runToEnd({ signal: controller.signal })), reason);
        assert.equal(simulation.isFinished, false);
        assert.ok(simulation.report().succeeded > 0);
        assert.equal((await simulation.runToEnd()).succeeded, 300_000);
    });

    test("does nothing when it was aborted before", async () => {
        const simulation = new Simulation(long);
        assert.equal(await rejection(simulation.runToEnd({ signal: AbortSignal.abort("no") })), "no");
        assert.equal(simulation.nowMs, 0);
        assert.equal(simulation.report().submitted, 0);
    });

    test("refuses options that make no sense", async () => {
        const simulation = new Simulation(demo);
        assertError(await rejection(simulation.runToEnd(wrong(3))), "TypeError", "options must be an object; got 3");
        assertError(await rejection(simulation.runToEnd(wrong({ signal: {} }))), "TypeError", "signal must be an AbortSignal; got an object");
        assertError(await rejection(simulation.runToEnd(wrong({ abort: 1 }))), "TypeError", "abort is not known; known here: signal");
    });

    test("says when it took no more tasks in, and no such thing after going back to before", () => {
        const simulation = new Simulation({
            seed: 1,
            pool: { workers: 1, bufferSize: 4 },
            load: { tasks: 1e7, arrivals: { kind: "bursts", size: 1e6, everyMs: 1000 } },
            work: { service: { kind: "constant", ms: 10_000 }, failureProbability: 0 },
        }, { keepEvents: 0 });
        simulation.advance(3999);
        assert.equal(simulation.overloadedAtMs, null);
        simulation.advance(1e6);
        // The fifth burst is one too many; of those before, the pool does what it has accepted.
        assert.equal(simulation.overloadedAtMs, 4000);
        assert.equal(simulation.isFinished, true);
        const { submitted, succeeded, rejected } = simulation.report();
        assert.deepEqual({ submitted, succeeded, rejected }, { submitted: 4e6, succeeded: 5, rejected: 4e6 - 5 });
        simulation.seek(3500);
        assert.equal(simulation.overloadedAtMs, null);
    });

    test("gives up when ever more tasks are unfinished, as simulate does", async () => {
        /** @type {Scenario} */
        const flood = {
            seed: 1,
            pool: { workers: 1, bufferSize: null },
            load: { tasks: 1e9, arrivals: { kind: "constant", everyMs: 0.000001 } },
            work: { service: { kind: "constant", ms: 1e9 } },
        };
        assertError(await rejection(new Simulation(flood, { keepEvents: 0 }).runToEnd()), "OverloadedError", /^more than 4,000,000 tasks/);
    });
});

test("a Simulation refuses what makes no sense", () => {
    const MS = "ms must be a number of milliseconds from 0 to 10^15; got";
    const refused = /** @type {const} */ ([
        [() => new Simulation(wrong({ seed: 1 })), "TypeError", "pool is missing; it must be an object with at least the field workers"],
        [() => new Simulation(demo, wrong(3)), "TypeError", "the options must be an object; got 3"],
        [() => new Simulation(demo, wrong(() => 3)), "TypeError", "the options must be an object; got a function"],
        [() => new Simulation(demo, wrong({ events: 3 })), "TypeError", "events is not known; known here: keepEvents, keepSeries"],
        [() => new Simulation(demo, { keepEvents: -1 }), "RangeError", "keepEvents must be a whole number from 0 to 10,000,000; got -1"],
        [() => new Simulation(demo, { keepSeries: 4097 }), "RangeError", "keepSeries must be a whole number from 0 to 4,096; got 4097"],
        [() => new Simulation(demo).advance(-1), "RangeError", `${MS} -1`],
        [() => new Simulation(demo).advance(NaN), "RangeError", `${MS} NaN`],
        [() => new Simulation(demo).seek(Infinity), "RangeError", `${MS} Infinity`],
    ]);
    for (const [act, name, message] of refused) assertError(thrown(act), name, message);
});

test("free gives the memory back", () => {
    // Each would keep a million waiting tasks: without free the wasm's memory would end.
    const load = { tasks: 200_000, arrivals: { kind: /** @type {const} */ ("bursts"), size: 200_000, everyMs: 1 } };
    for (let round = 0; round < 30; round += 1) {
        const simulation = new Simulation({ ...plain, pool: { workers: 1, bufferSize: null }, load });
        simulation.advance(1);
        assert.equal(simulation.stats().queued, 199_999);
        simulation.free();
        assert.throws(() => simulation.report());
    }
});

test("what is no number is refused, and never taken for one", () => {
    const simulation = new Simulation({ seed: 1, pool: { workers: 1 } });
    assertError(thrown(() => simulation.setWorkers(wrong("3"))), "TypeError", 'workers must be a whole number from 1 to 100,000; got "3"');
    assertError(thrown(() => simulation.advance(wrong(null))), "TypeError", "ms must be a number of milliseconds from 0 to 10^15; got null");
    assertError(thrown(() => simulation.setFailureProbability(wrong(true))), "TypeError", "failureProbability must be a number from 0 to 1; got true");
    assert.equal(simulation.report().submitted, 0);
});
