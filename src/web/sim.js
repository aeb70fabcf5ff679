/* @ts-self-types="./sim.d.ts" */
// The entry twinpool/sim: the simulator without the live pool.
export { Simulation, Workload, checkScenario, compare, default, defaultPoolOptions, defaultScenario, initSync, replicate, simulate } from "./sim/bindings.js";
export { comparePaired } from "./sim/threads/compare-paired.js";
export { replicateUntil } from "./sim/threads/replicate-until.js";
export { sweep } from "./sim/threads/sweep.js";
export { EVENT_TYPES } from "./events.js";
export { theory } from "./theory/theory.js";
