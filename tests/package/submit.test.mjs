// The way in, and what comes out: accepted and finished are told apart.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Gate, WorkerPool, assertError, quick, rejection, started, thrown, turn } from "./support.mjs";

test("submit ends when the task is accepted, and its result when the task is done", async () => {
    const pool = new WorkerPool({ workers: 1 });
    const gate = new Gate();
    const ticket = await pool.submit(gate.task, { id: "slow" });
    assert.equal(ticket.id, "slow");
    assert.equal(pool.stats().succeeded, 0);
    gate.open("value");
    assert.equal(await ticket.result, "value");
    assert.equal(pool.stats().succeeded, 1);
});

test("run ends with the task's value or its last error", async () => {
    const pool = new WorkerPool({ retry: quick });
    const error = new Error("boom");
    let attempts = 0;
    assert.equal(await pool.run(() => 4), 4);
    assert.equal(await pool.run(() => Promise.resolve("later")), "later");
    const failing = () => {
        attempts += 1;
        throw error;
    };
    assert.equal(await rejection(pool.run(failing)), error);
    assert.equal(attempts, 3);
});

test("a task hears its id and the number of its attempt", async () => {
    const pool = new WorkerPool({ retry: quick });
    /** @type {unknown[]} */
    const heard = [];
    const task = async (/** @type {{ id: string | number, attempt: number }} */ { id, attempt }) => {
        heard.push([id, attempt]);
        await turn();
        if (attempt < 3) throw new Error("again");
        return attempt;
    };
    assert.equal(await pool.run(task, { id: "named" }), 3);
    assert.equal(await pool.run(task), 3);
    assert.deepEqual(heard, [
        ["named", 1],
        ["named", 2],
        ["named", 3],
        // Without a name it is the number of the submission.
        [2, 1],
        [2, 2],
        [2, 3],
    ]);
});

test("a task knows nothing of the pool's insides", async () => {
    const pool = new WorkerPool();
    const self = await pool.run(function () {
        // @ts-expect-error: what `this` is, is the question
        return [this];
    });
    assert.deepEqual(self, [undefined]);
});

test("submit waits while the pool is full, first come first served", async () => {
    const pool = new WorkerPool({ workers: 1, bufferSize: 1 });
    const gate = new Gate();
    const running = await pool.submit(gate.task);
    await turn();
    await pool.submit(gate.task);
    /** @type {string[]} */
    const accepted = [];
    const waiting = ["a", "b", "c"].map(async (name) => {
        const ticket = await pool.submit(gate.task, { id: name });
        accepted.push(name);
        return ticket;
    });
    await turn();
    assert.deepEqual(accepted, []);
    assert.equal(pool.stats().blocked, 3);
    gate.open("done");
    await running.result;
    const tickets = await Promise.all(waiting);
    assert.deepEqual(accepted, ["a", "b", "c"]);
    assert.deepEqual(
        tickets.map(({ id }) => id),
        ["a", "b", "c"],
    );
    assert.deepEqual(await Promise.all(tickets.map(({ result }) => result)), ["done", "done", "done"]);
});

test("trySubmit gives a ticket, or null when there is no room", async () => {
    const pool = new WorkerPool({ workers: 1, bufferSize: 1 });
    const gate = new Gate();
    await pool.submit(gate.task, { id: 1 });
    await started(pool, 1);
    const queued = pool.trySubmit(gate.task);
    assert.ok(queued);
    assert.equal(pool.trySubmit(gate.task), null);
    assert.equal(pool.stats().rejected, 1);
    gate.open(3);
    assert.equal(await queued.result, 3);
});

test("a pool that rejects says QueueFullError and hands the task back", async () => {
    const pool = new WorkerPool({ workers: 1, bufferSize: 0, whenFull: "reject" });
    const gate = new Gate();
    await turn();
    await pool.submit(gate.task, { id: 1 });
    const task = () => 2;
    for (const refused of [pool.submit(task), pool.run(task)]) {
        const error = await rejection(refused);
        assertError(error, "QueueFullError", "the pool's buffer is full");
        assert.equal(/** @type {{ task?: unknown }} */ (error).task, task);
    }
    gate.open(1);
});

test("a stopped or aborted pool says PoolClosedError and hands the task back", async () => {
    const message = "the pool is closed: it was stopped or aborted";
    const stopped = new WorkerPool();
    await stopped.stop();
    const aborted = new WorkerPool();
    aborted.abort();
    const task = () => 1;
    for (const pool of [stopped, aborted]) {
        for (const error of [
            await rejection(pool.submit(task)),
            await rejection(pool.run(task)),
            thrown(() => pool.trySubmit(task)),
        ]) {
            assertError(error, "PoolClosedError", message);
            assert.equal(/** @type {{ task?: unknown }} */ (error).task, task);
        }
    }
});

test("a hundred producers never get past the bound", async () => {
    const [workers, bufferSize] = [3, 4];
    const pool = new WorkerPool({ workers, bufferSize });
    let [running, most, mostQueued] = [0, 0, 0];
    pool.subscribe(() => {
        const { queued } = pool.stats();
        mostQueued = Math.max(mostQueued, pool.snapshot().queue.length);
        const { accepted, succeeded } = pool.stats();
        assert.ok(accepted - succeeded <= workers + bufferSize, `${accepted - succeeded} are in`);
        assert.ok(queued <= workers + bufferSize);
    });
    const task = async () => {
        running += 1;
        most = Math.max(most, running);
        await turn();
        running -= 1;
    };
    const producers = Array.from({ length: 100 }, async () => {
        for (let tasks = 0; tasks < 2; tasks += 1) await (await pool.submit(task)).result;
    });
    await Promise.all(producers);
    assert.equal(most, workers);
    assert.ok(mostQueued >= bufferSize);
    assert.equal((await pool.stop()).succeeded, 200);
});

test("a task may submit another, and need not wait for it", async () => {
    const pool = new WorkerPool({ workers: 1 });
    const inner = await pool.run(() => ({ result: pool.run(() => "inner") }));
    assert.equal(await inner.result, "inner");
    // Also before its own promise is there.
    const ticket = await pool.run(async () => ({ ticket: await pool.submit(() => "next") }));
    assert.equal(await ticket.ticket.result, "next");
});
