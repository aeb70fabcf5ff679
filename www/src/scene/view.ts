/** All that a picture of the scene is made of. */
import type { CompleteScenario } from "twinpool/sim";
import type { Frame } from "../frame.ts";
import type { Pointed } from "../selection.ts";
import type { Brush } from "./brush.ts";
import type { Flights, Scenery } from "./flights.ts";
import type { Hits } from "./hits.ts";
import { drawFrame, drawTask, type State } from "./marks.ts";
import type { Point } from "./plan.ts";

export interface View extends Scenery {
    readonly brush: Brush;
    readonly frame: Frame;
    readonly scenario: CompleteScenario;
    readonly flights: Flights;
    readonly hits: Hits;
    readonly pointed: Pointed;
    readonly isCalm: boolean;
}

/** Draws a task whose place this is, or on the way to it, so that one can point at it. `home` becomes where it is. */
export function drawPlaced(view: View, task: number, home: Point, size: number, state: State, failures = 0): void {
    view.flights.move(view, task, home);
    drawMoved(view, home, size, state, failures);
    notePlaced(view, task, home, size);
}

/** Draws the task that was moved last: as what it is, or as what it still is on its way. */
export function drawMoved({ brush, flights }: View, { x, y }: Readonly<Point>, size: number, state: State, failures: number): void {
    if (flights.state === null) drawTask(brush, x, y, size, state, failures);
    else drawTask(brush, x, y, size, flights.state, Number.isNaN(flights.failures) ? failures : flights.failures);
}

export function notePlaced({ brush, hits, pointed }: View, task: number, { x, y }: Readonly<Point>, size: number): void {
    const left = x - size / 2;
    const top = y - size / 2;
    hits.add(left, top, size, size, task, -1);
    if (task !== 0 && pointed.task === task) drawFrame(brush, left, top, size, size);
}
