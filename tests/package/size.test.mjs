// A page has little to load.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFile } from "node:fs/promises";
import { entries } from "../../scripts/build/bindings.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { run } from "../speed/size.bench.mjs";

const { rows } = await run({ buildPackage: () => Promise.resolve() });

/** @param {string} entry @param {string} part */
function gzippedOf(entry, part) {
    const row = rows.find((row) => row.entry === entry && row.part === part);
    assert.ok(row, `${entry} has no ${part}`);
    return row.gzipped;
}

test("the wasm of twinpool/live is less than 43 kB gzipped, that of twinpool/sim less than 60 kB", () => {
    const [live, sim] = [gzippedOf("live", "wasm"), gzippedOf("sim", "wasm")];
    assert.ok(live < 43_000, `live is ${live} bytes`);
    assert.ok(sim < 60_000, `sim is ${sim} bytes`);
});

test("twinpool/live, with its JavaScript, is less than 50 kB gzipped, and has no simulator in it", () => {
    const [live, twinpool] = [gzippedOf("live", "together"), gzippedOf("twinpool", "together")];
    assert.ok(live < 50_000, `it is ${live} bytes`);
    assert.ok(live < 0.65 * twinpool, `it is ${live} bytes of ${twinpool}`);
});

test("the wasm names no file of the machine that built it", async () => {
    for (const { name } of entries) {
        const wasm = await readFile(inRoot("pkg", `${name}_bg.wasm`), "latin1");
        assert.doesNotMatch(wasm, /\.rs|\/(home|root|rustc)\//, name);
    }
});
