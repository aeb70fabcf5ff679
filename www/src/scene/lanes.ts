/** The workers as lanes: the task, how far it is, and in backoff what is left of the pause. */
import { BUSY, GONE, HELD } from "../frame.ts";
import { drawFrame, drawIdle, drawRing } from "./marks.ts";
import { toLane, type Point } from "./plan.ts";
import { drawMoved, notePlaced, type View } from "./view.ts";
import { glance, nameOf } from "./words.ts";

/** A task whose end nobody knows: this part of its lane lights up, and travels along it in this time. */
const STRIPE = 0.25;
const STRIPE_MS = 1500;
/** A lane that is narrower has no room for words. */
const LEAST_WITH_WORDS = 34;
/** With less room than this a ring and a square don't fit into each other. */
const LEAST_RING = 6;
const start: Point = { x: 0, y: 0 };
const end: Point = { x: 0, y: 0 };
const at: Point = { x: 0, y: 0 };

/** The tracks, and the words beside them. */
export function drawLanesGround(view: View): void {
    const { brush, plan } = view;
    const { look } = brush;
    const { workers, columns, isTall } = plan;
    for (let worker = 0; worker < workers.count; worker += 1) {
        toLane(plan, worker, 0, start);
        toLane(plan, worker, 1, end);
        const half = workers.size / 2;
        const number = String(worker + 1);
        if (workers.kind === "slim") {
            if (isTall) brush.line(look.track, 1, start.x, start.y - half, end.x, end.y + half);
            else brush.line(look.track, 1, start.x - half, start.y, end.x + half, end.y);
            if (!isTall) brush.text(number, start.x - 13, start.y + 4, "small", look.muted, "right");
        } else if (isTall) {
            brush.line(look.track, 1, start.x, workers.y, start.x, end.y + half + 4);
            drawTallWords(view, worker);
        } else {
            brush.line(look.track, 1, columns.lanes + 24, start.y, end.x + half, start.y);
            brush.text(number, columns.lanes + 16, start.y + 4.5, "plain", look.muted, "center");
            drawWords(view, worker, columns.lanesEnd - 8, start.y + 4.5);
        }
        if (view.pointed.worker === worker) frameLane(view, worker);
    }
    if (isTall && workers.kind === "lanes") {
        const bottom = workers.y + workers.height + 8.5;
        brush.line(look.track, 1, workers.first, bottom, workers.first + (workers.count - 1) * workers.pitch, bottom);
    }
}

/** From the buffer to the lanes, and from them to the bins. */
export function drawYard({ brush, plan }: View): void {
    const { look } = brush;
    const { workers, columns, buffer } = plan;
    const axis = Math.round(plan.axis) + 0.5;
    const exit = buffer.kind === "none" ? columns.lanes - 32 : buffer.x + buffer.width;
    if (workers.kind !== "lanes") {
        brush.line(look.track, 1, exit, axis, columns.lanes, axis);
        brush.line(look.track, 1, columns.lanesEnd - 8, axis, columns.lanesEnd + 8, axis);
        return;
    }
    brush.line(look.track, 1, exit, axis, columns.lanes - 32, axis);
    for (let worker = 0; worker < workers.count; worker += 1) {
        const y = workers.first + worker * workers.pitch;
        brush.line(look.track, 1, columns.lanes - 32, axis, columns.lanes - 16, y, columns.lanes, y);
        brush.line(look.track, 1, columns.lanesEnd - 12, y, columns.lanesEnd - 8, y, columns.lanesEnd + 8, axis);
    }
}

function frameLane({ brush, plan }: View, worker: number): void {
    const { workers, columns, isTall } = plan;
    const half = workers.size / 2;
    toLane(plan, worker, 0, start);
    toLane(plan, worker, 1, end);
    if (isTall) drawFrame(brush, start.x - half - 2, start.y - 12, workers.size + 4, end.y - start.y + 32);
    else if (workers.kind === "slim") drawFrame(brush, start.x - 26, start.y - 3, end.x - start.x + 34, 6);
    else drawFrame(brush, columns.lanes + 8, start.y - half, columns.lanesEnd - columns.lanes - 24, workers.size);
}

function drawWords({ brush, frame: { workers, atMs } }: View, worker: number, right: number, base: number): void {
    const { look } = brush;
    const state = workers.state[worker];
    if (state !== BUSY && state !== HELD) {
        brush.text(state === GONE ? "gone" : "idle", right - 12, base, "plain", look.muted, "right");
        return;
    }
    brush.text(nameOf(workers.task[worker] ?? 0), right - 74, base, "plain", look.muted, "right");
    const time = timeOf(workers, worker, atMs);
    brush.text(time, right - 12, base, "plain", look.ink, "right");
    if (state === HELD) brush.text("in", right - 12 - brush.measure(time) - 5, base, "plain", look.muted, "right");
}

function drawTallWords({ brush, plan, frame: { workers, atMs } }: View, worker: number): void {
    if (plan.workers.pitch < LEAST_WITH_WORDS) return;
    const isIdle = workers.state[worker] !== BUSY && workers.state[worker] !== HELD;
    const words = workers.state[worker] === GONE ? "gone" : isIdle ? "idle" : timeOf(workers, worker, atMs);
    const base = plan.workers.y + plan.workers.height;
    brush.text(words, start.x, base, "small", isIdle ? brush.look.muted : brush.look.ink, "center");
}

