// One submitter who submits the next task as soon as the last one is accepted: the workers are never idle, until the
// last task.
import { countsOf, perSecond, spread, utilisationOf } from "./model.js";
import { holdingTimes, makespan } from "./retries.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("../../../pkg/twinpool.js").Theory} Theory */

/** A run of fewer tasks a worker (and a place of the buffer) is mostly its beginning and its end. */
const LONG_RUN = 50;
/** Larger times are no longer told apart from others by a nanosecond. */
const LONGEST_MS = 1e9;

/**
 * @param {Model} model
 * @returns {Theory | null}
 */
export function closed(model) {
    const { given, visit, visits, isHeld } = model;
    const { workers, buffer, tasks, warmup } = given;
    // Whoever can't wait is turned away at once, all of them at time 0.
    if (given.whenFull !== "wait" && tasks > workers + buffer) return null;
    const end = endOf(model);
    const isLong = tasks - warmup >= LONG_RUN * (workers + (buffer === Infinity ? 0 : buffer)) && given.whenFull === "wait";
    const busy = visits * visit.mean;
    const rate = workers / busy;
    const hasRate = isLong && busy > 0 && Number.isFinite(busy);
    if (end === undefined && !hasRate) return null;
    const figures = {
        ...countsOf(model),
        ...(end === undefined ? {} : { virtualMs: end }),
        ...(hasRate ? { throughputPerSecond: perSecond(rate), utilisation: utilisationOf(model, rate), ...waits(model, rate) } : {}),
    };
    const notes = [
        ...(hasRate ? ["These are figures of the steady state: a run's beginning and end are left out."] : ["Too few tasks for a throughput of the steady state."]),
        ...(end === undefined ? [] : ["The time until all is done: every state of the workers was followed."]),
    ];
    return {
        name: hasRate ? `${workers} ${workers === 1 ? "worker" : "workers"}, never idle` : `${tasks} tasks on ${workers} ${workers === 1 ? "worker" : "workers"}`,
        formula: hasRate ? "c/E[G]" : "every state of the workers",
        source: hasRate ? `renewal reward: a task ${isHeld ? "holds" : "keeps"} a worker for E[G] on average` : "exact: each task goes to the worker that is free first",
        notes,
        isStable: true,
        whyUnstable: null,
        isApproximation: false,
        approximate: [],
        offeredLoad: null,
        figures,
    };
}

/**
 * The buffer is always full, and one submission waits in front of it: Little's law gives both times.
 * @param {Model} model
 * @param {number} rate of tasks that are done, and accepted
 */
function waits({ given: { buffer }, isSingle, life, visit }, rate) {
    if (!Number.isFinite(buffer)) return {};
    const blockedMs = spread(1 / rate);
    // Released tasks come back into the buffer even if it is full.
    if (!isSingle) return { blockedMs };
    const wait = buffer / rate;
    const sojourn = wait + visit.mean + (life.held.mean === visit.mean ? 0 : life.pauses);
    return { waitMs: spread(wait), sojournMs: spread(sojourn), blockedMs, queueLength: { mean: buffer } };
}

/** The mean time until the last worker is free. @param {Model} model */
function endOf({ given, isHeld }) {
    const { service, fails, retry, tasks, workers, buffer } = given;
    if (!isHeld || service.kind !== "constant" || service.ms > LONGEST_MS) return undefined;
    if (given.whenFull !== "wait" && tasks > workers + buffer) return undefined;
    const times = holdingTimes(service.ms, fails, retry);
    return times?.every(({ ms }) => ms <= LONGEST_MS) ? makespan(tasks, workers, times) : undefined;
}
