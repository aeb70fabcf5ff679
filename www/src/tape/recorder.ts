/** A series of a live run, made of its frames: nobody can look ahead there. */
import { EVENT_TYPES, type Frame } from "../frame.ts";
import type { History } from "../history.ts";
import type { Told } from "./told.ts";

const INTERVALS = 512;
const FIRST_MS = 20;
const ATTEMPT_FAILED = EVENT_TYPES.indexOf("attemptFailed");

export class Recorder {
    private intervalMs = FIRST_MS;
    private untilMs = 0;
    private next = 0;
    private age = -1;
    private readonly queue = new Level();
    private readonly blocked = new Level();
    private readonly failed = new Float64Array(INTERVALS);

    get told(): Told {
        const { intervalMs, untilMs, queue, blocked, failed } = this;
        const length = Math.min(INTERVALS, Math.floor(untilMs / intervalMs) + 1);
        const columns = { queueMean: queue.mean, queueMax: queue.most, blockedMean: blocked.mean, blockedMax: blocked.most, attemptsFailed: failed };
        return { intervalMs, length, untilMs, columns };
    }

    take({ atMs, queue, blocked }: Frame, history: History): void {
        if (atMs < this.untilMs || history.age !== this.age) this.clear(history);
        while (atMs >= INTERVALS * this.intervalMs) this.fold();
        // What was not looked at in between stayed as it is now, as far as anybody knows.
        const end = this.interval(atMs);
        for (let i = this.interval(this.untilMs); i <= end; i += 1) {
            this.queue.take(i, queue.length);
            this.blocked.take(i, blocked.length);
        }
        this.untilMs = atMs;
        for (this.next = Math.max(this.next, history.first); this.next < history.end; this.next += 1) {
            if (history.kind(this.next) !== ATTEMPT_FAILED) continue;
            const i = this.interval(history.atMs(this.next));
            this.failed[i] = (this.failed[i] ?? 0) + 1;
        }
    }

    private clear(history: History): void {
        this.age = history.age;
        this.next = history.first;
        this.intervalMs = FIRST_MS;
        this.untilMs = 0;
        this.queue.clear();
        this.blocked.clear();
        this.failed.fill(0);
    }

    private interval(ms: number): number {
        return Math.min(INTERVALS - 1, Math.max(0, Math.floor(ms / this.intervalMs)));
    }

    /** Two intervals become one. */
    private fold(): void {
        this.intervalMs *= 2;
        const half = INTERVALS / 2;
        for (let i = 0; i < half; i += 1) {
            this.failed[i] = (this.failed[2 * i] ?? 0) + (this.failed[2 * i + 1] ?? 0);
        }
        this.failed.fill(0, half);
        this.queue.fold();
        this.blocked.fold();
    }
}

/** How many there were in each interval: at most, and on average over the looks that were taken. */
class Level {
    readonly most = new Float64Array(INTERVALS);
    readonly mean = new Float64Array(INTERVALS);
    private readonly looks = new Float64Array(INTERVALS);

    take(interval: number, value: number): void {
        const { most, mean, looks } = this;
        const count = (looks[interval] ?? 0) + 1;
        looks[interval] = count;
        most[interval] = Math.max(most[interval] ?? 0, value);
        mean[interval] = (mean[interval] ?? 0) + (value - (mean[interval] ?? 0)) / count;
    }

    fold(): void {
        const { most, mean, looks } = this;
        const half = INTERVALS / 2;
        for (let i = 0; i < half; i += 1) {
            const [one, other] = [looks[2 * i] ?? 0, looks[2 * i + 1] ?? 0];
            const all = one + other;
            mean[i] = all === 0 ? 0 : ((mean[2 * i] ?? 0) * one + (mean[2 * i + 1] ?? 0) * other) / all;
            most[i] = Math.max(most[2 * i] ?? 0, most[2 * i + 1] ?? 0);
            looks[i] = all;
        }
        for (const column of [most, mean, looks]) column.fill(0, half);
    }

    clear(): void {
        for (const column of [this.most, this.mean, this.looks]) column.fill(0);
    }
}
