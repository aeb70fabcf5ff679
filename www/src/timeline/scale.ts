/** Times along the timeline, the lanes' names, the present, and what is pointed at. */
import { apart } from "../axis.ts";
import { clock, count, mark } from "../format.ts";
import type { Frame } from "../frame.ts";
import type { Look } from "../look.ts";
import type { Pointed } from "../selection.ts";
import { BUSY } from "../frame.ts";
import type { Spans } from "../spans.ts";
import { middleOf, placeOf, type Plot } from "./plot.ts";
import type { Sight } from "./sight.ts";

type Context = CanvasRenderingContext2D;

const LABEL_APART = 14;

export function drawTimes(context: Context, plot: Plot, frame: Frame, look: Look): void {
    const { left, width, staffTop, lanesFoot, fromMs, msPerPixel } = plot;
    const step = apart(msPerPixel, 72);
    context.font = `11px ${look.font}`;
    context.textAlign = "center";
    const now = placeOf(plot, frame.atMs);
    for (let ms = Math.max(0, Math.ceil(fromMs / step) * step); ; ms += step) {
        const x = placeOf(plot, ms);
        if (x > left + width + 0.5) break;
        context.fillStyle = look.line;
        context.fillRect(Math.round(x), staffTop, 1, lanesFoot - staffTop);
        context.fillStyle = look.muted;
        if (Math.abs(x - now) > 50) context.fillText(mark(ms, step), x, lanesFoot + 18);
    }
}

export function drawNames(context: Context, plot: Plot, pointed: Pointed, look: Look): void {
    const { rows, laneHeight, perRow, isNarrow, lanes } = plot;
    const every = laneHeight >= LABEL_APART ? 1 : roundRows(LABEL_APART / laneHeight);
    context.textAlign = "left";
    context.textBaseline = "middle";
    for (let row = 0; row < rows; row += every) {
        const worker = row * perRow;
        const isPointed = pointed.worker !== null && Math.floor(pointed.worker / perRow) === row;
        context.font = `${isPointed ? "600 " : ""}11px ${look.font}`;
        context.fillStyle = isPointed ? look.ink : look.muted;
        const number = count(worker + 1);
        context.fillText(isNarrow || (every > 1 && row > 0) ? number : `Worker ${number}`, 0, middleOf(plot, worker) + 0.5);
    }
    context.textBaseline = "alphabetic";
    if (perRow > 1) {
        context.font = `11px ${look.font}`;
        context.fillStyle = look.muted;
        context.fillText(isNarrow ? "" : `… to ${count(lanes)}`, 0, plot.lanesFoot + 16);
    }
}

function roundRows(rows: number): number {
    return [2, 4, 5, 10, 20, 25, 50].find((one) => one >= rows) ?? 50;
}

/** What was forgotten is not the same as nothing. It lies over the bars, as some of them are gone: what is left shines through. */
export function drawUnknown(context: Context, plot: Plot, knownFromMs: number, look: Look): void {
    const { left, lanesTop: top, lanesFoot: foot } = plot;
    const right = Math.min(left + plot.width, placeOf(plot, knownFromMs));
    if (right <= left || knownFromMs === 0) return;
    context.save();
    context.beginPath();
    context.rect(left, top, right - left, foot - top);
    context.clip();
    context.fillStyle = look.sunken;
    context.globalAlpha = 0.75;
    context.fill();
    // They lean the other way than the stripes of backoff, and are far apart.
    context.globalAlpha = 1;
    context.strokeStyle = look.edge;
    context.lineWidth = 1;
    context.beginPath();
    for (let x = left - (foot - top); x < right; x += 16) {
        context.moveTo(x, top);
        context.lineTo(x + foot - top, foot);
    }
    context.stroke();
    context.restore();
    // Where the part is narrow, they reach beyond it.
    const words = right - left > 180 ? "too long ago, not all kept" : "not all kept";
    context.font = `11px ${look.font}`;
    context.textAlign = "left";
    context.fillStyle = look.ground;
    context.fillRect(left + 4, top + 4, context.measureText(words).width + 12, 20);
    context.fillStyle = look.ink;
    context.fillText(words, left + 10, top + 18);
}

export function drawNow(context: Context, plot: Plot, frame: Frame, look: Look): void {
    const x = placeOf(plot, frame.atMs);
    if (x < plot.left || x > plot.left + plot.width + 1) return;
    context.fillStyle = look.ink;
    context.fillRect(x - 1, plot.staffTop - 4, 2, plot.lanesFoot - plot.staffTop + 8);
    const text = clock(frame.atMs).slice(0, -1);
    context.font = `600 11px ${look.font}`;
    const wide = context.measureText(text).width + 12;
    // Near the edge it stays in the picture.
    const middle = Math.min(x, context.canvas.clientWidth - wide / 2);
    context.beginPath();
    context.roundRect(middle - wide / 2, plot.lanesFoot + 4, wide, 20, 4);
    context.fill();
    context.fillStyle = look.ground;
    context.textAlign = "center";
    context.fillText(text, middle, plot.lanesFoot + 18);
}

/** The lane of the worker that is pointed at; below the bars. */
export function drawPointedLane(context: Context, plot: Plot, { worker }: Pointed, look: Look): void {
    if (worker === null || worker >= plot.lanes) return;
    const high = Math.max(3, plot.laneHeight);
    context.fillStyle = look.sunken;
    context.fillRect(0, Math.round(middleOf(plot, worker) - high / 2), plot.left + plot.width, high);
}

/** Where the task is that is pointed at, and the moment; above the bars. */
export function drawPointed(context: Context, plot: Plot, pointed: Pointed, spans: Spans, sight: Sight, frame: Frame, look: Look): void {
    const right = plot.left + plot.width;
    const high = Math.max(4, plot.laneHeight - 4);
    if (pointed.task !== null) {
        for (let n = 0; n < sight.length; n += 1) {
            const span = sight.at(n);
            if (spans.task(span) !== pointed.task) continue;
            const to = spans.toMs(span);
            const from = Math.max(plot.left, placeOf(plot, spans.fromMs(span)));
            const end = Math.min(right, placeOf(plot, Number.isNaN(to) ? frame.atMs : to));
            const tall = spans.state(span) === BUSY ? high : Math.max(4, high - 6);
            const top = middleOf(plot, spans.worker(span)) - tall / 2;
            context.strokeStyle = look.ground;
            context.lineWidth = 4;
            context.strokeRect(from - 1, top, Math.max(2, end - from + 1), tall);
            context.strokeStyle = look.ink;
            context.lineWidth = 2;
            context.strokeRect(from - 1, top, Math.max(2, end - from + 1), tall);
        }
    }
    if (pointed.atMs === null) return;
    const x = placeOf(plot, pointed.atMs);
    if (x < plot.left || x > right) return;
    context.fillStyle = look.edge;
    context.fillRect(Math.round(x), plot.staffTop, 1, plot.lanesFoot - plot.staffTop);
}
