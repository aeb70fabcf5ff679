/** Up to some hundreds of workers: a cell for each. All that look alike are drawn at once. */
import { BUSY, HELD } from "../frame.ts";
import { shareOf } from "./lanes.ts";
import { drawFrame } from "./marks.ts";
import { toLane, type Point } from "./plan.ts";
import type { View } from "./view.ts";

const TURN = 2 * Math.PI;
const at: Point = { x: 0, y: 0 };

export function drawCells(view: View): void {
    const { plan, frame, hits, brush, pointed } = view;
    const { look, context } = brush;
    const { size, radius } = plan.workers;
    const half = size / 2;
    const count = Math.min(plan.workers.count, frame.workers.length);
    const ring = Math.min(5, Math.max(2, radius / 1.7));
    // Outlines of the busy, then what is done of them; pauses, then what is left of them; the idle.
    forEach(BUSY, () => context.rect(at.x - half + 0.5, at.y - half + 0.5, size - 1, size - 1));
    brush.stroke(look.busy, 1);
    forEach(BUSY, (worker) => {
        const tall = isUnknown(worker) ? 3 : Math.round(size * shareOf(view, worker));
        context.rect(at.x - half, at.y + half - tall, size, tall);
    });
    brush.fill(look.busy);
    forEach(HELD, () => {
        context.moveTo(at.x + radius + 0.5, at.y);
        context.arc(at.x, at.y, radius + 0.5, 0, TURN);
    });
    brush.stroke(look.backoff, 1);
    forEach(HELD, (worker) => {
        const from = -TURN / 4 - TURN * (1 - shareOf(view, worker));
        context.moveTo(at.x + (radius - 0.5) * Math.cos(from), at.y + (radius - 0.5) * Math.sin(from));
        context.arc(at.x, at.y, radius - 0.5, from, -TURN / 4);
    });
    brush.stroke(look.backoff, ring);
    forEach(0, () => {
        context.moveTo(at.x + 2, at.y);
        context.arc(at.x, at.y, 2, 0, TURN);
    });
    brush.stroke(look.edge, 1.5);
    for (let worker = 0; worker < count; worker += 1) {
        toLane(plan, worker, 0, at);
        hits.add(at.x - half, at.y - half, size, size, 0, worker);
        const isPointed = pointed.worker === worker || (pointed.task !== null && pointed.task === frame.workers.task[worker] && frame.workers.state[worker] !== 0);
        if (isPointed) drawFrame(brush, at.x - half, at.y - half, size, size);
    }

    function forEach(state: number, draw: (worker: number) => void): void {
        context.beginPath();
        for (let worker = 0; worker < count; worker += 1) {
            if (frame.workers.state[worker] !== state) continue;
            toLane(plan, worker, 0, at);
            draw(worker);
        }
    }

    function isUnknown(worker: number): boolean {
        return Number.isNaN(frame.workers.untilMs[worker] ?? NaN);
    }
}
