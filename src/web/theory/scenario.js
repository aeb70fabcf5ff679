// A scenario with its defaults, read as the simulator reads it (src/sim/scenario.rs), without loading the simulator. The
// tests hold both readings together.
import { refuse } from "../refuse.js";
import { Fields } from "./fields.js";

/** @typedef {import("../../../pkg/twinpool.js").Arrivals} Arrivals */
/** @typedef {import("../../../pkg/twinpool.js").Service} Service */
/** @typedef {import("../../../pkg/twinpool.js").Outage} Outage */
/** @typedef {import("./retries.js").Retry} Retry */

/**
 * @typedef {object} Given
 * @property {number} workers
 * @property {number} buffer infinite for no bound
 * @property {"wait" | "reject" | "dropOldest"} whenFull
 * @property {Retry} retry
 * @property {number} tasks
 * @property {Arrivals} arrivals
 * @property {Service} service
 * @property {number} fails the share of attempts that fail
 * @property {Outage[]} outages
 * @property {number} warmup
 */

const LARGEST_SEED = 2 ** 53 - 1;
const MOST_TASKS = 1e9;
const MOST_OUTAGES = 1_000;
const PROBABILITY = "a number from 0 to 1";

/**
 * @param {unknown} scenario
 * @returns {Given}
 */
export function scenarioOf(scenario) {
    const fields = new Fields("", scenario, "the scenario");
    fields.neededWhole("seed", 0, LARGEST_SEED);
    const given = { ...poolOf(fields), ...loadOf(fields), ...workOf(fields), warmup: fields.whole("warmupTasks", 0, MOST_TASKS) ?? 0 };
    fields.finish();
    return given;
}

/** @param {Fields} fields */
function poolOf(fields) {
    const pool = fields.object("pool");
    if (!pool) throw new TypeError("pool is missing; it must be an object with at least the field workers");
    if (!pool.has("workers")) throw new TypeError("pool.workers is missing; it must be a whole number from 1 to 100,000");
    const workers = pool.neededWhole("workers", 1, 100_000);
    const size = pool.orNull("bufferSize", () => pool.whole("bufferSize", 0, 1e9, ", or null for no bound") ?? 10);
    const whenFull = pool.choice("whenFull", ["wait", "reject", "dropOldest"]) ?? "wait";
    const retry = retryOf(pool.object("retry") ?? new Fields("", {}));
    pool.finish();
    return { workers, buffer: size ?? Infinity, whenFull, retry };
}

/** @param {Fields} fields @returns {Retry} */
function retryOf(fields) {
    const retry = {
        maxAttempts: fields.whole("maxAttempts", 1, 1_000_000) ?? 3,
        baseDelayMs: fields.millis("baseDelayMs") ?? 500,
        factor: fields.number("factor", 1, 1_000, "a number from 1 to 1,000") ?? 2,
        maxDelayMs: fields.orNull("maxDelayMs", () => fields.millis("maxDelayMs", ", or null for no cap") ?? null),
        jitter: fields.choice("jitter", ["none", "full", "equal", "decorrelated"]) ?? "none",
        holdWorker: fields.flag("holdWorker") ?? true,
        pauseAfterLastAttempt: fields.flag("pauseAfterLastAttempt") ?? false,
    };
    fields.finish();
    return retry;
}

/** @param {Fields} fields @returns {{ tasks: number, arrivals: Arrivals }} */
function loadOf(fields) {
    const load = fields.object("load") ?? new Fields("load", {});
    const tasks = load.whole("tasks", 0, MOST_TASKS);
    const process = load.object("arrivals");
    const arrivals = process ? arrivalsOf(process) : { kind: /** @type {const} */ ("closed") };
    if (arrivals.kind === "trace" && (tasks ?? 0) > arrivals.atMs.length) {
        refuse(RangeError, load.path("tasks"), "at most the number of times in load.arrivals.atMs", tasks);
    }
    load.finish();
    return { tasks: tasks ?? (arrivals.kind === "trace" ? arrivals.atMs.length : 20), arrivals };
}

/** @param {Fields} fields @returns {Arrivals} */
function arrivalsOf(fields) {
    const kind = fields.kind(["closed", "poisson", "constant", "bursts", "trace"]);
    const arrivals = arrivalsOfKind(kind, fields);
    fields.finish();
    return arrivals;
}

