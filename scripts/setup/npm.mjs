// The npm packages that package-lock.json names.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "../lib/lock.mjs";
import { inRoot, state } from "../lib/paths.mjs";
import { Failure, putOnPath, run, say, which } from "../lib/run.mjs";

/**
 * @typedef {object} Locked
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 */

export async function needNpmPackages() {
    if (!installed()) {
        await withLock(join(state, "npm"), async () => {
            if (installed()) return;
            if (!which("npm")) throw new Failure("npm is missing: install it (it comes with Node).");
            say("set-up: installing the npm packages of package-lock.json into node_modules (half a minute)");
            // No package here needs its install script.
            await run("npm", ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
        });
    }
    // wasm-opt, vite, tsc …
    putOnPath(inRoot("node_modules", ".bin"));
}

/**
 * Is in node_modules what package-lock.json says? npm writes its own record there at the end of an installation, so one
 * that was interrupted has none. Optional packages are for other systems, and need not be there.
 */
function installed() {
    const there = packagesOf(inRoot("node_modules", ".package-lock.json"));
    const wanted = packagesOf(inRoot("package-lock.json"));
    return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
        if (path === "") return true;
        const found = there[path];
        return found ? found.version === version && found.integrity === integrity : optional === true;
    });
}

/**
 * @param {string} lockFile
 * @returns {Record<string, Locked>}
 */
function packagesOf(lockFile) {
    if (!existsSync(lockFile)) return {};
    /** @type {{ packages: Record<string, Locked> }} */
    const { packages } = JSON.parse(readFileSync(lockFile, "utf8"));
    return packages;
}
