/** What became of each task, as the lines of a CSV file: one line a task, in the order of their numbers. */
import type { SimulationEvents } from "twinpool/sim";
import { EVENT_TYPES, type EventType } from "../frame.ts";

export const TASK_COLUMNS = "task,submitted_ms,accepted_ms,first_start_ms,attempts,end_ms,outcome,worker";

interface Open {
    readonly submittedMs: number;
    acceptedMs: number | null;
    startMs: number | null;
    attempts: number;
    /** The one that made the last attempt, from 1. */
    worker: number | null;
}

export class TaskTable {
    private readonly open = new Map<number, Open>();
    /** Lines of tasks that ended before one with a smaller number did. */
    private readonly waiting = new Map<number, string>();
    private next = 1;

    /** The lines that are complete now. */
    take({ length, type, atMs, task, worker, attempt }: SimulationEvents): string {
        for (let n = 0; n < length; n += 1) {
            this.hear(EVENT_TYPES[type[n] ?? 0] ?? "submitted", atMs[n] ?? 0, task[n] ?? 0, worker[n] ?? 0, attempt[n] ?? 0);
        }
        return this.complete();
    }

    private hear(type: EventType, atMs: number, task: number, worker: number, attempt: number): void {
        if (type === "submitted") {
            this.open.set(task, { submittedMs: atMs, acceptedMs: null, startMs: null, attempts: 0, worker: null });
            return;
        }
        const found = this.open.get(task);
        if (found === undefined) return;
        switch (type) {
            case "accepted":
                found.acceptedMs = atMs;
                break;
            case "started":
                found.startMs ??= atMs;
                found.attempts = attempt;
                found.worker = worker + 1;
                break;
            case "succeeded":
            case "failed":
            case "rejected":
            case "dropped":
            case "cancelled":
            case "withdrawn":
                this.open.delete(task);
                this.waiting.set(task, line(task, found, atMs, type));
                break;
            default:
        }
    }

    private complete(): string {
        let lines = "";
        for (let line = this.waiting.get(this.next); line !== undefined; line = this.waiting.get(this.next)) {
            this.waiting.delete(this.next);
            lines += line;
            this.next += 1;
        }
        return lines;
    }
}

const line = (task: number, { submittedMs, acceptedMs, startMs, attempts, worker }: Open, endMs: number, outcome: string): string =>
    `${task},${submittedMs},${acceptedMs ?? ""},${startMs ?? ""},${attempts},${endMs},${outcome},${worker ?? ""}\r\n`;