/** @param {Arrivals["kind"]} kind @param {Fields} fields @returns {Arrivals} */
function arrivalsOfKind(kind, fields) {
    const RATE = "a number of tasks a second, at least 0.000001 and at most 1,000,000,000";
    if (kind === "closed") return { kind };
    if (kind === "poisson") return { kind, ratePerSecond: fields.needed("ratePerSecond", 1e-6, 1e9, RATE) };
    if (kind === "constant") return { kind, everyMs: fields.positiveTime("everyMs") };
    if (kind === "bursts") return { kind, size: fields.neededWhole("size", 1, 1_000_000), everyMs: fields.positiveTime("everyMs") };
    const atMs = fields.times("atMs");
    const unordered = atMs.findIndex((at, index) => at < (atMs[index - 1] ?? 0));
    if (unordered > 0) refuse(RangeError, `${fields.path("atMs")}[${unordered}]`, "no earlier than the time before it", atMs[unordered]);
    return { kind, atMs };
}

/** @param {Fields} fields @returns {{ service: Service, fails: number, outages: Outage[] }} */
function workOf(fields) {
    const work = fields.object("work") ?? new Fields("work", {});
    const distribution = work.object("service");
    const service = distribution ? serviceOf(distribution) : { kind: /** @type {const} */ ("constant"), ms: 0 };
    const fails = work.number("failureProbability", 0, 1, PROBABILITY) ?? 0.3;
    const outages = outagesOf(work.path("outages"), work.take("outages"));
    work.finish();
    return { service, fails, outages };
}

/** @param {Fields} fields @returns {Service} */
function serviceOf(fields) {
    const kind = fields.kind(["constant", "exponential", "uniform", "lognormal", "erlang", "hyperexponential", "pareto", "empirical"]);
    const service = serviceOfKind(kind, fields);
    fields.finish();
    return service;
}

/** @param {Service["kind"]} kind @param {Fields} fields @returns {Service} */
function serviceOfKind(kind, fields) {
    switch (kind) {
        case "constant":
            return { kind, ms: fields.time("ms") };
        case "exponential":
            return { kind, meanMs: fields.time("meanMs") };
        case "uniform":
            return uniformOf(fields);
        case "lognormal":
            return { kind, meanMs: fields.time("meanMs"), cv: fields.needed("cv", 0, 1_000, "a number from 0 to 1,000") };
        case "erlang":
            return { kind, meanMs: fields.time("meanMs"), k: fields.neededWhole("k", 1, 1_000) };
        case "hyperexponential": {
            const allowed = "a number from 1 (the exponential distribution) to 1,000";
            return { kind, meanMs: fields.time("meanMs"), cv: fields.needed("cv", 1, 1_000, allowed) };
        }
        case "pareto":
            return paretoOf(fields);
        default:
            return { kind, ms: fields.times("ms") };
    }
}

/** @param {Fields} fields @returns {Service} */
function uniformOf(fields) {
    const [minMs, maxMs] = [fields.time("minMs"), fields.time("maxMs")];
    if (maxMs < minMs) refuse(RangeError, fields.path("maxMs"), "at least as large as minMs", maxMs);
    return { kind: "uniform", minMs, maxMs };
}

/** @param {Fields} fields @returns {Service} */
function paretoOf(fields) {
    const allowed = "a number above 1, at most 1,000: at 1 and below the mean is infinite";
    const [meanMs, alpha] = [fields.time("meanMs"), fields.needed("alpha", 0, 1_000, allowed)];
    if (alpha <= 1) refuse(RangeError, fields.path("alpha"), allowed, alpha);
    return { kind: "pareto", meanMs, alpha };
}

/** @param {string} path @param {unknown} list @returns {Outage[]} */
function outagesOf(path, list) {
    if (list === undefined) return [];
    if (!Array.isArray(list) || list.length > MOST_OUTAGES) return refuse(TypeError, path, "a list of at most 1,000 outages", list);
    return Array.from(list, (/** @type {unknown} */ item, index) => {
        const fields = new Fields(`${path}[${index}]`, item);
        const [fromMs, toMs] = [fields.time("fromMs"), fields.time("toMs")];
        const failureProbability = fields.needed("failureProbability", 0, 1, PROBABILITY);
        if (toMs < fromMs) refuse(RangeError, fields.path("toMs"), "no earlier than fromMs", toMs);
        fields.finish();
        return { fromMs, toMs, failureProbability };
    });
}