function timeOf(workers: View["frame"]["workers"], worker: number, atMs: number): string {
    const since = workers.sinceMs[worker] ?? 0;
    const until = workers.untilMs[worker] ?? NaN;
    const whole = Number.isNaN(until) ? Infinity : until - since;
    if (workers.state[worker] === HELD) return glance(until - atMs, whole);
    return glance(atMs - since, whole === Infinity ? Math.max(100, atMs - since) : whole);
}

export function shareOf({ frame: { workers, atMs } }: View, worker: number): number {
    const since = workers.sinceMs[worker] ?? 0;
    const until = workers.untilMs[worker] ?? NaN;
    return until > since ? Math.min(1, Math.max(0, (atMs - since) / (until - since))) : Number.isNaN(until) ? 0 : 1;
}

export function drawLanes(view: View): void {
    const { plan, frame, hits, brush } = view;
    const { workers, columns, isTall } = plan;
    const count = Math.min(workers.count, frame.workers.length);
    for (let worker = 0; worker < count; worker += 1) {
        toLane(plan, worker, 0, start);
        toLane(plan, worker, 1, end);
        const half = workers.pitch / 2;
        if (isTall) hits.add(start.x - half, start.y - 12, 2 * half, end.y - start.y + 40, 0, worker);
        else if (workers.kind === "slim") hits.add(start.x - 28, start.y - half, end.x - start.x + 36, 2 * half, 0, worker);
        else hits.add(columns.lanes, start.y - half, columns.lanesEnd - 8 - columns.lanes, 2 * half, 0, worker);
    }
    for (let worker = 0; worker < count; worker += 1) {
        const state = frame.workers.state[worker];
        toLane(plan, worker, 0, start);
        if (state === BUSY) drawBusy(view, worker);
        else if (state === HELD) drawHeld(view, worker);
        else if (state !== GONE) drawIdle(brush, start.x, start.y, workers.kind === "slim" ? 2.5 : 3);
    }
}

function drawBusy(view: View, worker: number): void {
    const { brush, plan, frame, flights } = view;
    const { size, kind } = plan.workers;
    const task = frame.workers.task[worker] ?? 0;
    const width = kind === "slim" ? 3 : 4;
    toLane(plan, worker, shareOf(view, worker), at);
    flights.move(view, task, at);
    const along = plan.isTall ? at.y - start.y : at.x - start.x;
    const aside = plan.isTall ? at.x - start.x : at.y - start.y;
    // What is done of it begins where its square began, and never runs ahead of it.
    const before = size / 2;
    const isOnLane = Math.abs(aside) <= 1 && along > 0;
    if (Number.isNaN(frame.workers.untilMs[worker] ?? NaN)) drawStripe(view, worker, width);
    else if (isOnLane && plan.isTall) brush.rect(start.x - width / 2, start.y - before, width, along + before, brush.look.busy);
    else if (isOnLane) brush.rect(start.x - before, start.y - width / 2, along + before, width, brush.look.busy);
    drawMoved(view, at, size, "busy", (frame.workers.attempt[worker] ?? 1) - 1);
    notePlaced(view, task, at, size);
}

function drawStripe({ brush, plan, frame, isCalm }: View, worker: number, width: number): void {
    if (isCalm) return;
    const ms = Math.max(0, frame.atMs - (frame.workers.sinceMs[worker] ?? 0));
    const share = (ms / STRIPE_MS) % 1;
    const from = Math.max(0, share * (1 + STRIPE) - STRIPE);
    const to = Math.min(1, share * (1 + STRIPE));
    toLane(plan, worker, from, start);
    toLane(plan, worker, to, end);
    brush.line(brush.look.busy, width, start.x, start.y, end.x, end.y);
    toLane(plan, worker, 0, start);
}

function drawHeld(view: View, worker: number): void {
    const { brush, plan, frame, flights } = view;
    const { size, radius, way, kind } = plan.workers;
    const task = frame.workers.task[worker] ?? 0;
    const left = 1 - shareOf(view, worker);
    const gap = kind === "slim" ? 7 : radius + 3;
    const long = left * (way - gap);
    const { context } = brush;
    context.setLineDash(kind === "slim" ? [2, 3] : [2, 4]);
    const width = kind === "slim" ? 3 : 4;
    if (plan.isTall) brush.line(brush.look.backoff, width, start.x, start.y + gap, start.x, start.y + gap + long);
    else brush.line(brush.look.backoff, width, start.x + gap, start.y, start.x + gap + long, start.y);
    context.setLineDash([]);
    const hasRing = kind === "lanes" && radius >= LEAST_RING;
    const inner = hasRing ? Math.min(size, Math.round(1.35 * radius)) : size;
    at.x = start.x;
    at.y = start.y;
    if (hasRing) drawRing(brush, at.x, at.y, radius, left);
    flights.move(view, task, at);
    drawMoved(view, at, inner, "backoff", frame.workers.attempt[worker] ?? 0);
    notePlaced(view, task, at, inner);
}
