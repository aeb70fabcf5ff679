/** The spans that are in sight: their numbers, written over and over into one list. */
import { BUSY } from "../frame.ts";
import type { Spans } from "../spans.ts";

export class Sight {
    private numbers = new Int32Array(1 << 10);
    length = 0;

    constructor(private readonly spans: Spans) {}

    at(n: number): number {
        return this.numbers[n] ?? 0;
    }

    look(fromMs: number, toMs: number): void {
        const { spans } = this;
        this.length = 0;
        for (let span = spans.first; span < spans.end; span += 1) {
            // They are in the order of their beginnings.
            if (spans.fromMs(span) > toMs) break;
            if (spans.toMs(span) < fromMs) continue;
            if (this.length === this.numbers.length) this.grow();
            this.numbers[this.length] = span;
            this.length += 1;
        }
    }

    private grow(): void {
        const more = new Int32Array(2 * this.numbers.length);
        more.set(this.numbers);
        this.numbers = more;
    }
}

/** The span of one of these workers that goes on at this time, or the one nearest within `reachMs`; null for none. */
export function spanAt(spans: Spans, firstWorker: number, workers: number, atMs: number, reachMs: number): number | null {
    let found: number | null = null;
    let best = reachMs;
    for (let span = spans.end - 1; span >= spans.first; span -= 1) {
        const worker = spans.worker(span);
        if (worker < firstWorker || worker >= firstWorker + workers) continue;
        const from = spans.fromMs(span);
        const to = spans.toMs(span);
        const away = atMs < from ? from - atMs : atMs > to ? atMs - to : 0;
        // Work before backoff, where one ends as the other begins.
        if (away < best || (away === 0 && best === 0 && spans.state(span) === BUSY)) {
            found = span;
            best = away;
        }
    }
    return found;
}

/** What a task was in at this time, or before it; null where nothing is known. */
export function spanOf(spans: Spans, task: number, atMs: number): number | null {
    for (let span = spans.end - 1; span >= spans.first; span -= 1) {
        if (spans.task(span) === task && spans.fromMs(span) < atMs) return span;
    }
    return null;
}
