/* @ts-self-types="./twinpool.d.ts" */
// The package's entry: what wasm-bindgen wrote, and sweep.
export { Simulation, WorkerPool, Workload, checkScenario, compare, default, defaultPoolOptions, defaultScenario, initSync, replicate, simulate } from "./bindings.js";
export { sweep } from "./sweep/sweep.js";
