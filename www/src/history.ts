/** The latest events of the run on show, in columns that are written round and round: a long run makes no garbage. */
import { EVENT_TYPES, type Events, type EventType } from "./frame.ts";

const CAPACITY = 1 << 16;
const MASK = CAPACITY - 1;

/** The event concerns no worker, or nobody knows which one. */
export const NO_WORKER = 0xffff_ffff;
const TELLS_WORKER = EVENT_TYPES.map((type) => type === "started" || type === "attemptFailed");

export interface PastEvent {
    readonly type: EventType;
    readonly atMs: number;
    readonly task: number;
    /** Of "started" and "attemptFailed"; of how a task ended, the worker that had it last; otherwise NO_WORKER. */
    readonly worker: number;
    readonly attempt: number;
    /** Of "attemptFailed": the pause that follows; NaN where there is none. */
    readonly delayMs: number;
}

export class History {
    /** Events are numbered as they come. This is the oldest one that is still known … */
    first = 0;
    /** … and this the one that comes next. */
    end = 0;
    /** Goes up when the past is forgotten: whoever keeps numbers of events has to begin anew. */
    age = 0;
    private readonly types = new Uint8Array(CAPACITY);
    private readonly times = new Float64Array(CAPACITY);
    private readonly tasks = new Float64Array(CAPACITY);
    private readonly workers = new Uint32Array(CAPACITY);
    private readonly attempts = new Uint32Array(CAPACITY);
    private readonly delays = new Float64Array(CAPACITY);

    clear(): void {
        this.first = 0;
        this.end = 0;
        this.age += 1;
    }

    append(events: Events): void {
        // What was forgotten has its numbers too. It leaves a hole in time: what lies before it would only mislead.
        if (events.forgotten > 0) {
            this.end += events.forgotten;
            this.first = this.end;
        }
        const { type, atMs, task, worker, attempt, delayMs, length } = events;
        for (let i = Math.max(0, length - CAPACITY); i < length; i += 1) {
            const place = this.end & MASK;
            this.types[place] = type[i] ?? 0;
            this.times[place] = atMs[i] ?? 0;
            this.tasks[place] = task[i] ?? 0;
            this.workers[place] = TELLS_WORKER[type[i] ?? 0] === true ? (worker[i] ?? 0) : NO_WORKER;
            this.attempts[place] = attempt[i] ?? 0;
            this.delays[place] = delayMs[i] ?? NaN;
            this.end += 1;
        }
        this.first = Math.max(this.first, this.end - CAPACITY);
    }

    // For loops over many events: one column of one event, by its number, which must be known.
    /** A number into EVENT_TYPES. */
    kind(event: number): number {
        return this.types[event & MASK] ?? 0;
    }
    atMs(event: number): number {
        return this.times[event & MASK] ?? 0;
    }
    task(event: number): number {
        return this.tasks[event & MASK] ?? 0;
    }
    worker(event: number): number {
        return this.workers[event & MASK] ?? NO_WORKER;
    }
    attempt(event: number): number {
        return this.attempts[event & MASK] ?? 0;
    }
    delayMs(event: number): number {
        return this.delays[event & MASK] ?? NaN;
    }

    /** Says which worker had the task whose end this event tells: whoever follows the workers knows. */
    attribute(event: number, worker: number): void {
        this.workers[event & MASK] = worker;
    }

    get(event: number): PastEvent {
        return {
            type: EVENT_TYPES[this.kind(event)] ?? "submitted",
            atMs: this.atMs(event),
            task: this.task(event),
            worker: this.worker(event),
            attempt: this.attempt(event),
            delayMs: this.delayMs(event),
        };
    }

    /** The first known event that is later than this time; `end` if there is none. */
    firstAfter(ms: number): number {
        let low = this.first;
        let high = this.end;
        while (low < high) {
            const middle = Math.floor((low + high) / 2);
            if (this.atMs(middle) > ms) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /** What is known of a task, oldest first. */
    of(task: number): PastEvent[] {
        const found: PastEvent[] = [];
        for (let event = this.first; event < this.end; event += 1) {
            if (this.task(event) === task) found.push(this.get(event));
        }
        return found;
    }
}
