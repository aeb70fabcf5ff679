/** What each worker did and when, made of the events as they come. */
import { BUSY, EVENT_TYPES, HELD } from "./frame.ts";
import type { History } from "./history.ts";

const CAPACITY = 1 << 16;
const MASK = CAPACITY - 1;

/** How an attempt, or the backoff after it, ended. */
export const GOES_ON = 0;
export const WENT_WELL = 1;
export const WENT_BADLY = 2;
/** The task failed for good. */
export const GAVE_UP = 3;
export const CALLED_OFF = 4;

const STARTED = EVENT_TYPES.indexOf("started");
const ATTEMPT_FAILED = EVENT_TYPES.indexOf("attemptFailed");
const SUCCEEDED = EVENT_TYPES.indexOf("succeeded");
const FAILED = EVENT_TYPES.indexOf("failed");
const CANCELLED = EVENT_TYPES.indexOf("cancelled");

/**
 * Spans are numbered in the order in which they began. A span that goes on has no end yet: NaN. The newest CAPACITY of
 * them are known.
 */
export class Spans {
    first = 0;
    end = 0;
    /** Of what happened before this time some is not known. */
    knownFromMs = 0;
    private readonly workers = new Uint32Array(CAPACITY);
    private readonly states = new Uint8Array(CAPACITY);
    private readonly outcomes = new Uint8Array(CAPACITY);
    private readonly tasks = new Float64Array(CAPACITY);
    private readonly attempts = new Uint32Array(CAPACITY);
    private readonly from = new Float64Array(CAPACITY);
    private readonly to = new Float64Array(CAPACITY);
    /** The last span of each task that has begun and not ended. */
    private readonly last = new Map<number, number>();
    private age = -1;
    private next = 0;

    constructor(
        private readonly history: History,
        /** Whether workers are held in backoff, as the run's policy says. */
        private readonly isHeld: () => boolean,
    ) {}

    /** Takes in what has happened since the last time. */
    follow(): void {
        const { history } = this;
        if (history.age !== this.age || history.first > this.next) this.beginAnew();
        if (this.knownFromMs === Infinity && history.end > history.first) this.knownFromMs = history.atMs(history.first);
        for (; this.next < history.end; this.next += 1) this.take(this.next);
        this.first = Math.max(this.first, this.end - CAPACITY);
    }

    private beginAnew(): void {
        const { history } = this;
        this.knownFromMs = history.first === 0 ? 0 : Infinity;
        this.age = history.age;
        this.next = history.first;
        this.first = this.end;
        this.last.clear();
    }

    private take(event: number): void {
        const { history } = this;
        const kind = history.kind(event);
        const task = history.task(event);
        const atMs = history.atMs(event);
        if (kind === STARTED) {
            if (history.attempt(event) > 1 && this.isHeld()) this.miss(task, atMs);
            this.close(task, atMs, WENT_WELL);
            this.begin(task, history.worker(event), history.attempt(event), BUSY, atMs);
        } else if (kind === ATTEMPT_FAILED) {
            this.miss(task, atMs);
            this.close(task, atMs, WENT_BADLY);
            if (this.isHeld() && !Number.isNaN(history.delayMs(event))) {
                this.begin(task, history.worker(event), history.attempt(event), HELD, atMs);
            }
        } else if (kind === SUCCEEDED) {
            this.finish(event, task, atMs, WENT_WELL);
        } else if (kind === FAILED) {
            this.finish(event, task, atMs, GAVE_UP);
        } else if (kind === CANCELLED) {
            this.finish(event, task, atMs, CALLED_OFF);
        }
    }

    private begin(task: number, worker: number, attempt: number, state: number, atMs: number): void {
        const place = this.end & MASK;
        // The oldest is forgotten, and with it what this worker did until its end.
        const goneMs = this.end - this.first >= CAPACITY ? (this.to[place] ?? 0) : 0;
        if (goneMs > this.knownFromMs) this.knownFromMs = goneMs;
        this.workers[place] = worker;
        this.states[place] = state;
        this.outcomes[place] = GOES_ON;
        this.tasks[place] = task;
        this.attempts[place] = attempt;
        this.from[place] = atMs;
        this.to[place] = NaN;
        this.last.set(task, this.end);
        this.end += 1;
    }

    /** Something ends whose beginning is not known: until now its worker was not idle, although nothing is told of it. */
    private miss(task: number, atMs: number): void {
        if (this.knownFromMs > 0 && !this.last.has(task)) this.knownFromMs = Math.max(this.knownFromMs, atMs);
    }

    /** Nothing changes where the span has ended already: a task on the shelf is in none. */
    private close(task: number, atMs: number, outcome: number): void {
        const span = this.last.get(task);
        if (span === undefined || span < this.end - CAPACITY || !Number.isNaN(this.toMs(span))) return;
        this.to[span & MASK] = atMs;
        this.outcomes[span & MASK] = outcome;
    }

    private finish(event: number, task: number, atMs: number, outcome: number): void {
        this.close(task, atMs, outcome);
        const span = this.last.get(task);
        this.last.delete(task);
        if (span === undefined && outcome === WENT_WELL && this.knownFromMs > 0) this.knownFromMs = Math.max(this.knownFromMs, atMs);
        if (span === undefined || span < this.end - CAPACITY) return;
        // The attempt has ended just before; that it was the last one is known only now.
        if (outcome === GAVE_UP) this.outcomes[span & MASK] = outcome;
        this.history.attribute(event, this.worker(span));
    }

    worker(span: number): number {
        return this.workers[span & MASK] ?? 0;
    }
    /** BUSY or HELD. */
    state(span: number): number {
        return this.states[span & MASK] ?? 0;
    }
    /** GOES_ON, WENT_WELL, WENT_BADLY, GAVE_UP or CALLED_OFF. */
    outcome(span: number): number {
        return this.outcomes[span & MASK] ?? 0;
    }
    task(span: number): number {
        return this.tasks[span & MASK] ?? 0;
    }
    attempt(span: number): number {
        return this.attempts[span & MASK] ?? 0;
    }
    fromMs(span: number): number {
        return this.from[span & MASK] ?? 0;
    }
    /** NaN while it goes on. */
    toMs(span: number): number {
        return this.to[span & MASK] ?? NaN;
    }
}
