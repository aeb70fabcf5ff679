/** What the live pool tells, in the form in which the page's views take it. */
import type { PoolEvent, PoolSnapshot, PoolStats } from "twinpool/live";
import type { Workload } from "twinpool/sim";
import { BUSY, EVENT_TYPES, HELD, IDLE, MOST_IN_LINE, type EventType, type Events, type Frame } from "../frame.ts";

const NUMBERS = new Map<EventType, number>(EVENT_TYPES.map((type, number) => [type, number]));

const NO_EVENTS: Events = eventsOf([]);

export class Recorder {
    private heard: PoolEvent[] = [];

    hear(event: PoolEvent): void {
        this.heard.push(event);
    }

    take(): Events {
        if (this.heard.length === 0) return NO_EVENTS;
        const events = eventsOf(this.heard);
        this.heard = [];
        return events;
    }
}

function eventsOf(heard: readonly PoolEvent[]): Events {
    return {
        length: heard.length,
        forgotten: 0,
        type: Uint8Array.from(heard, ({ type }) => NUMBERS.get(type) ?? 0),
        atMs: Float64Array.from(heard, ({ atMs }) => atMs),
        task: Float64Array.from(heard, ({ id }) => Number(id)),
        worker: Uint32Array.from(heard, (event) => ("worker" in event ? event.worker : 0)),
        attempt: Uint32Array.from(heard, (event) => ("attempt" in event ? event.attempt : "attempts" in event ? event.attempts : 0)),
        delayMs: Float64Array.from(heard, (event) => ("delayMs" in event ? (event.delayMs ?? NaN) : NaN)),
    };
}

/** @param workload knows when an attempt will end, because its timer is set to that */
export function frameOf(snapshot: PoolSnapshot, stats: PoolStats, workload: Workload, isFinished: boolean, isClosed: boolean): Frame {
    const { atMs, queue, workers, shelf } = snapshot;
    const blocked = snapshot.blocked.slice(0, MOST_IN_LINE);
    const shelved = shelf.slice(0, MOST_IN_LINE);
    return {
        atMs,
        isFinished,
        isClosed,
        trouble: null,
        overloadedAtMs: null,
        queue: { length: queue.length, task: Float64Array.from(queue.slice(0, MOST_IN_LINE), Number) },
        blocked: {
            length: snapshot.blocked.length,
            task: Float64Array.from(blocked, ({ id }) => Number(id)),
            sinceMs: Float64Array.from(blocked, ({ sinceMs }) => sinceMs),
        },
        workers: {
            length: workers.length,
            state: Uint8Array.from(workers, ({ state }) => (state === "running" ? BUSY : state === "backoff" ? HELD : IDLE)),
            task: Float64Array.from(workers, (worker) => (worker.state === "idle" ? 0 : Number(worker.id))),
            attempt: Uint32Array.from(workers, (worker) => (worker.state === "idle" ? 0 : worker.attempt)),
            sinceMs: Float64Array.from(workers, (worker) => (worker.state === "idle" ? NaN : worker.sinceMs)),
            untilMs: Float64Array.from(workers, (worker) => {
                if (worker.state === "idle") return NaN;
                if (worker.state === "backoff") return worker.untilMs;
                return worker.sinceMs + workload.serviceMs(Number(worker.id), worker.attempt);
            }),
        },
        shelf: {
            length: shelf.length,
            task: Float64Array.from(shelved, ({ id }) => Number(id)),
            attempt: Uint32Array.from(shelved, ({ attempt }) => attempt),
            sinceMs: Float64Array.from(shelved, ({ sinceMs }) => sinceMs),
            untilMs: Float64Array.from(shelved, ({ untilMs }) => untilMs),
        },
        stats,
        // The live pool counts from its first task on.
        warmUp: null,
    };
}
