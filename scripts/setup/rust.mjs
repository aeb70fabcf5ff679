// Rust, its components and its wasm target.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../lib/paths.mjs";
import { Failure, output, putOnPath, run, say, which } from "../lib/run.mjs";

const WASM = "wasm32-unknown-unknown";

export async function needRust() {
    // rustup's folder is on PATH only in shells that were started after it was installed.
    if (!which("cargo")) putOnPath(join(process.env["CARGO_HOME"] ?? join(homedir(), ".cargo"), "bin"));
    const version = /^rustc (\d+)\.(\d+)/.exec(output("rustc", ["--version"]) ?? "");
    const [, major = "0", minor = "0"] = version ?? [];
    const oldest = /^rust-version = "(\d+)\.(\d+)/m.exec(readFileSync(inRoot("Cargo.toml"), "utf8"));
    const [, wantedMajor = "1", wantedMinor = "0"] = oldest ?? [];
    if (!version || !which("cargo")) {
        throw new Failure(`Rust is missing: install ${wantedMajor}.${wantedMinor} or newer with rustup (https://rustup.rs).`);
    }
    if (Number(major) * 1_000 + Number(minor) < Number(wantedMajor) * 1_000 + Number(wantedMinor)) {
        throw new Failure(`Rust ${major}.${minor} is too old: run \`rustup update\` to get ${wantedMajor}.${wantedMinor} or newer.`);
    }
    return Promise.resolve();
}

export async function needWasmTarget() {
    const library = output("rustc", ["--print", "target-libdir", "--target", WASM]);
    if (library !== undefined && existsSync(library)) return;
    if (!which("rustup")) {
        throw new Failure(`Rust's ${WASM} target is missing: install it, or install Rust with rustup.`);
    }
    say(`set-up: installing Rust's ${WASM} target, because the pool is compiled to wasm (seconds)`);
    await run("rustup", ["target", "add", WASM]);
}

/**
 * @param {string} name
 * @param {string} command the cargo command that it brings
 */
export async function needRustComponent(name, command) {
    if (output("cargo", [command, "--version"]) !== undefined) return;
    if (!which("rustup")) throw new Failure(`${name} is missing: install it, or install Rust with rustup.`);
    say(`set-up: installing ${name}, because the tests check the Rust code with it (seconds)`);
    await run("rustup", ["component", "add", name]);
}
