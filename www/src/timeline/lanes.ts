/**
 * A lane for each worker: at work, a solid bar of the full height; waiting a backoff out, a striped one of half of it; idle,
 * the line alone. A post at the end of an attempt says how it went.
 */
import { BUSY, HELD, IDLE, type Frame } from "../frame.ts";
import type { Look } from "../look.ts";
import type { Setup } from "../setup.ts";
import { CALLED_OFF, GAVE_UP, GOES_ON, WENT_BADLY, WENT_WELL, type Spans } from "../spans.ts";
import { hatch } from "./hatch.ts";
import { middleOf, placeOf, type Plot } from "./plot.ts";
import type { Sight } from "./sight.ts";

type Context = CanvasRenderingContext2D;

const barOf = ({ laneHeight }: Plot): number => Math.max(3, laneHeight - (laneHeight >= 16 ? 10 : 3));

export function drawLanes(context: Context, plot: Plot, spans: Spans, sight: Sight, setup: Setup, frame: Frame, look: Look): void {
    drawLines(context, plot, setup, frame, look);
    drawHeld(context, plot, spans, sight, frame, look);
    drawBusy(context, plot, spans, sight, frame, look);
    drawPosts(context, plot, spans, sight, look);
    drawNumbers(context, plot, spans, sight, frame, look);
}

/** The lines of those who are there; who is too many has one no more, only what it still finishes. */
function drawLines(context: Context, plot: Plot, { scenario, turns }: Setup, { atMs }: Frame, look: Look): void {
    context.fillStyle = look.edge;
    const sizes = [{ atMs: 0, value: scenario.pool.workers }, ...turns.filter(({ knob }) => knob === "workers")];
    sizes.forEach((size, n) => {
        const untilMs = Math.min(atMs, sizes[n + 1]?.atMs ?? atMs);
        const from = Math.max(plot.left, placeOf(plot, size.atMs));
        const wide = Math.min(plot.left + plot.width, placeOf(plot, untilMs)) - from;
        for (let worker = 0; wide > 0 && worker < Math.min(plot.lanes, size.value); worker += 1) {
            context.fillRect(from, Math.round(middleOf(plot, worker)), wide, 1);
        }
    });
}

/** The right end of a span's bar. */
function endOf(plot: Plot, spans: Spans, span: number, frame: Frame): number {
    const to = spans.toMs(span);
    return Math.min(plot.left + plot.width, placeOf(plot, Number.isNaN(to) ? frame.atMs : to));
}

function drawHeld(context: Context, plot: Plot, spans: Spans, sight: Sight, frame: Frame, look: Look): void {
    const height = Math.max(3, Math.round(barOf(plot) / 2));
    const shift = -(plot.fromMs / plot.msPerPixel) % 6000;
    context.fillStyle = hatch(context, look.backoff, look.ground, shift);
    for (let pass = 0; pass < 2; pass += 1) {
        for (let n = 0; n < sight.length; n += 1) {
            const span = sight.at(n);
            if (spans.state(span) === HELD) {
                const left = Math.max(plot.left, placeOf(plot, spans.fromMs(span)));
                held(context, left, endOf(plot, spans, span, frame), middleOf(plot, spans.worker(span)), height, pass === 1);
            }
        }
        eachUnknown(frame, spans, HELD, (worker) => {
            const left = Math.max(plot.left, placeOf(plot, spans.knownFromMs));
            held(context, left, Math.min(plot.left + plot.width, placeOf(plot, frame.atMs)), middleOf(plot, worker), height, pass === 1);
        });
        context.fillStyle = look.backoff;
    }
}

/** First the stripes, then, in another pass, the lines above and below them. */
function held(context: Context, left: number, right: number, middle: number, height: number, isOutline: boolean): void {
    const top = Math.round(middle - height / 2);
    if (!isOutline) {
        context.fillRect(left, top, right - left, height);
        return;
    }
    context.fillRect(left, top, right - left, 1);
    context.fillRect(left, top + height - 1, right - left, 1);
}

