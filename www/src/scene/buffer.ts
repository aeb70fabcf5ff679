/** The accepted tasks that wait for a worker: as many places as there are, so that full looks full. */
import { count } from "../format.ts";
import { drawPlace } from "./marks.ts";
import { toPlace, type Point } from "./plan.ts";
import { drawPlaced, type View } from "./view.ts";
import { bufferWords } from "./words.ts";

/** A buffer without a bound is drawn up to this many, or to twice, four times, … as many. */
const LEAST_SCALE = 100;
const at: Point = { x: 0, y: 0 };

export function drawBufferGround(view: View): void {
    const { brush, plan, frame, scenario } = view;
    const { look } = brush;
    const { buffer, isTall } = plan;
    const { kind, x, y, width, height } = buffer;
    if (isTall) brush.pair("Buffer", brush.fitting(bufferWords(frame, scenario), plan.width / 2 - brush.measure("Buffer", "bold") - 64), 0, plan.workers.y - 10);
    if (kind === "none") {
        if (isTall) brush.text("handed over: no places to wait in", plan.gate.x + 12, y + height / 2 + 4.5, "plain", look.muted);
        else brush.text("handed over", plan.columns.buffer + 49, plan.axis - 12, "plain", look.muted, "center");
        return;
    }
    if (kind === "open") {
        // No end: nothing closes it where tasks come in.
        if (isTall) brush.line(look.edge, 1, x, y, x + width, y, x + width, y + height, x, y + height);
        else brush.line(look.edge, 1, x, y, x, y + height, x + width, y + height, x + width, y);
    } else {
        brush.box(x, y, width, height, 4);
        brush.stroke(look.edge, 1);
    }
    if (kind !== "places") {
        drawBar(view);
        return;
    }
    for (let place = Math.min(frame.queue.length, buffer.places); place < buffer.places; place += 1) {
        toPlace(plan, place, at);
        drawPlace(brush, at.x, at.y, buffer.size);
    }
    const over = frame.queue.length - buffer.places;
    if (over > 0 && !isTall) brush.text(`+ ${count(over)} came back`, x, y - 8, "small", look.muted);
}

function drawBar({ brush, plan, frame, scenario }: View): void {
    const { look } = brush;
    const { buffer, isTall } = plan;
    const x = buffer.x + 7.5;
    const y = buffer.y + 7.5;
    const width = buffer.width - 15;
    const height = buffer.height - 15;
    const waiting = frame.queue.length;
    const share = Math.min(1, waiting / (scenario.pool.bufferSize ?? scaleFor(frame.stats.queueLength.max)));
    const text = count(waiting);
    if (isTall) {
        const long = share * width;
        brush.rect(x + width - long, y, long, height, look.queued);
        const isInside = long > brush.measure(text, "bold") + 16;
        const end = isInside ? x + width - 8 : x + width - long - 8;
        brush.text(text, end, y + height / 2 + 4.5, "bold", isInside ? look.ground : look.ink, "right");
        return;
    }
    const tall = share * height;
    brush.rect(x, y + height - tall, width, tall, look.queued);
    const isInside = tall > 36;
    brush.text(text, x + width / 2, y + height - tall + (isInside ? 28 : -8), "bold", isInside ? look.ground : look.ink, "center");
}

function scaleFor(most: number): number {
    return LEAST_SCALE * 2 ** Math.max(0, Math.ceil(Math.log2(most / LEAST_SCALE)));
}

export function drawBuffer(view: View): void {
    const { plan, frame, moment, ledger, isHeld } = view;
    const { kind, places, size } = plan.buffer;
    if (kind !== "places") {
        drawEntering(view);
        return;
    }
    const shown = Math.min(places, frame.queue.length, frame.queue.task.length);
    for (let n = shown - 1; n >= 0; n -= 1) {
        const task = frame.queue.task[n] ?? 0;
        toPlace(plan, n + moment.lagInBuffer(task), at);
        drawPlaced(view, task, at, size, "queued", isHeld ? 0 : ledger.failuresOf(task));
    }
}

/** Those that are just coming in are seen until they are one with the bar. */
function drawEntering(view: View): void {
    const { plan, frame, moment, ledger, isHeld } = view;
    if (moment.length === 0 || plan.buffer.kind === "none") return;
    const first = Math.max(0, Math.min(frame.queue.length, frame.queue.task.length) - moment.length);
    for (let n = first; n < frame.queue.task.length; n += 1) {
        const task = frame.queue.task[n] ?? 0;
        if (moment.progressOf(task) >= 1 || !moment.isSeen(task)) continue;
        at.x = plan.isTall ? plan.gate.x : plan.buffer.x + plan.buffer.width / 2;
        at.y = plan.isTall ? plan.buffer.y + plan.buffer.height / 2 : plan.axis;
        drawPlaced(view, task, at, 18, "queued", isHeld ? 0 : ledger.failuresOf(task));
    }
}
