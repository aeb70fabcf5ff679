/** The row of words above the wide scene, which is its legend: each state's mark and how many there are. */
import { count } from "../format.ts";
import { staffOf } from "../frame.ts";
import { drawIdle } from "./marks.ts";
import type { View } from "./view.ts";
import { bufferWords, cancelledWords, sendersWords } from "./words.ts";

const BASE = 24;
const GAP = 8;

export function drawHeader(view: View): void {
    const { brush, plan, frame, scenario } = view;
    const { columns } = plan;
    brush.pair("Senders", sendersWords(frame, scenario), 0, BASE);
    const room = columns.lanes - columns.buffer - brush.measure("Buffer", "bold") - 8 - GAP;
    brush.pair("Buffer", brush.fitting(bufferWords(frame, scenario), room), columns.buffer, BASE);
    drawLegend(view);
    brush.pair("Finished", cancelledWords(frame), columns.finished, BASE);
}

function drawLegend({ brush, plan, frame }: View): void {
    const { look, context } = brush;
    const { lanes, finished } = plan.columns;
    const { there, busy, held, idle } = staffOf(frame);
    if (plan.workers.kind === "crowd") {
        // The rows of the crowd have the marks and the numbers.
        brush.pair("Workers", count(there), lanes, BASE);
        return;
    }
    brush.text("Workers", lanes, BASE, "bold");
    const first = lanes + 72;
    const texts = [`${count(busy)} busy`, `${count(held)} waiting to retry`, `${count(idle)} idle`];
    const gaps = texts.length * 18 + (texts.length - 1) * 18;
    const widthOf = (): number => texts.reduce((sum, text) => sum + brush.measure(text), gaps);
    if (first + widthOf() > finished - 16) texts[1] = `${count(held)} waiting`;
    let x = first;
    texts.forEach((text, n) => {
        if (n === 0) {
            brush.box(x, 14, 12, 12, 2);
            brush.fill(look.busy);
        } else if (n === 1) {
            context.beginPath();
            context.arc(x + 6, 20, 6, -2.7, 1.9);
            brush.stroke(look.backoff, 2.5);
        } else {
            drawIdle(brush, x + 6, 20, 2.5);
        }
        brush.text(text, x + 18, BASE, "plain", look.muted);
        x += 36 + brush.measure(text);
    });
}
