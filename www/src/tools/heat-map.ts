/** A sweep along two knobs: a cell for each pair of values, the darker the more; and a line around the best of them. */
import { axisTitle, tellValue } from "./axes.ts";
import { bestOf } from "./best.ts";
import { estimateOf, nearly, scaleOf, type Figure } from "./figures.ts";
import type { Draw } from "./picture.ts";
import { shadeOf } from "./ramp.ts";
import { diamond, label, svg } from "./svg.ts";
import type { Sweeping } from "./sweeping.ts";

const LEFT = 64;
/** Words need more room than numbers: they are longer, and some have two lines. */
const LEFT_OF_WORDS = 80;
const RIGHT = 8;
const TOP = 28;
const BOTTOM = 44;
const BOTTOM_OF_WORDS = 58;
/** So high is a line of a cell’s text. */
const LINE = 16;
/** Half as wide as the mark of the point to take. */
const MARK = 5;
/** Beyond this, what is small could not be told apart on a linear scale. */
const MUCH = 20;
/** What is less than this share of the most is nearly nothing, and no shades are kept for it. */
const NEARLY_NOTHING = 1e-6;
/** On a scale that multiplies nothing has no place: it is the palest, and all that is something begins so much darker. */
const STEP = 0.1;

export interface Tones {
    /** Equal steps of colour multiply: where the values differ greatly. */
    readonly isLog: boolean;
    readonly least: number;
    /** The least that is more than nothing. */
    readonly foot: number;
    readonly most: number;
    /** How dark a value is, 0 to 1. */
    tone(value: number): number;
}

export function toneOf(sweeping: Sweeping, figure: Figure): Tones {
    const means = sweeping.points.flatMap((point) => {
        const estimate = point === null ? null : estimateOf(point, figure);
        return estimate === null ? [] : [estimate.mean];
    });
    const least = means.length === 0 ? 0 : Math.min(...means);
    const most = means.length === 0 ? 0 : Math.max(...means);
    const foot = Math.min(...means.filter((mean) => mean > 0));
    const isLog = least >= 0 && most / foot > MUCH;
    const from = least < foot ? STEP : 0;
    const palest = Math.max(most * NEARLY_NOTHING, foot);
    const tone = (value: number): number => {
        if (most <= least) return 0;
        if (!isLog) return (value - least) / (most - least);
        return value <= 0 ? 0 : from + ((1 - from) * Math.log(Math.max(value, palest) / palest)) / Math.log(most / palest);
    };
    return { isLog, least, foot, most, tone };
}

/** What a cell says: a number, and its unit, each cell its own, as wherever one figure stands alone. */
export function inCell(figure: Figure, value: number): readonly [number: string, unit: string] {
    const { by, unit } = scaleOf(figure, value);
    return [nearly(value * by), unit];
}

/** About as wide as it is drawn. */
const widthOf = (line: string): number => Array.from(line, (character) => (". ,".includes(character) ? 3.5 : character === "m" ? 10.7 : 7)).reduce((sum, width) => sum + width, 0);

/** "0.019" becomes "0.02". */
const briefly = (number: string): string => (!/^0\.\d{3}/.test(number) ? number : Number(number) < 0.005 ? "≈0" : Number(number).toFixed(2));

/** Number and unit side by side where the widest has room, else one above the other; null where there is no room at all. */
function linesOf(told: readonly (readonly [string, string])[], cell: { readonly width: number; readonly height: number }): ((one: readonly [string, string]) => string[]) | null {
    const hasRoom = (lines: (one: readonly [string, string]) => string[]): boolean =>
        told.every((one) => lines(one).every((line) => widthOf(line) + 2 <= cell.width) && LINE * lines(one).length + 2 <= cell.height);
    const beside = (one: readonly [string, string]): string[] => [one.join(" ").trim()];
    const above = (one: readonly [string, string]): string[] => one.filter((line) => line !== "");
    const narrow = ([number, unit]: readonly [string, string]): string[] => above([briefly(number), unit]);
    return [beside, above, narrow].find(hasRoom) ?? null;
}

export const drawHeat: Draw = (sweeping, figure, width, height) => {
    const [across, up] = sweeping.axes;
    const [xs = [], ys = []] = sweeping.values;
    if (across === undefined || up === undefined) throw new RangeError("a map needs two axes");
    const bottom = across.kind === "choice" ? BOTTOM_OF_WORDS : BOTTOM;
    const start = up.kind === "choice" ? LEFT_OF_WORDS : LEFT;
    const cell = { width: (width - start - RIGHT) / xs.length, height: (height - TOP - bottom) / ys.length };
    const left = (column: number): number => start + cell.width * column;
    // More is further up.
    const top = (row: number): number => TOP + cell.height * (ys.length - 1 - row);
    const columnOf = (index: number): number => Math.floor(index / ys.length);
    const rowOf = (index: number): number => index % ys.length;
    const tones = toneOf(sweeping, figure);

    const element = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "tool-svg" });
    element.append(svg("text", { x: 0, y: 14, class: "axis-name" }, axisTitle(up)));
    element.append(svg("text", { x: width - RIGHT, y: height - 6, "text-anchor": "end", class: "axis-name" }, axisTitle(across)));
    const everyColumn = Math.ceil(52 / cell.width);
    const everyRow = Math.ceil(16 / cell.height);
    xs.forEach((value, column) => {
        if (column % everyColumn === 0) element.append(label(tellValue(across, value), { x: left(column) + cell.width / 2, y: height - bottom + 16, "text-anchor": "middle" }));
    });
    ys.forEach((value, row) => {
        if (row % everyRow === 0) element.append(label(tellValue(up, value), { x: start - 8, y: top(row) + cell.height / 2 + 4, "text-anchor": "end" }, 0.5));
    });
    const told = sweeping.points.map((point): readonly [string, string] => {
        const estimate = point === null ? null : estimateOf(point, figure);
        return point === null ? ["", ""] : estimate === null ? ["–", ""] : inCell(figure, estimate.mean);
    });
    const lines = linesOf(told, cell);
    sweeping.points.forEach((point, index) => {
        const at = { x: left(columnOf(index)), y: top(rowOf(index)) };
        const estimate = point === null ? null : estimateOf(point, figure);
        const shade = estimate === null ? null : shadeOf(tones.tone(estimate.mean));
        const rect = svg("rect", { ...at, width: cell.width, height: cell.height, class: "cell" });
        if (shade !== null) rect.style.fill = shade.fill;
        element.append(rect);
        const own = lines?.(told[index] ?? ["", ""]) ?? [];
        own.forEach((line, n) => {
            const y = at.y + cell.height / 2 + 4 + (n - (own.length - 1) / 2) * (LINE - 3);
            const text = svg("text", { x: at.x + cell.width / 2, y, "text-anchor": "middle", class: "cell-text" }, line);
            if (shade !== null) text.style.fill = shade.ink;
            element.append(text);
        });
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
            const column = Math.floor((x - start) / cell.width);
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
