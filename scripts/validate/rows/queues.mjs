// Pools without failures: what queueing theory has formulas for.
import { MDC, MG1, MMC, MMCK } from "../reference.mjs";
import * as theory from "../queues.mjs";
import { BY_KEY, MEAN_MS, deterministic, empirical, exponential, hyperexponential, lognormal, pareto } from "../services.mjs";
import { MANY_TASKS, TASKS, busy, given, lostShare, mean, meanQueue, meanWait, percentiles, poisson } from "./row.mjs";

/** @typedef {import("./row.mjs").Row} Row */

/** @param {number} load */
const tasksAt = (load) => (load > 0.85 ? MANY_TASKS : TASKS);

/** @returns {Row[]} */
const mmc = () =>
    MMC.map(([workers, load]) => {
        const { wq, lq, w, waits, quantile } = theory.mmc(workers, workers * load);
        return {
            group: "M/M/c",
            name: `M/M/${workers}, load ${load}`,
            source: "Erlang C",
            scenario: poisson({ workers, lambda: workers * load, distribution: exponential() }),
            tasks: tasksAt(load),
            figures: [
                meanWait(wq),
                meanQueue(lq),
                busy(load),
                mean("mean sojourn", "ms", w * MEAN_MS, ({ sojournMs }) => given(sojournMs.mean)),
                mean("mean number in the pool", "tasks", lq + workers * load, ({ queueLength, utilisation }) => given(queueLength.mean) + workers * given(utilisation.busy)),
                // Where half of the tasks wait, the median is at the step from 0.
                ...percentiles("wait", waits === 0.5 ? ["p90", "p99"] : ["p50", "p90", "p99"], quantile),
            ],
        };
    });

/** @returns {Row} */
const idle = () => {
    const { wq, quantile } = theory.mmc(3, 1.5);
    return {
        group: "M/M/c",
        name: "M/M/3, load 0.5",
        source: "Erlang C; fewer than half of the tasks wait",
        scenario: poisson({ workers: 3, lambda: 1.5, distribution: exponential() }),
        tasks: TASKS,
        figures: [meanWait(wq), ...percentiles("wait", ["p50", "p90", "p99"], quantile)],
    };
};

/** @returns {Row[]} */
const mmck = () =>
    MMCK.map(([workers, buffer, load]) => {
        const lambda = workers * load;
        const { lost, lq, wq, throughput, utilisation } = theory.mmck(workers, buffer, lambda);
        return {
            group: "Bounded buffer, whenFull: reject",
            name: `M/M/${workers}/${workers + buffer}, offered load ${load}`,
            source: buffer === 0 ? "Erlang B" : "birth and death",
            scenario: poisson({ workers, buffer, whenFull: "reject", lambda, distribution: exponential() }),
            tasks: TASKS,
            figures: [
                lostShare(lost),
                mean("throughput", "tasks/s", (throughput * 1_000) / MEAN_MS, ({ throughputPerSecond }) => given(throughputPerSecond)),
                busy(utilisation),
                ...(buffer === 0 ? [] : [meanQueue(lq), meanWait(wq)]),
            ],
        };
    });

/** @returns {Row[]} */
const dropOldest = () =>
    /** @type {const} */ ([[1, 1, 0.8], [1, 4, 0.8], [3, 10, 1], [3, 10, 1.5]]).map(([workers, buffer, load]) => {
        const lambda = workers * load;
        const { lost, wq } = theory.dropOldest(workers, buffer, lambda);
        return {
            group: "Bounded buffer, whenFull: dropOldest",
            name: `M/M/${workers}/${workers + buffer}, offered load ${load}`,
            source: "loss of M/M/c/K; wait by first-step analysis",
            scenario: poisson({ workers, buffer, whenFull: "dropOldest", lambda, distribution: exponential() }),
            tasks: TASKS,
            figures: [lostShare(lost), meanQueue(theory.mmck(workers, buffer, lambda).lq), meanWait(wq)],
        };
    });

