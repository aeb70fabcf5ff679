/** How a task gets from one place to the next: along the tracks, from where it was when it set out. */
import type { History } from "../history.ts";
import { ACCEPTED, ATTEMPT_FAILED, DROPPED, FAILED, REJECTED, REQUEUED, STARTED, SUBMITTED, SUCCEEDED, type Ledger } from "./ledger.ts";
import type { Moment } from "./moment.ts";
import { Path } from "./path.ts";
import type { State } from "./marks.ts";
import { toLane, toLine, toPlace, type Plan, type Point } from "./plan.ts";
import { failuresAfter, isPast, stateAfter, stateBefore } from "./worn.ts";

/** More moves of one task in one moment nobody could follow. */
const MOST_MOVES = 12;
const door: Point = { x: 0, y: 0 };

export interface Scenery {
    readonly plan: Plan;
    readonly history: History;
    readonly ledger: Ledger;
    readonly moment: Moment;
    readonly isHeld: boolean;
}

export class Flights {
    /** What the task that was moved last still looks like; null where it has come to be what it is. */
    state: State | null = null;
    /** And how many of its attempts had failed then; NaN where nobody knows. */
    failures = NaN;
    private readonly path = new Path();
    private readonly moves = new Int16Array(MOST_MOVES);
    private readonly at: Point = { x: 0, y: 0 };
    private readonly goal: Point = { x: 0, y: 0 };

    /** Where a task is now whose place this is: moves `home` back along the way to it. @returns whether it is under way */
    move(scenery: Scenery, task: number, home: Point): boolean {
        const { moment } = scenery;
        this.state = null;
        const last = moment.lastOf(task);
        if (!moment.isFlying(task)) return false;
        let count = 0;
        for (let n = last; n >= 0 && count < MOST_MOVES; n = moment.beforeAt(n)) {
            this.moves[count] = n;
            count += 1;
        }
        const { at, goal, path } = this;
        this.toOrigin(scenery, this.moves[count - 1] ?? 0, at);
        for (let n = count - 1; n >= 0; n -= 1) {
            const move = this.moves[n] ?? 0;
            if (n === 0) {
                goal.x = home.x;
                goal.y = home.y;
            } else {
                this.toAnchor(scenery, move, goal);
            }
            this.route(scenery, move, at, goal);
            path.along(n > 0 ? moment.easedBetween(move, this.moves[n - 1] ?? 0) : moment.progressOf(task), at);
        }
        home.x = at.x;
        home.y = at.y;
        this.dress(scenery, count);
        return true;
    }

    /** The last event whose place it has come by tells what it looks like. */
    private dress(scenery: Scenery, count: number): void {
        const { first } = scenery.moment;
        for (let n = 0; n < count; n += 1) {
            const event = first + (this.moves[n] ?? 0);
            if (isPast(scenery, event, this.at)) {
                if (n > 0) this.wear(stateAfter(scenery, event), failuresAfter(scenery, event));
                return;
            }
        }
        this.wear(stateBefore(scenery, first + (this.moves[count - 1] ?? 0)), NaN);
    }

    private wear(state: State, failures: number): void {
        this.state = state;
        this.failures = failures;
    }

    /** Where a task was before this happened. */
    private toOrigin({ plan, history, ledger, moment, isHeld }: Scenery, move: number, out: Point): void {
        const event = moment.first + move;
        const kind = history.kind(event);
        const worker = ledger.worker(event);
        if (kind === SUBMITTED) {
            out.x = plan.isTall ? plan.width + 12 : -12;
            out.y = plan.line.y;
        } else if (kind === ACCEPTED || kind === REJECTED) {
            toLine(plan, 0, out);
        } else if (kind === STARTED) {
            if (isHeld && history.attempt(event) > 1) toLane(plan, worker, 0, out);
            else toPlace(plan, 0, out);
        } else if (kind === REQUEUED) {
            out.x = plan.shelf.from;
            out.y = plan.shelf.middle;
        } else if (kind === DROPPED) {
            toPlace(plan, 0, out);
        } else {
            toLane(plan, worker, 1, out);
        }
    }

    /** Where a task was bound for that had to go elsewhere before it got there. */
    private toAnchor({ plan, history, ledger, moment, isHeld }: Scenery, move: number, out: Point): void {
        const event = moment.first + move;
        const kind = history.kind(event);
        if (kind === SUBMITTED) {
            toLine(plan, 0, out);
        } else if (kind === ACCEPTED || kind === REQUEUED) {
            toPlace(plan, 0, out);
        } else if (kind === ATTEMPT_FAILED && !isHeld && !Number.isNaN(history.delayMs(event))) {
            out.x = plan.shelf.from;
            out.y = plan.shelf.middle;
        } else {
            toLane(plan, ledger.worker(event), kind === ATTEMPT_FAILED && !Number.isNaN(history.delayMs(event)) ? 0 : 1, out);
        }
    }

    private route({ plan, history, ledger, moment }: Scenery, move: number, from: Readonly<Point>, to: Readonly<Point>): void {
        const { path } = this;
        const event = moment.first + move;
        const kind = history.kind(event);
        path.begin(from.x, from.y);
        if (!plan.isTall) {
            const { axis, columns, buffer, workers, shelf, gate } = plan;
            const isLane = workers.kind === "lanes";
            const isOver = kind === SUCCEEDED || kind === FAILED;
            let y = isLane ? from.y : axis;
            // Who has come and gone in less than one sees passes through the lane all the same.
            if (from.x < columns.lanes && (isOver || kind === STARTED || kind === ATTEMPT_FAILED)) {
                toLane(plan, ledger.worker(event), 0, door);
                if (isLane) y = door.y;
                path.to(Math.max(from.x, buffer.x + buffer.width), axis);
                path.to(columns.lanes - 32, axis);
                path.to(columns.lanes - 16, y);
                path.to(columns.lanes, y);
            }
            if (kind === ACCEPTED) {
                path.to(Math.max(from.x, gate.x), axis);
                path.to(columns.buffer - 8, axis);
            } else if (kind === REQUEUED) {
                // Over the shelf's title.
                path.to(shelf.from - 24, shelf.y - 12);
                path.to(shelf.x, shelf.y - 12);
                path.to(columns.buffer + 57, shelf.middle + 6);
                path.to(columns.buffer + 41, shelf.y + 6);
                path.to(columns.buffer + 41, buffer.y + buffer.height);
            } else if (kind === REJECTED) {
                path.to(plan.line.x, axis);
            } else if (isOver) {
                path.to(columns.lanesEnd - 8, y);
                path.to(columns.lanesEnd + 8, axis);
                path.to(columns.lanesEnd + 24, axis);
                path.to(columns.lanesEnd + 40, binWay(plan, kind === FAILED));
            }
        }
        path.to(to.x, to.y);
    }
}

/** The height at which the way into a bin goes. */
export function binWay(plan: Plan, isFailed: boolean): number {
    const bin = plan.bins[isFailed ? 1 : 0];
    return bin === undefined ? plan.axis : bin.y + bin.height / 2;
}
