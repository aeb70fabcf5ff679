// sweep: a scenario at every point of a grid, on several threads.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { pkg } from "../../scripts/lib/paths.mjs";
import { assertError, rejection, replicate, sweep, threads, wrong } from "./support.mjs";

/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */

/** @type {Scenario} */
const scenario = { seed: 42, pool: { workers: 1 }, load: { tasks: 50 } };
/** Minutes of work. @type {Scenario} */
const long = { seed: 42, pool: { workers: 1, bufferSize: 1 }, load: { tasks: 1e8 }, work: { failureProbability: 0 } };

describe("sweep", () => {
    test("gives what replicate gives at each point, the first path varying most slowly", async () => {
        const points = await sweep(scenario, { "pool.workers": [1, 2], "pool.retry.factor": [1, 2, 3] }, 4);
        assert.deepEqual(
            points.map(({ values }) => Object.values(values)),
            [
                [1, 1],
                [1, 2],
                [1, 3],
                [2, 1],
                [2, 2],
                [2, 3],
            ],
        );
        assert.deepEqual(Object.keys(points[0]?.values ?? {}), ["pool.workers", "pool.retry.factor"]);
        for (const { values, estimates } of points) {
            const pool = { workers: values["pool.workers"], retry: { factor: values["pool.retry.factor"] } };
            assert.deepEqual(estimates, replicate({ ...scenario, pool }, 4));
        }
    });

    test("gives the same with any number of threads", async () => {
        const grid = { "pool.workers": [1, 2, 3, 4, 5], "work.failureProbability": [0, 0.1, 0.5] };
        const one = await sweep(scenario, grid, 3, { threads: 1 });
        for (const count of [2, 3, 40]) assert.deepEqual(await sweep(scenario, grid, 3, { threads: count }), one);
    });

    test("sets any field, also in lists, and leaves the scenario as it is", async () => {
        const outages = [{ fromMs: 0, toMs: 100, failureProbability: 1 }];
        const given = { ...scenario, work: { outages } };
        const before = structuredClone(given);
        const grid = {
            "work.outages[0].toMs": [0, 1_000],
            "pool.bufferSize": [0, null],
            "pool.whenFull": ["wait", "reject"],
            "pool.retry.holdWorker": [true, false],
        };
        const points = await sweep(given, grid, 1);
        assert.equal(points.length, 16);
        const last = { ...scenario, work: { outages: [{ fromMs: 0, toMs: 1_000, failureProbability: 1 }] } };
        const pool = { workers: 1, bufferSize: null, whenFull: /** @type {const} */ ("reject"), retry: { holdWorker: false } };
        assert.deepEqual(points.at(-1)?.estimates, replicate({ ...last, pool }, 1));
        assert.deepEqual(given, before);
    });

    test("has one point when the grid is empty", async () => {
        assert.deepEqual(await sweep(scenario, {}, 5), [{ values: {}, estimates: replicate(scenario, 5) }]);
    });

    test("takes the scenario as it was when it was called", async () => {
        const given = { ...scenario, pool: { workers: 1 } };
        const promise = sweep(given, { seed: [1, 2] }, 1);
        given.pool.workers = 0;
        assert.equal((await promise).length, 2);
    });

    test("tells how far it is", async () => {
        /** @type {unknown[]} */
        const told = [];
        await sweep(scenario, { seed: [1, 2, 3] }, 1, { threads: 2, onProgress: (progress) => void told.push(progress) });
        assert.deepEqual(told, [1, 2, 3].map((done) => ({ done, total: 3 })));
    });
});

test("sweep tells each point as it comes, once, with its place", async () => {
    const grid = { "pool.workers": [1, 2, 3], "work.failureProbability": [0, 0.5] };
    /** @type {unknown[]} */
    const told = [];
    const points = await sweep(scenario, grid, 2, { threads: 2, onPoint: ({ index, ...point }) => void (told[index] = point) });
    assert.deepEqual(told, points);
    const boom = new Error("boom");
    const onPoint = () => {
        throw boom;
    };
    assert.equal(await rejection(sweep(long, { "load.tasks": [1, 1e8] }, 1, { threads: 2, onPoint })), boom);
    assert.equal(threads(), 0);
});

