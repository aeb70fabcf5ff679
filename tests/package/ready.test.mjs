// The package before it is ready, and objects after they were freed.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, describe, test } from "node:test";
import * as live from "../../pkg/live.js";
import * as sim from "../../pkg/sim.js";
import * as twinpool from "../../pkg/twinpool.js";

const scenario = { seed: 1, pool: { workers: 1 } };
const entries = { twinpool, "twinpool/sim": sim, "twinpool/live": live };

describe("before init", () => {
    test("whatever is asked of an entry says what to do first", () => {
        const notReady = { name: "Error", message: "twinpool is not ready: call init or initSync first" };
        const asked = [
            () => new twinpool.WorkerPool(),
            () => new twinpool.Simulation(scenario),
            () => twinpool.simulate(scenario),
            () => twinpool.defaultPoolOptions(),
            () => sim.replicate(scenario, 2),
            () => new live.WorkerPool(),
        ];
        for (const ask of asked) assert.throws(ask, notReady);
    });
});

describe("init", () => {
    for (const [name, entry] of Object.entries(entries)) {
        test(`finds the wasm of ${name} by itself, in Node as well`, async () => {
            const ready = await entry.default();
            assert.equal(await entry.default(), ready);
            assert.equal(entry.defaultPoolOptions().workers, 3);
        });
    }

    test("takes the bytes themselves, without a complaint", async (context) => {
        const warn = context.mock.method(console, "warn");
        const address = "../../pkg/live.js?bytes";
        /** @type {typeof live} */
        const another = await import(address);
        await another.default(await readFile(new URL("../../pkg/live_bg.wasm", import.meta.url)));
        assert.equal(another.defaultPoolOptions().workers, 3);
        assert.equal(warn.mock.callCount(), 0);
    });

    test("says so where there is no wasm", async () => {
        const address = "../../pkg/live.js?elsewhere";
        /** @type {typeof live} */
        const elsewhere = await import(address);
        await assert.rejects(elsewhere.default({ module_or_path: new URL("nowhere.wasm", import.meta.url) }), { code: "ENOENT" });
    });
});

describe("what was freed", () => {
    before(() => twinpool.default());

    test("says so, whatever it is asked", () => {
        const freed = { name: "Error", message: "it has been freed" };
        const pool = new twinpool.WorkerPool();
        const simulation = new twinpool.Simulation(scenario);
        for (const object of [pool, simulation]) object.free();
        for (const ask of [() => pool.run(() => 1), () => pool.stats(), () => pool.abort(), () => pool.options, () => simulation.step(), () => simulation.report()]) {
            assert.throws(ask, freed);
        }
    });

    test("may be freed again", () => {
        const pool = new twinpool.WorkerPool();
        pool.free();
        pool.free();
    });

    test("may be freed in the midst of a call: by a listener, or by a task that hears of its end", async (context) => {
        const reported = context.mock.method(console, "error", () => undefined);
        const told = new twinpool.WorkerPool();
        told.subscribe(() => told.free());
        assert.equal(await told.run(() => 7), 7);

        const aborted = new twinpool.WorkerPool();
        const begun = await new Promise((begin) => {
            aborted.subscribe(({ type, id }) => {
                if (type === "started") begin(id);
                if (type === "cancelled") aborted.free();
            });
            void aborted.run(() => new Promise(() => undefined));
        });
        assert.deepEqual(aborted.abort(), [begun]);
        assert.throws(() => aborted.stats(), { message: "it has been freed" });
        assert.deepEqual(
            reported.mock.calls.map(({ arguments: [error] }) => error),
            [],
        );
    });
});
