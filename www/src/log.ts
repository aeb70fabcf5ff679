/** What happened, a line each, as the original's log said it. */
import type { PoolEvent } from "twinpool/live";
import { recipientOf } from "./demo.ts";
import { make } from "./dom.ts";
import { exactMs, seconds } from "./format.ts";

export interface Line {
    readonly atMs: number;
    readonly text: string;
    readonly state: "done" | "failed" | "backoff" | "plain";
}

const mostLines = 200;

export class Log {
    private unwritten: Line[] = [];

    constructor(private readonly list: HTMLElement) {}

    /** Lines are kept until the next frame; of a flood only the last are ever written. */
    add(line: Line): void {
        this.unwritten.push(line);
        if (this.unwritten.length > 2 * mostLines) this.unwritten = this.unwritten.slice(-mostLines);
    }

    clear(): void {
        this.unwritten = [];
        this.list.replaceChildren();
    }

    /** Writes what is new. A reader at the end stays there; one who scrolled back is left in peace. */
    write(): void {
        if (this.unwritten.length === 0) return;
        const { list } = this;
        const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 24;
        list.append(
            ...this.unwritten.slice(-mostLines).map(({ atMs, text, state }) =>
                make("li", { "data-state": state }, make("span", { class: "time" }, seconds(atMs)), make("span", {}, text)),
            ),
        );
        this.unwritten = [];
        while (list.childElementCount > mostLines) list.firstElementChild?.remove();
        if (atEnd) list.scrollTop = list.scrollHeight;
    }
}

/** The line that an event is worth, if any. */
export function lineOf(event: PoolEvent, maxAttempts: number): Line | null {
    const { id, atMs } = event;
    switch (event.type) {
        case "attemptFailed":
            if (event.delayMs === null) return null; // "failed" follows at once
            return event.attempt < maxAttempts
                ? { atMs, text: `Task ${id}: attempt ${event.attempt} failed, retrying in ${exactMs(event.delayMs)}`, state: "backoff" }
                : { atMs, text: `Task ${id}: attempt ${event.attempt} failed, the last; pausing ${exactMs(event.delayMs)} all the same`, state: "backoff" };
        case "requeued":
            return { atMs, text: `Task ${id} is back from the shelf, at the end of the buffer`, state: "plain" };
        case "succeeded":
            return { atMs, text: `Task ${id} done: e-mail sent to ${recipientOf(id)}, subject “Hello from user ${id}”`, state: "done" };
        case "failed":
            return { atMs, text: `Task ${id} failed after ${event.attempts === 1 ? "1 attempt" : `${event.attempts} attempts`}`, state: "failed" };
        case "rejected":
            return { atMs, text: `Task ${id} was turned away: the door is closed`, state: "plain" };
        case "withdrawn":
            return { atMs, text: `Task ${id} left the line`, state: "plain" };
        case "cancelled":
            return { atMs, text: `Task ${id} was cancelled`, state: "plain" };
        case "dropped":
            return { atMs, text: `Task ${id} was pushed out of the full buffer by a newer one`, state: "plain" };
        case "submitted":
        case "accepted":
        case "started":
            return null;
    }
}
