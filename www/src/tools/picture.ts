/** What the pictures of a sweep have in common: a box that is drawn into, and a point that is pointed at. */
import { look } from "../look.ts";
import type { Figure } from "./figures.ts";
import { svg } from "./svg.ts";
import type { Sweeping } from "./sweeping.ts";

export interface Drawing {
    readonly element: SVGSVGElement;
    /** The point at this place of the box; null where there is none. */
    pointAt(x: number, y: number): number | null;
    /** The point next to this one; the same at the edge. */
    next(index: number, key: "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown"): number;
    /** Marks the point that is pointed at. */
    mark(index: number | null): void;
}

export type Draw = (sweeping: Sweeping, figure: Figure, width: number, height: number) => Drawing;

/** What a style sheet says of a mark. */
const STYLES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "font-size", "font-weight", "visibility"] as const;

/** The picture as a file, which stands alone: what the page's style sheet says of it is written into it. */
export function aloneOf(shown: SVGSVGElement, title: string): string {
    const copy = shown.cloneNode(true) as SVGSVGElement;
    const marks = [...shown.querySelectorAll("*")];
    [...copy.querySelectorAll("*")].forEach((mark, n) => {
        const original = marks[n];
        if (original === undefined) return;
        const style = getComputedStyle(original);
        for (const name of STYLES) mark.setAttribute(name, style.getPropertyValue(name));
        mark.removeAttribute("style");
        mark.removeAttribute("class");
    });
    const { font, ground } = look();
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("font-family", font);
    for (const name of ["class", "aria-hidden"]) copy.removeAttribute(name);
    copy.prepend(svg("title", {}, title), svg("rect", { width: "100%", height: "100%", fill: ground }));
    return new XMLSerializer().serializeToString(copy);
}
