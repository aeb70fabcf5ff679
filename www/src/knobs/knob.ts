/** One knob: a label, a control, a unit, a hint, and, when its value is impossible, why. */
import type { CompleteScenario } from "twinpool/sim";
import { make, setText } from "../dom.ts";
import { valueAt, type Json } from "../paths.ts";
import type { ChoiceField, Field, ListField, NumberField } from "./fields.ts";
import { outagesKnob } from "./outages.ts";
import { reason } from "./reason.ts";
import { STEPS, stepOf, valueOf } from "./scale.ts";

export interface Knob {
    readonly field: Field;
    readonly element: HTMLElement;
    show(scenario: CompleteScenario): void;
    /** Says what is wrong with the value; null when nothing is. */
    explain(problem: string | null): void;
    focus(): void;
}

/** Takes the value over. @throws what is wrong with it */
export type Turn = (field: Field, value: Json) => void;

/** More have no room in a field as wide as most. */
const MOST_DIGITS = 7;

let knobs = 0;

export function makeKnob(field: Field, turn: Turn): Knob {
    knobs += 1;
    const id = `knob-${knobs}`;
    switch (field.kind) {
        case "number":
            return numberKnob(field, id, turn);
        case "choice":
            return field.isOpen === true ? segmentsKnob(field, id, turn) : selectKnob(field, id, turn);
        case "list":
            return listKnob(field, id, turn);
        case "outages":
            return outagesKnob(field, id, turn);
    }
}

/** What is below the control, and how the control is told that it has it. */
export class Notes {
    readonly elements: HTMLElement[];
    private readonly note: HTMLElement;
    private readonly problem: HTMLElement;

    /** What stands in the field was refused. */
    get isRefusal(): boolean {
        return !this.problem.hidden;
    }

    constructor(
        id: string,
        private readonly field: Pick<Field, "hint" | "warn">,
        private readonly controls: readonly HTMLElement[],
    ) {
        this.problem = make("p", { id: `${id}-problem`, class: "error small", role: "alert", hidden: "" });
        this.note = make("p", { id: `${id}-hint`, class: "muted small" }, field.hint ?? "");
        this.note.hidden = field.hint === undefined;
        this.elements = [this.note, this.problem];
        for (const control of controls) control.setAttribute("aria-describedby", `${id}-hint ${id}-problem`);
    }

    /** The hint, or what is amiss with what is in force. */
    advise(scenario: CompleteScenario): void {
        const { hint, warn } = this.field;
        if (warn === undefined) return;
        const warning = warn(scenario);
        setText(this.note, warning ?? hint ?? "");
        this.note.className = `${warning === null ? "muted" : "error"} small`;
    }

    explain(problem: string | null): void {
        setText(this.problem, problem ?? "");
        this.problem.hidden = problem === null;
        for (const control of this.controls) {
            if (problem === null) control.removeAttribute("aria-invalid");
            else control.setAttribute("aria-invalid", "true");
        }
    }
}

function numberKnob(field: NumberField, id: string, turn: Turn): Knob {
    const { label, unit, empty, from, to, times = 1 } = field;
    let inForce: number | null = null;
    const input = make("input", { id, type: "number", step: "any", inputmode: "decimal", autocomplete: "off" });
    if (empty !== undefined) input.placeholder = "∞";
    const slider = make("input", { type: "range", min: "0", max: String(STEPS), "aria-label": label });
    const notes = new Notes(id, field, [input]);
    const shown = (value: number): string => String(Number((value * times).toPrecision(12)));
    const put = (value: number | null): void => {
        const isNone = value === null;
        slider.value = String(isNone ? STEPS : stepOf(field, value * times));
        // A long number must be seen to its end; the name beside it may take two lines.
        input.style.width = input.value.length > MOST_DIGITS ? "104px" : "";
        slider.setAttribute("aria-valuetext", isNone ? (empty ?? "none") : `${shown(value)} ${unit}`);
    };
    const take = (value: number | null): void => {
        try {
            turn(field, value);
            inForce = value;
            notes.explain(null);
            put(value);
        } catch (error) {
            // The scenario counts in other units than the field, whose slider spans all that is allowed then.
            notes.explain(times === 1 ? reason(error, field) : `It must be a number from ${from} to ${to}; got ${input.value}.`);
        }
    };
    const write = (value: number | null): void => {
        input.value = value === null ? "" : shown(value);
    };
    // What was refused, or is half typed, is given up.
    input.addEventListener("keydown", ({ key }) => {
        if (key !== "Escape") return;
        write(inForce);
        notes.explain(null);
    });
    slider.addEventListener("input", () => {
        const value = valueOf(field, slider.valueAsNumber) / times;
        input.value = shown(value);
        take(value);
    });
    input.addEventListener("change", () => {
        if (input.validity.badInput) notes.explain("This is no number.");
        else if (input.value.trim() !== "") take(Number(input.value) / times);
        else if (empty !== undefined) take(null);
        else notes.explain("A number, please.");
    });
    const head = make("div", { class: "knob-head" }, make("label", { for: id }, label), input, make("span", { class: "unit" }, unit));
    const element = make("div", { class: "knob" }, head, slider, ...notes.elements);
    return {
        field,
        element,
        explain: (problem) => {
            notes.explain(problem);
        },
        focus: () => {
            input.focus();
        },
        show: (scenario) => {
            const value = valueAt(scenario, field.path);
            if (typeof value !== "number" && value !== null) return;
            notes.advise(scenario);
            // What was refused stays to be mended, until something else is in force.
            if (value === inForce && notes.isRefusal) return;
            inForce = value;
            if (document.activeElement !== input) write(value);
            put(value);
            notes.explain(null);
        },
    };
}

