// What a command needs before it can run, by name; what is missing is installed, or the person is told what to install.
import { Failure } from "../lib/run.mjs";
import { needBrowser, needChromedriver } from "./browsers.mjs";
import { needCargoTool } from "./cargo-tools.mjs";
import { needNpmPackages } from "./npm.mjs";
import { needRust, needRustComponent, needWasmTarget } from "./rust.mjs";

/** In the order in which they are set up: first what takes seconds, then what takes minutes. */
const setUps = {
    rust: needRust,
    rustfmt: () => needRustComponent("rustfmt", "fmt"),
    clippy: () => needRustComponent("clippy", "clippy"),
    "wasm target": needWasmTarget,
    "npm packages": needNpmPackages,
    firefox: () => needBrowser("firefox"),
    chromium: () => needBrowser("chromium"),
    chromedriver: needChromedriver,
    "wasm-bindgen": () => needCargoTool("wasm-bindgen"),
    "wasm-pack": () => needCargoTool("wasm-pack"),
    geckodriver: () => needCargoTool("geckodriver"),
};

/** @typedef {keyof typeof setUps} Need */

/**
 * Sets up what is missing of these.
 * @param {Iterable<Need>} names
 */
export async function need(names) {
    checkNode();
    const wanted = new Set(names);
    for (const [name, setUp] of Object.entries(setUps)) {
        if (wanted.has(/** @type {Need} */ (name))) await setUp();
    }
}

/** The oldest that the page's builder and the linter run on. */
function checkNode() {
    const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
    const ok = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
    if (!ok) throw new Failure(`Node ${process.version} is too old: install Node 20.19, 22.12 or newer.`);
}
