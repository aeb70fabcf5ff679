/**
 * The events of the last moment, each with how far the move that it causes has got. Everything is worked out anew for each
 * picture from the history and the time, so that a picture is the same whichever way one came to it.
 */
import type { Frame } from "../frame.ts";
import type { History } from "../history.ts";
import { ACCEPTED, DROPPED, REQUEUED, STARTED, SUBMITTED } from "./ledger.ts";

/** So long a task is on its way, by the person's clock. */
export const FLIGHT_MS = 240;
/** Of a flight: an attempt that lasts less is hardly seen in its lane, and its task flies on through it. */
const LEAST_SEEN = 1 / 12;
/** This many times a flight is what an attempt has to last beyond it for its task to take a whole one to its lane. */
const MOST_OF_IT = 4;
/** With more events than this in a moment not all tasks are seen on their way, … */
const MOST_SEEN = 48;
/** … and with more than this, none. */
const MOST = 240;
/** The golden ratio spreads those that are left out evenly. */
const SPREAD = 0.618033988749895;

export class Moment {
    /** How many events there are; 0 also when they are too many to be seen. */
    length = 0;
    /** The first one's number in the history. */
    first = 0;
    private history: History | null = null;
    private workers: Frame["workers"] | null = null;
    private nowMs = 0;
    private share = 1;
    private lastsMs = 1;
    private readonly eased = new Float64Array(MOST);
    /** The same task's event before; -1 if there is none. */
    private readonly before = new Int16Array(MOST);
    private readonly last = new Map<number, number>();
    /** From this event on: how much of a place those who left the buffer (the line) still take up. */
    private readonly leavingBuffer = new Float64Array(MOST + 1);
    private readonly leavingLine = new Float64Array(MOST + 1);

    /** @param pace milliseconds of the run in one of the person's; 0 for no moves at all */
    look(history: History, workers: Frame["workers"], nowMs: number, pace: number, isHeld: boolean): void {
        this.history = history;
        this.workers = workers;
        this.nowMs = nowMs;
        this.last.clear();
        this.length = 0;
        const lastsMs = FLIGHT_MS * pace;
        if (!(lastsMs > 0) || lastsMs === Infinity) return;
        this.lastsMs = lastsMs;
        this.first = history.firstAfter(nowMs - lastsMs);
        const length = history.end - this.first;
        if (length > MOST) return;
        this.length = length;
        this.share = Math.min(1, MOST_SEEN / Math.max(1, length));
        for (let n = 0; n < length; n += 1) {
            const event = this.first + n;
            const task = history.task(event);
            this.eased[n] = ease((nowMs - history.atMs(event)) / lastsMs);
            this.before[n] = this.last.get(task) ?? -1;
            this.last.set(task, n);
        }
        this.addUp(history, isHeld);
    }

    private addUp(history: History, isHeld: boolean): void {
        this.leavingBuffer[this.length] = 0;
        this.leavingLine[this.length] = 0;
        for (let n = this.length - 1; n >= 0; n -= 1) {
            const kind = history.kind(this.first + n);
            const rest = 1 - this.easedAt(n);
            const isLeaving = kind === DROPPED || (kind === STARTED && (history.attempt(this.first + n) === 1 || !isHeld));
            this.leavingBuffer[n] = (this.leavingBuffer[n + 1] ?? 0) + (isLeaving && !this.isSameInstant(n) ? rest : 0);
            this.leavingLine[n] = (this.leavingLine[n + 1] ?? 0) + (kind === ACCEPTED && !this.isSameInstant(n) ? rest : 0);
        }
    }

    /** Did the task only pass through, having come in the same instant? */
    private isSameInstant(n: number): boolean {
        const { history } = this;
        const before = this.beforeAt(n);
        if (history === null || before < 0) return false;
        const kind = history.kind(this.first + before);
        const isComing = kind === SUBMITTED || kind === ACCEPTED || kind === REQUEUED;
        return isComing && history.atMs(this.first + before) === history.atMs(this.first + n);
    }

    private easedAt(n: number): number {
        return this.eased[n] ?? 1;
    }

    /** How far a move had got when the task's next one began. */
    easedBetween(n: number, next: number): number {
        const { history, first, lastsMs } = this;
        if (history === null) return 1;
        const share = (history.atMs(first + next) - history.atMs(first + n)) / lastsMs;
        return history.kind(first + n) === STARTED && share >= LEAST_SEEN ? 1 : ease(share);
    }

    /**
     * A lane whose worker is busy has to look so: an attempt no longer than a flight begins in its lane, a longer one gets there
     * in a part of its time. Where nobody knows when it ends, the stripe tells.
     */
    private arrived(n: number): number {
        const { history, lastsMs } = this;
        const event = this.first + n;
        if (history?.kind(event) !== STARTED) return this.easedAt(n);
        const fromMs = history.atMs(event);
        const beyondMs = (this.workers?.untilMs[history.worker(event)] ?? NaN) - fromMs - lastsMs;
        return beyondMs <= 0 ? 1 : ease((this.nowMs - fromMs) / Math.min(lastsMs, beyondMs / MOST_OF_IT || lastsMs));
    }

    beforeAt(n: number): number {
        return this.before[n] ?? -1;
    }

    /** The last event of a task in this moment; -1 if nothing happened to it. */
    lastOf(task: number): number {
        return this.length === 0 ? -1 : (this.last.get(task) ?? -1);
    }

    isSeen(task: number): boolean {
        return this.share === 1 || (task * SPREAD) % 1 < this.share;
    }

    /** Is it seen on its way to where it lies? */
    isFlying(task: number): boolean {
        return this.progressOf(task) < 1 && this.isSeen(task);
    }

    /** How far the last move of a task has got: 1 if it has come to rest. */
    progressOf(task: number): number {
        const n = this.lastOf(task);
        return n < 0 ? 1 : this.arrived(n);
    }

    /** A task in the buffer stands so many places behind its own: those before it are just leaving. */
    lagInBuffer(task: number): number {
        return this.share < 1 || this.length === 0 ? 0 : (this.leavingBuffer[this.lastOf(task) + 1] ?? 0);
    }

    lagInLine(task: number): number {
        return this.share < 1 || this.length === 0 ? 0 : (this.leavingLine[this.lastOf(task) + 1] ?? 0);
    }
}

function ease(share: number): number {
    const x = Math.max(0, Math.min(1, share));
    return x * x * (3 - 2 * x);
}
