/** What stands around the picture of the run: times, outages, turns of knobs, the playhead. */
import type { Outage } from "twinpool/sim";
import { apart } from "../axis.ts";
import { mark } from "../format.ts";
import type { Look } from "../look.ts";
import type { Turn } from "../setup.ts";

type Context = CanvasRenderingContext2D;
type Place = (ms: number) => number;

const LEAST_APART = 64;
/** Half of the playhead's flag. */
const FLAG = 8;

export function drawTimes(context: Context, msPerPixel: number, width: number, y: number, look: Look): void {
    const step = apart(msPerPixel, LEAST_APART);
    context.fillStyle = look.muted;
    context.font = `11px ${look.font}`;
    context.textBaseline = "alphabetic";
    for (let ms = 0; ms <= width * msPerPixel * 1.001; ms += step) {
        const x = ms / msPerPixel;
        const text = mark(ms, step);
        const wide = context.measureText(text).width;
        context.textAlign = "left";
        context.fillText(text, Math.min(width - wide, Math.max(0, x - wide / 2)), y);
    }
}

/** @param playhead goes through no word */
export function drawOutages(context: Context, outages: readonly Outage[], placeOf: Place, width: number, y: number, playhead: number, look: Look): void {
    context.strokeStyle = look.ink;
    context.lineWidth = 1;
    context.font = `11px ${look.font}`;
    context.textAlign = "left";
    for (const { fromMs, toMs } of outages) {
        const left = Math.round(placeOf(fromMs)) + 0.5;
        const right = Math.round(Math.min(width, placeOf(toMs))) - 0.5;
        if (left > width) continue;
        context.beginPath();
        context.moveTo(left, y + 5);
        context.lineTo(left, y);
        context.lineTo(Math.max(left + 2, right), y);
        context.lineTo(Math.max(left + 2, right), y + 5);
        context.stroke();
        const text = "outage";
        const wide = context.measureText(text).width;
        const after = right + 6;
        const before = left - 6 - wide;
        const isClear = (from: number): boolean => from >= 0 && from + wide <= width && (playhead < from - FLAG || playhead > from + wide + FLAG);
        const x = [after, before].find(isClear) ?? (after + wide <= width ? after : before);
        context.strokeStyle = look.ground;
        context.lineWidth = 3;
        context.strokeText(text, x, y + 5);
        context.fillStyle = look.muted;
        context.fillText(text, x, y + 5);
        context.strokeStyle = look.ink;
        context.lineWidth = 1;
    }
}

/** A knob was turned here. */
export function drawTurns(context: Context, turns: readonly Turn[], placeOf: Place, top: number, foot: number, look: Look): void {
    context.fillStyle = look.ink;
    for (const { atMs } of turns) {
        const x = Math.round(placeOf(atMs));
        context.globalAlpha = 0.45;
        context.fillRect(x - 0.5, top, 1, foot - top);
        context.globalAlpha = 1;
        context.beginPath();
        context.moveTo(x - 4, foot);
        context.lineTo(x, foot - 5);
        context.lineTo(x + 4, foot);
        context.closePath();
        context.fill();
    }
}

/** Nobody has looked further than this. */
export function drawTear(context: Context, x: number, top: number, foot: number, width: number, look: Look): void {
    const teeth = Math.max(2, Math.round((foot - top) / 6));
    const high = (foot - top) / teeth;
    context.fillStyle = look.ground;
    context.strokeStyle = look.edge;
    context.lineWidth = 1;
    context.beginPath();
    for (let n = 0; n <= teeth; n += 1) context.lineTo(x + (n % 2 === 0 ? 0 : 5), top + n * high);
    context.stroke();
    context.lineTo(width + 1, foot + 1);
    context.lineTo(width + 1, top - 1);
    context.closePath();
    context.fill();
}

/** Where time is; or, as an outline, where somebody is about to go. */
export function drawPlayhead(context: Context, at: number, top: number, foot: number, width: number, isOutline: boolean, look: Look): void {
    const x = Math.min(width - 1, Math.max(1, at));
    context.fillStyle = isOutline ? look.ground : look.ink;
    context.strokeStyle = look.ink;
    context.lineWidth = isOutline ? 1.5 : 2;
    context.beginPath();
    context.moveTo(x, top + 8);
    context.lineTo(x, foot);
    context.stroke();
    const flag = Math.min(width - 6, Math.max(6, x));
    context.beginPath();
    context.moveTo(flag - 6, top);
    context.lineTo(flag + 6, top);
    context.lineTo(flag + 6, top + 6);
    context.lineTo(x, top + 12);
    context.lineTo(flag - 6, top + 6);
    context.closePath();
    context.fill();
    if (isOutline) context.stroke();
}

export function drawCursor(context: Context, at: number, top: number, foot: number, look: Look): void {
    context.fillStyle = look.edge;
    context.fillRect(Math.round(at), top, 1, foot - top);
}
