// Cancelling by a signal, in every state that a task can be in, and by a timeout.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Gate, WorkerPool, event, never, quick, rejection, started, turn } from "./support.mjs";

const reason = new Error("changed my mind");

describe("a signal that is aborted", () => {
    test("before: the task is never called", async () => {
        const pool = new WorkerPool();
        const task = () => assert.fail("it was called");
        const signal = AbortSignal.abort(reason);
        assert.equal(await rejection(pool.submit(task, { signal })), reason);
        assert.equal(await rejection(pool.run(task, { signal })), reason);
        assert.throws(
            () => pool.trySubmit(task, { signal }),
            (error) => error === reason,
        );
        assert.equal((await pool.stop()).attempts, 0);
    });

    test("while the submission waits for room: it leaves the line", async () => {
        const pool = new WorkerPool({ workers: 1, bufferSize: 0 });
        const gate = new Gate();
        const running = await pool.submit(gate.task);
        await turn();
        const controller = new AbortController();
        const { signal } = controller;
        const task = () => assert.fail("it was called");
        const [submit, run] = [pool.submit(task, { signal }), pool.run(task, { signal })];
        await turn();
        assert.equal(pool.stats().blocked, 2);
        controller.abort(reason);
        assert.equal(await rejection(submit), reason);
        assert.equal(await rejection(run), reason);
        const { blocked, withdrawn } = pool.stats();
        assert.deepEqual([blocked, withdrawn], [0, 2]);
        gate.open(1);
        assert.equal(await running.result, 1);
    });

    test("while the task is queued: it is never called", async () => {
        const pool = new WorkerPool({ workers: 1 });
        const gate = new Gate();
        await pool.submit(gate.task, { id: 1 });
        await started(pool, 1);
        const controller = new AbortController();
        const ticket = await pool.submit(() => assert.fail("it was called"), { signal: controller.signal });
        controller.abort(reason);
        assert.equal(await rejection(ticket.result), reason);
        gate.open(1);
        const summary = await pool.stop();
        assert.deepEqual([summary.cancelled, summary.attempts], [1, 1]);
    });

    test("while the task runs: its own signal tells it, and the worker goes on", async () => {
        const pool = new WorkerPool({ workers: 1 });
        const controller = new AbortController();
        /** @type {AbortSignal[]} */
        const signals = [];
        const task = (/** @type {{ signal: AbortSignal }} */ context) => {
            signals.push(context.signal);
            return never();
        };
        const ticket = await pool.submit(task, { id: 1, signal: controller.signal });
        await started(pool, 1);
        assert.equal(signals[0]?.aborted, false);
        controller.abort(reason);
        assert.equal(signals[0].aborted, true);
        assert.equal(signals[0].reason, reason);
        assert.equal(await rejection(ticket.result), reason);
        assert.equal(await pool.run(() => "next"), "next");
        assert.equal(pool.stats().zombies, 1);
    });

    for (const holdWorker of [true, false]) {
        test(`while the task backs off and its worker is ${holdWorker ? "held" : "released"}`, async () => {
            const pool = new WorkerPool({ workers: 1, retry: { baseDelayMs: 1e9, holdWorker } });
            const controller = new AbortController();
            const result = pool.run(() => Promise.reject(new Error("again")), { signal: controller.signal });
            await event(pool, ({ type }) => type === "attemptFailed");
            controller.abort(reason);
            assert.equal(await rejection(result), reason);
            assert.equal(await pool.run(() => "next"), "next");
            assert.equal(pool.stats().cancelled, 1);
        });
    }

    test("after the end: nothing happens", async () => {
        const pool = new WorkerPool();
        const controller = new AbortController();
        const ticket = await pool.submit(() => 1, { signal: controller.signal });
        await pool.stop();
        controller.abort(reason);
        assert.equal(await ticket.result, 1);
    });

    test("cancels every task that it was given to, and no other", async () => {
        const pool = new WorkerPool({ workers: 2 });
        const controller = new AbortController();
        const { signal } = controller;
        const gate = new Gate();
        const doomed = [pool.run(never, { signal }), pool.run(never, { signal })];
        const spared = pool.run(gate.task);
        controller.abort(reason);
        assert.deepEqual(await Promise.all(doomed.map(rejection)), [reason, reason]);
        gate.open("spared");
        assert.equal(await spared, "spared");
    });

    test("cancels its own task also when another one's place has become its", async () => {
        const pool = new WorkerPool({ workers: 1, bufferSize: 1, whenFull: "dropOldest" });
        await pool.submit(never, { id: "running" });
        await started(pool, "running");
        const controller = new AbortController();
        /** @type {Promise<unknown> | undefined} */
        let last;
        pool.subscribe(({ type, id }) => {
            if (type !== "submitted" || id !== "first") return;
            // The second drops the first before its submission has returned, and the last takes the slot that is free now.
            pool.trySubmit(never, { id: "second" });
            last = pool.trySubmit(never, { id: "last", signal: controller.signal })?.result;
        });
        pool.trySubmit(never, { id: "first" });
        assert.deepEqual(pool.snapshot().queue, ["last"]);
        controller.abort("enough");
        assert.equal(await rejection(/** @type {Promise<unknown>} */ (last)), "enough");
        assert.deepEqual(pool.snapshot().queue, []);
        pool.abort();
    });

    test("by a listener that hears that it was let in after it had waited", async () => {
        const pool = new WorkerPool({ workers: 1, bufferSize: 0 });
        const [gate, controller] = [new Gate(), new AbortController()];
        await pool.submit(gate.task);
        pool.subscribe(({ type, id }) => {
            if (type === "accepted" && id === "waiting") controller.abort("too late");
        });
        const ticket = pool.submit(never, { id: "waiting", signal: controller.signal });
        gate.open("done");
        assert.equal(await rejection((await ticket).result), "too late");
        // And the pool goes on.
        assert.equal(await pool.run(() => 1), 1);
        assert.deepEqual((await pool.stop()).cancelled, 1);
    });

    test("without a reason gives its own AbortError, and with a strange one exactly that", async () => {
        for (const strange of [undefined, null, 0]) {
            const pool = new WorkerPool();
            const controller = new AbortController();
            const result = pool.run(never, { signal: controller.signal });
            controller.abort(strange);
            assert.equal(await rejection(result), controller.signal.reason);
        }
    });

    for (const type of /** @type {const} */ (["submitted", "accepted", "started"])) {
        test(`by a listener that hears of "${type}"`, async () => {
            const pool = new WorkerPool({ workers: 1 });
            const controller = new AbortController();
            pool.subscribe((event) => {
                if (event.type === type && event.id === "doomed") controller.abort(reason);
            });
            const result = pool.run(never, { id: "doomed", signal: controller.signal });
            const next = pool.run(() => "next");
            assert.equal(await next, "next");
            assert.equal(await rejection(result), reason);
            await pool.stop();
        });
    }
});

