/** How to read the timeline. */
import { make } from "../dom.ts";

const SVG = "http://www.w3.org/2000/svg";

/** Each shape is drawn in a box of 20 × 16; the class of its path gives it its colour. */
const MARKS: readonly (readonly [state: string, path: string, words: string])[] = [
    ["busy", "M0 1h20v14h-20z", "at work"],
    ["backoff", "M0 4.5h20M0 11.5h20M1 11l6-6M7 11l6-6M13 11l6-6", "waits to retry, holds its worker"],
    ["idle", "M0 8h20", "idle"],
    ["done", "M10 0v13", "done"],
    ["failed", "M10 0v16", "attempt failed"],
    ["gone", "M10 5v11M6.5 1.5l7 7M13.5 1.5l-7 7", "task failed for good"],
    ["blocked", "M0 4h20v8h-20z", "senders blocked"],
];

export function keyOfMarks(): HTMLUListElement {
    return make("ul", { class: "timeline-key" }, ...MARKS.map(([state, path, words]) => make("li", {}, mark(state, path), words)));
}

function mark(state: string, shape: string): SVGSVGElement {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 20 16");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", shape);
    path.setAttribute("class", `mark-${state}`);
    svg.append(path);
    return svg;
}
