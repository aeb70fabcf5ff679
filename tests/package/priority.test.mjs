// Who goes first of those who wait.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Gate, WorkerPool, started, turn } from "./support.mjs";

/** A pool whose only worker is busy until the gate opens. @param {import("../../pkg/twinpool.js").PoolOptions} options */
async function busy(options) {
    const pool = new WorkerPool({ workers: 1, ...options });
    const gate = new Gate();
    await pool.submit(gate.task, { id: "busy" });
    await started(pool, "busy");
    return { pool, gate };
}

describe("priority", () => {
    test("orders the buffer and the line before it, equals first come first served", async () => {
        const { pool, gate } = await busy({ bufferSize: 3 });
        /** @type {(string | number)[]} */
        const order = [];
        const task = (/** @type {{ id: string | number }} */ { id }) => order.push(id);
        const priorities = { a: 0, b: -1, c: 2, d: 1, e: 0, f: 1e9, g: 2 };
        const results = Object.entries(priorities).map(([id, priority]) => pool.run(task, { id, priority }));
        await turn();
        const { queue, blocked } = pool.snapshot();
        assert.deepEqual(queue, ["c", "a", "b"]);
        assert.deepEqual(
            blocked.map(({ id }) => id),
            ["f", "g", "d", "e"],
        );
        gate.open(undefined);
        await Promise.all(results);
        // Those of the line that outrank the buffer go past it; g, of c's own priority, does not.
        assert.deepEqual(order, ["f", "c", "g", "d", "a", "e", "b"]);
        assert.equal((await pool.stop()).succeeded, 8);
    });

    test("of trySubmit counts as well", async () => {
        const { pool, gate } = await busy({ bufferSize: 2 });
        assert.notEqual(
            pool.trySubmit(() => 1, { id: "low" }),
            null,
        );
        assert.notEqual(
            pool.trySubmit(() => 2, { id: "high", priority: 1 }),
            null,
        );
        assert.equal(
            pool.trySubmit(() => 3, { priority: 2 }),
            null,
        );
        assert.deepEqual(pool.snapshot().queue, ["high", "low"]);
        gate.open(undefined);
        await pool.stop();
    });

    test('"dropOldest" drops the oldest of the lowest, or turns away who is lower still', async () => {
        const { pool, gate } = await busy({ bufferSize: 2, whenFull: "dropOldest" });
        const [high, low] = [await pool.submit(() => "high", { priority: 1 }), await pool.submit(() => "low")];
        await assert.rejects(
            pool.submit(() => "lower", { priority: -1 }),
            { name: "QueueFullError" },
        );
        const newest = await pool.submit(() => "newest", { priority: 0 });
        await assert.rejects(low.result, { name: "TaskDroppedError" });
        gate.open(undefined);
        assert.deepEqual(await Promise.all([high.result, newest.result]), ["high", "newest"]);
        const { dropped, rejected } = await pool.stop();
        assert.deepEqual([dropped, rejected], [1, 1]);
    });

    test("of what waits goes with it when its signal is aborted", async () => {
        const { pool, gate } = await busy({ bufferSize: 1 });
        const [queued, waiting] = [new AbortController(), new AbortController()];
        const results = [
            pool.run(() => assert.fail("it was called"), { priority: 3, signal: queued.signal }),
            pool.run(() => assert.fail("it was called"), { priority: 2, signal: waiting.signal }),
            pool.run(() => "patient", { priority: -1 }),
        ];
        await turn();
        waiting.abort(new Error("out of the line"));
        queued.abort(new Error("out of the buffer"));
        gate.open(undefined);
        const settled = await Promise.allSettled(results);
        assert.deepEqual(
            settled.map((result) => (result.status === "fulfilled" ? result.value : String(result.reason))),
            ["Error: out of the buffer", "Error: out of the line", "patient"],
        );
        await pool.stop();
    });
});
