/** A sweep along two knobs: a cell for each pair of values, the darker the more; and a line around the best of them. */
import { digits } from "../format.ts";
import { axisTitle, tellValue } from "./axes.ts";
import { bestOf } from "./best.ts";
import { estimateOf, scaleOf, type Figure } from "./figures.ts";
import type { Draw } from "./picture.ts";
import { shadeOf } from "./ramp.ts";
import { diamond, svg } from "./svg.ts";
import type { Sweeping } from "./sweeping.ts";

const LEFT = 64;
const RIGHT = 8;
const TOP = 28;
const BOTTOM = 44;
/** So large has a cell to be for its number. */
const ROOM = { width: 38, height: 18 };
/** Half as wide as the mark of the point to take. */
const MARK = 5;
/** Beyond this, what is small could not be told apart on a linear scale. */
const MUCH = 20;

/** How dark a value is, 0 to 1; equal steps of colour multiply where the values differ greatly. */
export function toneOf(sweeping: Sweeping, figure: Figure): { readonly isLog: boolean; readonly least: number; readonly most: number; tone(value: number): number } {
    const means = sweeping.points.flatMap((point) => {
        const estimate = point === null ? null : estimateOf(point, figure);
        return estimate === null ? [] : [estimate.mean];
    });
    const least = means.length === 0 ? 0 : Math.min(...means);
    const most = means.length === 0 ? 0 : Math.max(...means);
    const isLog = least > 0 && most / least > MUCH;
    const tone = (value: number): number => {
        if (most <= least) return 0;
        return isLog ? Math.log(value / least) / Math.log(most / least) : (value - least) / (most - least);
    };
    return { isLog, least, most, tone };
}

/** In a cell, nearly nothing is told from nothing, and no "0.000". */
export function inCell(value: number): string {
    return value !== 0 && Math.abs(value) < 0.0005 ? "≈0" : digits(Number(value.toPrecision(3)));
}

export const drawHeat: Draw = (sweeping, figure, width, height) => {
    const [across, up] = sweeping.axes;
    const [xs = [], ys = []] = sweeping.values;
    if (across === undefined || up === undefined) throw new RangeError("a map needs two axes");
    const cell = { width: (width - LEFT - RIGHT) / xs.length, height: (height - TOP - BOTTOM) / ys.length };
    const left = (column: number): number => LEFT + cell.width * column;
    // More is further up.
    const top = (row: number): number => TOP + cell.height * (ys.length - 1 - row);
    const columnOf = (index: number): number => Math.floor(index / ys.length);
    const rowOf = (index: number): number => index % ys.length;
    const tones = toneOf(sweeping, figure);
    const { by } = scaleOf(figure, tones.most);

    const element = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "tool-svg" });
    element.append(svg("text", { x: 0, y: 14, class: "axis-name" }, axisTitle(up)));
    element.append(svg("text", { x: width - RIGHT, y: height - 6, "text-anchor": "end", class: "axis-name" }, axisTitle(across)));
    const everyColumn = Math.ceil(52 / cell.width);
    const everyRow = Math.ceil(16 / cell.height);
    xs.forEach((value, column) => {
        if (column % everyColumn === 0) element.append(svg("text", { x: left(column) + cell.width / 2, y: height - BOTTOM + 16, "text-anchor": "middle" }, tellValue(across, value)));
    });
    ys.forEach((value, row) => {
        if (row % everyRow === 0) element.append(svg("text", { x: LEFT - 8, y: top(row) + cell.height / 2 + 4, "text-anchor": "end" }, tellValue(up, value)));
    });
    const hasRoom = cell.width >= ROOM.width && cell.height >= ROOM.height;
    sweeping.points.forEach((point, index) => {
        const at = { x: left(columnOf(index)), y: top(rowOf(index)) };
        const estimate = point === null ? null : estimateOf(point, figure);
        const shade = estimate === null ? null : shadeOf(tones.tone(estimate.mean));
        const rect = svg("rect", { ...at, width: cell.width, height: cell.height, class: "cell" });
        if (shade !== null) rect.style.fill = shade.fill;
        element.append(rect);
        if (point === null || !hasRoom) return;
        const number = estimate === null ? "–" : inCell(estimate.mean * by);
        const middle = { x: at.x + cell.width / 2, y: at.y + cell.height / 2 + 4 };
        const text = svg("text", { ...middle, "text-anchor": "middle" }, number);
        if (shade !== null) text.style.fill = shade.ink;
        element.append(text);
    });
    const best = bestOf(sweeping, figure);
    if (best !== null) {
        const isIn = (column: number, row: number): boolean => column >= 0 && column < xs.length && row >= 0 && row < ys.length && best.all.has(column * ys.length + row);
        const edges: string[] = [];
        for (const index of best.all) {
            const [column, row] = [columnOf(index), rowOf(index)];
            const [x1, y1, x2, y2] = [left(column), top(row), left(column) + cell.width, top(row) + cell.height].map((n) => n.toFixed(1));
            if (!isIn(column - 1, row)) edges.push(`M${x1} ${y1}V${y2}`);
            if (!isIn(column + 1, row)) edges.push(`M${x2} ${y1}V${y2}`);
            if (!isIn(column, row + 1)) edges.push(`M${x1} ${y1}H${x2}`);
            if (!isIn(column, row - 1)) edges.push(`M${x1} ${y2}H${x2}`);
        }
        // A pale line below the dark one: it is seen on any shade.
        element.append(svg("path", { d: edges.join(""), class: "best-halo" }), svg("path", { d: edges.join(""), class: "best-edge" }));
        // In a corner: the number stands in the middle.
        const size = Math.min(MARK, cell.width / 3, cell.height / 3);
        const d = diamond(left(columnOf(best.index)) + cell.width - size - 3, top(rowOf(best.index)) + size + 3, size);
        element.append(svg("path", { d, class: "taken-halo" }), svg("path", { d, class: "taken" }));
    }
    const halo = svg("rect", { width: cell.width - 4, height: cell.height - 4, class: "cell-halo", visibility: "hidden" });
    const cursor = svg("rect", { width: cell.width - 4, height: cell.height - 4, class: "cell-cursor", visibility: "hidden" });
    element.append(halo, cursor);

    const clamp = (n: number, length: number): number => Math.min(length - 1, Math.max(0, n));
    return {
        element,
        pointAt: (x, y) => {
            const column = Math.floor((x - LEFT) / cell.width);
            const row = ys.length - 1 - Math.floor((y - TOP) / cell.height);
            return column >= 0 && column < xs.length && row >= 0 && row < ys.length ? column * ys.length + row : null;
        },
        next: (index, key) => {
            const column = columnOf(index) + (key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0);
            const row = rowOf(index) + (key === "ArrowUp" ? 1 : key === "ArrowDown" ? -1 : 0);
            return clamp(column, xs.length) * ys.length + clamp(row, ys.length);
        },
        mark: (index) => {
            for (const rect of [halo, cursor]) {
                rect.setAttribute("visibility", index === null ? "hidden" : "visible");
                if (index === null) continue;
                rect.setAttribute("x", String(left(columnOf(index)) + 2));
                rect.setAttribute("y", String(top(rowOf(index)) + 2));
            }
        },
    };
};
