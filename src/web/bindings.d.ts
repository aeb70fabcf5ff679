// bindings.js is what wasm-bindgen writes. These are its exports, for the checks of what is written by hand beside it.
export { Simulation, WorkerPool, Workload, checkScenario, compare, default, defaultPoolOptions, defaultScenario, initSync, replicate, simulate } from "../../pkg/twinpool.js";
export function checkReplicate(scenario: unknown, n: number): void;
export function compiledModule(): WebAssembly.Module;
