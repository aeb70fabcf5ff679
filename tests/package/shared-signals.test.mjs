// Many submissions that go with one signal, or with several that are aborted together.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Gate, WorkerPool, event, never, rejection, started, turn } from "./support.mjs";

const reason = new Error("we are closing");

/** Counts the calls of a task that never ends. */
function counted() {
    const counter = { calls: 0, task: () => ((counter.calls += 1), never()) };
    return counter;
}

describe("when many tasks are cancelled at once", () => {
    for (const bufferSize of [null, 10]) {
        test(`by one signal, none of those that wait is begun (buffer: ${bufferSize})`, async () => {
            const pool = new WorkerPool({ workers: 3, bufferSize });
            const { signal, ...controller } = withAbort();
            const counter = counted();
            const results = Array.from({ length: 100 }, () => pool.run(counter.task, { signal }));
            await turn();
            assert.equal(counter.calls, 3);
            controller.abort(reason);
            for (let turns = 0; turns < 3; turns += 1) await turn();
            assert.equal(counter.calls, 3);
            assert.deepEqual(new Set(await Promise.all(results.map(rejection))), new Set([reason]));
            const { attempts, cancelled, withdrawn, zombies } = pool.stats();
            assert.deepEqual([attempts, cancelled + withdrawn, zombies], [3, 100, 3]);
            assert.equal(await pool.run(() => "next"), "next");
        });
    }

    test("by a signal each, none of those that wait is begun", async () => {
        const pool = new WorkerPool({ workers: 3, bufferSize: null });
        const controllers = Array.from({ length: 50 }, withAbort);
        const counter = counted();
        const results = controllers.map(({ signal }) => pool.run(counter.task, { signal }));
        await turn();
        for (const { abort } of controllers) abort(reason);
        await Promise.all(results.map(rejection));
        assert.equal(counter.calls, 3);
        assert.equal(pool.stats().attempts, 3);
    });

    test("from inside a task, none of those that wait is begun", async () => {
        const pool = new WorkerPool({ workers: 1, bufferSize: null });
        const { signal, abort } = withAbort();
        const counter = counted();
        const first = pool.run(() => abort(reason), { signal });
        const others = Array.from({ length: 20 }, () => pool.run(counter.task, { signal }));
        await Promise.all([first, ...others].map(rejection));
        assert.equal(counter.calls, 0);
        assert.equal(pool.stats().zombies, 0);
    });

    test("a task whose signal is aborted before the pool has heard of it is not called", async () => {
        const pool = new WorkerPool({ workers: 1, bufferSize: null });
        const gate = new Gate();
        await pool.submit(gate.task, { id: "busy" });
        await started(pool, "busy");
        const { signal } = new AbortController();
        // As in a browser, where one signal after the other is told of an abort, with time for tasks in between.
        let isAborted = false;
        Object.defineProperties(signal, { aborted: { get: () => isAborted }, reason: { get: () => reason } });
        const result = pool.run(() => assert.fail("it was called"), { signal });
        isAborted = true;
        gate.open(undefined);
        assert.equal(await rejection(result), reason);
        const summary = await pool.stop();
        assert.deepEqual([summary.succeeded, summary.cancelled, summary.zombies], [1, 1, 0]);
    });
});

describe("a signal that many share", () => {
    test("has one listener as long as there is one of them, and none after", async () => {
        const pool = new WorkerPool({ workers: 2, bufferSize: null });
        const { signal } = new AbortController();
        const listeners = listenersOf(signal);
        const gate = new Gate();
        const results = Array.from({ length: 50 }, () => pool.run(gate.task, { signal }));
        assert.equal(listeners.size, 1);
        gate.open("done");
        await Promise.all(results);
        assert.equal(listeners.size, 0);
        const again = pool.run(() => "again", { signal });
        assert.equal(listeners.size, 1);
        assert.equal(await again, "again");
        assert.equal(listeners.size, 0);
    });

    test("reaches a task that has taken the place of one with the same signal while that was settling", async () => {
        const pool = new WorkerPool({ workers: 1, bufferSize: null });
        const { signal, abort } = withAbort();
        /** @type {Promise<unknown> | undefined} */
        let newcomer;
        let reads = 0;
        const value = {
            get then() {
                reads += 1;
                // First it is asked whether it is a promise; then it settles the first one's result.
                if (reads === 2) newcomer = pool.run(never, { signal });
                return undefined;
            },
        };
        await pool.run(() => value, { signal });
        abort(reason);
        assert.equal(await rejection(/** @type {Promise<unknown>} */ (newcomer)), reason);
    });

    test("cancels nobody who has taken the place of one that a listener of the pool's has ended", async () => {
        const pool = new WorkerPool({ workers: 1, bufferSize: null });
        const { signal, abort } = withAbort();
        await pool.submit(never, { id: "busy" });
        await started(pool, "busy");
        const own = withAbort();
        const first = pool.run(never, { id: "first", signal });
        const second = pool.run(never, { id: "second", signal: AbortSignal.any([signal, own.signal]) });
        const third = pool.run(never, { id: "third", signal });
        /** @type {Promise<unknown> | undefined} */
        let newcomer;
        pool.subscribe(({ type, id }) => {
            if (type !== "cancelled" || id !== "first") return;
            // Its place is free now, and taken at once.
            newcomer = pool.run(never, { id: "newcomer" });
        });
        const cancelled = event(pool, ({ type, id }) => type === "cancelled" && id === "third");
        abort(reason);
        await cancelled;
        assert.deepEqual(await Promise.all([first, second, third].map(rejection)), [reason, reason, reason]);
        assert.deepEqual(pool.snapshot().queue, ["newcomer"]);
        pool.abort("enough");
        assert.equal(await rejection(/** @type {Promise<unknown>} */ (newcomer)), "enough");
    });
});

/** Who listens to a signal from now on. @param {AbortSignal} signal */
function listenersOf(signal) {
    /** @type {Set<unknown>} */
    const listeners = new Set();
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    Object.assign(signal, {
        addEventListener(/** @type {string} */ type, /** @type {() => void} */ listener) {
            listeners.add(listener);
            add(type, listener);
        },
        removeEventListener(/** @type {string} */ type, /** @type {() => void} */ listener) {
            listeners.delete(listener);
            remove(type, listener);
        },
    });
    return listeners;
}

function withAbort() {
    const controller = new AbortController();
    return { signal: controller.signal, abort: (/** @type {unknown} */ why) => controller.abort(why) };
}
