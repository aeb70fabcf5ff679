/** What was tried on the way to an answer: each number of workers, or of places, and how far from the limit it is. */
import type { Estimate, Estimates } from "twinpool/sim";
import { scaleOf, type Figure } from "./figures.ts";
import { svg } from "./svg.ts";
import { tickText, valueTicks } from "../charts/ticks.ts";

const LEFT = 64;
const RIGHT = 24;
const TOP = 28;
const BOTTOM = 36;
/** What is so many times beyond the limit is beyond the picture as well. */
const BEYOND = 3;

export interface Tried {
    readonly n: number;
    /** Of the figure that is asked about. */
    readonly estimate: Estimate;
    readonly estimates: Estimates;
    readonly isEnough: boolean;
}

export function drawTried(tried: readonly Tried[], figure: Figure, limit: number, what: string, found: number | null, width: number, height: number): SVGSVGElement {
    const largest = Math.max(limit, ...tried.map(({ estimate }) => estimate.high ?? estimate.mean));
    // Where all are beyond it there is nothing to see unless one looks further.
    const isNear = tried.some(({ estimate }) => estimate.mean <= limit * BEYOND);
    const most = (isNear ? Math.min(largest, limit * BEYOND) : largest) * 1.08 || 1;
    const least = Math.min(...tried.map(({ n }) => n));
    const last = Math.max(...tried.map(({ n }) => n));
    // One more than the number: 0 places have their place as well.
    const place = (n: number): number => (last > least ? Math.log((n + 1) / (least + 1)) / Math.log((last + 1) / (least + 1)) : 0.5);
    const x = (n: number): number => LEFT + 8 + (width - LEFT - RIGHT - 8) * place(n);
    const y = (value: number): number => height - BOTTOM - (height - TOP - BOTTOM) * Math.min(1, Math.max(0, value / most));
    const { by, unit } = scaleOf(figure, most);

    const element = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "tool-svg", "aria-hidden": "true" });
    element.append(svg("text", { x: 0, y: 14, class: "axis-name" }, unit === "" ? figure.label : `${figure.label}, ${unit}`));
    const { at: marks, apart } = valueTicks(most * by, 4);
    for (const mark of marks.filter((one) => one / by <= most)) {
        const tick = mark / by;
        element.append(
            svg("line", { x1: LEFT, x2: width - RIGHT, y1: y(tick), y2: y(tick), class: tick === 0 ? "axis-line" : "grid-line" }),
            svg("text", { x: LEFT - 8, y: y(tick) + 4, "text-anchor": "end" }, tickText(mark, apart)),
        );
    }
    element.append(svg("line", { x1: LEFT, x2: width - RIGHT, y1: y(limit), y2: y(limit), class: "limit-line" }));
    element.append(svg("text", { x: width - RIGHT, y: y(limit) - 6, "text-anchor": "end", class: "limit-name" }, "limit"));
    // The labels that matter come first; others stand where there is room.
    const taken: number[] = [];
    for (const { n } of tried.toSorted((one, other) => Number(other.n === found) - Number(one.n === found))) {
        if (taken.some((at) => Math.abs(at - x(n)) < 36)) continue;
        taken.push(x(n));
        element.append(svg("text", { x: x(n), y: height - BOTTOM + 16, "text-anchor": "middle", ...(n === found ? { class: "is-found" } : {}) }, n.toLocaleString("en")));
    }
    element.append(svg("text", { x: width - RIGHT, y: height - 4, "text-anchor": "end", class: "axis-name" }, what));
    for (const { n, estimate, isEnough } of tried) {
        const { mean, low, high } = estimate;
        const at = x(n);
        if (mean > most) {
            // Far above: an arrow at the upper edge.
            element.append(svg("path", { d: `M${at - 5} ${TOP + 8}L${at} ${TOP}L${at + 5} ${TOP + 8}`, class: "far" }));
            continue;
        }
        if (low !== null && high !== null) element.append(svg("line", { x1: at, x2: at, y1: y(low), y2: y(high), class: "whisker" }));
        // What is not enough is hollow.
        element.append(svg("circle", { cx: at, cy: y(mean), r: n === found ? 6 : 4, class: isEnough ? "point is-best" : "point is-hollow" }));
    }
    return element;
}
