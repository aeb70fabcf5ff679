// pkg/: the npm package. ES modules with their wasm beside them, for browsers and Node.
import { cp, readFile, rename, stat, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { fingerprint, isMade, remake } from "../lib/fingerprint.mjs";
import { withLock } from "../lib/lock.mjs";
import { inRoot, pkg, state } from "../lib/paths.mjs";
import { say } from "../lib/run.mjs";
import { need } from "../setup/need.mjs";
import { versionOf } from "../setup/cargo-tools.mjs";
import { bindEntries, entries } from "./bindings.mjs";
import { cargoFiles, compiler } from "./cargo.mjs";
import { manifest } from "./manifest.mjs";

/** Shipped when they exist. */
const PAPERS = ["CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "LICENSE"];
/** What is written by hand, in src/web: it stands in the package as it stands there. */
const BY_HAND = ["twinpool.js", "sim.js", "sim/bindings.js", "README.md", "events.js", "load.js", "ready.js", "refuse.js", "theory", "threads"];

/** Builds pkg/ unless it is there and up to date. */
export async function buildPackage() {
    await need(["rust", "wasm target", "npm packages", "wasm-bindgen"]);
    // When there is nothing to do, runs at the same time don't wait for each other.
    if (await isMade(pkg, await inputs())) return;
    await withLock(join(state, "build-package"), async () => {
        if (await remake(pkg, await inputs(), make)) say(`built pkg/: ${await sizes()}`);
    });
}

const inputs = () => fingerprint([...cargoFiles, "src", "package-lock.json", "scripts/build", ...PAPERS], [...compiler(), versionOf("wasm-bindgen")]);

/** @param {string} folder */
async function make(folder) {
    say("building pkg/, the npm package");
    await bindEntries(folder);
    // The workers of threads/ load the bindings, and not the entry, which would make workers of its own: bundlers refuse
    // such a circle.
    await rename(join(folder, "twinpool.js"), join(folder, "bindings.js"));
    await rename(join(folder, "sim.js"), join(folder, "sim-bindings.js"));
    for (const name of BY_HAND) await cp(inRoot("src", "web", name), join(folder, name), { recursive: true });
    // A worker's script has to name the bindings that it loads, so each entry with threads has its own.
    for (const name of ["refuse.js", "threads"]) await cp(inRoot("src", "web", name), join(folder, "sim", name), { recursive: true });
    // Whoever imports it alone has the same types.
    await writeFile(join(folder, "theory", "theory.d.ts"), 'export { theory, type Theory, type TheoryFigures } from "../twinpool.js";\n');
    for (const paper of PAPERS) {
        if (existsSync(inRoot(paper))) await cp(inRoot(paper), join(folder, paper));
    }
    await writeFile(join(folder, "package.json"), `${JSON.stringify(await manifest(folder), undefined, 2)}\n`);
}

async function sizes() {
    const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1_000).toFixed(1)} kB`;
    const size = async (/** @type {string} */ name) => {
        const wasm = join(pkg, name);
        return `${name} ${kilobytes((await stat(wasm)).size)}, gzipped ${kilobytes(gzipSync(await readFile(wasm)).length)}`;
    };
    return (await Promise.all(entries.map(({ name }) => size(`${name}_bg.wasm`)))).join("; ");
}
