/** Draws a view of the pool: first all that stands still, then the tasks, which go over it. */
import { count } from "../format.ts";
import { staffOf } from "../frame.ts";
import { drawBins, drawBinsGround } from "./bins.ts";
import { drawBuffer, drawBufferGround } from "./buffer.ts";
import { drawCells } from "./cells.ts";
import { drawCrowd } from "./crowd.ts";
import { drawHeader } from "./header.ts";
import { drawLanes, drawLanesGround, drawYard } from "./lanes.ts";
import { planTall } from "./plan-tall.ts";
import { planWide } from "./plan-wide.ts";
import type { Plan, Shape } from "./plan.ts";
import { drawSenders, drawSendersGround } from "./senders.ts";
import { drawShelf, drawShelfGround } from "./shelf.ts";
import type { View } from "./view.ts";

/** Narrower than this, the scene goes from top to bottom. */
const LEAST_WIDE = 900;

export function planOf(shape: Shape): Plan {
    return shape.width >= LEAST_WIDE ? planWide(shape) : planTall(shape);
}

export function drawPicture(view: View): void {
    const { plan, hits } = view;
    const { kind } = plan.workers;
    const { brush } = view;
    hits.clear();
    brush.captions.clear();
    brush.ground = brush.look.ground;
    if (plan.isTall) drawTallWorkersHeader(view);
    else drawHeader(view);
    drawSendersGround(view);
    drawBufferGround(view);
    drawShelfGround(view);
    drawBinsGround(view);
    if (!plan.isTall) drawYard(view);
    if (kind === "lanes" || kind === "slim") drawLanesGround(view);
    else if (kind === "crowd") drawCrowd(view);
    brush.ground = null;
    drawSenders(view);
    drawBuffer(view);
    drawShelf(view);
    if (kind === "cells") drawCells(view);
    else if (kind !== "crowd") drawLanes(view);
    drawBins(view);
    brush.captions.write(brush);
}

function drawTallWorkersHeader({ brush, plan, frame }: View): void {
    const { there, busy, held } = staffOf(frame);
    const base = plan.workers.y - 10;
    const name = `${count(there)} ${there === 1 ? "worker" : "workers"}`;
    // The buffer's words are to the left of it; the rows of a crowd have the numbers themselves.
    const room = plan.width / 2 + 40 - brush.measure(name, "bold");
    const all = plan.workers.kind === "crowd" ? [] : [`${count(busy)} busy, ${count(held)} waiting`, `${count(busy)} busy`];
    const words = brush.fitting([...all, ""], room);
    brush.text(words, plan.width, base, "plain", brush.look.muted, "right");
    brush.text(name, plan.width - (words === "" ? 0 : brush.measure(words) + 8), base, "bold", brush.look.ink, "right");
}
