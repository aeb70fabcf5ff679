/** What turning a knob makes of a scenario, where that is more than one field: another kind comes with fields of its own. */
import type { CompleteScenario } from "twinpool/sim";
import { arrivalsLike, rateOf, serviceLike, type Arrivals, type Service } from "../kinds.ts";
import type { Json } from "../paths.ts";
import type { Field } from "./fields.ts";

export interface Change {
    readonly path: string;
    readonly value: Json;
}

/** Times are written with six digits: as near as this, a rate is the one that they were made of. */
const NEAR = 1e-4;

type Load = CompleteScenario["load"];

/** Remembers what another kind has no room for, until somebody turns back. */
export class Turning {
    /** Tasks a second; one sender has none. */
    private rate: number | null = null;
    /** Tasks in all, before there were as many as given times. */
    private tasks: number | null = null;

    /** This is on show. */
    note({ load: { arrivals, tasks } }: CompleteScenario): void {
        const rate = rateOf(arrivals);
        const isMade = arrivals.kind !== "poisson" && rate !== null && this.rate !== null && Math.abs(rate / this.rate - 1) < NEAR;
        if (rate !== null && !isMade) this.rate = rate;
        if (arrivals.kind !== "trace") this.tasks = tasks;
    }

    of(field: Field, value: Json, scenario: CompleteScenario): Change {
        this.note(scenario);
        const { load, work } = scenario;
        switch (field.path) {
            case "load.arrivals.kind":
                return { path: "load", value: this.withArrivals(load, arrivalsLike(value as Arrivals["kind"], this.rate)) };
            case "load.arrivals.atMs":
                return { path: "load", value: this.withArrivals(load, { kind: "trace", atMs: value as unknown as number[] }) };
            case "work.service.kind":
                return { path: "work.service", value: serviceLike(value as Service["kind"], work.service) };
            default:
                return { path: field.path, value };
        }
    }

    /** As many tasks as there are given times, if there were, or if there would be more. */
    private withArrivals(load: Load, arrivals: Arrivals): Load {
        const before = load.arrivals.kind === "trace" ? load.arrivals.atMs.length : null;
        if (arrivals.kind === "trace") {
            const most = Math.max(1, arrivals.atMs.length);
            return { ...load, arrivals, tasks: before === load.tasks ? most : Math.min(load.tasks, most) };
        }
        return { ...load, arrivals, tasks: before === load.tasks ? (this.tasks ?? load.tasks) : load.tasks };
    }
}
