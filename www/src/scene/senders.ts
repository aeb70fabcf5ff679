/** Who wants to hand a task in: the line before the gate, and the gate. */
import { count } from "../format.ts";
import { drawGate } from "./marks.ts";
import { toLine, type Point } from "./plan.ts";
import { drawPlaced, type View } from "./view.ts";
import { cancelledWords, glance, isOneSender, isShut, refusedWords, sendersWords } from "./words.ts";

const GATE_HALF = 28;
const TALL_GATE_HALF = 45;
const SIZE = 18;
const at: Point = { x: 0, y: 0 };

export function drawSendersGround(view: View): void {
    if (view.plan.isTall) drawTall(view);
    else drawWide(view);
}

function drawWide(view: View): void {
    const { brush, plan, frame, scenario } = view;
    const { look } = brush;
    const { gate, columns, axis } = plan;
    const waiting = frame.blocked.length;
    const way = Math.round(axis) + 0.5;
    const hasGate = plan.buffer.kind !== "open" || frame.isClosed;
    brush.line(look.track, 1, 0, way, hasGate ? gate.x - 4 : columns.buffer - 8, way);
    if (hasGate) {
        brush.line(look.track, 1, gate.x + 4, way, plan.buffer.kind === "none" ? columns.lanes - 32 : columns.buffer - 8, way);
        const isClosed = isShut(frame, scenario);
        drawGate(brush, gate.x, gate.y, GATE_HALF, true, isClosed, isClosed && waiting > 0 ? look.blocked : look.edge);
        brush.text(isClosed ? "closed" : "open", gate.x, gate.y + GATE_HALF + 22, isClosed ? "bold" : "plain", isClosed ? look.ink : look.muted, "center");
        brush.text(refusedWords(frame, scenario), columns.buffer - 16, gate.y + GATE_HALF + 42, "plain", look.muted, "right");
    }
    if (scenario.pool.whenFull !== "wait") return;
    const who = isOneSender(scenario) ? "The sender" : "The first";
    brush.text(waiting > 0 ? `${who} has waited` : "Nobody waits", 0, axis - 60, "plain", look.muted);
    brush.text(waited(view), 0, axis - 36, "huge");
    const behind = waiting - plan.line.most;
    if (behind > 0) brush.text(`+ ${count(behind)} behind`, plan.line.x + 9, axis + 30, "plain", look.muted, "right");
}

function drawTall(view: View): void {
    const { brush, plan, frame, scenario } = view;
    const { look } = brush;
    const { gate, line, width } = plan;
    const waiting = frame.blocked.length;
    brush.pair("Senders", sendersWords(frame, scenario, true), 0, 24);
    if (waiting > 0) {
        const time = waited(view);
        brush.text(time, width, 24, "bold", look.ink, "right");
        brush.text(isOneSender(scenario) ? "for" : "first for", width - brush.measure(time, "bold") - 8, 24, "plain", look.muted, "right");
    }
    const behind = waiting - line.most;
    if (behind > 0) brush.text(`+ ${count(behind)}`, width, line.y + 4.5, "plain", look.muted, "right");
    brush.line(look.track, 1, gate.x + 0.5, 56, gate.x + 0.5, 86);
    if (plan.buffer.kind === "open" && !frame.isClosed) return;
    const isClosed = isShut(frame, scenario);
    drawGate(brush, gate.x, gate.y, TALL_GATE_HALF, false, isClosed, isClosed && waiting > 0 ? look.blocked : look.edge);
    const x = gate.x + TALL_GATE_HALF + 12;
    if (frame.isClosed) {
        const room = width - x - brush.measure("Closed", "bold") - 8;
        brush.pair("Closed", brush.fitting(goneWords(view), room), x, gate.y + 4.5);
        return;
    }
    const why = plan.buffer.kind === "none" ? "no worker free" : "no place free";
    brush.text(isClosed ? `Gate closed: ${why}` : "Gate open", x, gate.y + 4.5, isClosed ? "bold" : "plain", isClosed ? look.ink : look.muted);
}

/** What became of those whom the closed pool did not finish; from the longest words to the shortest. */
function goneWords({ frame, scenario }: View): string[] {
    const gone = [cancelledWords(frame), refusedWords(frame, scenario)].filter((words) => words !== "");
    return [gone.join(", "), gone[0] ?? ""];
}

function waited({ frame }: View): string {
    const since = frame.blocked.sinceMs[0];
    if (since === undefined || frame.blocked.length === 0) return "0 s";
    return glance(frame.atMs - since, Math.max(100, frame.atMs - since));
}

export function drawSenders(view: View): void {
    const { plan, frame, moment } = view;
    const shown = Math.min(plan.line.most, frame.blocked.length, frame.blocked.task.length);
    for (let n = shown - 1; n >= 0; n -= 1) {
        const task = frame.blocked.task[n] ?? 0;
        toLine(plan, Math.min(plan.line.most - 1, n + moment.lagInLine(task)), at);
        drawPlaced(view, task, at, SIZE, "blocked");
    }
}
