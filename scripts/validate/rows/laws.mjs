// Distributions by themselves, laws that hold in every single run, and the package's own intervals.
import { erlangB, mmc } from "../../../src/web/theory/markov.js";
import { MEAN_MS, distributions, exponential } from "../services.mjs";
import { TASKS, exact, given, lostShare, mean, percentiles, poisson } from "./row.mjs";

/** @typedef {import("./row.mjs").Row} Row */

/** One worker and no buffer: a task's sojourn is its service time. @returns {Row[]} */
const services = () =>
    distributions().map((distribution) => ({
        group: "Service times",
        name: distribution.name,
        source: distribution.formula,
        scenario: {
            pool: { workers: 1, bufferSize: 0 },
            load: { arrivals: { kind: "closed" } },
            work: { service: distribution.service, failureProbability: 0 },
        },
        tasks: TASKS,
        figures: [
            mean("mean", "ms", MEAN_MS, ({ sojournMs }) => given(sojournMs.mean)),
            ...percentiles("sojourn", ["p50", "p90", "p99", "p999"], distribution.quantile),
        ],
    }));

/** @returns {Row[]} */
const insensitive = () =>
    distributions().map((distribution) => {
        const [workers, lambda] = [5, 4];
        return {
            group: "Loss does not depend on the distribution",
            name: `M/G/5/5, ${distribution.name}`,
            source: "Erlang B (Sevastyanov 1957)",
            scenario: poisson({ workers, buffer: 0, whenFull: "reject", lambda, distribution }),
            tasks: TASKS,
            figures: [lostShare(erlangB(workers, lambda))],
        };
    });

/** @param {string} name @param {Row["scenario"]} scenario @returns {Row} */
const little = (name, scenario) => {
    const workers = scenario.pool.workers;
    return {
        group: "Little's law, in every run",
        name,
        source: "Little 1961: number x time = sum of the times",
        scenario,
        tasks: 20_000,
        fixed: true,
        figures: [
            exact("queue x time / sum of waits", "", 1, ({ queueLength, virtualMs, waitMs, accepted }) => (given(queueLength.mean) * virtualMs) / (given(waitMs.mean) * accepted)),
            exact("worker time / sum of (sojourn - wait)", "", 1, ({ utilisation, virtualMs, waitMs, sojournMs, accepted }) => {
                const time = workers * (given(utilisation.busy) + given(utilisation.backoff)) * virtualMs;
                return time / ((given(sojournMs.mean) - given(waitMs.mean)) * accepted);
            }),
        ],
    };
};

/** @returns {Row[]} */
const littles = () => {
    const failing = { service: exponential().service, failureProbability: 0.3 };
    return [
        little("M/M/3, load 0.9", poisson({ workers: 3, lambda: 2.7, distribution: exponential() })),
        little("M/M/3/13, reject", poisson({ workers: 3, buffer: 10, whenFull: "reject", lambda: 4, distribution: exponential() })),
        ...distributions().map((distribution) => little(`M/G/2, load 0.8, ${distribution.name}`, poisson({ workers: 2, lambda: 1.6, distribution }))),
        little("closed, retries held", { pool: { workers: 3 }, load: { arrivals: { kind: "closed" } }, work: failing }),
        little("Poisson, retries held, full jitter", {
            pool: { workers: 3, bufferSize: null, retry: { jitter: "full" } },
            load: { arrivals: { kind: "poisson", ratePerSecond: 10 } },
            work: failing,
        }),
    ];
};