function drawBusy(context: Context, plot: Plot, spans: Spans, sight: Sight, frame: Frame, look: Look): void {
    const height = barOf(plot);
    context.fillStyle = look.busy;
    for (let n = 0; n < sight.length; n += 1) {
        const span = sight.at(n);
        if (spans.state(span) !== BUSY) continue;
        const left = Math.max(plot.left, placeOf(plot, spans.fromMs(span)));
        const right = endOf(plot, spans, span, frame);
        // A gap on its right keeps it apart from what comes next.
        const wide = Math.max(1, right - left - (spans.outcome(span) === GOES_ON ? 0 : 1));
        context.fillRect(left, Math.round(middleOf(plot, spans.worker(span)) - height / 2), wide, height);
    }
    eachUnknown(frame, spans, BUSY, (worker) => {
        const left = Math.max(plot.left, placeOf(plot, spans.knownFromMs));
        const right = Math.min(plot.left + plot.width, placeOf(plot, frame.atMs));
        context.fillRect(left, Math.round(middleOf(plot, worker) - height / 2), right - left, height);
    });
}

/** Workers that have been at it since before anything is known: only the frame tells of them. */
export function eachUnknown({ workers }: Frame, spans: Spans, state: number, draw: (worker: number) => void): void {
    if (spans.knownFromMs === 0) return;
    for (let worker = 0; worker < workers.length; worker += 1) {
        const now = workers.state[worker] ?? IDLE;
        if (now === state && (workers.sinceMs[worker] ?? Infinity) < spans.knownFromMs) draw(worker);
    }
}

function drawPosts(context: Context, plot: Plot, spans: Spans, sight: Sight, look: Look): void {
    const half = barOf(plot) / 2;
    const isTall = plot.laneHeight >= 16;
    const wide = isTall ? 2.5 : 1.5;
    const end = plot.left + plot.width;
    const posts = (outcome: number, colour: string, up: number, down: number): void => {
        context.fillStyle = colour;
        for (let n = 0; n < sight.length; n += 1) {
            const span = sight.at(n);
            if (spans.outcome(span) !== outcome || (spans.state(span) === HELD && outcome !== GAVE_UP)) continue;
            const x = placeOf(plot, spans.toMs(span));
            if (x < plot.left || x > end + 1) continue;
            const middle = middleOf(plot, spans.worker(span));
            context.fillRect(x - wide, middle - half - up, wide, 2 * half + up + down);
        }
    };
    const over = isTall ? 3 : 1;
    posts(WENT_WELL, look.done, over, 0);
    posts(WENT_BADLY, look.failed, over, over);
    posts(CALLED_OFF, look.ink, over, over);
    posts(GAVE_UP, look.failed, over, over);
    if (isTall) drawCrosses(context, plot, spans, sight, look);
}

/** On top of the post after which the task was given up. */
function drawCrosses(context: Context, plot: Plot, spans: Spans, sight: Sight, look: Look): void {
    const top = barOf(plot) / 2 + 3;
    context.beginPath();
    for (let n = 0; n < sight.length; n += 1) {
        const span = sight.at(n);
        if (spans.outcome(span) !== GAVE_UP) continue;
        const x = placeOf(plot, spans.toMs(span)) - 1.25;
        if (x < plot.left || x > plot.left + plot.width + 1) continue;
        const y = middleOf(plot, spans.worker(span)) - top;
        context.moveTo(x - 3, y - 3);
        context.lineTo(x + 3, y + 3);
        context.moveTo(x + 3, y - 3);
        context.lineTo(x - 3, y + 3);
    }
    context.strokeStyle = look.ground;
    context.lineWidth = 4;
    context.stroke();
    context.strokeStyle = look.failed;
    context.lineWidth = 2;
    context.stroke();
}

function drawNumbers(context: Context, plot: Plot, spans: Spans, sight: Sight, frame: Frame, look: Look): void {
    if (plot.laneHeight < 20) return;
    context.font = `600 11px ${look.font}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillStyle = look["on-state"];
    const digit = context.measureText("0").width;
    for (let n = 0; n < sight.length; n += 1) {
        const span = sight.at(n);
        if (spans.state(span) !== BUSY) continue;
        const left = Math.max(plot.left, placeOf(plot, spans.fromMs(span)));
        const room = endOf(plot, spans, span, frame) - left - 8;
        if (room < digit) continue;
        const text = String(spans.task(span));
        if (text.length * digit <= room) context.fillText(text, left + 4, middleOf(plot, spans.worker(span)) + 0.5);
    }
    context.textBaseline = "alphabetic";
}
