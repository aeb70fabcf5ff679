/** Which lines somebody wants to read. */
import { EVENT_TYPES, type EventType } from "../frame.ts";
import type { History } from "../history.ts";
import { lineOf, type Line } from "./lines.ts";

export type LogKind = "all" | "retries" | "failures";

const NOTHING: Readonly<Record<LogKind, string>> = { all: "Nothing has happened yet.", retries: "No retries so far.", failures: "No failures so far." };

const KINDS: Readonly<Record<LogKind, readonly EventType[]>> = {
    all: ["attemptFailed", "requeued", "succeeded", "failed", "rejected", "withdrawn", "cancelled", "dropped"],
    retries: ["attemptFailed", "requeued"],
    failures: ["failed", "rejected", "withdrawn", "cancelled", "dropped"],
};

/** Words take more time to look through than numbers do: so many events are looked through at most. */
const MOST_READ = 20_000;

export class Filter {
    private kind: LogKind = "all";
    private kinds = numbers("all");
    /** As it was typed. */
    private asked = "";
    private text = "";
    private task: number | null = null;
    private worker: number | null = null;

    setKind(kind: LogKind): void {
        this.kind = kind;
        this.kinds = numbers(kind);
    }

    /** Why there is no line. */
    get whyNone(): string {
        if (this.asked === "") return NOTHING[this.kind];
        const lines = { all: "line", retries: "retry", failures: "failure" }[this.kind];
        return `No ${lines} ${this.task === null && this.worker === null ? `contains “${this.asked}”` : `of ${this.asked} so far`}.`;
    }

    /** "7" or "task 7" is that task, "worker 3" that worker; anything else is text. */
    setText(text: string): void {
        this.asked = text.trim();
        const wanted = this.asked.toLowerCase();
        const task = /^(?:task\s*|#)?(\d+)$/.exec(wanted)?.[1];
        const worker = /^worker\s*(\d+)$/.exec(wanted)?.[1];
        this.task = task === undefined ? null : Number(task);
        this.worker = worker === undefined ? null : Number(worker) - 1;
        this.text = this.task === null && this.worker === null ? wanted : "";
    }

    /** The last of the lines that are wanted, oldest first, from this event on. */
    last(most: number, history: History, fromEvent: number, maxAttempts: number): { readonly number: number; readonly line: Line }[] {
        const found: { number: number; line: Line }[] = [];
        const first = Math.max(history.first, fromEvent, this.text === "" ? 0 : history.end - MOST_READ);
        for (let number = history.end - 1; number >= first && found.length < most; number -= 1) {
            if (!this.mayHold(history, number)) continue;
            const line = lineOf(history, number, maxAttempts);
            if (line?.text.toLowerCase().includes(this.text) === true) found.push({ number, line });
        }
        return found.reverse();
    }

    private mayHold(history: History, number: number): boolean {
        if (this.kinds[history.kind(number)] !== true) return false;
        if (this.task !== null && history.task(number) !== this.task) return false;
        return this.worker === null || history.worker(number) === this.worker;
    }
}

function numbers(kind: LogKind): boolean[] {
    return EVENT_TYPES.map((type) => KINDS[kind].includes(type));
}
