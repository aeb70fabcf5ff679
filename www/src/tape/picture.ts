/** The run drawn once, so that each frame only copies it: the buffer, the blocked senders, the failed attempts. */
import { many } from "../format.ts";
import type { Look } from "../look.ts";
import { at, most, type Told } from "./told.ts";

/** Where things stand on the tape, from its top. */
export interface Measures {
    readonly width: number;
    /** The strip of blocked senders begins here … */
    readonly top: number;
    /** … and this is the line on which the area stands; failed attempts hang below it. */
    readonly foot: number;
}

export const STRIP = 4;
const TICK = 7;
/** On a narrower tape words would only be in the way. */
const LABELLED = 600;

/** So far from the playhead words can still be read. */
const CLEAR = 8;
const LABEL_HEIGHT = 14;

interface Label {
    readonly text: string;
    readonly x: number;
    readonly y: number;
    readonly width: number;
}

export class Picture {
    readonly canvas = document.createElement("canvas");
    private readonly context = this.canvas.getContext("2d");
    private drawn: unknown[] = [];
    private labels: Label[] = [];

    /** @param capacity places of the buffer; null where it has no end */
    draw(told: Told, totalMs: number, capacity: number | null, measures: Measures, sharpness: number, look: Look): void {
        const { context, canvas } = this;
        // A series in which something changed is another object.
        const wanted = [told, totalMs, capacity, measures.width, measures.top, measures.foot, sharpness, look];
        if (context === null || wanted.every((one, n) => one === this.drawn[n])) return;
        this.drawn = wanted;
        canvas.width = Math.ceil(measures.width * sharpness);
        canvas.height = Math.ceil((measures.foot + TICK + 2) * sharpness);
        context.setTransform(sharpness, 0, 0, sharpness, 0, 0);
        const step = (told.intervalMs / totalMs) * measures.width;
        const full = scaleOf(told, capacity);
        drawQueue(context, told, step, full, measures, look);
        if (capacity !== null && capacity > 0 && capacity <= full) drawCapacity(context, heightOf(capacity, full, measures), measures, look);
        drawBlocked(context, told, step, measures, look);
        drawFailed(context, told, step, measures, look);
        this.labels = measures.width < LABELLED ? [] : [...capacityLabel(context, told, step, capacity, full, measures, look), ...blockedLabel(context, told, step, measures, look)];
    }

    /** Words for what is drawn; as readable over what is still to come as over what has been. The playhead goes through none. */
    label(context: CanvasRenderingContext2D, playhead: number, look: Look): void {
        context.font = `11px ${look.font}`;
        context.textBaseline = "alphabetic";
        context.textAlign = "left";
        context.strokeStyle = look.sunken;
        context.lineWidth = 3;
        context.fillStyle = look.muted;
        for (const { text, x, y, width } of this.labels) {
            if (playhead > x - CLEAR && playhead < x + width + CLEAR) continue;
            context.strokeText(text, x, y);
            context.fillText(text, x, y);
        }
    }
}

/** How many tasks the height of the tape stands for. */
function scaleOf(told: Told, capacity: number | null): number {
    const highest = Math.max(1, most(told, "queueMax"));
    // A bound that nothing comes near would only flatten what there is to see.
    return capacity !== null && capacity <= 8 * highest ? Math.max(capacity, highest) : highest;
}

const heightOf = (tasks: number, full: number, { top, foot }: Measures): number => (tasks / full) * (foot - top - STRIP - 2);

