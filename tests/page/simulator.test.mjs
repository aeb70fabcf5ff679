// The package's simulator in browsers, on a page with a strict content security policy: as static files, as they lie in
// pkg/, and as Vite bundles it.
import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { build } from "vite";
import { launch, open } from "../../scripts/lib/browser.mjs";
import { pkg } from "../../scripts/lib/paths.mjs";
import { serve } from "../../scripts/lib/serve.mjs";
import { browsers } from "./browsers.mjs";

const PAGE = `<!doctype html>
<html lang="en">
    <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; img-src data:" />
        <link rel="icon" href="data:," />
        <title>at work</title>
        <script type="module" src="./main.js"></script>
    </head>
</html>`;

/** Leaves what it found in the title of the page. @param {string} from where the package is */
const program = (from) => `
import init, { Simulation, compare, comparePaired, replicate, replicateUntil, simulate, sweep, theory } from ${JSON.stringify(from)};
await init();
const scenario = { seed: 42, pool: { workers: 2 }, load: { tasks: 200 } };

const simulation = new Simulation(scenario);
simulation.advance(1000);
const atMs = simulation.view().atMs;
const report = await simulation.runToEnd();

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const grid = { "pool.workers": [1, 2, 3], "work.failureProbability": [0, 0.5] };
const [one, two] = [await sweep(scenario, grid, 3, { threads: 1 }), await sweep(scenario, grid, 3, { threads: 2 })];
const point = replicate({ ...scenario, pool: { workers: 1 }, work: { failureProbability: 0 } }, 3);

const until = await replicateUntil(scenario, { precision: 0.5, figure: "virtualMs", threads: 2 });
const pair = [scenario, { ...scenario, pool: { workers: 3 } }];
const { difference } = await comparePaired(...pair, 3, { threads: 2 });

const abort = new AbortController();
const long = { ...scenario, load: { tasks: 1e8 } };
const aborted = sweep(long, {}, 1, { signal: abort.signal }).catch((reason) => reason);
setTimeout(() => abort.abort("enough"), 100);
const refused = await sweep(scenario, { "pool.workers": [1, 0] }, 1).catch((error) => error.name + ": " + error.message);

document.title = JSON.stringify({
    atMs,
    ran: same(report, simulate(scenario)),
    points: one.length,
    swept: same(one, two) && same(one[0].estimates, point),
    until: same(until, { ...replicate(scenario, until.runs), reached: true }),
    compared: same(difference, compare(...pair, 3)),
    theory: theory({ seed: 1, pool: { workers: 3 } }).name,
    aborted: await aborted,
    refused,
});
`;

const found = {
    atMs: 1_000,
    ran: true,
    points: 6,
    swept: true,
    until: true,
    compared: true,
    theory: "20 tasks on 3 workers",
    aborted: "enough",
    refused: "RangeError: pool.workers must be a whole number from 1 to 100,000; got 0",
};

/** @type {string} */
let folder;
before(async () => {
    folder = await mkdtemp(join(tmpdir(), "twinpool-simulator-"));
    const files = join(folder, "files");
    await cp(pkg, join(files, "pkg"), { recursive: true });
    await writeFile(join(files, "index.html"), PAGE);
    await writeFile(join(files, "main.js"), program("./pkg/twinpool.js"));
    // As a project of somebody else's that has it installed.
    const project = join(folder, "project");
    await cp(pkg, join(project, "node_modules", "twinpool"), { recursive: true });
    await mkdir(join(folder, "bundle"));
    await writeFile(join(project, "index.html"), PAGE);
    await writeFile(join(project, "main.js"), program("twinpool"));
    await build({
        configFile: false,
        logLevel: "error",
        root: project,
        base: "./",
        build: { outDir: join(folder, "bundle"), emptyOutDir: true, assetsInlineLimit: 0, target: "es2022", modulePreload: { polyfill: false } },
    });
});
after(() => rm(folder, { recursive: true }));

for (const name of browsers) {
    describe(name, () => {
        /** @type {import("puppeteer-core").Browser} */
        let browser;
        before(async () => {
            browser = await launch(name);
        });
        after(() => browser.close());

        for (const [how, place] of [
            ["as static files", "files"],
            ["bundled by Vite", "bundle"],
        ]) {
            test(`simulates, and sweeps on several threads, ${how}`, async () => {
                const site = await serve(join(folder, place ?? ""), { base: "/some/where/" });
                try {
                    const { page, complaints } = await open(browser, site.url);
                    await page.waitForFunction(() => document.title !== "at work", { timeout: 30_000 });
                    assert.deepEqual(JSON.parse(await page.title()), found);
                    assert.deepEqual(complaints, { errors: [], failed: [], foreign: [] });
                    await page.close();
                } finally {
                    await site.close();
                }
            });
        }
    });
}
