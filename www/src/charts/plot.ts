/** What a chart shows, whoever draws it: the canvas, an SVG file, a table, or a CSV file. */
import { compact } from "../format.ts";
import type { Look } from "../look.ts";

export type Colour = Extract<keyof Look, "queued" | "busy" | "backoff" | "done" | "failed" | "blocked" | "muted" | "edge" | "ink">;

export interface Line {
    readonly label: string;
    readonly colour: Colour;
    /** NaN where there was nothing to measure. */
    readonly values: ArrayLike<number>;
    /** At the moment on show, where that is no mean or rate over some time. */
    readonly now?: number;
    readonly isDashed?: boolean;
    /** What is filled below it. */
    readonly area?: "solid" | "faint" | "hatched" | "hollow";
    /** Stands on the stacked line before it. */
    readonly isStacked?: boolean;
    /** Holds from one value of x to the next. */
    readonly isStepped?: boolean;
}

/** An upright line at a value of x. */
export interface Mark {
    readonly at: number;
    readonly label: string;
    readonly isDashed: boolean;
}

export interface Plot {
    /** For names of files. */
    readonly name: string;
    readonly title: string;
    /** Of the values. */
    readonly unit: string;
    readonly writeValue: (value: number) => string;
    readonly x: {
        /** Without its unit: milliseconds in a file of numbers, and what `write` makes of them elsewhere. */
        readonly name: string;
        readonly values: ArrayLike<number>;
        /** Where what was measured around each value ends: it has been when that has. Absent where that is the value itself. */
        readonly ends?: ArrayLike<number>;
        readonly from: number;
        readonly to: number;
        /** The moment on show. */
        readonly now?: number;
        readonly isLog: boolean;
        readonly write: (value: number) => string;
        /** On an axis whose marks are so far apart. */
        readonly writeMark: (value: number, apart: number) => string;
    };
    readonly lines: readonly Line[];
    readonly marks: readonly Mark[];
    /** What lies beyond this is still to come, and is drawn faintly; Infinity where everything has been. */
    readonly until: number;
}

/** The values as they are drawn: of stacked lines, each on top of those before it. */
export function heights(lines: readonly Line[], length: number): number[][] {
    let below: number[] | null = null;
    return lines.map(({ values, isStacked = false }) => {
        const own = Array.from({ length }, (_, n) => values[n] ?? NaN);
        if (!isStacked) return own;
        const under: number[] | null = below;
        below = under === null ? own : own.map((value, n) => value + (under[n] ?? 0));
        return below;
    });
}

/** The order in which lines are drawn: what stands on others comes first, so that these cover its foot. */
export function drawOrder(lines: readonly Line[]): number[] {
    const all = lines.map((_, n) => n);
    const isStacked = (n: number): boolean => lines[n]?.isStacked ?? false;
    return [...all.filter(isStacked).reverse(), ...all.filter((n) => !isStacked(n))];
}

export function highestOf(columns: readonly (readonly number[])[]): number {
    let most = 0;
    for (const column of columns) for (const value of column) if (value > most) most = value;
    return most;
}

/** The place of the value of x that is nearest to this one. */
export function nearest(values: ArrayLike<number>, x: number): number {
    let [low, high] = [0, values.length - 1];
    while (low < high) {
        const middle = (low + high) >> 1;
        if ((values[middle] ?? 0) < x) low = middle + 1;
        else high = middle;
    }
    return low > 0 && x - (values[low - 1] ?? 0) < (values[low] ?? 0) - x ? low - 1 : low;
}

/** So many of the values have been. */
export function lengthUntil({ x: { values, ends = values }, until }: Plot): number {
    let { length } = values;
    while (length > 0 && (ends[length - 1] ?? 0) > until) length -= 1;
    return length;
}

/** For more letters there is no room beside an axis. */
const MOST_LETTERS = 8;

/** A value on an axis: "10 s", not "10.00 s"; "4M", not "4,000,000". */
export function asMark({ writeValue }: Pick<Plot, "writeValue">, value: number): string {
    const text = writeValue(value).replace(/\.(\d*?)0+(?=\D|$)/, (_, kept: string) => (kept === "" ? "" : `.${kept}`));
    return text.length <= MOST_LETTERS ? text : text.replace(/\d+(,\d{3})+/, (number) => compact.format(Number(number.replaceAll(",", ""))));
}