function drawQueue(context: CanvasRenderingContext2D, told: Told, step: number, full: number, measures: Measures, look: Look): void {
    const { foot } = measures;
    context.fillStyle = look.queued;
    context.globalAlpha = 0.3;
    // One shape, not many: their edges would show.
    context.beginPath();
    context.moveTo(0, foot);
    for (let i = 0; i < told.length; i += 1) {
        const y = foot - heightOf(at(told, "queueMax", i), full, measures);
        context.lineTo(i * step, y);
        context.lineTo(i * step + widthOf(told, i, step), y);
    }
    context.lineTo((told.untilMs / told.intervalMs) * step, foot);
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = look.queued;
    context.lineWidth = 1.25;
    context.lineJoin = "round";
    context.beginPath();
    for (let i = 0; i < told.length; i += 1) context.lineTo((i + 0.5) * step, foot - heightOf(at(told, "queueMean", i), full, measures));
    context.stroke();
}

/** The last interval may be a partial one. */
function widthOf(told: Told, i: number, step: number): number {
    return Math.max(0, Math.min(step, (told.untilMs / told.intervalMs - i) * step));
}

function drawCapacity(context: CanvasRenderingContext2D, height: number, { width, foot }: Measures, look: Look): void {
    context.strokeStyle = look.edge;
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    context.beginPath();
    const y = Math.round(foot - height) - 0.5;
    context.moveTo(0, y);
    context.lineTo(width, y);
    context.stroke();
    context.setLineDash([]);
}

/** Below its line, where the first stretch has room for it between the line and the queue. */
function capacityLabel(context: CanvasRenderingContext2D, told: Told, step: number, capacity: number | null, full: number, measures: Measures, look: Look): Label[] {
    if (capacity === null || capacity === 0 || capacity > full) return [];
    const height = heightOf(capacity, full, measures);
    const text = many(capacity, "place");
    context.font = `11px ${look.font}`;
    const { width } = context.measureText(text);
    const isFree = (i: number): boolean => i >= told.length || heightOf(at(told, "queueMax", i), full, measures) < height - LABEL_HEIGHT;
    let from = 4;
    for (let i = 0; i < told.length && from + width < measures.width; i += 1) {
        if ((i + 1) * step < from - 2) continue;
        if (i * step > from + width) break;
        if (!isFree(i)) from = (i + 1) * step + 4;
    }
    return from + width > measures.width ? [] : [{ text, x: from, y: measures.foot - height + 12, width }];
}

/** Beside the first time that anybody is blocked, where there is room. */
function blockedLabel(context: CanvasRenderingContext2D, told: Told, step: number, { top }: Measures, look: Look): Label[] {
    const first = told.columns.blockedMax.findIndex((blocked, i) => i < told.length && blocked > 0);
    context.font = `11px ${look.font}`;
    const text = "senders blocked";
    const { width } = context.measureText(text);
    const x = first * step - width - 6;
    return x > 80 ? [{ text, x, y: top + 9, width }] : [];
}

function drawBlocked(context: CanvasRenderingContext2D, told: Told, step: number, { top }: Measures, look: Look): void {
    context.fillStyle = look.blocked;
    let begin = -1;
    for (let i = 0; i <= told.length; i += 1) {
        const isBlocked = i < told.length && at(told, "blockedMax", i) > 0;
        if (isBlocked && begin < 0) begin = i;
        if (isBlocked || begin < 0) continue;
        const end = Math.min(i, told.untilMs / told.intervalMs);
        context.fillRect(begin * step, top, Math.max(1, (end - begin) * step), STRIP);
        begin = -1;
    }
}

/** A tick for each interval in which an attempt failed; the longer, the more of them. */
function drawFailed(context: CanvasRenderingContext2D, told: Told, step: number, { foot }: Measures, look: Look): void {
    const highest = Math.max(3, most(told, "attemptsFailed"));
    // Ticks that stand closer than this run into one another.
    const wide = step < 2.5 ? step : 1.25;
    context.fillStyle = look.failed;
    for (let i = 0; i < told.length; i += 1) {
        const failed = at(told, "attemptsFailed", i);
        if (failed > 0) context.fillRect((i + 0.5) * step - wide / 2, foot + 2, wide, 3 + (TICK - 3) * Math.sqrt(failed / highest));
    }
}
