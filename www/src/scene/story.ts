/** What a task has been through, and what a worker does: told in short lines. */
import { count, duration, mark, wholePercents } from "../format.ts";
import { BUSY, GONE, HELD, type Frame } from "../frame.ts";
import type { History, PastEvent } from "../history.ts";
import type { Spans } from "../spans.ts";

export interface Story {
    readonly title: string;
    /** Each a line; the first says how things stand. */
    readonly lines: readonly string[];
}

/** A story of many attempts is told from its end. */
const MOST_LINES = 9;

/** To the tenth of a second: "0:41.2". */
const when = (ms: number): string => mark(ms, 100);

export function taskStory(task: number, frame: Frame, history: History): Story {
    const events = history.of(task);
    const lines = tell(events);
    const now = standing(task, frame);
    if (now !== null) lines.push(now);
    if (lines.length === 0) lines.push(task > frame.stats.submitted ? "has not come yet" : "was long ago: its story is no longer kept");
    const told = lines.length <= MOST_LINES ? lines : [lines[0] ?? "", "…", ...lines.slice(2 - MOST_LINES)];
    return { title: `Task ${count(task)}`, lines: told };
}

function tell(events: readonly PastEvent[]): string[] {
    const lines: string[] = [];
    let came: PastEvent | null = null;
    let accepted: PastEvent | null = null;
    let before: PastEvent | null = null;
    for (const event of events) {
        const sinceMs = before === null ? 0 : event.atMs - before.atMs;
        switch (event.type) {
            case "submitted":
                came = event;
                lines.push(`came at ${when(event.atMs)}`);
                break;
            case "accepted":
                accepted = event;
                if (sinceMs > 0) lines.push(`waited ${duration(sinceMs)} for room`);
                break;
            case "started":
                if ((before?.type === "accepted" || before?.type === "requeued") && sinceMs > 0) lines.push(`waited ${duration(sinceMs)} in the buffer`);
                break;
            case "attemptFailed":
                lines.push(`attempt ${event.attempt}${onWorker(before)} failed after ${duration(sinceMs)}`);
                break;
            case "requeued":
                lines.push(`came back after ${duration(sinceMs)}`);
                break;
            case "succeeded":
                lines.push(`attempt ${event.attempt}${onWorker(before)} went well after ${duration(sinceMs)}`);
                lines.push(ended("done", event, accepted ?? came));
                break;
            case "failed":
                lines.push(ended("failed for good", event, accepted ?? came));
                break;
            case "rejected":
                lines.push("was turned away: no place was free");
                break;
            case "dropped":
                lines.push(`was dropped at ${when(event.atMs)}: a newer one needed its place`);
                break;
            case "withdrawn":
                lines.push(`left the line at ${when(event.atMs)}`);
                break;
            case "cancelled":
                lines.push(`was cancelled at ${when(event.atMs)}`);
                break;
        }
        before = event;
    }
    return lines;
}

const onWorker = (event: PastEvent | null): string => (event?.type === "started" ? `, on worker ${event.worker + 1},` : "");

function ended(how: string, { atMs }: PastEvent, since: PastEvent | null): string {
    return `${how} at ${when(atMs)}${since === null ? "" : `, ${duration(atMs - since.atMs)} after it was let in`}`;
}

/** Where a task is that has not ended. */
function standing(task: number, { atMs, blocked, queue, workers, shelf }: Frame): string | null {
    const inLine = blocked.task.indexOf(task);
    if (inLine >= 0) return `waits for room, ${place(inLine)}, for ${duration(atMs - (blocked.sinceMs[inLine] ?? atMs))} now`;
    const queued = queue.task.indexOf(task);
    if (queued >= 0) return `waits in the buffer, ${place(queued)}`;
    const shelved = shelf.task.indexOf(task);
    if (shelved >= 0) return `waits on the shelf, to be tried again in ${duration((shelf.untilMs[shelved] ?? atMs) - atMs)}`;
    for (let worker = 0; worker < workers.length; worker += 1) {
        if (workers.task[worker] === task && workers.state[worker] !== 0) return `now ${doing(worker, { workers, atMs })}, on worker ${worker + 1}`;
    }
    return null;
}

const place = (index: number): string => (index === 0 ? "next" : `${count(index)} before it`);

function doing(worker: number, { workers, atMs }: Pick<Frame, "workers" | "atMs">): string {
    const attempt = workers.attempt[worker] ?? 1;
    if (workers.state[worker] === BUSY) return `attempt ${attempt}, for ${duration(atMs - (workers.sinceMs[worker] ?? atMs))}`;
    return `waits to retry for another ${duration((workers.untilMs[worker] ?? atMs) - atMs)}`;
}

export function workerStory(worker: number, frame: Frame, spans: Spans, history: History): Story {
    const { state, task } = frame.workers;
    const isAtWork = state[worker] === BUSY || state[worker] === HELD;
    const now = isAtWork ? `task ${count(task[worker] ?? 0)}: ${doing(worker, frame)}` : "idle";
    if (worker >= frame.workers.length || state[worker] === GONE) return { title: `Worker ${count(worker + 1)}`, lines: ["has gone"] };
    const lines = [now];
    const isWhole = spans.first === 0 && history.first === 0;
    const since = isWhole ? 0 : spans.first < spans.end ? spans.fromMs(spans.first) : frame.atMs;
    const allMs = frame.atMs - since;
    if (allMs > 0) {
        const { busyMs, heldMs } = sharesOf(worker, spans, frame.atMs);
        const idle = Math.max(0, 1 - (busyMs + heldMs) / allMs);
        const [busy, held, free] = wholePercents([busyMs / allMs, heldMs / allMs, idle]);
        lines.push(`${isWhole ? "so far" : `since ${when(since)}`}: ${busy} % busy, ${held} % waiting to retry, ${free} % idle`);
    }
    return { title: `Worker ${count(worker + 1)}`, lines };
}

function sharesOf(worker: number, spans: Spans, nowMs: number): { busyMs: number; heldMs: number } {
    let busyMs = 0;
    let heldMs = 0;
    for (let span = spans.first; span < spans.end; span += 1) {
        if (spans.worker(span) !== worker) continue;
        const to = spans.toMs(span);
        const long = (Number.isNaN(to) ? nowMs : to) - spans.fromMs(span);
        if (spans.state(span) === BUSY) busyMs += long;
        else heldMs += long;
    }
    return { busyMs, heldMs };
}
