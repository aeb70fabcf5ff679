/**
 * How many tasks were waiting, and where, at each moment of a part of the run. The pool as it is now is known, and so is
 * what happened before: so one walks back from now and undoes event after event. Nothing is kept.
 */
import { EVENT_TYPES, type EventType, type Frame, type Series } from "../frame.ts";
import type { History } from "../history.ts";

const number = (type: EventType): number => EVENT_TYPES.indexOf(type);
const SUBMITTED = number("submitted");
const ACCEPTED = number("accepted");
const REJECTED = number("rejected");
const WITHDRAWN = number("withdrawn");
const STARTED = number("started");
const ATTEMPT_FAILED = number("attemptFailed");
const REQUEUED = number("requeued");
const DROPPED = number("dropped");

export class Levels {
    /** A column of the picture each; the most that there was in its time. */
    queue = new Float32Array(0);
    /** In the buffer and before it. */
    all = new Float32Array(0);
    shelf = new Float32Array(0);
    /** So many columns have something to tell. */
    known = { first: 0, end: 0 };
    private queued = 0;
    private blocked = 0;
    private shelved = 0;

    /** @param isReleased failed tasks go to the shelf, and come back from it to the end of the buffer */
    measure(frame: Frame, history: History, series: Series | null, fromMs: number, msPerColumn: number, columns: number, isReleased: boolean): void {
        this.clear(columns);
        this.queued = frame.queue.length;
        this.blocked = frame.blocked.length;
        this.shelved = frame.shelf.length;
        const columnOf = (ms: number): number => Math.floor((ms - fromMs) / msPerColumn);
        let untilMs = frame.atMs;
        let right = columnOf(untilMs);
        this.known.end = Math.max(0, Math.min(columns, right + 1));
        for (let event = history.end - 1; event >= history.first && right >= 0; event -= 1) {
            const atMs = history.atMs(event);
            // Much happens in an instant: what lasts no time is not waiting.
            if (atMs < untilMs) {
                const left = columnOf(atMs);
                this.put(left, right);
                right = left;
                untilMs = atMs;
            }
            this.undo(history, event, isReleased);
        }
        const isWhole = history.first === 0 && this.queued === 0 && this.blocked === 0;
        if (isWhole) this.put(columnOf(0), right);
        this.known.first = Math.max(0, Math.min(columns, isWhole ? columnOf(0) : right));
        if (!isWhole && series !== null) this.borrow(series, fromMs, msPerColumn);
    }

    private clear(columns: number): void {
        if (this.queue.length !== columns) {
            this.queue = new Float32Array(columns);
            this.all = new Float32Array(columns);
            this.shelf = new Float32Array(columns);
        } else {
            this.queue.fill(0);
            this.all.fill(0);
            this.shelf.fill(0);
        }
    }

    private put(left: number, right: number): void {
        const { queue, all, shelf, queued, shelved } = this;
        const sum = queued + this.blocked;
        for (let column = Math.max(0, left); column <= right && column < queue.length; column += 1) {
            if (queued > (queue[column] ?? 0)) queue[column] = queued;
            if (sum > (all[column] ?? 0)) all[column] = sum;
            if (shelved > (shelf[column] ?? 0)) shelf[column] = shelved;
        }
    }

    private undo(history: History, event: number, isReleased: boolean): void {
        switch (history.kind(event)) {
            case SUBMITTED:
                this.blocked -= 1;
                break;
            case ACCEPTED:
                this.queued -= 1;
                this.blocked += 1;
                break;
            case REJECTED:
            case WITHDRAWN:
                this.blocked += 1;
                break;
            case DROPPED:
                this.queued += 1;
                break;
            case STARTED:
                if (isReleased || history.attempt(event) === 1) this.queued += 1;
                break;
            case ATTEMPT_FAILED:
                if (isReleased && !Number.isNaN(history.delayMs(event))) this.shelved -= 1;
                break;
            case REQUEUED:
                this.queued -= 1;
                this.shelved += 1;
                break;
        }
    }

    /** Before the first event that is still known, the figures of the whole run tell it, if not as finely. */
    private borrow(series: Series, fromMs: number, msPerColumn: number): void {
        const { queueMax, blockedMax, shelfMean } = series.columns;
        const begin = Math.max(0, Math.ceil(-fromMs / msPerColumn));
        for (let column = begin; column < this.known.first; column += 1) {
            const i = Math.floor((fromMs + column * msPerColumn) / series.intervalMs);
            if (i >= series.length) break;
            const queued = queueMax[i] ?? 0;
            this.queue[column] = queued;
            this.all[column] = queued + (blockedMax[i] ?? 0);
            this.shelf[column] = shelfMean[i] ?? 0;
        }
        this.known.first = Math.min(begin, this.known.first);
    }
}
