// Everything that makes no sense is refused, and the message says where it stands, what is allowed and what was found.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { POOL_OPTIONS, SUBMIT_OPTIONS } from "./refused.js";
import { Simulation, WorkerPool, Workload, assertError, checkScenario, compare, defaultPoolOptions, defaultScenario, rejection, replicate, simulate, thrown, wrong } from "./support.mjs";

describe("a pool's options", () => {
    for (const [options, name, message] of POOL_OPTIONS) {
        test(`are refused: ${message}`, () => {
            assertError(
                thrown(() => new WorkerPool(wrong(options))),
                name,
                message,
            );
        });
    }

    test("are the original's when they are left out", () => {
        const original = {
            workers: 3,
            bufferSize: 10,
            whenFull: "wait",
            retry: {
                maxAttempts: 3,
                baseDelayMs: 500,
                factor: 2,
                maxDelayMs: null,
                jitter: "none",
                holdWorker: true,
                pauseAfterLastAttempt: false,
            },
        };
        assert.deepEqual(defaultPoolOptions(), original);
        assert.deepEqual(new WorkerPool().options, original);
        assert.deepEqual(new WorkerPool(undefined).options, original);
        assert.deepEqual(new WorkerPool({}).options, original);
    });

    test("count as left out when they are undefined", () => {
        const options = wrong({ workers: undefined, nonsense: undefined, retry: { jitter: undefined } });
        assert.deepEqual(new WorkerPool(options).options, defaultPoolOptions());
    });

    test("are told as they are in force", () => {
        const { options } = new WorkerPool({ workers: 1, bufferSize: null, whenFull: "reject", retry: { jitter: "full", maxDelayMs: 0.5 } });
        assert.equal(options.workers, 1);
        assert.equal(options.bufferSize, null);
        assert.equal(options.whenFull, "reject");
        assert.equal(options.retry.maxDelayMs, 0.5);
        assert.deepEqual(new WorkerPool(options).options, options);
    });

    test("that contain themselves, many times over, are refused at once", () => {
        /** @type {Record<string, unknown>} */
        const endless = {};
        for (const name of ["workers", "bufferSize", "whenFull", "retry"]) endless[name] = endless;
        assertError(thrown(() => new WorkerPool(wrong(endless))), "TypeError", "workers must be a whole number from 1 to 100,000; got an object");
    });

    test("whose getter throws are refused with what it threw", () => {
        const boom = new Error("boom");
        const options = {
            get workers() {
                throw boom;
            },
        };
        assert.equal(
            thrown(() => new WorkerPool(wrong(options))),
            boom,
        );
        // It is of this value, and of no other.
        assertError(thrown(() => new WorkerPool({ workers: 0 })), "RangeError", "workers must be a whole number from 1 to 100,000; got 0");
    });
});

test("values that throw when they are read do no harm, however many there are", () => {
    const boom = new Error("boom");
    const throws = () => {
        throw boom;
    };
    const odd = [Object.defineProperty({}, "seed", { get: throws, enumerable: true }), new Proxy([], { get: throws }), new Proxy({}, { ownKeys: throws })];
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    const right = defaultScenario();
    const uses = [
        (/** @type {unknown} */ value) => new WorkerPool(wrong(value)),
        (/** @type {unknown} */ value) => new WorkerPool(wrong({ retry: value })),
        (/** @type {unknown} */ value) => new Simulation(wrong(value)),
        (/** @type {unknown} */ value) => simulate(wrong({ ...right, load: { tasks: 1, arrivals: { kind: "trace", atMs: value } } })),
        (/** @type {unknown} */ value) => checkScenario(wrong({ ...right, work: { ...right.work, outages: [value] } })),
        (/** @type {unknown} */ value) => replicate(wrong(value), 5),
        (/** @type {unknown} */ value) => replicate(right, wrong(value)),
        (/** @type {unknown} */ value) => compare(right, wrong(value), 5),
        (/** @type {unknown} */ value) => new Workload(wrong(value)),
    ];
    for (const use of uses) {
        for (let times = 0; times < 1_000; times += 1) {
            for (const value of odd) {
                assert.equal(
                    thrown(() => use(value)),
                    boom,
                );
            }
            assert.ok(thrown(() => use(proxy)) instanceof TypeError);
        }
    }
    assert.equal(simulate(right).accepted, right.load.tasks);
    assert.equal(new WorkerPool({ workers: 2 }).options.workers, 2);
});

describe("a submission", () => {
    const pool = new WorkerPool();

    for (const [options, name, message] of SUBMIT_OPTIONS) {
        test(`is refused: ${message}`, async () => {
            const task = () => assert.fail("it was called");
            assertError(await rejection(pool.submit(task, wrong(options))), name, message);
            assertError(await rejection(pool.run(task, wrong(options))), name, message);
            assertError(
                thrown(() => pool.trySubmit(task, wrong(options))),
                name,
                message,
            );
        });
    }

    for (const [task, shown] of /** @type {[unknown, string][]} */ ([
        [undefined, "undefined"],
        [null, "null"],
        [3, "3"],
        ["a task", '"a task"'],
        [Promise.resolve(3), "an object"],
    ])) {
        test(`is refused when its task is ${shown}`, async () => {
            const message = `task must be a function; got ${shown}`;
            assertError(await rejection(pool.submit(wrong(task))), "TypeError", message);
            assertError(
                thrown(() => pool.trySubmit(wrong(task))),
                "TypeError",
                message,
            );
        });
    }

    test("is refused as any other when its arguments throw as soon as they are looked at", async () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        // It passes for one until it is asked.
        const signal = Object.create(AbortSignal.prototype);
        const task = () => assert.fail("it was called");
        for (const [wrongTask, options] of [
            [proxy, undefined],
            [task, proxy],
            [task, { signal }],
        ]) {
            assert.ok((await rejection(pool.submit(wrong(wrongTask), wrong(options)))) instanceof TypeError);
            assert.ok((await rejection(pool.run(wrong(wrongTask), wrong(options)))) instanceof TypeError);
            assert.ok(thrown(() => pool.trySubmit(wrong(wrongTask), wrong(options))) instanceof TypeError);
        }
    });

    test("that is refused is not counted, and the pool goes on", async () => {
        assert.equal(pool.stats().submitted, 0);
        assert.equal(await pool.run(() => 7), 7);
    });
});

test("a listener is a function", () => {
    assertError(
        thrown(() => new WorkerPool().subscribe(wrong({}))),
        "TypeError",
        "listener must be a function; got an object",
    );
});
