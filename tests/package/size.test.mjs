// A page that only ships the pool has little to load.
import assert from "node:assert/strict";
import { test } from "node:test";
import { run } from "../speed/size.bench.mjs";

test("twinpool/live, with its JavaScript, is less than 60 kB gzipped, and has no simulator in it", async () => {
    const { rows } = await run({ buildPackage: () => Promise.resolve() });
    const together = rows.filter(({ part }) => part === "together").map(({ entry, gzipped }) => [entry, gzipped]);
    /** @type {Record<string, number>} */
    const { live = NaN, twinpool = NaN } = Object.fromEntries(together);
    assert.ok(live < 60_000, `it is ${live} bytes`);
    assert.ok(live < 0.65 * twinpool, `it is ${live} bytes of ${twinpool}`);
});
