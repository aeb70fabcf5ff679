// The package's package.json. Its name, version and so on are Cargo.toml's.
import { readdir } from "node:fs/promises";
import { entries } from "./bindings.mjs";
import { cratePackage } from "./cargo.mjs";

/** @param {string} folder the package, complete but for this */
export async function manifest(folder) {
    const { name, version, description, license, repository, keywords } = cratePackage("twinpool");
    return {
        name,
        version,
        description: description ?? undefined,
        license: license ?? undefined,
        repository: repository ?? undefined,
        keywords,
        type: "module",
        main: `./${name}.js`,
        module: `./${name}.js`,
        types: `./${name}.d.ts`,
        exports: Object.fromEntries([...entries.flatMap((entry) => exportsOf(entry.name, entry.name === name)), ["./theory", { types: "./theory/theory.d.ts", default: "./theory/theory.js" }], ["./package.json", "./package.json"]]),
        files: (await readdir(folder)).sort(),
        // Loading a module does nothing but define; wasm-bindgen's snippets and the worker may do more.
        sideEffects: ["./snippets/**", "./threads/worker.js", "./sim/threads/worker.js"],
        engines: { node: ">=20" },
    };
}

/**
 * @param {string} name
 * @param {boolean} isMain
 */
const exportsOf = (name, isMain) => [
    [isMain ? "." : `./${name}`, { types: `./${name}.d.ts`, default: `./${name}.js` }],
    [`./${name}_bg.wasm`, `./${name}_bg.wasm`],
];