function selectKnob(field: ChoiceField, id: string, turn: Turn): Knob {
    const select = make("select", { id }, ...field.choices.map(({ label }) => make("option", {}, label)));
    const notes = new Notes(id, field, [select]);
    select.addEventListener("change", () => {
        try {
            turn(field, field.choices[select.selectedIndex]?.value ?? null);
            notes.explain(null);
        } catch (error) {
            notes.explain(reason(error, field));
        }
    });
    return {
        field,
        element: make("div", { class: "knob" }, make("label", { for: id }, field.label), select, ...notes.elements),
        explain: (problem) => {
            notes.explain(problem);
        },
        focus: () => {
            select.focus();
        },
        show: (scenario) => {
            const value = valueAt(scenario, field.path);
            select.selectedIndex = field.choices.findIndex((choice) => choice.value === value);
            notes.explain(null);
        },
    };
}

function segmentsKnob(field: ChoiceField, id: string, turn: Turn): Knob {
    const inputs = field.choices.map(() => make("input", { type: "radio", name: id }));
    const notes = new Notes(id, field, []);
    inputs.forEach((input, n) => {
        input.addEventListener("change", () => {
            try {
                turn(field, field.choices[n]?.value ?? null);
            } catch (error) {
                notes.explain(reason(error, field));
            }
        });
    });
    const labels = field.choices.map(({ label }, n) => make("label", {}, inputs[n] ?? "", make("span", {}, label)));
    const group = make("fieldset", { class: "knob" }, make("legend", {}, field.label), make("div", { class: "segments" }, ...labels), ...notes.elements);
    return {
        field,
        element: group,
        explain: (problem) => {
            notes.explain(problem);
        },
        focus: () => {
            inputs.find((input) => input.checked)?.focus();
        },
        show: (scenario) => {
            const value = valueAt(scenario, field.path);
            inputs.forEach((input, n) => {
                input.checked = field.choices[n]?.value === value;
            });
        },
    };
}

function listKnob(field: ListField, id: string, turn: Turn): Knob {
    let inForce = "";
    const input = make("input", { id, type: "text", inputmode: "text", autocomplete: "off", spellcheck: "false" });
    const notes = new Notes(id, field, [input]);
    input.addEventListener("change", () => {
        const numbers = input.value.split(/[\s,;]+/).filter((text) => text !== "").map(Number);
        try {
            if (numbers.some(Number.isNaN)) throw new TypeError("Numbers, please, separated by commas.");
            turn(field, numbers);
            notes.explain(null);
        } catch (error) {
            notes.explain(reason(error, field));
        }
    });
    input.addEventListener("keydown", ({ key }) => {
        if (key !== "Escape") return;
        input.value = inForce;
        notes.explain(null);
    });
    const head = make("div", { class: "knob-head" }, make("label", { for: id }, field.label), make("span", { class: "unit" }, field.unit));
    return {
        field,
        element: make("div", { class: "knob" }, head, input, ...notes.elements),
        explain: (problem) => {
            notes.explain(problem);
        },
        focus: () => {
            input.focus();
        },
        show: (scenario) => {
            const value = valueAt(scenario, field.path);
            if (!Array.isArray(value)) return;
            const text = value.join(", ");
            if (text === inForce && notes.isRefusal) return;
            inForce = text;
            if (document.activeElement !== input) input.value = text;
            notes.explain(null);
        },
    };
}
