// The tools that come from crates.io. tools.json has their exact versions.
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { withLock } from "../lib/lock.mjs";
import { inRoot, toolCache } from "../lib/paths.mjs";
import { output, putOnPath, run, say } from "../lib/run.mjs";

/** @typedef {"wasm-bindgen" | "wasm-pack" | "geckodriver"} CargoTool */

/**
 * @typedef {object} Tool
 * @property {string} crate
 * @property {string} version
 * @property {string} why
 * @property {string[]} [optimise] The crates in which it spends its time.
 */

/** @type {Record<CargoTool, Tool>} */
const tools = JSON.parse(readFileSync(inRoot("scripts", "tools.json"), "utf8"));

// One waits long for the build of these tools and hardly for the tools. Unoptimised but for the crates that do the
// work, all three take 3 minutes on two cores instead of 7, and are as quick as if everything were optimised.
const QUICK_BUILD = {
    CARGO_PROFILE_RELEASE_OPT_LEVEL: "0",
    CARGO_PROFILE_RELEASE_LTO: "off",
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "64",
    CARGO_PROFILE_RELEASE_DEBUG: "0",
    CARGO_PROFILE_RELEASE_STRIP: "symbols",
};

/** @param {CargoTool} name */
export async function needCargoTool(name) {
    if (hasVersion(output(name, ["--version"]), versionOf(name))) return;
    if (!existsSync(programOf(name))) {
        await withLock(join(toolCache, "cargo-install"), async () => {
            if (!existsSync(programOf(name))) await install(name);
        });
    }
    putOnPath(join(folderOf(name), "bin"));
}

/**
 * @param {string | undefined} said what the tool answers to --version
 * @param {string} version
 */
function hasVersion(said, version) {
    return said?.split(/\s+/).includes(version) ?? false;
}

/**
 * @param {CargoTool} name
 * @returns {string}
 */
export function versionOf(name) {
    // wasm-bindgen's two halves, the library and the tool, work together only when their versions are equal.
    if (name !== "wasm-bindgen") return tools[name].version;
    const locked = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(readFileSync(inRoot("Cargo.lock"), "utf8"));
    if (!locked?.[1]) throw new Error("Cargo.lock names no wasm-bindgen");
    return locked[1];
}

/** @param {CargoTool} name */
const folderOf = (name) => join(toolCache, `${tools[name].crate}-${versionOf(name)}`);

/** @param {CargoTool} name */
const programOf = (name) => join(folderOf(name), "bin", name);

/** @param {CargoTool} name */
async function install(name) {
    const { crate, why, optimise = [] } = tools[name];
    const version = versionOf(name);
    say(`set-up: building ${crate} ${version} with cargo, because ${why} (once for this user; one to three minutes)`);
    // Complete folders only: cargo installs into another one, which is moved when it is done.
    const partial = join(toolCache, "partial");
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    // What one tool has built serves the next.
    const build = join(toolCache, "build");
    const optimised = optimise.flatMap((inner) => ["--config", `profile.release.package.${inner}.opt-level=1`]);
    const args = ["install", `${crate}@${version}`, "--root", partial, ...optimised];
    // Not in the repository: its cargo configuration is not the tools' business.
    // On PATH, so that cargo doesn't advise to put it there.
    const path = `${process.env["PATH"] ?? ""}${delimiter}${join(partial, "bin")}`;
    const options = { cwd: toolCache, env: { ...QUICK_BUILD, CARGO_TARGET_DIR: build, PATH: path } };
    try {
        // With the versions its authors tested …
        await run("cargo", [...args, "--locked"], options);
    } catch {
        // … unless the registry does not have them all (wasm-bindgen-cli 0.2.130 on some mirrors).
        say(`set-up: that is no harm: ${crate} is built without its own lock file, on the newest versions that fit`);
        await run("cargo", args, options);
    }
    await rename(partial, folderOf(name));
    // A gigabyte that nobody needs any more.
    const all = /** @type {CargoTool[]} */ (Object.keys(tools));
    if (all.every((tool) => existsSync(programOf(tool)))) await rm(build, { recursive: true, force: true });
}
