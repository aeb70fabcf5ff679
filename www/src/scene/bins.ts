/** Where tasks end: counted, and the last few still to be seen. */
import { count } from "../format.ts";
import type { Frame } from "../frame.ts";
import { binWay } from "./flights.ts";
import type { BinName } from "./ledger.ts";
import { drawArrow, type State } from "./marks.ts";
import { toBin, type BinPlan, type Point } from "./plan.ts";
import { drawPlaced, type View } from "./view.ts";
import { binWords } from "./words.ts";

const SIZE = 18;
const STATES: Readonly<Record<BinName, State>> = { done: "done", failed: "failed", away: "away" };
const at: Point = { x: 0, y: 0 };

const placesIn = ({ columns, rows }: BinPlan): number => columns * rows;

export function countOf({ stats }: Frame, name: BinName): number {
    if (name === "done") return stats.succeeded;
    return name === "failed" ? stats.failed : stats.rejected + stats.dropped;
}

export function drawBinsGround(view: View): void {
    const { brush, plan, frame, scenario } = view;
    const { look } = brush;
    brush.ground = look.sunken;
    for (const bin of plan.bins) {
        const { name, x, y, width, height } = bin;
        brush.box(x, y, width, height, 4);
        brush.fill(look.sunken);
        const all = binWords(name, scenario);
        const words = all[0] ?? "";
        const number = count(countOf(frame, name));
        const fitting = (size: "large" | "huge", edges: number): string => brush.fitting(all, width - edges - brush.measure(number, size) - 8);
        if (plan.isTall) {
            brush.pair(number, fitting("large", 24), x + 12, y + 25, "large");
        } else if (name === "away") {
            const isWide = brush.measure(number, "large") + brush.measure(words) > 92;
            brush.text(number, x + 12, y + (isWide ? 20 : 27), "large");
            brush.text(words, isWide ? x + 12 : x + 20 + brush.measure(number, "large"), y + (isWide ? 36 : 27), "plain", look.muted);
        } else {
            brush.pair(number, fitting("huge", 24), x + 16, y + 32, "huge");
        }
        if (countOf(frame, name) > placesIn(bin)) brush.text(`the last ${placesIn(bin)}`, bin.firstX - SIZE / 2, y + height - 7, "small", look.muted);
    }
    drawWarmUp(view);
    brush.ground = look.ground;
    if (!plan.isTall) drawWays(view);
}

/** Where the tasks would lie that were done: nothing counts yet, and that is why. */
function drawWarmUp({ brush, plan, frame: { warmUp, isFinished } }: View): void {
    const bin = plan.bins[0];
    if (warmUp === null || bin === undefined) return;
    const left = bin.x + (plan.isTall ? 12 : 16);
    const room = bin.x + bin.width - left - 8;
    const came = `${count(warmUp.came)} of ${count(warmUp.of)}`;
    if (plan.isTall) brush.text(brush.fitting(isFinished ? ["all was warm-up"] : [`warming up, ${came}`, `warm-up: ${came}`, "warming up"], room), left, bin.y + 47, "plain", brush.look.muted);
    else {
        brush.text(isFinished ? "All was warm-up:" : "Warming up, not counted:", left, bin.y + 61, "plain", brush.look.muted);
        brush.text(brush.fitting([`${came} tasks came`, came], room), left, bin.y + 81, "plain", brush.look.muted);
    }
}

function drawWays({ brush, plan, scenario }: View): void {
    const { look } = brush;
    const { lanesEnd, finished } = plan.columns;
    const axis = Math.round(plan.axis) + 0.5;
    brush.line(look.track, 1, lanesEnd + 8, axis, lanesEnd + 24, axis);
    for (const isFailed of [false, true]) {
        const y = Math.round(binWay(plan, isFailed)) + 0.5;
        brush.line(look.track, 1, lanesEnd + 24, axis, lanesEnd + 40, y, finished - 8, y);
        drawArrow(brush, finished - 8, y, "right");
    }
    const away = plan.bins[2];
    if (away === undefined) return;
    const end = away.y - 8;
    if (scenario.pool.whenFull === "reject" || plan.buffer.kind === "none") {
        brush.line(look.edge, 1, plan.line.x + 0.5, axis + 4, plan.line.x + 0.5, end);
        drawArrow(brush, plan.line.x + 0.5, end, "down");
    } else {
        // The oldest is the first in the buffer, but the way out is short where it leaves below.
        const x = plan.columns.buffer + 9.5;
        const y = plan.buffer.y + plan.buffer.height;
        brush.line(look.edge, 1, x, y + 4, x, away.y + 6, x - 16, away.y + 22, away.x + away.width + 8, away.y + 22);
        drawArrow(brush, away.x + away.width + 4, away.y + 22.5, "left");
    }
}

export function drawBins(view: View): void {
    for (const bin of view.plan.bins) drawBin(view, bin);
}

/** The latest lie there, as many as fit: each in its place, until the one that comes into that place has landed on it. */
function drawBin(view: View, bin: BinPlan): void {
    const { frame, ledger, moment } = view;
    const { name } = bin;
    const all = countOf(frame, name);
    const places = placesIn(bin);
    for (let n = Math.max(0, all - places); n < all; n += 1) {
        let first = n;
        while (first >= places && moment.isFlying(ledger.last(name, all - 1 - first))) first -= places;
        for (; first <= n; first += places) {
            toBin(bin, first % places, at);
            drawPlaced(view, ledger.last(name, all - 1 - first), at, SIZE, STATES[name]);
        }
    }
}
