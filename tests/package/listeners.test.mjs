// Everything that happens, to whoever wants to know.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { inspect } from "node:util";
import { WorkerPool, never, quick, rejection, started, turn } from "./support.mjs";

/** @typedef {import("./support.mjs").PoolEvent} PoolEvent */

test("a task's life is told in order", async () => {
    const pool = new WorkerPool({ workers: 1, retry: { ...quick, maxAttempts: 2 } });
    const error = new Error("boom");
    /** @type {Record<string, unknown>[]} */
    const events = [];
    pool.subscribe(({ atMs, ...event }) => {
        assert.ok(atMs >= 0);
        events.push(event);
    });
    await rejection(
        pool.run(
            () => {
                throw error;
            },
            { id: "a" },
        ),
    );
    assert.deepEqual(events, [
        { type: "submitted", id: "a" },
        { type: "accepted", id: "a" },
        { type: "started", id: "a", worker: 0, attempt: 1 },
        { type: "attemptFailed", id: "a", worker: 0, attempt: 1, error, delayMs: 1, willRetry: true },
        { type: "started", id: "a", worker: 0, attempt: 2 },
        { type: "attemptFailed", id: "a", worker: 0, attempt: 2, error, delayMs: null, willRetry: false },
        { type: "failed", id: "a", attempts: 2, error },
    ]);
});

test("times never go back", async () => {
    const pool = new WorkerPool({ workers: 2, retry: quick });
    /** @type {number[]} */
    const times = [];
    pool.subscribe(({ atMs }) => times.push(atMs));
    await Promise.all(Array.from({ length: 20 }, () => pool.run(turn)));
    assert.deepEqual(
        times,
        times.toSorted((one, other) => one - other),
    );
});

test("unsubscribing ends it, for that subscription only", async () => {
    const pool = new WorkerPool();
    let [calls, others] = [0, 0];
    const listener = () => {
        calls += 1;
    };
    const first = pool.subscribe(listener);
    const second = pool.subscribe(listener);
    pool.subscribe(() => {
        others += 1;
    });
    await pool.run(() => 1);
    assert.deepEqual([calls, others], [8, 4]);
    first();
    first();
    await pool.run(() => 1);
    assert.deepEqual([calls, others], [12, 8]);
    second();
    await pool.run(() => 1);
    assert.deepEqual([calls, others], [12, 12]);
});

test("one may subscribe again when nobody has listened for a while", async () => {
    const pool = new WorkerPool();
    pool.subscribe(() => undefined)();
    await pool.run(() => 1);
    /** @type {string[]} */
    const types = [];
    pool.subscribe(({ type }) => types.push(type));
    await pool.run(() => 1);
    assert.deepEqual(types, ["submitted", "accepted", "started", "succeeded"]);
});

describe("a listener that throws", () => {
    beforeEach(() => {
        mock.method(console, "error", () => undefined);
    });
    afterEach(() => {
        mock.restoreAll();
    });

    test("is reported, and harms neither the pool nor other listeners", async () => {
        const pool = new WorkerPool({ retry: quick });
        const error = new Error("a bad listener");
        let others = 0;
        pool.subscribe(() => {
            throw error;
        });
        pool.subscribe(() => {
            others += 1;
        });
        assert.equal(await pool.run(() => 1), 1);
        assert.equal(others, 4);
        const reported = /** @type {import("node:test").Mock<typeof console.error>} */ (console.error).mock.calls;
        assert.deepEqual(
            reported.map((call) => call.arguments[0]),
            [error, error, error, error],
        );
    });

    test("is harmless also when what it throws can't be shown", async () => {
        mock.restoreAll();
        mock.method(process.stderr, "write", () => true);
        const unshowable = {
            [inspect.custom]() {
                throw new Error("don't look");
            },
        };
        const pool = new WorkerPool();
        pool.subscribe(() => {
            // eslint-disable-next-line @typescript-eslint/only-throw-error -- that is the point
            throw unshowable;
        });
        assert.equal(await pool.run(() => 1), 1);
    });
});

