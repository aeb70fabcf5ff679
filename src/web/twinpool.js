/* @ts-self-types="./twinpool.d.ts" */
// The package's entry: what wasm-bindgen wrote, and sweep.
export { Simulation, WorkerPool, compare, default, defaultPoolOptions, initSync, replicate, simulate } from "./bindings.js";
export { sweep } from "./sweep/sweep.js";
