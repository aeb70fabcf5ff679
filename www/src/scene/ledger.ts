/** What the events tell of tasks and a frame does not: who ended last, on which worker, and how often a task has failed. */
import { EVENT_TYPES } from "../frame.ts";
import type { History } from "../history.ts";

const kindOf = (name: (typeof EVENT_TYPES)[number]): number => EVENT_TYPES.indexOf(name);

export const SUBMITTED = kindOf("submitted");
export const ACCEPTED = kindOf("accepted");
export const REJECTED = kindOf("rejected");
export const STARTED = kindOf("started");
export const ATTEMPT_FAILED = kindOf("attemptFailed");
export const REQUEUED = kindOf("requeued");
export const SUCCEEDED = kindOf("succeeded");
export const FAILED = kindOf("failed");
export const CANCELLED = kindOf("cancelled");
export const DROPPED = kindOf("dropped");

/** As many events as a history keeps. */
const CAPACITY = 1 << 16;
const MASK = CAPACITY - 1;
/** So many of the last are remembered in each bin. */
const IN_BIN = 64;

export type BinName = "done" | "failed" | "away";

class Last {
    private readonly tasks = new Float64Array(IN_BIN);
    private count = 0;

    clear(): void {
        this.count = 0;
    }

    add(task: number): void {
        this.tasks[this.count % IN_BIN] = task;
        this.count += 1;
    }

    /** The last one for 0, the one before for 1; 0 for one that is not remembered. */
    get(back: number): number {
        return back < Math.min(this.count, IN_BIN) ? (this.tasks[(this.count - 1 - back) % IN_BIN] ?? 0) : 0;
    }
}

export class Ledger {
    private readonly bins: Readonly<Record<BinName, Last>> = { done: new Last(), failed: new Last(), away: new Last() };
    private readonly workers = new Uint32Array(CAPACITY);
    private readonly running = new Map<number, number>();
    private readonly failures = new Map<number, number>();
    private age = -1;
    private next = 0;

    /** Takes in what has happened since the last time. */
    follow(history: History): void {
        if (history.age !== this.age || history.first > this.next) {
            this.age = history.age;
            this.next = history.first;
            this.running.clear();
            this.failures.clear();
            for (const bin of Object.values(this.bins)) bin.clear();
        }
        for (; this.next < history.end; this.next += 1) this.take(history, this.next);
    }

    private take(history: History, event: number): void {
        const kind = history.kind(event);
        const task = history.task(event);
        if (kind === STARTED) this.running.set(task, history.worker(event));
        this.workers[event & MASK] = this.running.get(task) ?? 0;
        if (kind === ATTEMPT_FAILED) {
            this.failures.set(task, history.attempt(event));
        } else if (kind === SUCCEEDED || kind === FAILED || kind === CANCELLED || kind === DROPPED) {
            this.running.delete(task);
            this.failures.delete(task);
        }
        if (kind === SUCCEEDED) this.bins.done.add(task);
        else if (kind === FAILED) this.bins.failed.add(task);
        else if (kind === REJECTED || kind === DROPPED) this.bins.away.add(task);
    }

    /** On which worker this happened, or the task was last. */
    worker(event: number): number {
        return this.workers[event & MASK] ?? 0;
    }

    /** How many attempts of an unfinished task have failed. */
    failuresOf(task: number): number {
        return this.failures.get(task) ?? 0;
    }

    /** The task that ended last but so many; 0 where nobody knows any more. */
    last(bin: BinName, back: number): number {
        return this.bins[bin].get(back);
    }
}
