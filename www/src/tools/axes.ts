/** What a sweep goes along: a knob, and the values that it takes. */
import type { CompleteScenario, FieldValue } from "twinpool/sim";
import { count, digits } from "../format.ts";
import { FIELDS, type ChoiceField, type Field, type NumberField } from "../knobs/fields.ts";
import { STEPS, valueOf } from "../knobs/scale.ts";
import { valueAt } from "../paths.ts";

export interface NumberAxis {
    readonly kind: "number";
    readonly field: NumberField;
    /** As the page shows them: percents are 0 to 100. */
    readonly from: number;
    readonly to: number;
    readonly steps: number;
    readonly scale: "linear" | "log";
}

export interface ChoiceAxis {
    readonly kind: "choice";
    readonly field: ChoiceField;
}

export type Axis = NumberAxis | ChoiceAxis;

export const MOST_STEPS = 40;
const USUAL_STEPS = 9;

/** Another kind of arrivals or of service comes with fields of its own: that is another scenario, and no axis. */
const isAxis = (field: Field): field is NumberField | ChoiceField =>
    (field.kind === "number" || field.kind === "choice") && !field.path.endsWith(".kind");

export function sweepable(scenario: CompleteScenario): (NumberField | ChoiceField)[] {
    return FIELDS.filter(isAxis).filter((field) => field.isThere?.(scenario) ?? true);
}

/** From well below what the scenario has to well above. */
export function axisAround(field: NumberField | ChoiceField, scenario: CompleteScenario, steps = USUAL_STEPS): Axis {
    if (field.kind === "choice") return { kind: "choice", field };
    const { from: least, to: most, times = 1, scale, isWhole } = field;
    const found = valueAt(scenario, field.path);
    const value = typeof found === "number" ? found * times : null;
    const rounded = (n: number): number => (isWhole === true ? Math.round(n) : Number(n.toPrecision(2)));
    const [low, high] = scale === "log" ? [(value ?? 16) / 4, (value ?? 16) * 4] : [least, 2 * (value ?? most / 2)];
    const from = Math.min(most, Math.max(least, rounded(low)));
    const to = Math.min(Math.max(most, value ?? 0), rounded(high));
    return { kind: "number", field, from, to: to > from ? to : most, steps, scale };
}

/** The values as the scenario has them; the same one never twice, so that there may be fewer than were asked for. */
export function valuesOf(axis: Axis): FieldValue[] {
    if (axis.kind === "choice") return axis.field.choices.map(({ value }) => value);
    const { field, from, to, steps, scale } = axis;
    const values = Array.from({ length: steps }, (_, n) => valueOf({ ...field, from, to, scale }, (STEPS * n) / (steps - 1)));
    const different = [...new Set(field.isWhole === true ? apart(values) : values)];
    return different.map((value) => Number((value / (field.times ?? 1)).toPrecision(12)));
}

/** Whole numbers that coincide make way for each other, as far as there are others: 1, 1, 2, 4, 8 becomes 1, 2, 3, 4, 8. */
function apart(values: readonly number[]): number[] {
    const last = values.at(-1) ?? 0;
    const up: number[] = [];
    for (const value of values) up.push(Math.max(value, (up.at(-1) ?? value - 1) + 1));
    // What was pushed beyond the end goes back, and pushes those before it.
    return up.map((value, n) => Math.max(values[0] ?? value, Math.min(value, last - (values.length - 1 - n))));
}

/** Says so where there are fewer values than were asked for. */
export function fewerThanAsked(axis: Axis): string | null {
    if (axis.kind === "choice") return null;
    const { length } = valuesOf(axis);
    const { field, from, to, steps } = axis;
    if (length === steps) return null;
    return `${field.label}: there are only ${count(length)} different ${field.isWhole === true ? "whole numbers" : "values"} from ${count(from)} to ${count(to)}, not ${count(steps)}.`;
}

/** A value as it stands at the axis. */
export function tellValue({ field }: Axis, value: FieldValue | undefined): string {
    if (field.kind === "choice") return field.choices.find((choice) => choice.value === value)?.label ?? String(value);
    if (typeof value !== "number") return field.empty ?? "none";
    const shown = value * (field.times ?? 1);
    return field.isWhole === true || Number.isInteger(shown) ? shown.toLocaleString("en") : digits(shown);
}

/** The same, with its unit. */
export function tellWithUnit(axis: Axis, value: FieldValue | undefined): string {
    const unit = axis.field.kind === "number" ? axis.field.unit : "";
    return `${tellValue(axis, value)}${unit === "" ? "" : ` ${unit}`}`;
}

export function axisTitle({ field }: Axis): string {
    const unit = field.kind === "number" ? field.unit : "";
    return unit === "" ? field.label : `${field.label}, ${unit}`;
}

/** What makes no sense on an axis; null where nothing does not. */
export function complaintOf(axis: Axis): string | null {
    if (axis.kind === "choice") return null;
    const { field, from, to, steps, scale } = axis;
    if (!Number.isFinite(from) || !Number.isFinite(to)) return `${field.label}: from and to must be numbers`;
    if (from >= to) return `${field.label}: “from” must be below “to”`;
    if (scale === "log" && from < 0) return `${field.label}: values that multiply can’t begin below 0`;
    if (!Number.isInteger(steps) || steps < 2 || steps > MOST_STEPS) return `${field.label}: there must be from 2 to ${MOST_STEPS} values, a whole number`;
    return null;
}

/** "pool.workers:2..32:9:log", "pool.retry.holdWorker". */
export function writeAxis(axis: Axis): string {
    if (axis.kind === "choice") return axis.field.path;
    const { field, from, to, steps, scale } = axis;
    return `${field.path}:${from}..${to}:${steps}:${scale}`;
}

/** @throws RangeError or TypeError that says what is wrong with the text, which a stranger may have written */
export function readAxis(text: string, scenario: CompleteScenario): Axis {
    const [path = "", range, steps, scale = "linear", ...more] = text.split(":");
    const field = sweepable(scenario).find((one) => one.path === path);
    if (field === undefined) throw new RangeError(`the link sweeps a knob that this scenario has not: ${path.slice(0, 40)}`);
    if (field.kind === "choice" && range === undefined) return { kind: "choice", field };
    const [, from, to] = /^([^.]+(?:\.\d+)?)\.\.(.+)$/.exec(range ?? "") ?? [];
    if (field.kind === "choice" || from === undefined || to === undefined || steps === undefined || more.length > 0 || (scale !== "linear" && scale !== "log")) {
        throw new TypeError(`the link has a sweep that can’t be read: ${text.slice(0, 60)}`);
    }
    const axis: Axis = { kind: "number", field, from: Number(from), to: Number(to), steps: Number(steps), scale };
    const complaint = complaintOf(axis);
    if (complaint !== null) throw new RangeError(`the link’s sweep makes no sense: ${complaint}`);
    return axis;
}
