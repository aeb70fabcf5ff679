/** Where a value stands on a slider, and back: the slider's own numbers go from 0 to STEPS. */
import type { NumberField } from "./fields.ts";

export const STEPS = 1000;

/** On a scale that begins with 0, where equal steps multiply, 0 is the first step, and this the next: a hundredth of the unit or 1. */
const least = ({ from, to, isWhole }: NumberField): number => {
    if (from > 0) return from;
    return isWhole === true ? 1 : Math.min(1, to / 10_000);
};

export function stepOf(field: NumberField, value: number): number {
    const { from, to, scale } = field;
    if (value <= from) return 0;
    if (value >= to) return STEPS;
    if (scale === "linear") return Math.round((STEPS * (value - from)) / (to - from));
    const low = least(field);
    const first = from > 0 ? 0 : STEPS / 50;
    if (value < low) return Math.round((first * value) / low);
    return Math.round(first + ((STEPS - first) * Math.log(value / low)) / Math.log(to / low));
}

export function valueOf(field: NumberField, step: number): number {
    const { from, to, scale, isWhole } = field;
    if (step <= 0) return from;
    if (step >= STEPS) return to;
    let value: number;
    if (scale === "linear") value = from + ((to - from) * step) / STEPS;
    else {
        const low = least(field);
        const first = from > 0 ? 0 : STEPS / 50;
        value = step < first ? 0 : low * (to / low) ** ((step - first) / (STEPS - first));
    }
    return isWhole === true ? Math.round(value) : Number(value.toPrecision(3));
}
