// Tasks that fail and are tried again.
import { mg1 } from "../../../src/web/theory/general.js";
import { mmc } from "../../../src/web/theory/markov.js";
import { holdingTimes, makespan } from "../../../src/web/theory/retries.js";
import { HELD, ORIGINAL, RELEASED, SATURATED } from "../reference.mjs";
import { moments, optionsOf } from "../retries.mjs";
import { MANY_TASKS, TASKS, busy, given, mean, meanQueue } from "./row.mjs";

/** @typedef {import("./row.mjs").Row} Row */
/** @typedef {import("./row.mjs").Figure} Figure */
/** @typedef {import("../retries.mjs").Policy} Policy */

/** The reference counts in seconds. @param {Policy} policy @returns {Policy} */
const inMs = (policy) => ({ ...policy, mean: policy.mean * 1_000, base: policy.base * 1_000 });

/** @param {Policy} policy @returns {NonNullable<import("./row.mjs").Scenario["work"]>} */
const work = ({ mean: meanMs, fails }) => ({ service: { kind: "exponential", meanMs }, failureProbability: fails });

/** @param {Policy} policy @returns {Figure[]} */
const counts = (policy) => {
    const { made, failed } = moments(policy);
    return [
        mean("attempts a task", "", made, ({ attempts, accepted }) => attempts / accepted),
        mean("tasks that fail", "share", failed, (report) => report.failed / report.accepted),
    ];
};

/** @returns {Row[]} */
const held = () =>
    HELD.map(({ name, policy, lambda, p50, p99 }) => {
        const { g, g2, made } = moments(inMs(policy));
        const [perMs, wait] = [lambda / 1_000, mg1(lambda / 1_000, g, g2)];
        const bounds = (/** @type {"p50" | "p99"} */ percentile, /** @type {readonly number[]} */ [low = 0, high = 0]) => ({
            name: `wait ${percentile}`,
            unit: "ms",
            kind: /** @type {const} */ ("percentile"),
            theory: /** @type {const} */ ([low * 1_000, high * 1_000]),
            of: (/** @type {import("./row.mjs").Report} */ { waitMs }) => given(waitMs[percentile]),
        });
        return {
            group: "Retries, one worker held in backoff",
            name,
            source: "Pollaczek-Khinchine with G; percentiles: bounds",
            scenario: {
                pool: { workers: 1, bufferSize: null, retry: optionsOf(inMs(policy)) },
                load: { arrivals: { kind: "poisson", ratePerSecond: lambda } },
                work: work(inMs(policy)),
            },
            tasks: MANY_TASKS,
            figures: [
                mean("mean wait", "ms", wait, ({ waitMs }) => given(waitMs.mean)),
                mean("mean sojourn", "ms", wait + g, ({ sojournMs }) => given(sojournMs.mean)),
                meanQueue(perMs * wait),
                busy(perMs * made * inMs(policy).mean),
                mean("busy or in backoff", "share", perMs * g, ({ utilisation }) => given(utilisation.busy) + given(utilisation.backoff)),
                ...counts(policy),
                bounds("p50", p50),
                bounds("p99", p99),
            ],
        };
    });

/** @returns {Row} */
const released = () => {
    const { workers, lambda } = RELEASED;
    const policy = inMs(RELEASED.policy);
    const { made, pauses } = moments(policy);
    const load = (lambda / 1_000) * made * policy.mean;
    const visit = mmc(workers, load);
    const wait = visit.wq * policy.mean;
    const quantile = (/** @type {"p50" | "p90" | "p99"} */ percentile, /** @type {number} */ share) => ({
        name: `wait ${percentile}`,
        unit: "ms",
        kind: /** @type {const} */ ("percentile"),
        theory: visit.quantile(share) * policy.mean,
        of: (/** @type {import("./row.mjs").Report} */ { waitMs }) => given(waitMs[percentile]),
    });
    return {
        group: "Retries, workers released in backoff",
        name: "3 workers, 200 tasks/s, the original's policy",
        source: "product form (Baskett et al. 1975); Erlang C for each visit",
        scenario: {
            pool: { workers, bufferSize: null, retry: { ...optionsOf(policy), holdWorker: false } },
            load: { arrivals: { kind: "poisson", ratePerSecond: lambda } },
            work: work(policy),
        },
        tasks: MANY_TASKS,
        figures: [
            mean("mean wait", "ms", wait, ({ waitMs }) => given(waitMs.mean)),
            meanQueue(visit.lq),
            busy(load / workers),
            mean("mean sojourn", "ms", made * (wait + policy.mean) + pauses, ({ sojournMs }) => given(sojournMs.mean)),
            ...counts(policy),
            quantile("p50", 0.5),
            quantile("p90", 0.9),
            quantile("p99", 0.99),
        ],
    };
};

