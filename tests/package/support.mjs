// What the tests of the package share: the package itself, ready to use, and small helpers.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { initSync } from "../../pkg/twinpool.js";

initSync({ module: await readFile(new URL("../../pkg/twinpool_bg.wasm", import.meta.url)) });

export {
    EVENT_TYPES,
    Simulation,
    WorkerPool,
    Workload,
    checkScenario,
    compare,
    comparePaired,
    defaultPoolOptions,
    defaultScenario,
    replicate,
    replicateUntil,
    simulate,
    sweep,
    theory,
} from "../../pkg/twinpool.js";

/** @typedef {import("../../pkg/twinpool.js").WorkerPool} Pool */
/** @typedef {import("../../pkg/twinpool.js").PoolEvent} PoolEvent */

/** Retries as quickly as can be: the tests are not about how long a pause is. */
export const quick = { baseDelayMs: 1 };

/**
 * A value of a wrong type, past the type checker.
 * @param {unknown} value
 */
export const wrong = (value) => /** @type {never} */ (value);

/**
 * What a promise is rejected with.
 * @param {PromiseLike<unknown>} promise
 * @returns {Promise<unknown>}
 */
export async function rejection(promise) {
    try {
        await promise;
    } catch (error) {
        return error;
    }
    return assert.fail("the promise was fulfilled");
}

/**
 * What a call throws.
 * @param {() => unknown} act
 * @returns {unknown}
 */
export function thrown(act) {
    try {
        act();
    } catch (error) {
        return error;
    }
    return assert.fail("nothing was thrown");
}

/**
 * Checks an error's class, by its name, and its message.
 * @param {unknown} error
 * @param {string} name
 * @param {string | RegExp} message
 */
export function assertError(error, name, message) {
    assert.ok(error instanceof Error, `${String(error)} is no Error`);
    assert.equal(error.name, name);
    if (typeof message === "string") assert.equal(error.message, message);
    else assert.match(error.message, message);
}

/** A task that ends when the test says so. */
export class Gate {
    /** @type {(value: unknown) => void} */
    open = () => undefined;
    passed = new Promise((resolve) => {
        this.open = resolve;
    });
    task = () => this.passed;
}

/** Threads of this process, besides the first. */
export const threads = () => process.getActiveResourcesInfo().filter((name) => name === "MessagePort" || name === "Worker").length;

/** A task that never ends. @returns {Promise<never>} */
export const never = () => new Promise(() => undefined);

/**
 * Waits until something happens in the pool.
 * @param {Pool} pool
 * @param {(event: PoolEvent) => boolean} isIt
 * @returns {Promise<PoolEvent>}
 */
export function event(pool, isIt) {
    return new Promise((resolve) => {
        const unsubscribe = pool.subscribe((event) => {
            if (!isIt(event)) return;
            unsubscribe();
            resolve(event);
        });
    });
}

/**
 * Waits until a task runs, if it doesn't already.
 * @param {Pool} pool
 * @param {string | number} id
 */
export async function started(pool, id) {
    const runs = pool.snapshot().workers.some((worker) => worker.state === "running" && worker.id === id);
    if (!runs) await event(pool, (event) => event.type === "started" && event.id === id);
}

/** One turn of the event loop, in which Node reports rejections that nobody has handled. */
export const turn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * The rejections that Node finds unhandled while `act` runs, and in the turns after it.
 * @param {() => unknown} act
 */
export async function unhandledDuring(act) {
    /** @type {unknown[]} */
    const reasons = [];
    const listener = (/** @type {unknown} */ reason) => void reasons.push(reason);
    // In place of the test runner's own listener, which would fail the test at once.
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", listener);
    try {
        await act();
        for (let turns = 0; turns < 3; turns += 1) await turn();
    } finally {
        process.off("unhandledRejection", listener);
        for (const other of others) process.on("unhandledRejection", other);
    }
    return reasons;
}