/** @returns {Row[]} */
const plain = () => [
    {
        group: "Without luck, in every run",
        name: "bursts of 7 onto 3 workers, 10 ms each",
        source: "places 0 to 6 wait 0, 0, 0, 10, 10, 10 and 20 ms",
        scenario: {
            pool: { workers: 3, bufferSize: null },
            load: { arrivals: { kind: "bursts", size: 7, everyMs: 100 } },
            work: { service: { kind: "constant", ms: 10 }, failureProbability: 0 },
        },
        tasks: 7_000,
        fixed: true,
        figures: [
            exact("mean wait", "ms", 50 / 7, ({ waitMs }) => given(waitMs.mean)),
            exact("longest wait", "ms", 20, ({ waitMs }) => given(waitMs.max)),
            exact("end", "ms", 99_930, ({ virtualMs }) => virtualMs),
        ],
    },
    {
        group: "Without luck, in every run",
        name: "an outage of 5 s, arrivals every 10 ms",
        source: "attempts that begin from 0 on and before 5 s fail: 500 of 1,000",
        scenario: {
            pool: { workers: 1, retry: { maxAttempts: 1 } },
            load: { arrivals: { kind: "constant", everyMs: 10 } },
            work: { service: { kind: "constant", ms: 2 }, failureProbability: 0, outages: [{ fromMs: 0, toMs: 5_000, failureProbability: 1 }] },
        },
        tasks: 1_000,
        fixed: true,
        figures: [exact("tasks that fail", "tasks", 500, ({ failed }) => failed), exact("busy", "share", 2_000 / 9_992, ({ utilisation }) => given(utilisation.busy))],
    },
    {
        group: "Without luck, in every run",
        name: "a trace, one worker, 10 ms each",
        source: "arrivals at 0, 4, 9 and 100 ms wait 0, 6, 11 and 0 ms",
        scenario: {
            pool: { workers: 1 },
            load: { arrivals: { kind: "trace", atMs: [0, 4, 9, 100] } },
            work: { service: { kind: "constant", ms: 10 }, failureProbability: 0 },
        },
        tasks: 4,
        fixed: true,
        figures: [exact("mean wait", "ms", 17 / 4, ({ waitMs }) => given(waitMs.mean)), exact("mean queue", "tasks", 17 / 110, ({ queueLength }) => given(queueLength.mean))],
    },
    {
        group: "Without luck, in every run",
        name: "every attempt fails, 1 task",
        source: "10 + 500 + 10 + 1,000 + 10 ms",
        scenario: {
            pool: { workers: 1 },
            load: { arrivals: { kind: "closed" } },
            work: { service: { kind: "constant", ms: 10 }, failureProbability: 1 },
        },
        tasks: 1,
        fixed: true,
        figures: [exact("sojourn", "ms", 1_530, ({ sojournMs }) => given(sojournMs.mean)), exact("in backoff", "share", 1_500 / 1_530, ({ utilisation }) => given(utilisation.backoff))],
    },
];

/** @returns {Row[]} */
const estimates = () => {
    const [lambda, few, many] = [1.6, 2, 3];
    const scenario = (/** @type {number} */ workers) => poisson({ workers, lambda, distribution: exponential() });
    const wait = (/** @type {number} */ workers) => mmc(workers, lambda).wq * MEAN_MS;
    return [
        {
            group: "The package's own intervals",
            name: "replicate: M/M/2, load 0.8",
            source: "Erlang C",
            scenario: scenario(few),
            tasks: TASKS,
            estimate: ({ replicate }, first, runs) => [replicate(first, runs).waitMs.mean],
            figures: [mean("mean wait", "ms", wait(few), ({ waitMs }) => given(waitMs.mean))],
        },
        {
            group: "The package's own intervals",
            name: "compare: a third worker for M/M/2, load 0.8",
            source: "Erlang C, the difference",
            scenario: scenario(few),
            tasks: TASKS,
            estimate: ({ compare }, first, runs) => [compare(first, { ...first, pool: { ...first.pool, workers: many } }, runs).waitMs.mean],
            figures: [mean("difference of the mean waits", "ms", wait(many) - wait(few), ({ waitMs }) => given(waitMs.mean))],
        },
    ];
};

/** @returns {Row[]} */
export const rows = () => [...services(), ...insensitive(), ...littles(), ...plain(), ...estimates()];
