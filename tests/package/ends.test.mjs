// Stop, abort, and letting go.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Gate, WorkerPool, assertError, event, never, quick, rejection, started, turn } from "./support.mjs";

test("stop drains everything accepted and gives the summary", async () => {
    const pool = new WorkerPool({ workers: 2, retry: quick });
    const results = Array.from({ length: 10 }, (_, number) =>
        pool.run(({ attempt }) => {
            if (attempt === 1 && number % 2 === 0) throw new Error("again");
            return number;
        }),
    );
    const summary = await pool.stop();
    assert.deepEqual(await Promise.all(results), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal(summary.succeeded, 10);
    assert.equal(summary.retries, 5);
    assert.equal(summary.running + summary.queued + summary.backingOff, 0);
});

test("a second stop gives the same answer", async () => {
    const pool = new WorkerPool();
    await pool.run(() => 1);
    const [first, second] = await Promise.all([pool.stop(), pool.stop()]);
    assert.equal(first, second);
    assert.equal(await pool.stop(), first);
});

test("stop turns those away who wait for room", async () => {
    const pool = new WorkerPool({ workers: 1, bufferSize: 0 });
    const gate = new Gate();
    const running = await pool.submit(gate.task);
    const task = () => 2;
    const waiting = pool.submit(task);
    const stop = pool.stop();
    const error = await rejection(waiting);
    assertError(error, "PoolClosedError", /closed/);
    assert.equal(/** @type {{ task?: unknown }} */ (error).task, task);
    gate.open(1);
    assert.equal(await running.result, 1);
    assert.equal((await stop).rejected, 1);
});

test("abort tells the ids of what was unfinished, and rejects its results with the reason", async () => {
    const pool = new WorkerPool({ workers: 1, retry: { baseDelayMs: 1e9 } });
    const reason = new Error("enough");
    await pool.run(() => "done", { id: "finished" });
    const running = await pool.submit(never, { id: "running" });
    await started(pool, "running");
    const queued = await pool.submit(() => 1, { id: "queued" });
    assert.deepEqual(pool.abort(reason), ["running", "queued"]);
    assert.equal(await rejection(running.result), reason);
    assert.equal(await rejection(queued.result), reason);
    assert.equal((await pool.stop()).cancelled, 2);
});

test("a second abort finds nothing", async () => {
    const pool = new WorkerPool();
    const result = pool.run(never, { id: 1 });
    assert.deepEqual(pool.abort("first"), [1]);
    assert.deepEqual(pool.abort("second"), []);
    assert.equal(await rejection(result), "first");
});

test("without a reason abort rejects with an AbortError", async () => {
    const pool = new WorkerPool();
    const result = pool.run(never);
    pool.abort();
    const error = await rejection(result);
    assert.ok(error instanceof DOMException);
    assert.equal(error.name, "AbortError");
});

for (const reason of [null, 0, "", false]) {
    test(`abort's reason may be ${JSON.stringify(reason)}`, async () => {
        const pool = new WorkerPool();
        const result = pool.run(never);
        pool.abort(reason);
        assert.equal(await rejection(result), reason);
    });
}

test("a task may abort its pool while it is called", async () => {
    const pool = new WorkerPool({ workers: 1 });
    /** @type {unknown} */
    let ids;
    const suicidal = () => {
        ids = pool.abort("from inside");
        return "too late";
    };
    const [ticket, queued] = await Promise.all([pool.submit(suicidal, { id: "suicidal" }), pool.submit(() => 1, { id: "queued" })]);
    assert.equal(await rejection(queued.result), "from inside");
    assert.deepEqual(ids, ["suicidal", "queued"]);
    assert.equal((await pool.stop()).cancelled, 2);
    // Asked for only now: it must still be the reason, and not what came too late.
    assert.equal(await rejection(ticket.result), "from inside");
});

test("a task that aborts its pool and throws is rejected with the reason", async () => {
    const pool = new WorkerPool({ workers: 1 });
    const ticket = await pool.submit(() => {
        pool.abort("from inside");
        throw new Error("too late");
    });
    await pool.stop();
    assert.equal(await rejection(ticket.result), "from inside");
});

test("a task may abort its pool after a while", async () => {
    const pool = new WorkerPool();
    const result = pool.run(async () => {
        await turn();
        pool.abort("later");
        return "too late";
    });
    assert.equal(await rejection(result), "later");
    await pool.stop();
});

test("abort within an abort finds nothing, and the outer one tells all", async () => {
    const pool = new WorkerPool({ workers: 1 });
    /** @type {unknown[]} */
    const inner = [];
    pool.subscribe(({ type }) => {
        if (type === "cancelled") inner.push(pool.abort("inner"));
    });
    const results = [1, 2, 3].map((id) => pool.run(never, { id }));
    assert.deepEqual(pool.abort("outer"), [1, 2, 3]);
    assert.deepEqual(inner, [[], [], []]);
    assert.deepEqual(await Promise.all(results.map(rejection)), ["outer", "outer", "outer"]);
});

test("a task may stop its pool", async () => {
    const pool = new WorkerPool({ workers: 1 });
    /** @type {Promise<unknown> | undefined} */
    let stop;
    const result = pool.run(() => {
        stop = pool.stop();
        return "done";
    });
    const queued = pool.run(() => "also done");
    assert.deepEqual(await Promise.all([result, queued]), ["done", "also done"]);
    assert.equal(await stop, await pool.stop());
});

test("stop after abort ends, although an aborted function goes on", async () => {
    const pool = new WorkerPool();
    await pool.submit(never, { id: 1 });
    await started(pool, 1);
    pool.abort();
    const summary = await pool.stop();
    assert.deepEqual([summary.cancelled, summary.zombies], [1, 1]);
});

test("a pool that is let go while tasks run finishes them", async () => {
    const pool = new WorkerPool({ workers: 1, retry: quick });
    const gate = new Gate();
    const running = await pool.submit(gate.task);
    const failing = await pool.submit(({ attempt }) => {
        if (attempt < 3) throw new Error("again");
        return attempt;
    });
    await turn();
    pool.free();
    gate.open("done");
    assert.equal(await running.result, "done");
    assert.equal(await failing.result, 3);
});

test("a pool that is let go still lets those in who wait for room", async () => {
    const pool = new WorkerPool({ workers: 1, bufferSize: 1 });
    const gate = new Gate();
    const first = pool.run(gate.task);
    const results = Promise.all([2, 3, 4, 5].map((id) => pool.run(() => id)));
    assert.ok(pool.stats().blocked > 0);
    pool.free();
    gate.open(1);
    assert.deepEqual([await first, ...(await results)], [1, 2, 3, 4, 5]);
});

test("a pool that is let go ends when the last of those who wait has left", async () => {
    const pool = new WorkerPool({ workers: 1, bufferSize: 0 });
    const [gate, controller] = [new Gate(), new AbortController()];
    const running = await pool.submit(gate.task);
    const waiting = rejection(pool.run(() => 2, { signal: controller.signal }));
    pool.free();
    controller.abort("lost patience");
    assert.equal(await waiting, "lost patience");
    gate.open("done");
    assert.equal(await running.result, "done");
});

test("a pool that is let go while it stops still stops", async () => {
    const pool = new WorkerPool({ workers: 1 });
    const gate = new Gate();
    await pool.submit(gate.task);
    const stop = pool.stop();
    pool.free();
    gate.open("done");
    assert.equal((await stop).succeeded, 1);
});

test("a promise that settles long after its pool has gone harms nothing", async () => {
    const pool = new WorkerPool({ workers: 1 });
    const gate = new Gate();
    await pool.submit(gate.task, { id: 1 });
    await started(pool, 1);
    pool.abort();
    await pool.stop();
    pool.free();
    gate.open("nobody hears");
    await gate.passed;
    await turn();
    const other = new WorkerPool();
    assert.equal(await other.run(() => 1), 1);
});

test("held and released pools both end when they are aborted in backoff", async () => {
    for (const holdWorker of [true, false]) {
        const pool = new WorkerPool({ retry: { baseDelayMs: 1e9, holdWorker } });
        const result = pool.run(() => Promise.reject(new Error("again")), { id: 1 });
        await event(pool, ({ type }) => type === "attemptFailed");
        assert.equal(pool.stats().backingOff, 1);
        assert.deepEqual(pool.abort("enough"), [1]);
        assert.equal(await rejection(result), "enough");
        await pool.stop();
    }
});
