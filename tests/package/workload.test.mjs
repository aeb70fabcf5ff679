// Workload, and a pool's own source of jitter: the same luck live as simulated.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { Simulation, WorkerPool, Workload, assertError, rejection, thrown, wrong } from "./support.mjs";

/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */

/** @type {Scenario} */
const scenario = {
    seed: 7,
    pool: { workers: 2, bufferSize: 5, retry: { baseDelayMs: 3, jitter: "full" } },
    load: { tasks: 60, arrivals: { kind: "poisson", ratePerSecond: 500 } },
    work: {
        service: { kind: "lognormal", meanMs: 2, cv: 1 },
        failureProbability: 0.4,
        outages: [{ fromMs: 20, toMs: 60, failureProbability: 0.9 }],
    },
};

/** Everything that happens when it is simulated. @param {Scenario} scenario */
async function simulated(scenario) {
    const simulation = new Simulation(scenario, { keepEvents: 100_000 });
    await simulation.runToEnd();
    const { length, types, type, atMs, task, attempt, delayMs } = simulation.takeEvents();
    return Array.from({ length }, (_, index) => ({
        type: types[Number(type[index])],
        atMs: Number(atMs[index]),
        task: Number(task[index]),
        attempt: Number(attempt[index]),
        delayMs: Number(delayMs[index]),
    }));
}

/** To whole nanoseconds: differences of milliseconds have rounding errors. @param {number} ms */
const nanos = (ms) => Math.round(ms * 1e6);

describe("a Workload", () => {
    test("knows when tasks come, how long attempts take, and which fail", async () => {
        const workload = new Workload(scenario);
        let attempts = 0;
        /** @type {Map<number, number>} */
        const begun = new Map();
        for (const { type, atMs, task, attempt } of await simulated(scenario)) {
            if (type === "submitted") assert.equal(workload.arrivalMs(task), atMs);
            if (type === "started") begun.set(task, atMs);
            if (type !== "succeeded" && type !== "attemptFailed") continue;
            const began = Number(begun.get(task));
            assert.equal(nanos(atMs - began), nanos(workload.serviceMs(task, attempt)));
            assert.equal(workload.fails(task, attempt, began), type === "attemptFailed");
            attempts += 1;
        }
        assert.ok(attempts > 80);
        assert.equal(workload.arrivalMs(61), null);
        assert.equal(workload.arrivalMs(1), new Workload(scenario).arrivalMs(1));
    });

    test("of a closed load has no arrivals", () => {
        assert.equal(new Workload({ ...scenario, load: { arrivals: { kind: "closed" } } }).arrivalMs(1), null);
    });

    test("refuses what makes no sense", () => {
        const workload = new Workload(scenario);
        const TASK = "task must be a whole number from 1 to 1,000,000,000; got";
        const refused = /** @type {const} */ ([
            [() => new Workload(wrong({ seed: 1 })), "TypeError", "pool is missing; it must be an object with at least the field workers"],
            [() => workload.arrivalMs(0), "RangeError", "n must be a whole number from 1 to 1,000,000,000; got 0"],
            [() => workload.arrivalMs(wrong(undefined)), "TypeError", "n must be a whole number from 1 to 1,000,000,000; got undefined"],
            [() => workload.serviceMs(1.5, 1), "RangeError", `${TASK} 1.5`],
            [() => workload.jitter(wrong("1"), 1), "TypeError", `${TASK} "1"`],
            [() => workload.jitter(1, 0), "RangeError", "attempt must be a whole number from 1 to 1,000,000; got 0"],
            [() => workload.fails(1, 1, NaN), "RangeError", "atMs must be a number of milliseconds from 0 to 10^15; got NaN"],
        ]);
        for (const [act, name, message] of refused) assertError(thrown(act), name, message);
    });
});

