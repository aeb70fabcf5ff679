/**
 * What a task looks like on its way. Where much happens to it in a moment, it is still on its way to where the first of that
 * happened: it must not wear before the gate what it becomes behind the last lane.
 */
import { ACCEPTED, ATTEMPT_FAILED, FAILED, REJECTED, REQUEUED, STARTED, SUBMITTED, SUCCEEDED } from "./ledger.ts";
import type { Scenery } from "./flights.ts";
import type { State } from "./marks.ts";
import { toLane, toPlace, type Point } from "./plan.ts";

const NEAR = 0.5;
const place: Point = { x: 0, y: 0 };

/** Has a task come by the place at which this happened to it? */
export function isPast({ plan, history, ledger }: Scenery, event: number, at: Readonly<Point>): boolean {
    const kind = history.kind(event);
    if (kind === REJECTED) return Math.abs(at.y - plan.line.y) > NEAR;
    if (kind === ACCEPTED) {
        place.x = plan.gate.x;
        place.y = plan.gate.y;
    } else if (kind === STARTED) {
        toPlace(plan, 0, place);
    } else if (kind === ATTEMPT_FAILED) {
        // Back from the end of its lane to its beginning, or past it.
        toLane(plan, ledger.worker(event), 0, place);
    } else if (kind === SUCCEEDED || kind === FAILED) {
        toLane(plan, ledger.worker(event), 1, place);
    } else {
        return true;
    }
    return plan.isTall ? at.y >= place.y - NEAR : at.x >= place.x - NEAR;
}

/** What a task is between this event and the next. */
export function stateAfter({ history }: Scenery, event: number): State {
    const kind = history.kind(event);
    if (kind === SUBMITTED) return "blocked";
    if (kind === ACCEPTED || kind === REQUEUED) return "queued";
    return kind === ATTEMPT_FAILED && !Number.isNaN(history.delayMs(event)) ? "backoff" : "busy";
}

export function stateBefore({ history }: Scenery, event: number): State {
    const kind = history.kind(event);
    if (kind === ACCEPTED || kind === REJECTED) return "blocked";
    return kind === STARTED ? "queued" : "busy";
}

/** How many of its attempts had failed after this event; NaN where the event does not tell. */
export function failuresAfter({ history }: Scenery, event: number): number {
    const kind = history.kind(event);
    if (kind === SUBMITTED || kind === ACCEPTED) return 0;
    if (kind === STARTED) return history.attempt(event) - 1;
    return kind === ATTEMPT_FAILED ? history.attempt(event) : NaN;
}