describe("a listener may call the pool", () => {
    test("to submit, and everybody gets what belongs to their own task", async () => {
        const pool = new WorkerPool({ workers: 1, bufferSize: 3 });
        /** @type {unknown[]} */
        const nested = [];
        const unsubscribe = pool.subscribe(({ type, id }) => {
            if (type !== "submitted") return;
            // Each comes while the one before is still coming.
            if (id === "outer") nested.push(pool.trySubmit(() => 1, { id: "ticket" })?.result);
            if (id === "ticket") nested.push(pool.run(() => 2, { id: "result" }));
            if (id === "result") nested.push(pool.submit(() => 3, { id: "admission" }).then(({ id }) => id));
            if (id === "admission") nested.push(pool.trySubmit(() => 4, { id: "full" }));
        });
        const outer = await pool.submit(() => 0, { id: "outer" });
        unsubscribe();
        assert.equal(outer.id, "outer");
        assert.equal(await outer.result, 0);
        assert.deepEqual(await Promise.all(nested), [null, "admission", 2, 1]);
    });

    test("to submit", async () => {
        const pool = new WorkerPool({ workers: 1 });
        /** @type {Promise<unknown>[]} */
        const more = [];
        pool.subscribe(({ type, id }) => {
            if (type === "succeeded" && Number(id) < 5) more.push(pool.run(() => 1, { id: Number(id) + 1 }));
        });
        await pool.run(() => 1, { id: 1 });
        while (pool.stats().succeeded < 5) await turn();
        await Promise.all(more);
        assert.equal((await pool.stop()).succeeded, 5);
    });

    for (const type of /** @type {const} */ (["submitted", "accepted", "started", "attemptFailed", "succeeded", "failed", "cancelled"])) {
        test(`to abort it at "${type}"`, async () => {
            const pool = new WorkerPool({ workers: 1, retry: { ...quick, maxAttempts: 2 } });
            const controller = new AbortController();
            let isAborted = false;
            pool.subscribe((event) => {
                if (event.type !== type || isAborted) return;
                isAborted = true;
                pool.abort("by a listener");
            });
            // One that succeeds, one that fails, and one that is cancelled.
            const results = [
                pool.run(() => 1),
                pool.run(() => Promise.reject(new Error("boom"))),
                pool.run(never, { id: "cancelled", signal: controller.signal }),
            ];
            if (type === "cancelled") {
                await started(pool, "cancelled");
                controller.abort("cancelled");
            }
            const outcomes = await Promise.allSettled(results);
            assert.ok(isAborted);
            assert.equal(outcomes.length, 3);
            const { accepted, succeeded, failed, cancelled, running, queued } = await pool.stop();
            assert.equal(accepted, succeeded + failed + cancelled);
            assert.deepEqual([running, queued], [0, 0]);
        });
    }

    test("to stop it", async () => {
        const pool = new WorkerPool({ workers: 1 });
        pool.subscribe(({ type }) => {
            if (type === "started") void pool.stop();
        });
        assert.equal(await pool.run(() => 1), 1);
        assert.equal((await pool.stop()).succeeded, 1);
    });

    test("to look at it at every event", async () => {
        const pool = new WorkerPool({ workers: 2, bufferSize: 1, retry: { ...quick, holdWorker: false } });
        let looks = 0;
        pool.subscribe(() => {
            const [stats, snapshot] = [pool.stats(), pool.snapshot()];
            const { accepted, succeeded, failed, cancelled, dropped, queued, running, backingOff } = stats;
            assert.equal(accepted, succeeded + failed + cancelled + dropped + queued + running + backingOff);
            assert.equal(snapshot.blocked.length, stats.blocked);
            assert.equal(snapshot.shelf.length, stats.backingOff);
            looks += 1;
        });
        const flaky = async (/** @type {{ attempt: number }} */ { attempt }) => {
            await turn();
            if (attempt === 1) throw new Error("again");
        };
        await Promise.all(Array.from({ length: 10 }, () => pool.run(flaky)));
        await pool.stop();
        assert.ok(looks >= 60);
    });
});
