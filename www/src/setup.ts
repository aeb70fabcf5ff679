/** What is run: a scenario as it begins, and the knobs that were turned while it ran. */
import type { CompleteScenario } from "twinpool/sim";

/** Knobs that change a run from the moment at which they are turned; all others begin it anew. */
export type TurnedKnob = "workers" | "failureProbability" | "ratePerSecond";

export interface Turn {
    readonly atMs: number;
    readonly knob: TurnedKnob;
    readonly value: number;
}

export interface Setup {
    readonly scenario: CompleteScenario;
    /** In the order of their time. */
    readonly turns: readonly Turn[];
}

/** The knob that turns this field of a scenario while it runs; null where the run must begin anew. */
export function knobOf(path: string, { load }: CompleteScenario): TurnedKnob | null {
    switch (path) {
        case "pool.workers":
            return "workers";
        case "work.failureProbability":
            return "failureProbability";
        case "load.arrivals.ratePerSecond":
            return load.arrivals.kind === "poisson" ? "ratePerSecond" : null;
        default:
            return null;
    }
}

/** The scenario as the knobs stand at this time: what the run would have to begin with to be like this throughout. */
export function scenarioAt({ scenario, turns }: Setup, atMs: number): CompleteScenario {
    return turns.filter((turn) => turn.atMs <= atMs).reduce(turned, scenario);
}

function turned(scenario: CompleteScenario, { knob, value }: Turn): CompleteScenario {
    switch (knob) {
        case "workers":
            return { ...scenario, pool: { ...scenario.pool, workers: value } };
        case "failureProbability":
            return { ...scenario, work: { ...scenario.work, failureProbability: value } };
        case "ratePerSecond":
            return { ...scenario, load: { ...scenario.load, arrivals: { kind: "poisson", ratePerSecond: value } } };
    }
}

/** The setup in which a knob is turned at this time; what was turned later is forgotten. */
export function withTurn({ scenario, turns }: Setup, turn: Turn): Setup {
    const before = turns.filter(({ atMs }) => atMs <= turn.atMs);
    const last = before.at(-1);
    if (last?.knob === turn.knob && last.atMs === turn.atMs && isOnItsWay(scenario, before, turn)) before.pop();
    return { scenario, turns: [...before, turn] };
}

/**
 * Whether a knob that is turned twice at one moment might as well be turned once. Not so where workers come and some of them
 * go again: they have taken tasks by then, which they finish first.
 */
function isOnItsWay({ pool }: CompleteScenario, before: readonly Turn[], { knob, value }: Turn): boolean {
    if (knob !== "workers") return true;
    const [first = pool.workers, second = value] = [pool.workers, ...before.filter((turn) => turn.knob === "workers").map((turn) => turn.value)].slice(-2);
    return Math.sign(second - first) === Math.sign(value - second) || second === value;
}
