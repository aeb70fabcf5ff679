/** What runs when the page opens: a pool whose buffer fills, so that senders wait, because held workers wait as well. */
import { checkScenario, type CompleteScenario } from "twinpool/sim";

/** A link that asks for nothing opens here: within seconds the gate closes. */
export const OPENS_AT_MS = 35_000;

export function opening(): CompleteScenario {
    return checkScenario({
        seed: 42,
        pool: { workers: 8, bufferSize: 24, retry: { maxAttempts: 3, baseDelayMs: 2000, factor: 2 } },
        load: { tasks: 600, arrivals: { kind: "poisson", ratePerSecond: 6 } },
        work: { service: { kind: "exponential", meanMs: 400 }, failureProbability: 0.3 },
    });
}
