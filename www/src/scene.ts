/** The picture of the pool at one moment. Everything on it follows from a snapshot, the counters, and the senders' state. */
import type { PoolEvent, PoolSnapshot, PoolStats } from "twinpool/live";
import { Buffer } from "./buffer.ts";
import type { Demo } from "./demo.ts";
import { byId, setState, setText } from "./dom.ts";
import { count, many, seconds } from "./format.ts";
import { Lanes } from "./lanes.ts";
import { Marks, type Mark } from "./marks.ts";

const mostBlocked = 8;
const mostOnShelf = 9;
const mostInBin = 8;

export class Scene {
    private readonly state = byId("state", HTMLElement);
    private readonly blockedCount = byId("blocked-count", HTMLElement);
    private readonly blockedLine = new Marks(byId("blocked-line", HTMLElement));
    private readonly blockedNote = byId("blocked-note", HTMLElement);
    private readonly gate = byId("gate", HTMLElement);
    private readonly gateText = byId("gate-text", HTMLElement);
    private readonly buffer = new Buffer(
        byId("buffer-places", HTMLElement),
        byId("buffer-count", HTMLElement),
        byId("buffer-note", HTMLElement),
    );
    private readonly lanes = new Lanes(byId("lanes", HTMLElement), byId("workers-count", HTMLElement));
    private readonly shelf = byId("shelf", HTMLElement);
    private readonly shelfCount = byId("shelf-count", HTMLElement);
    private readonly shelfLine = new Marks(byId("shelf-line", HTMLElement));
    private readonly done = new Bin("done");
    private readonly failed = new Bin("failed");

    /** A new pool: an empty stage of its size. */
    reset(demo: Demo): void {
        const { workers, bufferSize, retry } = demo.pool.options;
        this.buffer.reset(bufferSize);
        this.lanes.reset(workers, retry.maxAttempts);
        this.shelf.hidden = retry.holdWorker;
        this.done.clear();
        this.failed.clear();
    }

    /** The bins keep the last few that fell into them. */
    event(event: PoolEvent): void {
        if (event.type === "succeeded") this.done.add(event.id);
        else if (event.type === "failed") this.failed.add(event.id);
    }

    draw(demo: Demo, snapshot: PoolSnapshot, stats: PoolStats): void {
        setText(this.state, sayState(demo, stats));
        this.drawSenders(demo, snapshot);
        this.buffer.draw(snapshot);
        this.lanes.draw(snapshot);
        if (!this.shelf.hidden) this.drawShelf(snapshot);
        this.done.draw(stats.succeeded);
        this.failed.draw(stats.failed);
    }

    private drawSenders(demo: Demo, snapshot: PoolSnapshot): void {
        const { blocked, atMs } = snapshot;
        const first = blocked[0];
        const shut = demo.phase !== "open";
        const full = blocked.length > 0 || this.buffer.isFull(snapshot);
        setText(this.blockedCount, first === undefined ? "none waits" : `${count(blocked.length)} ${blocked.length === 1 ? "waits" : "wait"}`);
        this.blockedLine.drawSome(
            blocked.map(({ id }): Mark => ({ text: String(id), state: "blocked" })),
            mostBlocked,
        );
        const notes: string[] = [];
        if (first !== undefined) notes.push(`first for ${seconds(atMs - first.sinceMs)}`);
        if (demo.stillToSend > 0) notes.push(`${demo.stillToSend} more to send`);
        setText(this.blockedNote, notes.join(",\n"));
        setState(this.gate, shut || full ? "closed" : "open");
        setText(this.gateText, shut ? "shut" : full ? "full" : "open");
    }

    private drawShelf({ shelf, atMs }: PoolSnapshot): void {
        setText(this.shelfCount, shelf.length === 0 ? "empty" : `${many(shelf.length, "task")} in backoff, next to come back first`);
        this.shelfLine.drawSome(
            shelf.map(({ id, untilMs }): Mark => ({ text: `${id} · ${seconds(untilMs - atMs)}`, state: "backoff" })),
            mostOnShelf,
        );
    }
}

/** Does anything on this picture count up or down by itself? */
export function moves({ blocked, shelf, workers }: PoolSnapshot): boolean {
    return blocked.length > 0 || shelf.length > 0 || workers.some(({ state }) => state !== "idle");
}

function sayState({ phase, stillToSend }: Demo, stats: PoolStats): string {
    const finished = stats.succeeded + stats.failed;
    const all = stats.submitted + stillToSend;
    if (phase === "stopped") return `Stopped: ${count(stats.succeeded)} done, ${count(stats.failed)} failed`;
    if (phase === "stopping") return `Stopping: finishes what it accepted, ${count(finished)} of ${count(stats.accepted)}`;
    if (finished === all) return `Waits for work: ${count(finished)} of ${count(all)} finished`;
    return `At work: ${count(finished)} of ${count(all)} finished`;
}

class Bin {
    private readonly counter: HTMLElement;
    private readonly line: Marks;
    private last: Mark[] = [];

    constructor(private readonly state: "done" | "failed") {
        this.counter = byId(`${state}-count`, HTMLElement);
        this.line = new Marks(byId(`${state}-last`, HTMLElement));
    }

    add(id: string | number): void {
        this.last = [{ text: String(id), state: this.state } satisfies Mark, ...this.last].slice(0, mostInBin);
    }

    clear(): void {
        this.last = [];
    }

    draw(total: number): void {
        setText(this.counter, count(total));
        this.line.draw(this.last);
    }
}
