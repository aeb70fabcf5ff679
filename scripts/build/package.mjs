// pkg/: the npm package. An ES module with its wasm beside it, for browsers and Node.
import { cp, mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { fingerprint, remake } from "../lib/fingerprint.mjs";
import { withLock } from "../lib/lock.mjs";
import { inRoot, pkg, state } from "../lib/paths.mjs";
import { run, say } from "../lib/run.mjs";
import { need } from "../setup/need.mjs";
import { versionOf } from "../setup/cargo-tools.mjs";
import { cargoFiles, compileToWasm, compiler, cratePackage, optimise } from "./cargo.mjs";

const WASM = "twinpool_bg.wasm";
/** Shipped when they exist. */
const PAPERS = ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "LICENSE"];

/** Builds pkg/ unless it is there and up to date. */
export async function buildPackage() {
    await need(["rust", "wasm target", "npm packages", "wasm-bindgen"]);
    await withLock(join(state, "build-package"), async () => {
        const inputs = await fingerprint([...cargoFiles, "src", "package-lock.json", "scripts/build", ...PAPERS], [...compiler(), versionOf("wasm-bindgen")]);
        if (await remake(pkg, inputs, make)) say(`built pkg/: ${await sizes()}`);
    });
}

/** @param {string} folder */
async function make(folder) {
    say("building pkg/, the npm package");
    const compiled = await compileToWasm("twinpool");
    await mkdir(folder, { recursive: true });
    await run("wasm-bindgen", ["--target", "web", "--out-name", "twinpool", "--out-dir", folder, compiled]);
    await optimise(join(folder, WASM), join(folder, WASM));
    // The raw exports' types: they say nothing to a user of the package.
    await rm(join(folder, `${WASM}.d.ts`), { force: true });
    for (const paper of PAPERS) {
        if (existsSync(inRoot(paper))) await cp(inRoot(paper), join(folder, paper));
    }
    await writeFile(join(folder, "package.json"), `${JSON.stringify(await manifest(folder), undefined, 2)}\n`);
}

/**
 * The package's package.json; its name, version and so on are Cargo.toml's.
 * @param {string} folder
 */
async function manifest(folder) {
    const { name, version, description, license, repository, keywords } = cratePackage("twinpool");
    return {
        name,
        version,
        description: description ?? undefined,
        license: license ?? undefined,
        repository: repository ?? undefined,
        keywords,
        type: "module",
        main: "./twinpool.js",
        module: "./twinpool.js",
        types: "./twinpool.d.ts",
        exports: {
            ".": { types: "./twinpool.d.ts", default: "./twinpool.js" },
            [`./${WASM}`]: `./${WASM}`,
            "./package.json": "./package.json",
        },
        files: (await readdir(folder)).sort(),
        // Loading the module does nothing but define; its snippets, if wasm-bindgen makes any, may do more.
        sideEffects: ["./snippets/*"],
        engines: { node: ">=20" },
    };
}

async function sizes() {
    const wasm = join(pkg, WASM);
    const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1_000).toFixed(1)} kB`;
    return `${WASM} ${kilobytes((await stat(wasm)).size)}, gzipped ${kilobytes(gzipSync(await readFile(wasm)).length)}`;
}
