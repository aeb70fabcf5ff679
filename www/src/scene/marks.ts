/** What things look like: each state has its shape as well as its colour. */
import type { Brush } from "./brush.ts";

export type State = "blocked" | "queued" | "busy" | "backoff" | "done" | "failed" | "away";

/** So many attempts are told by dots; more by a number. */
const MOST_PIPS = 3;
/** A square that is smaller has no room for them. */
const LEAST_WITH_PIPS = 14;
const TURN = 2 * Math.PI;

/** A task: a square of this size about this middle, with as many dots as attempts of it have failed. */
export function drawTask(brush: Brush, x: number, y: number, size: number, state: State, failures = 0): void {
    const { look, context } = brush;
    const left = x - size / 2;
    const top = y - size / 2;
    if (state === "blocked" || state === "backoff") {
        brush.box(left + 1, top + 1, size - 2, size - 2, 2);
        brush.fill(look.ground);
        brush.stroke(look[state], 2);
        drawPips(brush, left, top, size, failures, look[state]);
        return;
    }
    brush.box(left, top, size, size, 2);
    if (state === "away") {
        brush.fill(look.edge);
        context.beginPath();
        context.moveTo(x - 0.22 * size, y);
        context.lineTo(x + 0.22 * size, y);
        brush.stroke(look.ground, 2);
        return;
    }
    brush.fill(look[state]);
    const k = size / 18;
    if (state === "done") {
        context.beginPath();
        context.moveTo(x - 4 * k, y);
        context.lineTo(x - k, y + 3 * k);
        context.lineTo(x + 4 * k, y - 3 * k);
        brush.stroke(look["on-state"], 2 * k);
    } else if (state === "failed") {
        const a = 3.5 * k;
        context.beginPath();
        context.moveTo(x - a, y - a);
        context.lineTo(x + a, y + a);
        context.moveTo(x + a, y - a);
        context.lineTo(x - a, y + a);
        brush.stroke(look["on-state"], 2 * k);
    } else {
        drawPips(brush, left, top, size, failures, look["on-state"]);
    }
}

function drawPips(brush: Brush, left: number, top: number, size: number, failures: number, colour: string): void {
    if (failures === 0 || size < LEAST_WITH_PIPS) return;
    if (failures > MOST_PIPS) {
        brush.text(failures > 99 ? "…" : String(failures), left + size / 2, top + size / 2 + 4, "small", colour, "center");
        return;
    }
    const { context } = brush;
    context.beginPath();
    for (let n = 0; n < failures; n += 1) {
        const x = left + 5 + n * ((size - 9) / 2);
        context.moveTo(x + 1.75, top + size - 5);
        context.arc(x, top + size - 5, 1.75, 0, TURN);
    }
    brush.fill(colour);
}

/** What is left of a pause, as the part of a ring that ends at the top. */
export function drawRing(brush: Brush, x: number, y: number, radius: number, left: number): void {
    const { context, look } = brush;
    context.beginPath();
    context.arc(x, y, radius + 2, 0, TURN);
    brush.fill(look.ground);
    context.beginPath();
    context.arc(x, y, radius, 0, TURN);
    brush.stroke(look.track, 1);
    if (left <= 0) return;
    context.beginPath();
    context.arc(x, y, radius, -TURN / 4 - TURN * Math.min(1, left), -TURN / 4);
    brush.stroke(look.backoff, 2.5);
}

/** Somebody who has nothing to do. */
export function drawIdle(brush: Brush, x: number, y: number, radius: number): void {
    const { context, look } = brush;
    context.beginPath();
    context.arc(x, y, radius, 0, TURN);
    brush.fill(look.ground);
    brush.stroke(look.edge, 1.5);
}

/** A place with nobody in it. */
export function drawPlace(brush: Brush, x: number, y: number, size: number): void {
    brush.box(x - size / 2 + 1.5, y - size / 2 + 1.5, size - 3, size - 3, 2);
    brush.stroke(brush.look.edge, 1);
}

/** What is pointed at. */
export function drawFrame(brush: Brush, x: number, y: number, width: number, height: number): void {
    brush.box(x - 4, y - 4, width + 8, height + 8, 4);
    brush.stroke(brush.look.ink, 2);
}

export type Direction = "right" | "up" | "down" | "left";

export function drawArrow(brush: Brush, x: number, y: number, to: Direction): void {
    const [dx, dy] = { right: [4, 0], left: [-4, 0], up: [0, -4], down: [0, 4] }[to] as [number, number];
    const aside = 3.5 / 4;
    brush.line(brush.look.edge, 1.25, x - dx - dy * aside, y - dy - dx * aside, x, y, x - dx + dy * aside, y - dy + dx * aside);
}

/** A gate across a way: its two posts, and the bar between them, whole or drawn back. */
export function drawGate(brush: Brush, x: number, y: number, half: number, isAcross: boolean, isClosed: boolean, colour: string): void {
    const { look } = brush;
    const ends = [-1, 1] as const;
    for (const end of ends) {
        const at = end * (half + 3);
        if (isAcross) brush.line(look.ink, 2, x - 7, y + at, x + 7, y + at);
        else brush.line(look.ink, 2, x + at, y - 7, x + at, y + 7);
    }
    const shown = isClosed ? 2 * half + 4 : 12;
    for (const end of isClosed ? ([1] as const) : ends) {
        const from = end === 1 ? half + 2 - shown : -half - 2;
        if (isAcross) brush.rect(x - 3, y + from, 6, shown, colour);
        else brush.rect(x + from, y - 3, shown, 6, colour);
    }
}
