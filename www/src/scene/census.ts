/** Who is where, in words, for those who can't see the picture: seldom enough while time goes on, at once when it stands still. */
import type { CompleteScenario } from "twinpool/sim";
import { make, setText } from "../dom.ts";
import { count, duration, many } from "../format.ts";
import { BUSY, GONE, HELD, staffOf, type Frame } from "../frame.ts";
import type { Player } from "../player.ts";
import type { Ledger } from "./ledger.ts";
import { MOST_LANES } from "./plan.ts";
import { awayWords, cancelledWords, isOneSender, isShut, refusedWords } from "./words.ts";

const EVERY_MS = 2000;

export class Census {
    private readonly place = make("ul", { class: "unseen census", "aria-label": "Who is where" });
    private writtenAt = -Infinity;

    constructor(
        box: HTMLElement,
        private readonly player: Player,
        private readonly ledger: Ledger,
    ) {
        box.append(this.place);
        player.drawn.on(() => {
            const isStill = !player.isPlaying && !player.isLive;
            if (isStill || performance.now() - this.writtenAt >= EVERY_MS) this.write();
        });
        player.moved.on(() => {
            if (!player.isPlaying && !player.isLive) this.write();
        });
    }

    private write(): void {
        const { frame } = this.player;
        if (frame === null) return;
        this.writtenAt = performance.now();
        const lines = censusOf(frame, this.player.scenarioNow(), this.ledger);
        while (this.place.childElementCount < lines.length) this.place.append(make("li"));
        while (this.place.childElementCount > lines.length) this.place.lastElementChild?.remove();
        lines.forEach((line, n) => {
            const item = this.place.children[n];
            if (item !== undefined) setText(item, line);
        });
    }
}

export function censusOf(frame: Frame, scenario: CompleteScenario, ledger: Ledger): string[] {
    return [sendersLine(frame, scenario), bufferLine(frame, scenario), ...workersLines(frame), shelfLine(frame, scenario), finishedLine(frame, scenario, ledger)];
}

function sendersLine(frame: Frame, scenario: CompleteScenario): string {
    const { blocked, atMs } = frame;
    const gate = frame.isClosed ? "The pool is closed." : scenario.pool.bufferSize === null ? "There is no gate." : isShut(frame, scenario) ? "The gate is closed." : "The gate is open.";
    if (blocked.length === 0) return `Senders: none waits. ${gate}`;
    const task = blocked.task[0] ?? 0;
    const since = duration(atMs - (blocked.sinceMs[0] ?? atMs));
    if (isOneSender(scenario)) return `Senders: one, who waits for room with task ${task}, for ${since} now. ${gate}`;
    const wait = blocked.length === 1 ? "1 waits" : `${count(blocked.length)} wait`;
    return `Senders: ${wait} for room; the first, with task ${task}, has waited ${since}. ${gate}`;
}

function bufferLine({ queue }: Frame, { pool: { bufferSize } }: CompleteScenario): string {
    const next = queue.length > 0 ? ` Next is task ${queue.task[0] ?? 0}.` : "";
    if (bufferSize === 0) return `Buffer: none, tasks are handed over to idle workers.${queue.length > 0 ? ` ${count(queue.length)} came back.` : ""}`;
    if (bufferSize === null) return `Buffer: ${many(queue.length, "task")}, no bound.${next}`;
    return `Buffer: ${count(queue.length)} of ${many(bufferSize, "place")} taken.${next}`;
}

function workersLines(frame: Frame): string[] {
    const { workers, atMs } = frame;
    const { busy, held, idle } = staffOf(frame);
    const lines = [`Workers: ${count(busy)} busy, ${count(held)} waiting to retry, ${count(idle)} idle.`];
    if (workers.length > MOST_LANES) return lines;
    for (let worker = 0; worker < workers.length; worker += 1) {
        const task = workers.task[worker] ?? 0;
        const attempt = workers.attempt[worker] ?? 1;
        const name = `Worker ${worker + 1}`;
        if (workers.state[worker] === BUSY) {
            lines.push(`${name}: busy with task ${task}, attempt ${attempt}, for ${duration(atMs - (workers.sinceMs[worker] ?? atMs))}.`);
        } else if (workers.state[worker] === HELD) {
            lines.push(`${name}: waits to retry task ${task}, whose attempt ${attempt} failed, in ${duration((workers.untilMs[worker] ?? atMs) - atMs)}.`);
        } else {
            lines.push(workers.state[worker] === GONE ? `${name}: has gone.` : `${name}: idle.`);
        }
    }
    return lines;
}

function shelfLine({ shelf, atMs }: Frame, { pool: { retry } }: CompleteScenario): string {
    if (retry.holdWorker) return "Shelf: not used, each worker holds its failed task.";
    if (shelf.length === 0) return "Shelf: empty.";
    return `Shelf: ${many(shelf.length, "task")} waiting to retry beside the pool; task ${shelf.task[0] ?? 0} comes back first, in ${duration((shelf.untilMs[0] ?? atMs) - atMs)}.`;
}

function finishedLine(frame: Frame, scenario: CompleteScenario, ledger: Ledger): string {
    const { stats, warmUp, isFinished } = frame;
    const last = ledger.last("done", 0);
    if (warmUp !== null) {
        return `Finished: ${isFinished ? "all was warm-up" : "warming up"}, ${count(warmUp.came)} of ${many(warmUp.of, "task")} came, not counted.${last > 0 ? ` Task ${last} was done last.` : ""}`;
    }
    const away = stats.rejected + stats.dropped;
    const others = scenario.pool.whenFull === "wait" ? refusedWords(frame, scenario) : `${count(away)} ${awayWords(scenario.pool)}`;
    const all = [`${count(stats.succeeded)} done`, `${count(stats.failed)} failed for good`, others, cancelledWords(frame)].filter((words) => words !== "");
    return `Finished: ${all.join(", ")}.${last > 0 ? ` Task ${last} was done last.` : ""}`;
}