/** A buffer of 10 in front of which arrivals wait in line: the line is a part of M/M/c's queue. @returns {Row} */
const blocking = () => {
    const [workers, buffer, lambda] = [3, 10, 2.4];
    const { wq } = theory.mmc(workers, lambda);
    // P(n) falls geometrically above c, so the queue in front of the buffer is the share rho^buffer of the whole.
    const outside = (lambda / workers) ** buffer * wq;
    return {
        group: "Bounded buffer, whenFull: wait",
        name: `M/M/${workers}, load 0.8, buffer ${buffer}`,
        source: "Erlang C; of the queue, the share load^10 is in front of the buffer",
        scenario: poisson({ workers, buffer, lambda, distribution: exponential() }),
        tasks: MANY_TASKS,
        figures: [
            meanWait(wq - outside),
            mean("mean blocked", "ms", outside * MEAN_MS, ({ blockedMs }) => given(blockedMs.mean)),
            meanQueue((wq - outside) * lambda),
        ],
    };
};

/** @param {import("../services.mjs").Distribution} distribution @param {number} load @returns {Row} */
const mg1 = (distribution, load) => {
    const wq = theory.mg1(load, 1, distribution.secondMoment);
    return {
        group: "M/G/1",
        name: `${distribution.name}, load ${load}`,
        source: "Pollaczek-Khinchine",
        scenario: poisson({ workers: 1, lambda: load, distribution }),
        tasks: MANY_TASKS,
        figures: [meanWait(wq), meanQueue(load * wq)],
    };
};

/** @returns {Row[]} */
const mdc = () =>
    MDC.map(([workers, load]) => {
        const lambda = workers * load;
        const { wq, lq } = theory.mdc(workers, lambda);
        const quantiles = workers === 1 ? percentiles("wait", ["p50", "p90", "p99"], (share) => theory.md1Quantile(lambda, share)) : [];
        return {
            group: "M/D/c",
            name: `M/D/${workers}, load ${load}`,
            source: workers === 1 ? "Crommelin 1932; percentiles: Erlang 1909" : "Crommelin 1932",
            scenario: poisson({ workers, lambda, distribution: deterministic() }),
            tasks: tasksAt(load),
            figures: [meanWait(wq), meanQueue(lq), ...quantiles],
        };
    });

/** @returns {Row[]} */
const regular = () =>
    /** @type {const} */ ([[1, 0.8], [1, 0.5], [3, 0.9]]).map(([workers, load]) => {
        const { wq, quantile, waits } = theory.dmc(workers, workers * load);
        return {
            group: "Arrivals at regular times",
            name: `D/M/${workers}, load ${load}`,
            source: workers === 1 ? "Kleinrock 1975, chapter 6: the root equation" : "Takács 1962",
            scenario: {
                ...poisson({ workers, lambda: 1, distribution: exponential() }),
                load: { arrivals: { kind: "constant", everyMs: MEAN_MS / (workers * load) } },
            },
            tasks: tasksAt(load),
            figures: [meanWait(wq), meanQueue(workers * load * wq), ...percentiles("wait", waits > 0.5 ? ["p50", "p90", "p99"] : ["p90", "p99"], quantile)],
        };
    });

/** @returns {Row} */
const bursts = () => {
    const [size, load] = [5, 0.8];
    const { wq } = theory.burstsM1(size, size / load);
    return {
        group: "Arrivals at regular times",
        name: `bursts of ${size}, M/1 service, load ${load}`,
        source: "the chain from burst to burst, solved numerically",
        scenario: {
            ...poisson({ workers: 1, lambda: 1, distribution: exponential() }),
            load: { arrivals: { kind: "bursts", size, everyMs: (MEAN_MS * size) / load } },
        },
        tasks: TASKS,
        figures: [meanWait(wq), meanQueue(load * wq)],
    };
};

/** @returns {Row[]} */
export const rows = () => [
    ...mmc(),
    idle(),
    ...mmck(),
    ...dropOldest(),
    blocking(),
    ...MG1.map(([kind, load]) => mg1(BY_KEY[kind](), load)),
    ...[deterministic(), lognormal(0.5), hyperexponential(1.5), pareto(4.5), empirical()].map((distribution) => mg1(distribution, 0.8)),
    ...mdc(),
    ...regular(),
    bursts(),
];
