/** A span in words. */
import { clock, duration } from "../format.ts";
import { BUSY } from "../frame.ts";
import { CALLED_OFF, GAVE_UP, GOES_ON, WENT_WELL, type Spans } from "../spans.ts";

export const stateWords = (spans: Spans, span: number): string => (spans.state(span) === BUSY ? "at work" : "waits to retry");

export function endWords(spans: Spans, span: number): string {
    switch (spans.outcome(span)) {
        case GOES_ON:
            return "so far";
        case GAVE_UP:
            return "then failed for good";
        case CALLED_OFF:
            return "then cancelled";
        case WENT_WELL:
            return spans.state(span) === BUSY ? "then done" : "then tried again";
        default:
            return "then failed";
    }
}

export function longMs(spans: Spans, span: number, nowMs: number): number {
    const to = spans.toMs(span);
    return (Number.isNaN(to) ? nowMs : to) - spans.fromMs(span);
}

export function spanWords(spans: Spans, span: number, nowMs: number): string {
    const who = `Worker ${spans.worker(span) + 1}, task ${spans.task(span)}, attempt ${spans.attempt(span)}`;
    const what = `${stateWords(spans, span)} from ${clock(spans.fromMs(span))} for ${duration(longMs(spans, span, nowMs))}`;
    return `${who}: ${what}, ${endWords(spans, span)}`;
}

/** Where no span is; that nothing is known is not the same as nothing. */
export const nothingWords = (spans: Spans, worker: number, atMs: number): string =>
    `Worker ${worker + 1}: ${atMs < spans.knownFromMs ? "not kept what it did" : "idle"} at ${clock(atMs)}`;
