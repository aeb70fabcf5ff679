// The figures and the snapshot have the contract's names, at every moment.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Gate, WorkerPool, event, quick, started, turn } from "./support.mjs";

const COUNTERS = [
    "submitted",
    "accepted",
    "rejected",
    "withdrawn",
    "dropped",
    "succeeded",
    "failed",
    "cancelled",
    "attempts",
    "retries",
    "queued",
    "running",
    "backingOff",
    "blocked",
    "zombies",
];
const DURATIONS = ["waitMs", "sojournMs", "blockedMs"];
const PERCENTILES = ["mean", "p50", "p90", "p99", "p999", "max"];
const OTHERS = ["elapsedMs", "throughputPerSecond", "utilisation", "queueLength"];

/** @param {Record<string, unknown>} stats */
function assertShape(stats) {
    assert.deepEqual(Object.keys(stats).toSorted(), [...COUNTERS, ...DURATIONS, ...OTHERS].toSorted());
    for (const counter of COUNTERS) assert.ok(Number.isInteger(stats[counter]), counter);
    for (const duration of DURATIONS) {
        const figures = /** @type {Record<string, unknown>} */ (stats[duration]);
        assert.deepEqual(Object.keys(figures), PERCENTILES);
        for (const figure of Object.values(figures)) assert.ok(figure === null || Number.isFinite(figure));
    }
    assert.deepEqual(Object.keys(/** @type {object} */ (stats["utilisation"])), ["busy", "backoff", "idle"]);
    assert.deepEqual(Object.keys(/** @type {object} */ (stats["queueLength"])), ["mean", "max"]);
    assert.equal(Object.getPrototypeOf(stats), Object.prototype);
}

test("a new pool's figures are zeros, and null where there is nothing to measure", () => {
    const stats = new WorkerPool().stats();
    assertShape({ ...stats });
    for (const counter of COUNTERS) assert.equal({ ...stats }[counter], 0, counter);
    assert.deepEqual(stats.waitMs, { mean: null, p50: null, p90: null, p99: null, p999: null, max: null });
});

test("a pool's figures tell what it does and has done", async () => {
    const pool = new WorkerPool({ workers: 1, bufferSize: 1, retry: quick });
    const gate = new Gate();
    await pool.run(({ attempt }) => {
        if (attempt === 1) throw new Error("again");
    });
    await pool.submit(gate.task, { id: "running" });
    await started(pool, "running");
    await pool.submit(gate.task);
    const waiting = pool.submit(gate.task);
    await turn();
    const { submitted, accepted, succeeded, attempts, retries, running, queued, blocked } = pool.stats();
    assert.deepEqual(
        { submitted, accepted, succeeded, attempts, retries, running, queued, blocked },
        { submitted: 4, accepted: 3, succeeded: 1, attempts: 3, retries: 1, running: 1, queued: 1, blocked: 1 },
    );
    gate.open(undefined);
    await waiting;
    const summary = await pool.stop();
    assertShape({ ...summary });
    const { busy, backoff, idle } = summary.utilisation;
    assert.ok(busy !== null && backoff !== null && idle !== null);
    assert.ok(Math.abs(busy + backoff + idle - 1) < 1e-9);
    // It backed off for at least a millisecond.
    assert.ok(backoff * summary.elapsedMs >= 1);
    const { p50, max } = summary.sojournMs;
    assert.ok(p50 !== null && max !== null && p50 <= max && max >= 1);
    assert.equal(summary.queueLength.max, 1);
});

test("a snapshot tells who is where", async () => {
    const pool = new WorkerPool({ workers: 2, bufferSize: 1, retry: { baseDelayMs: 1e9 } });
    assert.deepEqual(pool.snapshot().workers, [{ state: "idle" }, { state: "idle" }]);
    const gate = new Gate();
    void pool.run(() => Promise.reject(new Error("again")), { id: "held" });
    await event(pool, ({ type }) => type === "attemptFailed");
    void pool.run(gate.task, { id: "running" });
    await started(pool, "running");
    await pool.submit(gate.task, { id: "queued" });
    const waiting = pool.submit(gate.task, { id: 7 });

    const { atMs, blocked, queue, workers, shelf } = pool.snapshot();
    assert.deepEqual(queue, ["queued"]);
    assert.deepEqual(shelf, []);
    assert.deepEqual(
        blocked.map(({ id, sinceMs }) => [id, sinceMs <= atMs]),
        [[7, true]],
    );
    const [held, running] = workers;
    assert.ok(held?.state === "backoff" && running?.state === "running");
    assert.deepEqual([held.id, held.attempt, running.id, running.attempt], ["held", 1, "running", 1]);
    assert.ok(Math.abs(held.untilMs - held.sinceMs - 1e9) < 1);
    gate.open(undefined);
    await waiting;
    pool.abort();
});

test("a snapshot tells what is on the shelf, next to come back first", async () => {
    const pool = new WorkerPool({ workers: 1, retry: { baseDelayMs: 1e9, holdWorker: false } });
    const fails = () => Promise.reject(new Error("again"));
    for (const id of ["a", "b", "c"]) void pool.run(fails, { id });
    await event(pool, ({ type, id }) => type === "attemptFailed" && id === "c");
    const { shelf, workers } = pool.snapshot();
    assert.deepEqual(
        shelf.map(({ id, attempt }) => [id, attempt]),
        [
            ["a", 1],
            ["b", 1],
            ["c", 1],
        ],
    );
    assert.deepEqual(workers, [{ state: "idle" }]);
    pool.abort();
});

test("a pause longer than a timer can be does not end at once", async () => {
    const pool = new WorkerPool({ workers: 1, retry: { baseDelayMs: 2 ** 31 + 5 } });
    void pool.run(() => Promise.reject(new Error("again")));
    await event(pool, ({ type }) => type === "attemptFailed");
    // A timer of a millisecond that was set later has fired: one that overflowed would have, too.
    await new Promise((resolve) => setTimeout(resolve, 1));
    await turn();
    assert.equal(pool.stats().attempts, 1);
    assert.equal(pool.stats().backingOff, 1);
    pool.abort();
    await pool.stop();
});