describe("a pool with a draw of its own", () => {
    /** @type {import("../../pkg/twinpool.js").PoolOptions} */
    const options = { workers: 2, retry: { baseDelayMs: 3, jitter: "full" } };

    beforeEach(() => mock.method(console, "error", () => undefined));
    afterEach(() => mock.restoreAll());
    /** What was reported as uncaught. @returns {Error[]} */
    const reported = () =>
        /** @type {import("node:test").Mock<typeof console.error>} */ (console.error).mock.calls.map((call) => /** @type {Error} */ (call.arguments[0]));

    /** The pauses of a task that fails twice. @param {WorkerPool} pool */
    async function pausesOf(pool) {
        /** @type {(number | null)[]} */
        const pauses = [];
        const unsubscribe = pool.subscribe((event) => {
            if (event.type === "attemptFailed") pauses.push(event.delayMs);
        });
        const value = await pool.run(({ attempt }) => {
            if (attempt < 3) throw new Error("busy");
            return "done";
        });
        unsubscribe();
        assert.equal(value, "done");
        return pauses;
    }

    test("pauses as the simulation does", async () => {
        const workload = new Workload(scenario);
        const pool = new WorkerPool(scenario.pool, { draw: (id, attempt) => workload.jitter(Number(id), attempt) });
        /** @type {Map<string, number | null>} */
        const pauses = new Map();
        pool.subscribe((event) => {
            if (event.type === "attemptFailed") pauses.set(`${event.id}/${event.attempt}`, event.delayMs);
        });
        const events = (await simulated(scenario)).filter(({ type }) => type === "attemptFailed");
        const failing = new Set(events.map(({ task, attempt }) => `${task}/${attempt}`));
        const tasks = Array.from({ length: 60 }, () =>
            pool.run(({ id, attempt }) => {
                if (failing.has(`${id}/${attempt}`)) throw new Error("as it was drawn");
            }),
        );
        await Promise.allSettled(tasks);
        assert.equal(pauses.size, events.length);
        for (const { task, attempt, delayMs } of events) {
            assert.equal(pauses.get(`${task}/${attempt}`), Number.isNaN(delayMs) ? null : delayMs);
        }
        assert.deepEqual(reported(), []);
    });

    test("is told the task's id and the attempt that failed", async () => {
        /** @type {[string | number, number][]} */
        const asked = [];
        const pool = new WorkerPool(options, {
            draw: (id, attempt) => {
                asked.push([id, attempt]);
                return 0.5;
            },
        });
        const failure = await rejection(pool.run(() => Promise.reject(new Error("no")), { id: "a" }));
        assertError(failure, "Error", "no");
        assert.deepEqual(asked, [
            ["a", 1],
            ["a", 2],
            ["a", 3],
        ]);
        assert.deepEqual(await pausesOf(pool), [1.5, 3]);
    });

    test("is never asked where there is no jitter", async () => {
        const pool = new WorkerPool({ retry: { baseDelayMs: 1 } }, { draw: () => assert.fail("asked") });
        assert.deepEqual(await pausesOf(pool), [1, 2]);
        assert.deepEqual(reported(), []);
    });

    test("goes on with chance when it throws, or gives what is no draw", async () => {
        const broken = /** @type {[() => unknown, string][]} */ ([
            [
                () => {
                    throw new Error("no luck");
                },
                "no luck",
            ],
            ...[1, -0.1, NaN, "0.5", undefined].map((drawn) => [
                () => drawn,
                `draw must give a number from 0 to 1, and not 1 itself; got ${typeof drawn === "string" ? '"0.5"' : String(drawn)}`,
            ]),
        ]);
        for (const [draw, message] of broken) {
            const pool = new WorkerPool(options, { draw: wrong(draw) });
            const pauses = await pausesOf(pool);
            assert.ok(pauses.every((pause, index) => pause !== null && pause >= 0 && pause < 3 * 2 ** index));
            assert.deepEqual(
                reported()
                    .slice(-2)
                    .map((error) => error.message),
                [message, message],
            );
        }
    });

    test("may cancel its task, and the pool goes on", async () => {
        const controller = new AbortController();
        const pool = new WorkerPool(options, {
            draw: (id) => {
                if (id === "cancelled") controller.abort("enough");
                return 0;
            },
        });
        const cancelled = pool.run(() => Promise.reject(new Error("no")), { id: "cancelled", signal: controller.signal });
        assert.equal(await rejection(cancelled), "enough");
        assert.deepEqual(await pausesOf(pool), [0, 0]);
        const { cancelled: count, failed, succeeded } = await pool.stop();
        assert.deepEqual([count, failed, succeeded], [1, 0, 1]);
    });

    test("refuses sources that make no sense", () => {
        const refused = /** @type {const} */ ([
            [null, "the sources must be an object; got null"],
            [3, "the sources must be an object; got 3"],
            [{ draw: 3 }, "draw must be a function; got 3"],
            [{ random: Math.random }, "random is not known; known here: draw"],
        ]);
        for (const [sources, message] of refused) {
            assertError(
                thrown(() => new WorkerPool(options, wrong(sources))),
                "TypeError",
                message,
            );
        }
        assert.equal(new WorkerPool(options, {}).options.workers, 2);
        assert.equal(new WorkerPool(options, { draw: wrong(undefined) }).options.workers, 2);
    });
});
