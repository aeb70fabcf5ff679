/** Chooses what a sweep goes along: the knob, from where to where, and how many values. */
import type { CompleteScenario } from "twinpool/sim";
import { make } from "../dom.ts";
import { GROUPS, type ChoiceField, type Group, type NumberField } from "../knobs/fields.ts";
import { axisAround, MOST_STEPS, sweepable, type Axis } from "./axes.ts";

const NONE = "none";

export class AxisPicker {
    readonly element: HTMLElement;
    private readonly knob = make("select");
    private readonly from = make("input", { type: "number", step: "any" });
    private readonly to = make("input", { type: "number", step: "any" });
    private readonly steps = make("input", { type: "number", min: "2", max: String(MOST_STEPS), step: "1" });
    private readonly scale = make("select", {}, new Option("evenly spaced", "linear"), new Option("each a multiple of the last", "log"));
    private readonly range: HTMLElement;
    private readonly unit = make("span", { class: "muted" });
    private fields: readonly (NumberField | ChoiceField)[] = [];
    private scenario: CompleteScenario;

    /** @param isOptional whether there may be no such axis */
    constructor(
        title: string,
        scenario: CompleteScenario,
        private readonly isOptional: boolean,
        changed: () => void,
    ) {
        this.scenario = scenario;
        const named = (label: string, control: HTMLElement): HTMLElement => {
            control.setAttribute("aria-label", `${title}: ${label}`);
            return make("label", {}, make("span", { class: "muted" }, label), control);
        };
        this.steps.setAttribute("aria-label", `${title}: how many values`);
        const counted = make("label", {}, this.steps, make("span", { class: "muted" }, "values"));
        this.range = make("div", { class: "axis-range" }, named("from", this.from), named("to", this.to), this.unit, counted, this.scale);
        this.scale.setAttribute("aria-label", `${title}: how they are spaced`);
        this.knob.setAttribute("aria-label", title);
        this.element = make("div", { class: "axis" }, make("span", { class: "axis-title" }, title), this.knob, this.range);
        this.knob.addEventListener("change", () => {
            const field = this.field();
            this.put(field === undefined ? null : axisAround(field, this.scenario));
            changed();
        });
        for (const control of [this.from, this.to, this.steps, this.scale]) control.addEventListener("change", changed);
        this.offer(scenario);
    }

    /** Null where there is none. */
    get axis(): Axis | null {
        const field = this.field();
        if (field === undefined) return null;
        if (field.kind === "choice") return { kind: "choice", field };
        const { valueAsNumber: steps } = this.steps;
        return { kind: "number", field, from: this.from.valueAsNumber, to: this.to.valueAsNumber, steps, scale: this.scale.value === "log" ? "log" : "linear" };
    }

    put(axis: Axis | null): void {
        this.knob.value = axis?.field.path ?? NONE;
        this.range.hidden = axis?.kind !== "number";
        if (axis?.kind !== "number") return;
        this.from.value = String(axis.from);
        this.to.value = String(axis.to);
        this.steps.value = String(axis.steps);
        this.scale.value = axis.scale;
        this.unit.textContent = axis.field.unit;
    }

    /** Another scenario may have other knobs. */
    offer(scenario: CompleteScenario): void {
        this.scenario = scenario;
        const { value } = this.knob;
        const fields = sweepable(scenario);
        if (fields.length === this.fields.length && fields.every((field, n) => field === this.fields[n])) return;
        this.fields = fields;
        const groups = (Object.keys(GROUPS) as Group[]).map((group) => {
            const options = fields.filter((field) => field.group === group).map(({ path, label }) => new Option(label, path));
            return make("optgroup", { label: GROUPS[group] }, ...options);
        });
        this.knob.replaceChildren(...(this.isOptional ? [new Option("nothing else", NONE)] : []), ...groups);
        this.knob.value = value;
        if (this.knob.selectedIndex >= 0) return;
        const first = fields.find(({ path }) => path === "pool.workers");
        this.put(this.isOptional || first === undefined ? null : axisAround(first, scenario));
    }

    private field(): NumberField | ChoiceField | undefined {
        return this.fields.find(({ path }) => path === this.knob.value);
    }
}
