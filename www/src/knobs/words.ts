/** A group of knobs in a few words. */
import type { CompleteScenario } from "twinpool/sim";
import { brief, count, exactMs, many } from "../format.ts";
import type { Group } from "./fields.ts";

export function inWords(group: Group, scenario: CompleteScenario): string {
    switch (group) {
        case "load":
            return `${arrivals(scenario)}, ${scenario.load.tasks === 1 ? "1 task" : `${brief(scenario.load.tasks)} tasks`}`;
        case "work":
            return `${service(scenario)}, ${Number((100 * scenario.work.failureProbability).toPrecision(3))} % fail`;
        case "pool":
            return pool(scenario);
        case "retry":
            return retry(scenario);
    }
}

export function arrivals({ load }: CompleteScenario): string {
    switch (load.arrivals.kind) {
        case "closed":
            return "one sender";
        case "poisson":
            return `Poisson, ${rate(load.arrivals.ratePerSecond)} / s`;
        case "constant":
            return `every ${exactMs(load.arrivals.everyMs)}`;
        case "bursts":
            return `${count(load.arrivals.size)} every ${exactMs(load.arrivals.everyMs)}`;
        case "trace":
            return "a trace";
    }
}

const rate = (perSecond: number): string => (perSecond < 1000 ? String(perSecond) : brief(perSecond));

export function service({ work }: CompleteScenario): string {
    switch (work.service.kind) {
        case "constant":
            return exactMs(work.service.ms);
        case "uniform":
            return `${work.service.minMs} to ${exactMs(work.service.maxMs)}`;
        case "empirical":
            return `one of ${count(work.service.ms.length)} times`;
        default:
            return `${work.service.kind}, ${exactMs(work.service.meanMs)}`;
    }
}

function pool({ pool: { workers, bufferSize, whenFull } }: CompleteScenario): string {
    const full = { wait: "wait", reject: "reject", dropOldest: "drop oldest" }[whenFull];
    const buffer = bufferSize === null ? "no bound" : `buffer ${count(bufferSize)}, ${full}`;
    return `${many(workers, "worker")}, ${buffer}`;
}

function retry({ pool: { retry: policy } }: CompleteScenario): string {
    if (policy.maxAttempts === 1) return "none";
    const jitter = policy.jitter === "none" ? "" : `, ${policy.jitter} jitter`;
    return `${brief(policy.maxAttempts)} attempts, ${exactMs(policy.baseDelayMs)} × ${policy.factor}${jitter}`;
}
