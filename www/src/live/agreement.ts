/** Compares the live run with its twin, the simulation of the same scenario, at the same moment. */
import { Simulation } from "twinpool/sim";
import { EVENT_TYPES, type EventType } from "../frame.ts";
import { Ledger } from "./ledger.ts";
import type { LiveRun } from "./run.ts";

/** So much of the page's time it takes at once. */
const BUDGET_MS = 4;
const KEEP_EVENTS = 100_000;
/** Timers are late by milliseconds, and what waits for each other adds up; more than this is no lateness any more. */
const MOST_LATE_MS = 2_000;

/** The simulation's time is whole nanoseconds, and the page's is not. */
const NANOSECOND_MS = 1e-6;

/** "none" where the two can't be compared: somebody took part in one of them. */
export type Verdict = "same" | "late" | "different" | "none";

export interface Row {
    readonly label: string;
    readonly live: number | null;
    readonly simulated: number | null;
    readonly isTime: boolean;
    readonly verdict: Verdict;
}

export interface Comparison {
    readonly atMs: number;
    readonly rows: readonly Row[];
    /** Tasks that have ended in both, and those of them with as many attempts and the same end. */
    readonly ended: number;
    readonly alike: number;
    /** How much later the live ones ended: the middle one, and the last; null where none has. */
    readonly medianLateMs: number | null;
    readonly mostLateMs: number | null;
    readonly isOver: boolean;
}

const COUNTS: readonly (readonly [type: EventType, label: string, isAlways: boolean])[] = [
    ["submitted", "Tasks sent", true],
    ["accepted", "Let into the buffer", true],
    ["rejected", "Turned away", false],
    ["dropped", "Pushed out", false],
    ["started", "Attempts begun", true],
    ["attemptFailed", "Attempts failed", true],
    ["succeeded", "Tasks done", true],
    ["failed", "Tasks failed for good", true],
];

export class Agreement {
    private readonly live = new Ledger();
    private readonly twin = new Ledger();
    private readonly simulation: Simulation;
    private readonly deaf: () => void;

    constructor(private readonly run: LiveRun) {
        this.simulation = new Simulation(run.scenario, { keepEvents: KEEP_EVENTS });
        this.deaf = run.happened.on((event) => {
            const task = Number(event.id);
            // The twin knows nothing of what somebody does by hand.
            if (!run.isOpen || task > run.scenario.load.tasks) return;
            this.live.hear(event.type, event.atMs, task, "attempt" in event ? event.attempt : "attempts" in event ? event.attempts : 0);
        });
    }

    end(): void {
        this.deaf();
        this.simulation.free();
    }

    /** @param nowMs the live run's time */
    compare(nowMs: number, isFinished: boolean): Comparison {
        const { live, twin, run } = this;
        const untilMs = run.endedMs ?? nowMs;
        this.follow(untilMs);
        const atMs = Math.min(untilMs, this.simulation.isFinished ? untilMs : this.simulation.nowMs);
        const lateMs = Math.min(MOST_LATE_MS, twin.latest(live, atMs));
        const ended = [...twin.fates].flatMap(([task, fate]) => {
            const other = live.fates.get(task);
            const otherMs = other?.endMs ?? null;
            return fate.endMs === null || other === undefined || otherMs === null ? [] : [{ fate, other, lateMs: otherMs - fate.endMs }];
        });
        const alike = ended.filter(({ fate, other }) => fate.outcome === other.outcome && fate.attempts === other.attempts);
        const isOver = (isFinished || !run.isOpen) && untilMs - atMs < NANOSECOND_MS;
        const lates = alike.map((one) => one.lateMs).sort((a, b) => a - b);
        return {
            atMs,
            rows: [...this.counts(atMs, isOver ? null : lateMs), ...this.means(lateMs)].map((row) => (run.isUntouched ? row : { ...row, verdict: "none" as const })),
            ended: ended.length,
            alike: alike.length,
            medianLateMs: lates[Math.floor(lates.length / 2)] ?? null,
            mostLateMs: lates.at(-1) ?? null,
            isOver,
        };
    }

    private follow(untilMs: number): void {
        const { simulation, twin, run } = this;
        if (simulation.isFinished || run.fed === 0) return;
        simulation.advanceWithin(Math.max(0, untilMs - simulation.nowMs), BUDGET_MS);
        const { length, type, atMs, task, attempt } = simulation.takeEvents();
        for (let n = 0; n < length; n += 1) {
            const name = EVENT_TYPES[type[n] ?? 0];
            // What the live run sends no more, because it would take too long, is not waited for either.
            if (name === undefined || (task[n] ?? 0) > (run.fed ?? Infinity)) continue;
            twin.hear(name, atMs[n] ?? 0, task[n] ?? 0, attempt[n] ?? 0);
        }
    }

    /** @param lateMs null where nothing is still to come: who has fewer then is not late */
    private counts(atMs: number, lateMs: number | null): Row[] {
        const { live, twin } = this;
        return COUNTS.flatMap(([type, label, isAlways]) => {
            const [ours, simulated] = [live.count(type, atMs), twin.count(type, atMs)];
            if (!isAlways && ours === 0 && simulated === 0) return [];
            // Where the live run is late, it is where its twin was a moment ago.
            const isLate = lateMs !== null && ours <= simulated && ours >= twin.count(type, atMs - lateMs - 1);
            return [{ label, live: ours, simulated, isTime: false, verdict: ours === simulated ? "same" : isLate ? "late" : "different" }];
        });
    }

    /** Of the same tasks: those that have come so far in both. */
    private means(lateMs: number): Row[] {
        const both = [...this.twin.fates].flatMap(([task, fate]) => {
            const other = this.live.fates.get(task);
            return other === undefined ? [] : [[other, fate] as const];
        });
        const row = (label: string, from: "acceptedMs", to: "startMs" | "endMs"): Row => {
            const spans = both.flatMap(([live, twin]) => {
                const [a, b, c, d] = [live[from], live[to], twin[from], twin[to]];
                return a === null || b === null || c === null || d === null ? [] : [[b - a, d - c] as const];
            });
            const [ours, simulated] = [mean(spans.map(([one]) => one)), mean(spans.map(([, one]) => one))];
            const apart = Math.abs((ours ?? 0) - (simulated ?? 0));
            return { label, live: ours, simulated, isTime: true, verdict: apart < 0.5 ? "same" : apart <= lateMs + 1 ? "late" : "different" };
        };
        return [row("Wait in the buffer, mean", "acceptedMs", "startMs"), row("From let in to the end, mean", "acceptedMs", "endMs")];
    }
}

function mean(values: readonly number[]): number | null {
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