/** @param {string} name @param {Partial<Policy>} change @returns {Row} */
const saturated = (name, change) => {
    const policy = { ...inMs(RELEASED.policy), ...change };
    const { g, made } = moments(policy);
    const { workers, buffer } = SATURATED;
    const busyShare = (made * policy.mean) / g;
    return {
        group: "Retries, workers held and never idle",
        name,
        source: "renewal reward: c/E[G]",
        scenario: {
            pool: { workers, bufferSize: buffer, retry: optionsOf(policy) },
            load: { arrivals: { kind: "closed" } },
            work: work(policy),
        },
        tasks: TASKS,
        figures: [
            mean("throughput", "tasks/s", (workers * 1_000) / g, ({ throughputPerSecond }) => given(throughputPerSecond)),
            busy(busyShare),
            mean("in backoff", "share", 1 - busyShare, ({ utilisation }) => given(utilisation.backoff)),
            // The buffer is always full, and one submission waits in front of it: Little's law gives both times.
            mean("mean wait", "ms", (buffer * g) / workers, ({ waitMs }) => given(waitMs.mean)),
            mean("mean blocked", "ms", g / workers, ({ blockedMs }) => given(blockedMs.mean)),
            ...counts(policy),
        ],
    };
};

/** @param {string} name @param {boolean} pauseAfterLast @returns {Row} */
const demo = (name, pauseAfterLast) => {
    const [fails, base] = [0.3, 500];
    const times = holdingTimes(0, fails, optionsOf({ attempts: 3, fails, mean: 0, base, factor: 2, pauseAfterLast }));
    const [seconds, half] = pauseAfterLast ? ORIGINAL.withLastPause : ORIGINAL.withoutLastPause;
    const end = (/** @type {import("./row.mjs").Report} */ { virtualMs }) => virtualMs;
    return {
        group: "The original's demo",
        name,
        source: "every state of the 3 workers followed; the Go program, 1,000 runs",
        scenario: {
            pool: { workers: 3, retry: { pauseAfterLastAttempt: pauseAfterLast } },
            load: { arrivals: { kind: "closed" } },
            work: { service: { kind: "constant", ms: 0 }, failureProbability: fails },
        },
        tasks: 20,
        fixed: true,
        // Such a run is short, so each counts as one of 1,000 times as many.
        estimate: ({ replicate }, scenario, runs) => {
            const { virtualMs, failed } = replicate(scenario, runs * 1_000);
            return [virtualMs, virtualMs, failed];
        },
        figures: [
            mean("time until all is done", "ms", makespan(20, 3, times ?? []) ?? Number.NaN, end),
            { name: "against the Go program", unit: "ms", kind: "measured", theory: [(seconds ?? 0) * 1_000, (half ?? 0) * 1_000], of: end },
            mean("tasks that fail, of 20", "tasks", 20 * ORIGINAL.failed, ({ failed }) => failed),
        ],
    };
};

/** @returns {Row[]} */
export const rows = () => [
    ...held(),
    released(),
    saturated("the original's policy", {}),
    saturated("with a pause after the last attempt", { pauseAfterLast: true }),
    saturated("no pause above 600 ms", { cap: 600 }),
    saturated("full jitter", { jitter: "full" }),
    saturated("equal jitter", { jitter: "equal" }),
    saturated("decorrelated jitter", { jitter: "decorrelated" }),
    saturated("6 attempts, half of them failing, factor 1.5", { attempts: 6, fails: 0.5, factor: 1.5 }),
    demo("without the pause after the last attempt", false),
    demo("with it, as the original was", true),
];
