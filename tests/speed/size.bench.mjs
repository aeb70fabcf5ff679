// What a page has to load for the pool: each entry of the package, as it is and as a bundler ships it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { entries } from "../../scripts/build/bindings.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";

export const name = "size";

export const about = "bytes of each entry's wasm and JavaScript, gzipped at level 9; 'bundled' is minified by Vite, as a page gets it";

const LEVEL = 9;

/** @param {Uint8Array | string} content */
const gzipped = (content) => gzipSync(content, { level: LEVEL }).length;

/** @param {{ buildPackage: () => Promise<void> }} tools */
export async function run({ buildPackage }) {
    await buildPackage();
    const rows = [];
    for (const entry of entries) rows.push(...(await sizesOf(entry.name)));
    return { rows };
}

/** @param {string} entry */
async function sizesOf(entry) {
    const folder = inRoot("pkg");
    const result = await build({
        configFile: false,
        logLevel: "error",
        root: folder,
        build: {
            write: false,
            assetsInlineLimit: 0,
            target: "es2022",
            rolldownOptions: { input: join(folder, `${entry}.js`), preserveEntrySignatures: "strict" },
        },
    });
    const outputs = [result].flat().flatMap((built) => ("output" in built ? built.output : []));
    const chunks = outputs.flatMap((output) => (output.type === "chunk" ? [output.code] : []));
    const wasm = await readFile(join(folder, `${entry}_bg.wasm`));
    const script = chunks.join("\n");
    const parts = [
        { part: "wasm", bytes: wasm.length, gzipped: gzipped(wasm) },
        { part: "JavaScript, bundled", bytes: script.length, gzipped: gzipped(script) },
    ];
    const sum = { part: "together", bytes: wasm.length + script.length, gzipped: gzipped(wasm) + gzipped(script) };
    return [...parts, sum].map((part) => ({ entry, ...part }));
}
