// The npm package in Node: it loads in each way that it promises, and by its name in somebody's project.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import init, { EVENT_TYPES, WorkerPool, initSync, simulate, sweep } from "../../pkg/twinpool.js";
import { pkg } from "../../scripts/lib/paths.mjs";

const wasm = () => readFile(join(pkg, "twinpool_bg.wasm"));

test("initSync takes the module's bytes", async () => {
    initSync({ module: await wasm() });
    assert.ok(new WorkerPool());
});

test("init takes the module's bytes", async () => {
    await init({ module_or_path: await wasm() });
    assert.ok(new WorkerPool({ workers: 2 }));
});

test("package.json names only what exists", async () => {
    /** @type {{ main: string, types: string, files: string[], exports: { ".": { types: string, default: string } } }} */
    const manifest = JSON.parse(await readFile(join(pkg, "package.json"), "utf8"));
    const { ".": entry } = manifest.exports;
    for (const name of [manifest.main, manifest.types, entry.types, entry.default, ...manifest.files]) {
        assert.ok(await stat(join(pkg, name)), name);
    }
});

test("twinpool/sim is the simulator, with sweep, and without the pool", async () => {
    const sim = await import("../../pkg/sim.js");
    sim.initSync({ module: await readFile(join(pkg, "sim_bg.wasm")) });
    initSync({ module: await wasm() });
    const scenario = { seed: 7, pool: { workers: 2 }, load: { tasks: 50 } };
    assert.deepEqual(sim.simulate(scenario), simulate(scenario));
    assert.deepEqual(await sim.sweep(scenario, { "pool.workers": [1, 2] }, 3), await sweep(scenario, { "pool.workers": [1, 2] }, 3));
    assert.equal(sim.defaultPoolOptions().workers, 3);
    assert.deepEqual(sim.EVENT_TYPES, EVENT_TYPES);
    assert.ok(!("WorkerPool" in sim));
});

test("a project imports it by its name", async () => {
    const project = await mkdtemp(join(tmpdir(), "twinpool-project-"));
    try {
        await mkdir(join(project, "node_modules"));
        await symlink(pkg, join(project, "node_modules", "twinpool"));
        const program = `
            import { readFileSync } from "node:fs";
            import { createRequire } from "node:module";
            import { initSync, WorkerPool } from "twinpool";
            initSync({ module: readFileSync(createRequire(import.meta.url).resolve("twinpool/twinpool_bg.wasm")) });
            console.log(await new WorkerPool().run(() => "ran"));`;
        const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], { cwd: project });
        assert.equal(stdout, "ran\n");
    } finally {
        await rm(project, { recursive: true });
    }
});
