// Pools without failures: what queueing theory has formulas for.
import * as general from "../../../src/web/theory/general.js";
import * as markov from "../../../src/web/theory/markov.js";
import { MDC, MG1, MMC, MMCK } from "../reference.mjs";
import { BY_KEY, MEAN_MS, deterministic, empirical, exponential, hyperexponential, lognormal, pareto } from "../services.mjs";
import { MANY_TASKS, TASKS, busy, given, lostShare, mean, meanQueue, meanWait, percentiles, poisson } from "./row.mjs";

/** @typedef {import("./row.mjs").Row} Row */

/** The rows are such that all formulas can be computed. @template T @param {T | undefined} found @returns {T} */
function solved(found) {
    if (found === undefined) throw new RangeError("a row's formula takes too long");
    return found;
}

/** @param {number} load */
const tasksAt = (load) => (load > 0.85 ? MANY_TASKS : TASKS);

/** @returns {Row[]} */
const mmc = () =>
    MMC.map(([workers, load]) => {
        const { wq, lq, w, waits, quantile, sojournQuantile } = markov.mmc(workers, workers * load);
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
                ...percentiles("sojourn", ["p50", "p99"], sojournQuantile),
            ],
        };
    });

/** @returns {Row} */
const idle = () => {
    const { wq, quantile } = markov.mmc(3, 1.5);
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
        const { lost, lq, wq, throughput, utilisation, quantile } = markov.mmck(workers, buffer, lambda);
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
                ...(buffer < 10 ? [] : percentiles("wait", ["p90", "p99"], (share) => solved(quantile(share)))),
            ],
        };
    });

/** @returns {Row[]} */
const dropOldest = () =>
    /** @type {const} */ ([[1, 1, 0.8], [1, 4, 0.8], [3, 10, 1], [3, 10, 1.5]]).map(([workers, buffer, load]) => {
        const lambda = workers * load;
        const { lost, wq } = markov.dropOldest(workers, buffer, lambda);
        return {
            group: "Bounded buffer, whenFull: dropOldest",
            name: `M/M/${workers}/${workers + buffer}, offered load ${load}`,
            source: "loss of M/M/c/K; wait by first-step analysis",
            scenario: poisson({ workers, buffer, whenFull: "dropOldest", lambda, distribution: exponential() }),
            tasks: TASKS,
            figures: [lostShare(lost), meanQueue(markov.mmck(workers, buffer, lambda).lq), meanWait(wq)],
        };
    });

/** A buffer of 10 in front of which arrivals wait in line: the line is a part of M/M/c's queue. @returns {Row} */
const blocking = () => {
    const [workers, buffer, lambda] = [3, 10, 2.4];
    const { inside, outside, insideQuantile, outsideQuantile } = markov.mmc(workers, lambda).behind(buffer);
    return {
        group: "Bounded buffer, whenFull: wait",
        name: `M/M/${workers}, load 0.8, buffer ${buffer}`,
        source: "Erlang C; of the queue, the share load^10 is in front of the buffer",
        scenario: poisson({ workers, buffer, lambda, distribution: exponential() }),
        tasks: MANY_TASKS,
        figures: [
            meanWait(inside),
            mean("mean blocked", "ms", outside * MEAN_MS, ({ blockedMs }) => given(blockedMs.mean)),
            meanQueue(inside * lambda),
            ...percentiles("wait", ["p50", "p90", "p99"], insideQuantile),
            ...percentiles("blocked", ["p99"], outsideQuantile),
        ],
    };
};

/** @param {import("../services.mjs").Distribution} distribution @param {number} load @returns {Row} */
const mg1 = (distribution, load) => {
    const wq = general.mg1(load, 1, distribution.secondMoment);
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
        const { wq, lq, quantile } = solved(general.mdc(workers, lambda));
        return {
            group: "M/D/c",
            name: `M/D/${workers}, load ${load}`,
            source: "Crommelin 1932; percentiles: Franx 2001",
            scenario: poisson({ workers, lambda, distribution: deterministic() }),
            tasks: tasksAt(load),
            figures: [meanWait(wq), meanQueue(lq), ...percentiles("wait", ["p50", "p90", "p99"], (share) => solved(quantile(share)))],
        };
    });

/** @returns {Row[]} */
const regular = () =>
    /** @type {const} */ ([[1, 0.8], [1, 0.5], [3, 0.9]]).map(([workers, load]) => {
        const { wq, quantile, waits } = markov.dmc(workers, workers * load);
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
    const { wq } = solved(general.burstsM1(size, size / load));
    return {
        group: "Arrivals at regular times",
        name: `bursts of ${size}, M/1 service, load ${load}`,
        source: "the chain from burst to burst, by Spitzer's identity",
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
