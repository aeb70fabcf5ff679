/** Where everything is in the scene, and the ways to ask for a place. */
import type { CompleteScenario } from "twinpool/sim";
import type { BinName } from "./ledger.ts";

/** A point that is written to again and again: thousands of places a frame shall make no garbage. */
export interface Point {
    x: number;
    y: number;
}

/** More places than this are drawn as a bar. */
export const MOST_PLACES = 60;
export const MOST_LANES = 16;
export const MOST_SLIM_LANES = 40;
export const MOST_CELLS = 400;

export interface BufferPlan {
    /** Its places one by one; a bar; a bar without an end; or nothing, because tasks are handed over. */
    readonly kind: "places" | "bar" | "open" | "none";
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    /** The middle of the first place, at the head. */
    readonly headX: number;
    readonly headY: number;
    readonly pitchX: number;
    readonly pitchY: number;
    readonly size: number;
    readonly places: number;
    /** Places in a run: a column of the wide scene, a row of the tall one. */
    readonly run: number;
}

export interface WorkersPlan {
    readonly kind: "lanes" | "slim" | "cells" | "crowd";
    readonly count: number;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    /** Lanes side by side (cells: in a row). */
    readonly perBand: number;
    /** From one band of lanes to the next. */
    readonly bandPitch: number;
    /** From one lane (cell) to the next. */
    readonly pitch: number;
    /** The middle of the first lane, across it, … */
    readonly first: number;
    /** … and along it: where a task begins, and how far it goes. */
    readonly start: number;
    readonly way: number;
    readonly size: number;
    readonly radius: number;
}

export interface ShelfPlan {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    /** Of its axis of time. */
    readonly from: number;
    readonly to: number;
    /** The middle of what lies on it. */
    readonly middle: number;
}

export interface BinPlan {
    readonly name: BinName;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    /** The first mark, and from one to the next. */
    readonly firstX: number;
    readonly firstY: number;
    readonly pitchX: number;
    readonly pitchY: number;
    readonly columns: number;
    readonly rows: number;
}

export interface Plan {
    readonly isTall: boolean;
    readonly width: number;
    readonly height: number;
    /** The height of the way through the wide scene. */
    readonly axis: number;
    readonly gate: Readonly<Point>;
    /** The first in line, and the way to the next. */
    readonly line: { readonly x: number; readonly y: number; readonly pitch: number; readonly most: number };
    readonly buffer: BufferPlan;
    readonly workers: WorkersPlan;
    readonly shelf: ShelfPlan;
    readonly bins: readonly BinPlan[];
    /** Columns of the wide scene. */
    readonly columns: { readonly buffer: number; readonly lanes: number; readonly lanesEnd: number; readonly finished: number };
}

export interface Shape {
    readonly width: number;
    readonly height: number;
    readonly workers: number;
    readonly places: number | null;
    readonly whenFull: CompleteScenario["pool"]["whenFull"];
}

export function bufferKind(places: number | null): BufferPlan["kind"] {
    if (places === null) return "open";
    if (places === 0) return "none";
    return places > MOST_PLACES ? "bar" : "places";
}

export function workersKind(count: number): WorkersPlan["kind"] {
    return count <= MOST_LANES ? "lanes" : count <= MOST_SLIM_LANES ? "slim" : count <= MOST_CELLS ? "cells" : "crowd";
}

/** The largest grid of cells that has room for so many. */
export function cellPitch(count: number, width: number, height: number): number {
    let pitch = Math.min(40, Math.floor(Math.sqrt((width * height) / count)));
    while (pitch > 4 && Math.floor(width / pitch) * Math.floor(height / pitch) < count) pitch -= 1;
    return pitch;
}

/**
 * The middle of a place of the buffer, counted from the head. The line winds through it: at the end of each run it turns,
 * so that a task has never far to go to the next place. Between two places for a rank that is not whole.
 */
export function toPlace(plan: Plan, rank: number, out: Point): void {
    const { kind, places } = plan.buffer;
    const last = kind === "places" ? places - 1 : 0;
    const at = Math.max(0, Math.min(last, rank));
    const whole = Math.floor(at);
    toWholePlace(plan, whole, out);
    if (at === whole) return;
    const { x, y } = out;
    toWholePlace(plan, whole + 1, out);
    out.x = x + (out.x - x) * (at - whole);
    out.y = y + (out.y - y) * (at - whole);
}

function toWholePlace({ buffer, isTall }: Plan, place: number, out: Point): void {
    const { headX, headY, pitchX, pitchY, run } = buffer;
    const which = Math.floor(place / run);
    const along = which % 2 === 0 ? place % run : run - 1 - (place % run);
    out.x = headX - (isTall ? along : which) * pitchX;
    out.y = headY + (isTall ? -which : along) * pitchY;
}

/** Where the task of a worker is when so much of its way is done. */
export function toLane({ workers, isTall }: Plan, worker: number, share: number, out: Point): void {
    const { kind, x, y, width, height, perBand, bandPitch, pitch, first, start, way } = workers;
    if (kind === "crowd") {
        out.x = x + width / 2;
        out.y = y + height / 2;
        return;
    }
    const band = Math.floor(worker / perBand);
    const across = first + (worker % perBand) * pitch;
    if (kind === "cells") {
        out.x = across;
        out.y = y + (band + 0.5) * pitch;
        return;
    }
    const along = start + band * bandPitch + way * Math.max(0, Math.min(1, share));
    out.x = isTall ? across : along;
    out.y = isTall ? along : across;
}

/** The end of the senders' line for a rank that need not be whole. */
export function toLine({ line, isTall }: Plan, rank: number, out: Point): void {
    out.x = isTall ? line.x + rank * line.pitch : line.x - rank * line.pitch;
    out.y = line.y;
}

/** The middle of a place of a bin, counted as one reads. */
export function toBin(bin: BinPlan, place: number, out: Point): void {
    out.x = bin.firstX + (place % bin.columns) * bin.pitchX;
    out.y = bin.firstY + Math.floor(place / bin.columns) * bin.pitchY;
}
