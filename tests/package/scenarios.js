// Scenarios that make no sense, and how they are refused: one of each kind. Rust's own tests have the rest.

/** @typedef {[scenario: unknown, name: "TypeError" | "RangeError", message: string]} Refused */

const pool = { workers: 3 };
const sound = { seed: 42, pool };

const SEED = "seed must be a whole number from 0 to 9,007,199,254,740,991; got";
const KINDS = '"constant", "exponential", "uniform", "lognormal", "erlang", "hyperexponential", "pareto", "empirical"';

/** @param {object} arrivals */
const arriving = (arrivals) => ({ ...sound, load: { arrivals } });
/** @param {object} service */
const serving = (service) => ({ ...sound, work: { service } });

/** @type {Refused[]} */
export const SCENARIOS = [
    [undefined, "TypeError", "the scenario must be an object; got undefined"],
    [null, "TypeError", "the scenario must be an object; got null"],
    [[sound], "TypeError", "the scenario must be an object; got an array"],
    [{ pool }, "TypeError", "seed is missing; it must be a whole number from 0 to 9,007,199,254,740,991"],
    [{ seed: 42 }, "TypeError", "pool is missing; it must be an object with at least the field workers"],
    [{ seed: 42, pool: {} }, "TypeError", "pool.workers is missing; it must be a whole number from 1 to 100,000"],
    [{ seed: -1, pool }, "RangeError", `${SEED} -1`],
    [{ seed: 2 ** 53, pool }, "RangeError", `${SEED} 9007199254740992`],
    [{ seed: "42", pool }, "TypeError", `${SEED} "42"`],
    [{ ...sound, tasks: 5 }, "TypeError", "tasks is not known; known here: seed, pool, load, work, warmupTasks"],
    [{ ...sound, warmupTasks: -1 }, "RangeError", "warmupTasks must be a whole number from 0 to 1,000,000,000; got -1"],
    [{ seed: 42, pool: { workers: 3, retry: { factor: 0 } } }, "RangeError", "pool.retry.factor must be a number from 1 to 1,000; got 0"],
    [{ ...sound, load: { tasks: 1.5 } }, "RangeError", "load.tasks must be a whole number from 0 to 1,000,000,000; got 1.5"],
    [arriving({ kind: "poisson" }), "TypeError", "load.arrivals.ratePerSecond is missing; it must be a number of tasks a second, at least 0.000001 and at most 1,000,000,000"],
    [arriving({ kind: "poisson", ratePerSecond: NaN }), "RangeError", "load.arrivals.ratePerSecond must be a number of tasks a second, at least 0.000001 and at most 1,000,000,000; got NaN"],
    [arriving({ kind: "trace", atMs: [2, 1] }), "RangeError", "load.arrivals.atMs[1] must be no earlier than the time before it; got 1"],
    [serving({ kind: "slow" }), "TypeError", `work.service.kind must be one of ${KINDS}; got "slow"`],
    [serving({ kind: "exponential", ms: 1 }), "TypeError", "work.service.meanMs is missing; it must be a number of milliseconds from 0 to 1,000,000,000,000"],
    [{ ...sound, work: { failureProbability: 1.1 } }, "RangeError", "work.failureProbability must be a number from 0 to 1; got 1.1"],
    [{ ...sound, work: { outages: [{ fromMs: 3, toMs: 2, failureProbability: 1 }] } }, "RangeError", "work.outages[0].toMs must be no earlier than fromMs; got 2"],
];
