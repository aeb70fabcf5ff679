import type { Estimates } from "../../pkg/twinpool.js";

// bindings.js is what wasm-bindgen writes. These are its exports, for the checks of what is written by hand beside it.
export { Simulation, WorkerPool, Workload, checkScenario, compare, default, defaultPoolOptions, defaultScenario, initSync, replicate, simulate } from "../../pkg/twinpool.js";
/** Replications in parts: see replications.rs. */
export function replicateRange(scenario: unknown, first: number, count: number): Float64Array<ArrayBuffer>;
/** The value that |t| exceeds with this probability. */
export function studentT(degrees: number, probability: number): number;
export class Sums {
    add(figures: Float64Array): void;
    estimates(seed: number): Estimates;
    free(): void;
}
export function checkReplicate(scenario: unknown, n: number, name?: string): void;
export function compiledModule(): WebAssembly.Module;
