/**
 * Whether the runs are long enough to tell of the long run, and how many tasks make them so.
 *
 * A run begins with an empty pool. It is as full as it will be only when the first tasks have gone their whole way: all attempts of
 * one that fails again and again, and the pauses between them. That has to be a small part of the run; and of few tasks a
 * percentile says little. How long a queue remembers near saturation is not reckoned with: whoever asks for the smallest pool
 * does not know yet how near it is.
 */
import type { CompleteScenario } from "twinpool/sim";
import { many, seconds } from "../format.ts";
import { meanOf } from "../kinds.ts";
import { MOST_TASKS } from "./plan.ts";

/** So many times as long as a task's longest way the run has to be: what its beginning changes is a twentieth, then. */
const WAYS = 20;
/** Ten of them are beyond p99. */
const LEAST_TASKS = 1000;
/** Longer a way is not taken for common: one task in a thousand has one. */
const RARE = 0.001;
/** As in the runs of “Make it precise”. */
const WARMUP = 0.1;
/** A run that is lengthened shall not be just long enough. */
const USUAL_TASKS = 5000;

export interface Short {
    readonly words: string;
    /** As many as it takes, and how many of them warm up; null where no more can be done. */
    readonly longer: { readonly tasks: number; readonly warmupTasks: number } | null;
}

/** Null where the runs are long enough, or where a run is about its own beginning and end. */
export function shortOf({ pool, load, work, warmupTasks }: CompleteScenario): Short | null {
    const apartMs = apartMsOf(load.arrivals);
    // One batch, the times of a trace, and what is made of an outage: a longer run would be another question.
    if (apartMs === null || work.outages.length > 0) return null;
    const tasks = Math.min(load.tasks, MOST_TASKS);
    const wayMs = longestWayMs(pool.retry, work);
    const lastsMs = tasks * apartMs;
    const isBrief = lastsMs < WAYS * wayMs;
    if (!isBrief && tasks >= LEAST_TASKS) return null;
    const canFail = work.failureProbability >= RARE && pool.retry.maxAttempts > 1;
    const needed = Math.max(USUAL_TASKS, Math.ceil((WAYS * wayMs) / apartMs / (1 - WARMUP)));
    const longer = Math.min(MOST_TASKS, rounded(needed));
    const why = isBrief ? `lasts ${seconds(lastsMs)} and begins empty; ${canFail ? "a task that fails again and again is on its way for" : "a task takes"} ${seconds(wayMs)}` : `has ${many(tasks, "task")} and begins empty`;
    const most = longer < needed ? ` Even ${many(MOST_TASKS, "task")}, the most that are run here, are few for that.` : "";
    return {
        words: `Each run ${why}: too ${isBrief ? "short" : "few"} to tell what becomes of this in the long run.${most}`,
        longer: longer > tasks ? { tasks: longer, warmupTasks: Math.max(Math.min(warmupTasks, longer / 2), longer * WARMUP) } : null,
    };
}

/** Between two tasks, on average; null where they do not come by a clock that goes on. */
function apartMsOf(arrivals: CompleteScenario["load"]["arrivals"]): number | null {
    switch (arrivals.kind) {
        case "poisson":
            return 1000 / arrivals.ratePerSecond;
        case "constant":
            return arrivals.everyMs;
        case "bursts":
            return arrivals.everyMs / arrivals.size;
        default:
            return null;
    }
}

/** From the first attempt to the last of the unluckiest in a thousand: the attempts, and the pauses between them. */
function longestWayMs(retry: CompleteScenario["pool"]["retry"], { service, failureProbability }: CompleteScenario["work"]): number {
    const attemptMs = meanOf(service);
    let wayMs = attemptMs;
    let pauseMs = retry.baseDelayMs;
    let share = failureProbability;
    for (let attempt = 1; attempt < Math.min(retry.maxAttempts, 10_000) && share >= RARE; attempt += 1) {
        wayMs += Math.min(pauseMs, retry.maxDelayMs ?? Infinity) + attemptMs;
        pauseMs *= retry.factor;
        share *= failureProbability;
    }
    return wayMs;
}

/** Up to two digits, so that a tenth of it is whole as well. */
function rounded(n: number): number {
    const unit = 10 ** Math.max(1, Math.floor(Math.log10(n)) - 1);
    return unit * Math.ceil(n / unit);
}
