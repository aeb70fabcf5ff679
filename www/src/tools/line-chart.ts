/** A sweep along one knob: a line through the means, in a band as wide as their intervals. */
import { axisTitle, tellValue } from "./axes.ts";
import { bestOf } from "./best.ts";
import { estimateOf, scaleOf } from "./figures.ts";
import type { Draw } from "./picture.ts";
import { diamond, label, svg } from "./svg.ts";
import { tickText, valueTicks } from "../charts/ticks.ts";

const LEFT = 64;
const RIGHT = 16;
const TOP = 28;
const BOTTOM = 48;
/** Some words have two lines. */
const BOTTOM_OF_WORDS = 62;
/** So far apart that labels do not touch. */
const LABEL = 56;
/** So wide is the interval of a word. */
const BAND = 24;

export const drawLine: Draw = (sweeping, figure, width, height) => {
    const [axis] = sweeping.axes;
    const values = sweeping.values[0] ?? [];
    if (axis === undefined) throw new RangeError("a line needs an axis");
    const isNumber = axis.kind === "number";
    const bottom = isNumber ? BOTTOM : BOTTOM_OF_WORDS;
    const estimates = sweeping.points.map((point) => (point === null ? null : estimateOf(point, figure)));
    const known = estimates.filter((one) => one !== null);
    const top = Math.max(0, ...known.map(({ mean, high }) => high ?? mean));
    const scale = scaleOf(figure, top);
    // Round in the unit that is written.
    const { at: marks, apart } = valueTicks(top === 0 ? 1 : top * scale.by, Math.max(2, Math.floor((height - TOP - bottom) / 48)));
    const most = (marks.at(-1) ?? 1) / scale.by;

    const place = placing(isNumber ? values.map(Number) : null, isNumber && axis.scale === "log", values.length);
    const x = (index: number): number => LEFT + (width - LEFT - RIGHT) * place(index);
    const y = (value: number): number => height - bottom - (height - TOP - bottom) * (value / most);

    const element = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "tool-svg" });
    element.append(svg("text", { x: 0, y: 14, class: "axis-name" }, scale.unit === "" ? figure.label : `${figure.label}, ${scale.unit}`));
    for (const mark of marks) {
        const tick = mark / scale.by;
        element.append(
            svg("line", { x1: LEFT, x2: width - RIGHT, y1: y(tick), y2: y(tick), class: tick === 0 ? "axis-line" : "grid-line" }),
            svg("text", { x: LEFT - 8, y: y(tick) + 4, "text-anchor": "end" }, tickText(mark, apart)),
        );
    }
    let labelled = -Infinity;
    values.forEach((value, index) => {
        const at = x(index);
        element.append(svg("line", { x1: at, x2: at, y1: height - bottom, y2: height - bottom + 4, class: "axis-line" }));
        const isLast = index === values.length - 1;
        if (at - labelled < LABEL || (!isLast && x(values.length - 1) - at < LABEL)) return;
        labelled = at;
        element.append(label(tellValue(axis, value), { x: at, y: height - bottom + 18, "text-anchor": isNumber && isLast && values.length > 2 ? "end" : "middle" }));
    });
    element.append(svg("text", { x: width - RIGHT, y: height - 6, "text-anchor": "end", class: "axis-name" }, axisTitle(axis)));

    const isThere = (index: number): boolean => (estimates[index] ?? null) !== null;
    // Between points that are not there yet the line has gaps; between words there is nothing, and each has a band of its own.
    const half = isNumber ? 0 : BAND / 2;
    for (let from = 0; from < estimates.length; from += 1) {
        if (!isThere(from)) continue;
        let to = from;
        while (isNumber && isThere(to + 1)) to += 1;
        const run = Array.from({ length: to - from + 1 }, (_, n) => from + n);
        const edge = (valueOf: (n: number) => number | undefined): string[] =>
            run.flatMap((n) => [x(n) - half, x(n) + half].map((at) => `${at.toFixed(1)},${y(Math.max(0, valueOf(n) ?? estimates[n]?.mean ?? 0)).toFixed(1)}`));
        const highs = edge((n) => estimates[n]?.high ?? undefined);
        const lows = edge((n) => estimates[n]?.low ?? undefined);
        element.append(svg("polygon", { points: [...highs, ...lows.toReversed()].join(" "), class: "band-area" }));
        element.append(svg("polyline", { points: run.map((n) => `${x(n).toFixed(1)},${y(estimates[n]?.mean ?? 0).toFixed(1)}`).join(" "), class: "band-line" }));
        from = to;
    }
    const best = bestOf(sweeping, figure);
    estimates.forEach((one, n) => {
        if (one === null) return;
        const { low, high, mean } = one;
        if (low !== null && high !== null) element.append(svg("line", { x1: x(n), x2: x(n), y1: y(Math.max(0, low)), y2: y(high), class: "whisker" }));
        const isBest = best?.all.has(n) === true;
        if (n === best?.index) element.append(svg("path", { d: diamond(x(n), y(mean), 8), class: "point is-best" }));
        else element.append(svg("circle", { cx: x(n), cy: y(mean), r: isBest ? 5 : 3, class: isBest ? "point is-best" : "point" }));
    });
    const cursor = svg("line", { y1: TOP, y2: height - bottom, class: "point-cursor", visibility: "hidden" });
    element.append(cursor);

    return {
        element,
        pointAt: (at) => {
            if (at < LEFT - 16) return null;
            const distances = values.map((_, n) => Math.abs(x(n) - at));
            return distances.indexOf(Math.min(...distances));
        },
        next: (index, key) => Math.min(values.length - 1, Math.max(0, index + (key === "ArrowRight" || key === "ArrowUp" ? 1 : -1))),
        mark: (index) => {
            cursor.setAttribute("visibility", index === null ? "hidden" : "visible");
            if (index === null) return;
            cursor.setAttribute("x1", String(x(index)));
            cursor.setAttribute("x2", String(x(index)));
        },
    };
};

/** Where along the axis a point stands, 0 to 1. Words, and numbers whose logarithm there is none of, stand evenly. */
function placing(numbers: readonly number[] | null, isLog: boolean, length: number): (index: number) => number {
    const evenly = (index: number): number => (length < 2 ? 0.5 : index / (length - 1));
    if (numbers === null) return (index) => (index + 0.5) / length;
    const [first = 0] = numbers;
    const last = numbers.at(-1) ?? 1;
    if (last <= first || (isLog && first <= 0)) return evenly;
    return (index) => {
        const value = numbers[index] ?? first;
        return isLog ? Math.log(value / first) / Math.log(last / first) : (value - first) / (last - first);
    };
}