describe("an attempt that takes too long", () => {
    test("fails with a TimeoutError, and its signal tells it", async () => {
        const pool = new WorkerPool({ retry: { ...quick, maxAttempts: 2 } });
        /** @type {AbortSignal[]} */
        const signals = [];
        const task = (/** @type {{ signal: AbortSignal }} */ context) => {
            signals.push(context.signal);
            return never();
        };
        const error = await rejection(pool.run(task, { timeoutMs: 2 }));
        assert.ok(error instanceof DOMException);
        assert.equal(error.name, "TimeoutError");
        assert.equal(error.message, "the attempt took longer than 2 ms");
        assert.deepEqual(
            signals.map(({ aborted }) => aborted),
            [true, true],
        );
        assert.equal(signals[1]?.reason, error);
    });

    test("tells also a signal that is asked for only afterwards", async () => {
        const pool = new WorkerPool({ retry: { maxAttempts: 1 } });
        const { promise, resolve } = withResolvers();
        const result = pool.run((context) => promise.then(() => context.signal.aborted), { timeoutMs: 1 });
        await rejection(result);
        resolve(undefined);
        const signal = await pool.run((context) => context.signal);
        assert.equal(signal.aborted, false);
    });

    test("is retried", async () => {
        const pool = new WorkerPool({ retry: quick });
        const task = (/** @type {{ attempt: number }} */ { attempt }) => (attempt < 3 ? never() : "third time lucky");
        assert.equal(await pool.run(task, { timeoutMs: 1 }), "third time lucky");
        assert.equal(pool.stats().retries, 2);
    });

    test("is a zombie until its promise settles", async () => {
        const pool = new WorkerPool({ workers: 1, retry: { maxAttempts: 1 } });
        const gate = new Gate();
        await rejection(pool.run(gate.task, { timeoutMs: 1 }));
        assert.equal(pool.stats().zombies, 1);
        assert.equal(pool.stats().running, 0);
        assert.equal(await pool.run(() => "next"), "next");
        gate.open("late");
        await gate.passed;
        await turn();
        assert.equal(pool.stats().zombies, 0);
        assert.deepEqual([pool.stats().failed, pool.stats().succeeded], [1, 1]);
    });

    test("and then rejects is a zombie no more, and nobody hears of it", async () => {
        const pool = new WorkerPool({ workers: 1, retry: { maxAttempts: 1 } });
        const { promise, reject } = withResolvers();
        const error = await rejection(pool.run(() => promise, { timeoutMs: 1 }));
        assert.ok(error instanceof DOMException);
        reject(new Error("late"));
        await rejection(promise);
        await turn();
        assert.equal(pool.stats().zombies, 0);
    });

    test("does not disturb the attempt that follows it", async () => {
        const pool = new WorkerPool({ workers: 1, retry: { ...quick, maxAttempts: 2 } });
        const gates = [new Gate(), new Gate()];
        const result = pool.run(({ attempt }) => gates[attempt - 1]?.passed, { timeoutMs: 1000, id: 1 });
        await started(pool, 1);
        gates[1]?.open("second");
        const slow = pool.run(({ attempt }) => (attempt === 1 ? gates[0]?.passed : "retried"), { timeoutMs: 1 });
        gates[0]?.open("first");
        assert.equal(await result, "first");
        assert.ok(["first", "retried"].includes(String(await slow)));
    });

    test("may be aborted with its pool", async () => {
        const pool = new WorkerPool();
        const result = pool.run(never, { timeoutMs: 1e12 });
        await turn();
        pool.abort("enough");
        assert.equal(await rejection(result), "enough");
        assert.equal((await pool.stop()).zombies, 1);
    });
});

function withResolvers() {
    /** @type {(value: unknown) => void} */
    let resolve = () => undefined;
    /** @type {(error: unknown) => void} */
    let reject = () => undefined;
    const promise = new Promise((fulfil, refuse) => {
        resolve = fulfil;
        reject = refuse;
    });
    return { promise, resolve, reject };
}
