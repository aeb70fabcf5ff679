/** Small pictures on buttons. */
const SHAPES = {
    start: "M3 3v10M13 3.5v9L5.5 8z",
    back: "M9.5 3.5v9L3 8zM12.5 3.5v9",
    play: "M4.5 3v10L13 8z",
    pause: "M5.5 3.5v9M10.5 3.5v9",
    step: "M6.5 3.5v9L13 8zM3.5 3.5v9",
    end: "M2.5 4v8L7 8zM7.5 4v8L12 8zM13.5 3.5v9",
    left: "M10 3L5 8l5 5",
    right: "M6 3l5 5-5 5",
    down: "M3 6l5 5 5-5",
    close: "M4 4l8 8M12 4l-8 8",
} as const;

const SVG = "http://www.w3.org/2000/svg";

export function icon(name: keyof typeof SHAPES): SVGSVGElement {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("class", `icon-${name}`);
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", SHAPES[name]);
    svg.append(path);
    return svg;
}
