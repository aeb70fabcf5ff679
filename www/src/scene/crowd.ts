/** More workers than one can tell apart: how many are how far. */
import { count } from "../format.ts";
import { BUSY, HELD, staffOf } from "../frame.ts";
import { niceAbove } from "./nice.ts";
import type { View } from "./view.ts";
import { round } from "./words.ts";

const BARS = 20;
const IDLE_HEIGHT = 24;
const LEAST_WITH_AXIS = 72;
const bars = new Float64Array(BARS);

export function drawCrowd(view: View): void {
    const { plan, frame, brush } = view;
    const { x, y, width, height } = plan.workers;
    const { look } = brush;
    // A released worker does not wait: there is nothing to tell, and the more room for the rest.
    const each = Math.floor((height - IDLE_HEIGHT) / (view.isHeld ? 2 : 1));
    const busy = tally(view, BUSY);
    drawRow(view, y, each - 8, busy.workers, "busy", look.busy, "just begun", busy.scaleMs > 0 ? `for ${round(busy.scaleMs)}` : "");
    const held = tally(view, HELD);
    if (view.isHeld) drawRow(view, y + each, each - 8, held.workers, "waiting to retry", brush.hatch(look.backoff), "due now", held.scaleMs > 0 ? `in ${round(held.scaleMs)}` : "");
    const { idle } = staffOf(frame);
    const base = y + height - 8;
    const end = brush.pair(count(idle), "idle", x, base);
    if (idle === 0) return;
    const from = Math.max(end + 12, x + 100);
    brush.box(from + 0.5, base - 9.5, Math.max(4, (x + width - from) * (idle / frame.workers.length)), 10, 0);
    brush.stroke(look.edge, 1);
}

/** How many workers are in this state, and the bars: of the busy by how long they have been, of the held by what is left. */
function tally({ frame: { workers, atMs } }: View, state: number): { workers: number; scaleMs: number } {
    let found = 0;
    let longestMs = 0;
    bars.fill(0);
    const lengthOf = (worker: number): number => (state === BUSY ? atMs - (workers.sinceMs[worker] ?? 0) : (workers.untilMs[worker] ?? 0) - atMs);
    for (let worker = 0; worker < workers.length; worker += 1) {
        if (workers.state[worker] !== state) continue;
        found += 1;
        longestMs = Math.max(longestMs, lengthOf(worker));
    }
    const scaleMs = niceAbove(longestMs);
    for (let worker = 0; worker < workers.length && scaleMs > 0; worker += 1) {
        if (workers.state[worker] !== state) continue;
        const bar = Math.max(0, Math.min(BARS - 1, Math.floor((lengthOf(worker) / scaleMs) * BARS)));
        bars[bar] = (bars[bar] ?? 0) + 1;
    }
    return { workers: found, scaleMs };
}

function drawRow(
    { brush, plan }: View,
    y: number,
    height: number,
    workers: number,
    words: string,
    fill: string | CanvasPattern,
    from: string,
    to: string,
): void {
    const { look } = brush;
    const { x, width } = plan.workers;
    // Where there is little height, the words of the axis stand above it.
    const isLow = height < LEAST_WITH_AXIS;
    const base = y + height - (isLow ? 2 : 18);
    const room = base - y - 20;
    const most = Math.max(1, ...bars);
    brush.pair(count(workers), words, x, y + 12);
    const pitch = width / BARS;
    bars.forEach((number, n) => {
        const tall = (number / most) * room;
        brush.rect(x + n * pitch, base - tall, pitch - 2, tall, fill);
    });
    brush.line(look.edge, 1, x, base + 0.5, x + width, base + 0.5);
    if (!isLow) brush.text(from, x, base + 15, "small", look.muted);
    brush.text(to, x + width, isLow ? y + 12 : base + 15, "small", look.muted, "right");
}
