/** The pool's state in one sentence, for those who listen; seldom enough to let them think. */
import type { PoolStats } from "twinpool/live";
import type { Demo } from "./demo.ts";
import { setText } from "./dom.ts";
import { count } from "./format.ts";

const everyMs = 4000;

export class Announcer {
    private timer: ReturnType<typeof setTimeout> | null = null;
    private next = "";

    constructor(private readonly place: HTMLElement) {}

    /** Says it at once after a silence, and otherwise, if nothing newer came, when the silence has been long enough. */
    say(sentence: string): void {
        this.next = sentence;
        if (this.timer !== null) return;
        if (this.place.textContent === sentence) return;
        setText(this.place, sentence);
        this.timer = setTimeout(() => {
            this.timer = null;
            this.say(this.next);
        }, everyMs);
    }
}

export function summaryOf(stats: PoolStats, { phase, stillToSend }: Demo): string {
    const parts = [`${count(stats.succeeded)} of ${count(stats.submitted + stillToSend)} done`, `${count(stats.failed)} failed`];
    if (stats.running > 0) parts.push(`${count(stats.running)} at work`);
    if (stats.backingOff > 0) parts.push(`${count(stats.backingOff)} in backoff`);
    if (stats.queued > 0) parts.push(`${count(stats.queued)} in the buffer`);
    if (stats.blocked > 0) parts.push(`${count(stats.blocked)} waiting for room`);
    if (phase === "stopping") parts.push("stopping");
    if (phase === "stopped") parts.push("stopped");
    return `${parts.join(", ")}.`;
}
