/* @ts-self-types="./twinpool.d.ts" */
// The package's entry: what wasm-bindgen wrote, what runs on several threads, and theory.
export { Simulation, WorkerPool, Workload, checkScenario, compare, default, defaultPoolOptions, defaultScenario, initSync, replicate, simulate } from "./bindings.js";
export { EVENT_TYPES } from "./events.js";
export { theory } from "./theory/theory.js";
export { comparePaired } from "./threads/compare-paired.js";
export { replicateUntil } from "./threads/replicate-until.js";
export { sweep } from "./threads/sweep.js";
