/** Another kind of arrivals or of service time, as like the one before as it can be: the same rate, the same mean. */
import type { CompleteScenario } from "twinpool/sim";

export type Arrivals = CompleteScenario["load"]["arrivals"];
export type Service = CompleteScenario["work"]["service"];

export const ARRIVAL_KINDS = ["closed", "poisson", "constant", "bursts", "trace"] as const satisfies readonly Arrivals["kind"][];
export const SERVICE_KINDS = [
    "constant",
    "exponential",
    "uniform",
    "lognormal",
    "erlang",
    "hyperexponential",
    "pareto",
    "empirical",
] as const satisfies readonly Service["kind"][];

const DEFAULT_RATE = 10;
const BURST = 10;

/** Tasks a second on average; null where nobody can say. */
export function rateOf(arrivals: Arrivals): number | null {
    switch (arrivals.kind) {
        case "closed":
            return null;
        case "poisson":
            return arrivals.ratePerSecond;
        case "constant":
            return arrivals.everyMs > 0 ? 1000 / arrivals.everyMs : null;
        case "bursts":
            return arrivals.everyMs > 0 ? (1000 * arrivals.size) / arrivals.everyMs : null;
        case "trace": {
            const longMs = (arrivals.atMs.at(-1) ?? 0) - (arrivals.atMs[0] ?? 0);
            return longMs > 0 ? (1000 * (arrivals.atMs.length - 1)) / longMs : null;
        }
    }
}

export function arrivalsLike(kind: Arrivals["kind"], asMany: number | null): Arrivals {
    const rate = asMany ?? DEFAULT_RATE;
    switch (kind) {
        case "closed":
            return { kind };
        case "poisson":
            return { kind, ratePerSecond: rounded(rate) };
        case "constant":
            return { kind, everyMs: rounded(1000 / rate) };
        case "bursts":
            return { kind, size: BURST, everyMs: rounded((1000 * BURST) / rate) };
        case "trace":
            return { kind, atMs: Array.from({ length: 20 }, (_, n) => rounded((1000 * n) / rate)) };
    }
}

/** The mean time of an attempt. */
export function meanOf(service: Service): number {
    switch (service.kind) {
        case "constant":
            return service.ms;
        case "uniform":
            return (service.minMs + service.maxMs) / 2;
        case "empirical":
            return service.ms.reduce((sum, ms) => sum + ms, 0) / Math.max(1, service.ms.length);
        default:
            return service.meanMs;
    }
}

export function serviceLike(kind: Service["kind"], old: Service): Service {
    const mean = meanOf(old);
    const positive = mean > 0 ? mean : 100;
    switch (kind) {
        case "constant":
            return { kind, ms: rounded(mean) };
        case "exponential":
            return { kind, meanMs: rounded(mean) };
        case "uniform":
            return { kind, minMs: 0, maxMs: rounded(2 * mean) };
        case "lognormal":
            return { kind, meanMs: rounded(positive), cv: 1 };
        case "erlang":
            return { kind, meanMs: rounded(positive), k: 4 };
        case "hyperexponential":
            return { kind, meanMs: rounded(positive), cv: 2 };
        case "pareto":
            return { kind, meanMs: rounded(positive), alpha: 2.5 };
        case "empirical":
            return { kind, ms: [0.5, 1, 1.5].map((share) => rounded(share * mean)) };
    }
}

/** Six digits are what a person can take in. */
const rounded = (value: number): number => Number(value.toPrecision(6));
