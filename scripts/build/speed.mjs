// The wasm that only the benchmarks use: the crate in tests/speed, plain exports, no wasm-bindgen.
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { state } from "../lib/paths.mjs";
import { need } from "../setup/need.mjs";
import { compileToWasm, optimise } from "./cargo.mjs";

/**
 * Builds it and optimises it as the package's wasm is; cargo knows what has changed.
 * @returns {Promise<string>} path of the wasm file
 */
export async function buildSpeedWasm() {
    await need(["rust", "wasm target", "npm packages"]);
    const compiled = await compileToWasm("twinpool-speed");
    const optimised = join(state, "speed", "twinpool_speed.wasm");
    await mkdir(dirname(optimised), { recursive: true });
    await optimise(compiled, optimised);
    return optimised;
}
