// Where the bindings that wasm-bindgen writes find their wasm: scripts/build/glue.mjs puts it into them.
// @ts-check

// Named so that bundlers, which build for browsers, don't look for it.
/** @type {string} */
const NODE_FILES = "node:fs/promises";

/**
 * What `fetch` gives; of a file in Node, where `fetch` reads none, its bytes.
 * @param {string | URL | Request} source
 * @returns {Promise<Response | Uint8Array>}
 */
export async function load(source) {
    const { process } = /** @type {{ process?: { versions?: { node?: string } } }} */ (globalThis);
    const url = typeof source === "object" && "url" in source ? source.url : String(source);
    if (!url.startsWith("file:") || process?.versions?.node === undefined) return fetch(source);
    /** @type {typeof import("node:fs/promises")} */
    const { readFile } = await import(/* @vite-ignore */ /* webpackIgnore: true */ NODE_FILES);
    return readFile(new URL(url));
}
