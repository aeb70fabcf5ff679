/** The pool's state in one sentence, for those who listen; seldom enough to let them think. */
import type { Frame } from "./frame.ts";
import { byId, setText } from "./dom.ts";
import { clock, count, many } from "./format.ts";
import { overloadWords } from "./overload.ts";
import type { Player } from "./player.ts";

const everyMs = 5000;
/** Of another run it is told sooner, but not at every turn of a knob that is still turned. */
const afterLoadMs = 1000;

export class Announcer {
    private readonly place = byId("summary", HTMLElement);
    private saidAt = -Infinity;
    private wasFinished = false;
    private wasGoing = false;

    constructor(private readonly player: Player) {
        player.drawn.on((frame) => {
            // What is on show when nothing moves is what somebody asked for. The live clock goes on when all is done.
            const isNews = !this.isGoing || !this.wasGoing || frame.isFinished !== this.wasFinished;
            if (isNews || performance.now() - this.saidAt >= everyMs) this.say(frame);
        });
        player.loaded.on(() => {
            this.saidAt = performance.now() - everyMs + afterLoadMs;
        });
        player.moved.on(() => {
            if (player.frame !== null && !this.isGoing) this.say(player.frame);
        });
    }

    private get isGoing(): boolean {
        return this.player.isPlaying || this.player.isLive;
    }

    private say(frame: Frame): void {
        this.saidAt = performance.now();
        this.wasFinished = frame.isFinished;
        this.wasGoing = this.isGoing;
        setText(this.place, summaryOf(frame, this.isGoing));
    }
}

export function summaryOf(frame: Frame, isPlaying: boolean): string {
    const { stats, atMs, isFinished, isClosed, trouble, warmUp } = frame;
    const parts =
        warmUp === null
            ? [`${count(stats.succeeded)} of ${count(stats.submitted)} done`, `${count(stats.failed)} failed`]
            : [`${isFinished ? "all was warm-up" : "warming up"}, ${count(warmUp.came)} of ${many(warmUp.of, "task")} came, not counted`];
    if (isClosed && stats.rejected > 0) parts.push(`${count(stats.rejected)} turned away`);
    if (stats.cancelled > 0) parts.push(`${count(stats.cancelled)} cancelled`);
    if (stats.running > 0) parts.push(`${count(stats.running)} at work`);
    if (stats.backingOff > 0) parts.push(`${count(stats.backingOff)} waiting to retry`);
    if (stats.queued > 0) parts.push(`${count(stats.queued)} in the buffer`);
    if (stats.blocked > 0) parts.push(`${many(stats.blocked, "sender")} waiting for room`);
    const overload = overloadWords(frame);
    // Of all that was to come, much did not: that is no finish.
    const state = trouble ?? (isFinished ? (overload === null ? "Finished" : "Ended early") : isPlaying ? "Running" : "Paused");
    return `${state} at ${clock(atMs)}: ${parts.join(", ")}.${overload === null ? "" : ` ${overload}`}`;
}
