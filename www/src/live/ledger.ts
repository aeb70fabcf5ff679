/** What became of each task of a run, and how often each thing has happened when: one for the live run, one for its twin. */
import type { EventType } from "../frame.ts";

export interface Fate {
    readonly acceptedMs: number | null;
    readonly startMs: number | null;
    readonly attempts: number;
    readonly endMs: number | null;
    readonly outcome: EventType | null;
}

const NOTHING_YET: Fate = { acceptedMs: null, startMs: null, attempts: 0, endMs: null, outcome: null };

export class Ledger {
    readonly fates = new Map<number, Fate>();
    private readonly times = new Map<EventType, number[]>();
    /** When what happened first: told by what, to which task, in which attempt. */
    private readonly moments = new Map<string, number>();

    hear(type: EventType, atMs: number, task: number, attempt: number): void {
        const times = this.times.get(type) ?? [];
        times.push(atMs);
        this.times.set(type, times);
        this.moments.set(`${type} ${task} ${attempt}`, atMs);
        const fate = this.fates.get(task) ?? NOTHING_YET;
        this.fates.set(task, { ...fate, ...changed(type, atMs, attempt, fate) });
    }

    /** How often it has happened until then, that moment included. */
    count(type: EventType, untilMs: number): number {
        return (this.times.get(type) ?? []).filter((atMs) => atMs <= untilMs).length;
    }

    /** How much later the other's events were than these, at most; what the other has not seen by then is late until then. */
    latest(other: Ledger, untilMs: number): number {
        let latest = 0;
        for (const [what, atMs] of this.moments) {
            if (atMs <= untilMs) latest = Math.max(latest, Math.min(other.moments.get(what) ?? untilMs, untilMs) - atMs);
        }
        return latest;
    }
}

function changed(type: EventType, atMs: number, attempt: number, { startMs }: Fate): Partial<Fate> {
    switch (type) {
        case "submitted":
        case "attemptFailed":
        case "requeued":
            return {};
        case "accepted":
            return { acceptedMs: atMs };
        case "started":
            return { startMs: startMs ?? atMs, attempts: attempt };
        default:
            return { endMs: atMs, outcome: type };
    }
}
