// Tasks that throw, reject or return garbage fail that attempt, and the pool goes on.
import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { WorkerPool, quick, rejection, turn, unhandledDuring } from "./support.mjs";

const pool = new WorkerPool({ workers: 1, retry: { ...quick, maxAttempts: 2 } });

afterEach(async () => {
    // Whatever it was, the only worker is still there.
    assert.equal(await pool.run(() => "next"), "next");
    assert.equal(pool.stats().zombies, 0);
});

/** An object that can't be looked at. */
const forbidden = new Proxy(
    {},
    {
        get() {
            throw new Error("don't touch");
        },
        has() {
            throw new Error("don't touch");
        },
        getPrototypeOf() {
            throw new Error("don't touch");
        },
        ownKeys() {
            throw new Error("don't touch");
        },
    },
);

describe("what a task throws is what its result is rejected with", () => {
    const values = [new Error("an error"), "a string", 0, null, undefined, Symbol("symbol"), Object.create(null), forbidden];
    for (const [index, value] of values.entries()) {
        test(`value ${index}, thrown and rejected`, async () => {
            let calls = 0;
            const throws = () => {
                calls += 1;
                throw value;
            };
            const rejects = () => {
                calls += 1;
                // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- that is the point
                return Promise.reject(value);
            };
            for (const task of [throws, rejects]) {
                let isSame = false;
                await pool.run(task).catch((/** @type {unknown} */ error) => {
                    isSame = Object.is(error, value);
                });
                assert.ok(isSame);
            }
            assert.equal(calls, 4);
        });
    }
});

test("an error that says so is not retried", async () => {
    for (const error of [Object.assign(new Error("gone"), { retryable: false }), { retryable: false }]) {
        let calls = 0;
        const throws = () => {
            calls += 1;
            // eslint-disable-next-line @typescript-eslint/only-throw-error -- that is the point
            throw error;
        };
        assert.equal(await rejection(pool.run(throws)), error);
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- that is the point
        assert.equal(await rejection(pool.run(() => Promise.reject(error))), error);
        assert.equal(calls, 1);
    }
});

test("an error that says anything else is retried", async () => {
    for (const retryable of [true, undefined, 0, "false"]) {
        let calls = 0;
        await rejection(
            pool.run(() => {
                calls += 1;
                throw Object.assign(new Error("again"), { retryable });
            }),
        );
        assert.equal(calls, 2);
    }
});

/**
 * Runs a task that returns this, a new one for each attempt.
 * @param {() => unknown} make
 */
const runs = (make) => pool.run(() => make());

describe("a thenable", () => {
    /** @typedef {(value: unknown) => void} Settle */

    test("counts like a promise", async () => {
        assert.equal(await runs(() => ({ then: (/** @type {Settle} */ resolve) => resolve(1) })), 1);
        const reject = { then: (/** @type {Settle} */ _, /** @type {Settle} */ reject) => reject("no") };
        assert.equal(await rejection(runs(() => reject)), "no");
        assert.equal(await runs(() => Object.assign(() => 0, { then: (/** @type {Settle} */ resolve) => resolve("f") })), "f");
    });

    test("whose then is no function is a value", async () => {
        const value = { then: 7 };
        assert.equal(await runs(() => value), value);
    });

    test("whose then can't be read fails the attempt", async () => {
        const boom = new Error("boom");
        const thenable = {
            get then() {
                throw boom;
            },
        };
        assert.equal(await rejection(runs(() => thenable)), boom);
        assert.ok((await rejection(runs(() => forbidden))) instanceof Error);
    });

    test("whose then throws fails the attempt", async () => {
        const then = () => {
            throw new Error("boom");
        };
        assert.match(String(await rejection(runs(() => ({ then })))), /boom/);
    });

    test("that calls both, and again, is settled by its first call", async () => {
        const then = (/** @type {Settle} */ resolve, /** @type {Settle} */ reject) => {
            resolve("first");
            reject("second");
            resolve("third");
            throw new Error("fourth");
        };
        assert.equal(await runs(() => ({ then })), "first");
    });
});

