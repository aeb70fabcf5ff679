// What a page has to load for the pool: the package, as it is and as a bundler ships it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { inRoot } from "../../scripts/lib/paths.mjs";

export const name = "size";

export const about = "bytes of the package's wasm and JavaScript, gzipped at level 9; 'bundled' is minified by Vite, as a page gets it";

const LEVEL = 9;

/** @param {Uint8Array | string} content */
const gzipped = (content) => gzipSync(content, { level: LEVEL }).length;

/** @param {{ buildPackage: () => Promise<void> }} tools */
export async function run({ buildPackage }) {
    await buildPackage();
    const folder = inRoot("pkg");
    const entry = join(folder, "twinpool.js");
    const result = await build({
        configFile: false,
        logLevel: "error",
        root: folder,
        build: { write: false, assetsInlineLimit: 0, target: "es2022", rolldownOptions: { input: entry, preserveEntrySignatures: "strict" } },
    });
    const outputs = [result].flat().flatMap((built) => ("output" in built ? built.output : []));
    const chunks = outputs.flatMap((output) => (output.type === "chunk" ? [output.code] : []));
    const wasm = await readFile(join(folder, "twinpool_bg.wasm"));
    const script = chunks.join("\n");
    const rows = [
        { name: "wasm", bytes: wasm.length, gzipped: gzipped(wasm) },
        { name: "JavaScript, bundled", bytes: script.length, gzipped: gzipped(script) },
    ];
    const sum = { name: "together", bytes: wasm.length + script.length, gzipped: gzipped(wasm) + gzipped(script) };
    return { rows: [...rows, sum] };
}
