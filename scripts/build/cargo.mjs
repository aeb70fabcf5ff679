// Compiling a crate of this workspace to wasm.
import { join } from "node:path";
import { Failure, output, run } from "../lib/run.mjs";

const WASM = "wasm32-unknown-unknown";

/**
 * What a build of Rust code depends on besides the code.
 * @returns {(string | undefined)[]}
 */
export const compiler = () => [output("rustc", ["--version"]), process.env["RUSTFLAGS"]];

/** The files and folders that say how cargo builds. */
export const cargoFiles = ["Cargo.toml", "Cargo.lock", ".cargo"];

/**
 * @typedef {object} CargoPackage what `cargo metadata` says of a crate
 * @property {string} name
 * @property {string} version
 * @property {string | null} description
 * @property {string | null} license
 * @property {string | null} repository
 * @property {string[]} keywords
 */

/** @returns {{ packages: CargoPackage[], target_directory: string }} */
function metadata() {
    const said = output("cargo", ["metadata", "--no-deps", "--format-version", "1"]);
    if (said === undefined) throw new Failure("cargo can't read Cargo.toml: run `cargo metadata` to see why.");
    return JSON.parse(said);
}

/**
 * What Cargo.toml says of a crate.
 * @param {string} name
 */
export function cratePackage(name) {
    const found = metadata().packages.find((crate) => crate.name === name);
    if (!found) throw new Failure(`the workspace has no crate ${name}`);
    return found;
}

/**
 * Builds a crate for wasm, optimised.
 * @param {string} name
 * @param {object} [options]
 * @param {string[] | undefined} [options.features] Default: the crate's own.
 * @param {string} [options.folder] in cargo's target folder. Default: that folder itself.
 * @param {string[]} [options.flags] for rustc
 * @returns {Promise<string>} path of the wasm file
 */
export async function compileToWasm(name, { features, folder = "", flags = [] } = {}) {
    const target = join(metadata().target_directory, folder);
    const chosen = features ? ["--no-default-features", "--features", features.join(",")] : [];
    // cargo prefers RUSTFLAGS, where somebody has set them.
    const config = ["--config", `target.${WASM}.rustflags = ${JSON.stringify(flags)}`];
    await run("cargo", [...config, "build", "--release", "-p", name, "--lib", "--target", WASM, "--target-dir", target, ...chosen]);
    return join(target, WASM, "release", `${name.replaceAll("-", "_")}.wasm`);
}

// What rustc and wasm-bindgen put into the wasm, and every browser since 2023 runs; wasm-opt refuses what it isn't told.
const FEATURES = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

// A kilobyte less, gzipped, and no slower. The lowest memory is the far end of Rust's stack, which only a stack about to
// overflow reaches; LLVM has inlined what is worth it; the sections are for tools.
const SMALLER = ["--low-memory-unused", "--one-caller-inline-max-function-size=0", "--strip-producers", "--strip-target-features"];

/**
 * @param {string} input
 * @param {string} result
 */
export async function optimise(input, result) {
    await run("wasm-opt", ["-O3", ...SMALLER, ...FEATURES, input, "-o", result]);
}