describe("a promise with a then of its own", () => {
    /** @typedef {(value: unknown) => void} Settle */
    /** @param {(resolve: Settle, reject: Settle) => void} then */
    const promiseWith = (then) => Object.assign(Promise.resolve("its own"), { then });

    test("gives its own value, as with await", async () => {
        const promise = promiseWith((resolve, reject) => {
            resolve("first");
            reject("second");
        });
        assert.equal(await runs(() => promise), "its own");
    });
});

describe("a thenable that misbehaves", () => {
    /** @typedef {(value: unknown) => void} Settle */

    test("is settled by its first call", async () => {
        const thenable = {
            /** @type {(resolve: Settle, reject: Settle) => void} */
            then(resolve, reject) {
                resolve("first");
                reject("second");
            },
        };
        assert.equal(await runs(() => thenable), "first");
    });

    test("never settles another task", async () => {
        /** @type {Settle} */
        let again = () => undefined;
        const thenable = {
            /** @type {(resolve: Settle) => void} */
            then(resolve) {
                again = resolve;
                resolve("first");
            },
        };
        assert.equal(await runs(() => thenable), "first");
        let isDone = false;
        const other = pool.run(async () => {
            again("second");
            await turn();
            isDone = true;
            return "other";
        });
        assert.equal(await other, "other");
        assert.ok(isDone);
    });
});

describe("a failure that nobody watches is never raised as unhandled", () => {
    const boom = () => {
        throw new Error("boom");
    };

    test("of a ticket", async () => {
        const reasons = await unhandledDuring(async () => {
            const pool = new WorkerPool({ retry: quick });
            const ticket = await pool.submit(boom);
            assert.ok(ticket.result instanceof Promise);
            pool.trySubmit(boom);
            assert.equal((await pool.stop()).failed, 2);
        });
        assert.deepEqual(reasons, []);
    });

    test("of run", async () => {
        const reasons = await unhandledDuring(async () => {
            const pool = new WorkerPool({ workers: 1, bufferSize: 1, retry: quick });
            // One that is accepted at once, and one that waits before.
            for (let runs = 0; runs < 4; runs += 1) void pool.run(boom);
            await turn();
            while (pool.stats().blocked > 0) await turn();
            assert.equal((await pool.stop()).failed, 4);
        });
        assert.deepEqual(reasons, []);
    });

    test("of a submission that is turned away", async () => {
        const reasons = await unhandledDuring(async () => {
            const pool = new WorkerPool({ workers: 1, bufferSize: 0 });
            for (let tasks = 0; tasks < 3; tasks += 1) void pool.submit(boom);
            pool.abort();
            void pool.submit(boom);
            void pool.run(boom);
            const full = new WorkerPool({ bufferSize: 0, whenFull: "reject" });
            void full.submit(boom);
            void full.run(boom);
            await pool.stop();
        });
        assert.deepEqual(reasons, []);
    });

    test("of a task that is aborted or cancelled", async () => {
        const reasons = await unhandledDuring(async () => {
            const pool = new WorkerPool({ workers: 1, bufferSize: 1 });
            const controller = new AbortController();
            const { signal } = controller;
            for (let tasks = 0; tasks < 4; tasks += 1) void pool.run(() => new Promise(() => undefined), { signal });
            await turn();
            controller.abort(new Error("cancelled"));
            void pool.run(() => new Promise(() => undefined));
            pool.abort(new Error("aborted"));
            await pool.stop();
        });
        assert.deepEqual(reasons, []);
    });

    test("of a submission whose signal was aborted before", async () => {
        const reasons = await unhandledDuring(async () => {
            const pool = new WorkerPool();
            void pool.submit(boom, { signal: AbortSignal.abort(new Error("too late")) });
            void pool.run(boom, { signal: AbortSignal.abort(new Error("too late")) });
            await pool.stop();
        });
        assert.deepEqual(reasons, []);
    });

    test("but one that somebody watches badly still is: the helper above would notice", async () => {
        const reasons = await unhandledDuring(() => void Promise.reject(new Error("noticed")));
        assert.equal(reasons.length, 1);
    });
});