describe("sweep ends its threads", () => {
    test("at the end", async () => {
        await sweep(scenario, { seed: [1, 2, 3] }, 1, { threads: 2 });
        assert.equal(threads(), 0);
    });

    test("when it is aborted, and rejects with the reason", async () => {
        const controller = new AbortController();
        const reason = new Error("enough");
        const grid = { "load.tasks": [1, 1e8] };
        const options = { signal: controller.signal, onProgress: () => controller.abort(reason) };
        assert.equal(await rejection(sweep(long, grid, 1, options)), reason);
        assert.equal(threads(), 0);
    });

    test("when it is aborted while its threads begin", async () => {
        const controller = new AbortController();
        const aborted = rejection(sweep(long, { "load.tasks": [1, 1e8] }, 1, { signal: controller.signal }));
        controller.abort("never mind");
        assert.equal(await aborted, "never mind");
        assert.equal(threads(), 0);
    });

    test("when it was aborted before", async () => {
        assert.equal(await rejection(sweep(long, {}, 1, { signal: AbortSignal.abort("no") })), "no");
    });

    test("when its listener throws", async () => {
        const boom = new Error("boom");
        const onProgress = () => {
            throw boom;
        };
        assert.equal(await rejection(sweep(long, { "load.tasks": [1, 1e8] }, 1, { threads: 2, onProgress })), boom);
        assert.equal(threads(), 0);
    });

    test("when a point can't be run", async () => {
        const flood = { kind: /** @type {const} */ ("constant"), everyMs: 0.000001 };
        const service = { kind: /** @type {const} */ ("constant"), ms: 1e9 };
        const overloaded = { ...scenario, pool: { workers: 1, bufferSize: null }, load: { tasks: 1e9, arrivals: flood }, work: { service } };
        const error = await rejection(sweep(overloaded, { "load.tasks": [1, 1e9], "pool.retry.jitter": ["full"] }, 1));
        assertError(error, "OverloadedError", /^more than 4,000,000 tasks are unfinished at once.*\(at load.tasks = 1000000000, pool.retry.jitter = "full"\)$/);
        assert.deepEqual(/** @type {{ values?: unknown }} */ (error).values, { "load.tasks": 1e9, "pool.retry.jitter": "full" });
        assertError(await rejection(sweep({ ...overloaded, load: { tasks: 1e9, arrivals: flood } }, {}, 1)), "OverloadedError", /or have a bounded buffer turn some away$/);
        assert.equal(threads(), 0);
    });
});

describe("sweep refuses", () => {
    const LIST = "must be a list of at least one value; got";
    const WORKERS = "pool.workers must be a whole number from 1 to 100,000; got";
    /** @type {[what: string, args: unknown[], name: string, message: string][]} */
    const refused = [
        ["no grid", [scenario, undefined, 1], "TypeError", 'grid must be an object of paths and lists of values, such as { "pool.workers": [1, 2] }; got undefined'],
        ["a value that is in no list", [scenario, { "pool.workers": 3 }, 1], "TypeError", `grid["pool.workers"] ${LIST} 3`],
        ["an empty list", [scenario, { "pool.workers": [] }, 1], "RangeError", `grid["pool.workers"] ${LIST} an empty one`],
        ["no path", [scenario, { "pool..workers": [1] }, 1], "TypeError", 'grid["pool..workers"] must be named by the path of a field, such as "pool.retry.factor"'],
        ["too many points", [scenario, { seed: Array(10_001).fill(1) }, 1], "RangeError", "grid must have at most 10,000 points; got 10001"],
        ["a path that is unknown", [scenario, { "pool.wrokers": [1] }, 1], "TypeError", "pool.wrokers is not known; known here: workers, bufferSize, whenFull, retry"],
        ["a path of nobody's", [scenario, { "__proto__.polluted": [1] }, 1], "TypeError", "__proto__ is not known; known here: seed, pool, load, work, warmupTasks"],
        ["a path through a number", [scenario, { "pool.workers.count": [1] }, 1], "TypeError", `${WORKERS} an object`],
        ["a value at the last point", [long, { "pool.workers": [1, 2, 3, 0] }, 1], "RangeError", `${WORKERS} 0`],
        ["a scenario", [{ seed: 1 }, { seed: [1] }, 1], "TypeError", "pool is missing; it must be an object with at least the field workers"],
        ["no runs", [scenario, {}, 0], "RangeError", "n must be a whole number of runs from 1 to 100,000; got 0"],
        ["options that are none", [scenario, {}, 1, 3], "TypeError", "options must be an object; got 3"],
        ["an unknown option", [scenario, {}, 1, { thread: 3 }], "TypeError", "thread is not known; known here: threads, signal, onProgress, onPoint"],
        ["no threads", [scenario, {}, 1, { threads: 0 }], "RangeError", "threads must be a whole number from 1 to 256; got 0"],
        ["threads that are no number", [scenario, {}, 1, { threads: "2" }], "TypeError", 'threads must be a whole number from 1 to 256; got "2"'],
        ["a signal that is none", [scenario, {}, 1, { signal: {} }], "TypeError", "signal must be an AbortSignal; got an object"],
        ["a listener that is none", [scenario, {}, 1, { onProgress: [] }], "TypeError", "onProgress must be a function; got an array"],
        ["another one", [scenario, {}, 1, { onPoint: 3 }], "TypeError", "onPoint must be a function; got 3"],
    ];
    for (const [what, args, name, message] of refused) {
        test(what, async () => {
            const [given, grid, n, options] = args;
            assertError(await rejection(sweep(wrong(given), wrong(grid), wrong(n), wrong(options))), name, message);
            assert.equal(threads(), 0);
        });
    }
});

test("sweep works wherever the package lies, and in a program that is no file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "twinpool, 100% moved #1 "));
    try {
        await cp(pkg, join(folder, "moved"), { recursive: true });
        const program = `
            import { readFile } from "node:fs/promises";
            import init, { sweep } from "./moved/twinpool.js";
            await init({ module_or_path: await readFile("moved/twinpool_bg.wasm") });
            const points = await sweep({ seed: 1, pool: { workers: 1 } }, { "pool.workers": [1, 2] }, 2);
            console.log(points.length);`;
        const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], { cwd: folder });
        assert.equal(stdout, "2\n");
    } finally {
        await rm(folder, { recursive: true });
    }
});
