/** Released tasks that wait for their next attempt beside the pool, by when they come back; and the way back. */
import { count } from "../format.ts";
import { drawArrow } from "./marks.ts";
import { niceAbove } from "./nice.ts";
import type { Point } from "./plan.ts";
import { drawPlaced, type View } from "./view.ts";
import { round, shelfWords } from "./words.ts";

/** More than this can't be told apart. */
const MOST_SHOWN = 40;
const BARS = 40;
/** Up to so many times the first pause the longest one gives the axis its length; beyond, those that are there do. */
const MOST_SPREAD = 16;
const TICKS = 4;
/** Nearer than this, marks look like one; and so far beside it stand the words. */
const SAME_PLACE = 1;
const BESIDE = 14;
const at: Point = { x: 0, y: 0 };
const bars = new Float64Array(BARS);

export function drawShelfGround(view: View): void {
    const { brush, plan, frame, scenario, isHeld } = view;
    const { look, context } = brush;
    const { shelf, isTall } = plan;
    const { x, y, width, height } = shelf;
    if (isHeld) {
        brush.box(x + 0.5, y + 0.5, width - 1, height - 1, 4);
        context.setLineDash([2, 4]);
        brush.stroke(look.edge, 1);
        context.setLineDash([]);
        const words = shelfWords(scenario);
        const room = width - (isTall ? 24 : 32) - brush.measure("Shelf", "bold") - 8;
        brush.pair("Shelf", brush.fitting([words, "empty"], room), x + (isTall ? 12 : 16), y + height / 2 + 4.5);
        return;
    }
    brush.box(x, y, width, height, 4);
    brush.fill(look.sunken);
    brush.ground = look.sunken;
    const longestMs = axisOf(view);
    if (isTall) {
        brush.text("Shelf", x + 12, shelf.middle + 4.5, "bold");
        brush.text(round(longestMs), x + width - 8, shelf.middle + 4.5, "plain", look.muted, "right");
        brush.ground = look.ground;
        return;
    }
    brush.text("Shelf", x + 8, y + 16, "bold");
    brush.text("back in", x + 8, y + 32, "small", look.muted);
    brush.ground = look.ground;
    brush.line(look.edge, 1, shelf.from - 8, y + 34.5, shelf.to + 8, y + 34.5);
    for (let tick = 0; tick <= TICKS; tick += 1) {
        const tickX = Math.round(shelf.from + ((shelf.to - shelf.from) * tick) / TICKS) + 0.5;
        brush.line(look.edge, 1, tickX, y + 34, tickX, y + 38);
        if (tick % 2 === 0) brush.text(round((longestMs * tick) / TICKS), tickX, y + height + 14, "small", look.muted, "center");
    }
    drawWayBack(view);
    if (frame.shelf.length > MOST_SHOWN) brush.text(count(frame.shelf.length), x + 8, y + height + 14, "small", look.ink);
}

function drawWayBack({ brush, plan }: View): void {
    const { look } = brush;
    const { shelf, buffer, columns } = plan;
    const y = shelf.y + 22.5;
    const x = columns.buffer + 41;
    const end = buffer.kind === "none" ? plan.axis + 8 : buffer.y + buffer.height + 10;
    brush.line(look.edge, 1, shelf.x, y, x + 16, y, x, y - 16, x, end);
    drawArrow(brush, x, end, "up");
    brush.text("to the tail", x + 31, y - 7, "small", look.muted);
}

function axisOf({ frame, scenario }: View): number {
    const { baseDelayMs, factor, maxAttempts, maxDelayMs, jitter } = scenario.pool.retry;
    const usual = baseDelayMs * factor ** Math.max(0, maxAttempts - 2);
    const longest = Math.min(usual, maxDelayMs ?? Infinity);
    if (longest > 0 && longest <= MOST_SPREAD * baseDelayMs && jitter !== "decorrelated") return longest;
    const { shelf, atMs } = frame;
    let latest = baseDelayMs;
    for (const until of shelf.untilMs) latest = Math.max(latest, until - atMs);
    return niceAbove(latest) || 1000;
}

export function drawShelf(view: View): void {
    if (view.isHeld) return;
    const { plan, frame } = view;
    const { from, to, middle } = plan.shelf;
    const longestMs = axisOf(view);
    const { task, untilMs, attempt, length } = frame.shelf;
    if (length > MOST_SHOWN) {
        drawMany(view, longestMs);
        return;
    }
    const placeOf = (n: number): number => from + Math.max(0, Math.min(1, ((untilMs[n] ?? 0) - frame.atMs) / longestMs)) * (to - from);
    for (let n = length - 1; n >= 0; n -= 1) {
        at.x = placeOf(n);
        at.y = middle;
        drawPlaced(view, task[n] ?? 0, at, 18, "backoff", attempt[n] ?? 0);
    }
    drawStacks(view, placeOf);
}

/** Those that come back in the same instant lie on one another: how many they are is told beside them, where there is room. */
function drawStacks({ brush, plan, frame }: View, placeOf: (n: number) => number): void {
    const { length } = frame.shelf;
    let endBefore = -Infinity;
    for (let first = 0; first < length; ) {
        const x = placeOf(first);
        let next = first + 1;
        while (next < length && placeOf(next) - x < SAME_PLACE) next += 1;
        if (next - first > 1) {
            const text = `× ${count(next - first)}`;
            const room = brush.measure(text, "bold") + 2 * BESIDE;
            const isRoomAfter = x + room < Math.min(plan.shelf.to + BESIDE, next < length ? placeOf(next) : Infinity);
            if (isRoomAfter) brush.text(text, x + BESIDE, plan.shelf.middle + 4.5, "bold");
            else if (x - room > endBefore && x - room > plan.shelf.from) brush.text(text, x - BESIDE, plan.shelf.middle + 4.5, "bold", brush.look.ink, "right");
        }
        endBefore = placeOf(next - 1);
        first = next;
    }
}

function drawMany({ brush, plan, frame }: View, longestMs: number): void {
    const { from, to, y, height } = plan.shelf;
    bars.fill(0);
    for (const until of frame.shelf.untilMs) {
        const bar = Math.max(0, Math.min(BARS - 1, Math.floor(((until - frame.atMs) / longestMs) * BARS)));
        bars[bar] = (bars[bar] ?? 0) + 1;
    }
    const most = Math.max(4, ...bars);
    const base = plan.isTall ? y + height - 2 : y + 34;
    const room = base - y - 4;
    const pitch = (to - from) / BARS;
    const hatch = brush.hatch(brush.look.backoff);
    bars.forEach((number, n) => {
        const tall = (number / most) * room;
        brush.rect(from + n * pitch, base - tall, pitch - 1, tall, hatch);
    });
}
