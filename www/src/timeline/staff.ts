/** How many tasks wait in all: in the buffer, before it, and, where workers are released, on the shelf. */
import { roundUp } from "../axis.ts";
import { count, many } from "../format.ts";
import type { Frame } from "../frame.ts";
import type { Look } from "../look.ts";
import { hatch } from "./hatch.ts";
import type { Levels } from "./levels.ts";
import type { Plot } from "./plot.ts";

const compact = new Intl.NumberFormat("en", { notation: "compact" });

type Context = CanvasRenderingContext2D;

/** @param capacity places of the buffer; null where it has no end */
export function drawStaffs(context: Context, plot: Plot, levels: Levels, frame: Frame, capacity: number | null, look: Look): void {
    const { left, width, staffTop, staffFoot, shelfFoot } = plot;
    const height = staffFoot - staffTop;
    const highest = mostOf(levels.all, levels);
    const isNear = capacity !== null && capacity > 0 && capacity <= 8 * Math.max(1, highest);
    const full = roundUp(Math.max(highest, isNear ? capacity : 1));
    area(context, plot, levels, levels.all, staffFoot, height / full, look.blocked);
    area(context, plot, levels, levels.queue, staffFoot, height / full, look.track);
    edge(context, plot, levels, levels.queue, staffFoot, height / full, look.queued);
    context.fillStyle = look.edge;
    context.fillRect(left, staffFoot, width, 1);
    context.font = `11px ${look.font}`;
    context.textAlign = "left";
    if (isNear) {
        const y = Math.round(staffFoot - (capacity * height) / full) + 0.5;
        context.strokeStyle = look.edge;
        context.lineWidth = 1;
        context.setLineDash([2, 3]);
        context.beginPath();
        context.moveTo(left, y);
        context.lineTo(left + width, y);
        context.stroke();
        context.setLineDash([]);
        const text = many(capacity, "place");
        context.fillStyle = look.ground;
        context.fillRect(left + 2, y - 14, context.measureText(text).width + 4, 12);
        context.fillStyle = look.muted;
        context.fillText(text, left + 4, y - 4);
    }
    label(context, plot, staffFoot, "Waiting", "in all", frame.queue.length + frame.blocked.length, look);
    if (shelfFoot === null) return;
    const shelfFull = roundUp(Math.max(1, mostOf(levels.shelf, levels)));
    area(context, plot, levels, levels.shelf, shelfFoot, 24 / shelfFull, hatch(context, look.backoff, look.ground));
    edge(context, plot, levels, levels.shelf, shelfFoot, 24 / shelfFull, look.backoff);
    context.fillStyle = look.edge;
    context.fillRect(left, shelfFoot, width, 1);
    label(context, plot, shelfFoot, "Shelf", "", frame.shelf.length, look);
}

function mostOf(column: Float32Array, { known }: Levels): number {
    let highest = 0;
    for (let i = known.first; i < known.end; i += 1) highest = Math.max(highest, column[i] ?? 0);
    return highest;
}

function area(context: Context, { left }: Plot, { known }: Levels, column: Float32Array, foot: number, scale: number, fill: string | CanvasPattern): void {
    context.fillStyle = fill;
    context.beginPath();
    context.moveTo(left + known.first, foot);
    for (let i = known.first; i < known.end; i += 1) {
        const y = foot - (column[i] ?? 0) * scale;
        context.lineTo(left + i, y);
        context.lineTo(left + i + 1, y);
    }
    context.lineTo(left + known.end, foot);
    context.fill();
}

function edge(context: Context, { left }: Plot, { known }: Levels, column: Float32Array, foot: number, scale: number, colour: string): void {
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.beginPath();
    for (let i = known.first; i < known.end; i += 1) {
        const y = foot - (column[i] ?? 0) * scale;
        context.lineTo(left + i, y);
        context.lineTo(left + i + 1, y);
    }
    context.stroke();
}

function label(context: Context, { left, width, isNarrow }: Plot, foot: number, name: string, more: string, now: number, look: Look): void {
    context.textAlign = "left";
    context.fillStyle = look.ink;
    context.font = `600 11px ${look.font}`;
    context.fillText(isNarrow ? compact.format(now) : count(now), left + width + (isNarrow ? 4 : 8), foot - 4);
    if (isNarrow) return;
    context.fillText(name, 0, more === "" ? foot - 6 : foot - 18);
    context.fillStyle = look.muted;
    context.font = `11px ${look.font}`;
    context.fillText(more, 0, foot - 4);
}
