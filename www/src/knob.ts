/** One knob: a labelled control with its hint, and, when its value is impossible, why. */
import type { PoolOptions, WorkerPool } from "twinpool/live";
import { make, messageOf, setText } from "./dom.ts";
import type { Field, FlagField, ChoiceField, NumberField } from "./fields.ts";

type Options = WorkerPool["options"];

/** What every knob looks like, whatever it turns. */
export class KnobFrame {
    readonly element: HTMLElement;
    private readonly error: HTMLElement;

    constructor(
        readonly control: HTMLInputElement | HTMLSelectElement,
        id: string,
        label: string,
        hint: string,
    ) {
        control.id = id;
        control.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
        this.error = make("p", { class: "error", id: `${id}-error`, hidden: "" });
        this.element = make(
            "div",
            { class: control.type === "checkbox" ? "knob flag" : "knob" },
            make("label", { for: id }, label),
            control,
            make("p", { class: "note", id: `${id}-hint` }, hint),
            this.error,
        );
    }

    /** Null when the value is fine. */
    explain(problem: string | null): void {
        setText(this.error, problem ?? "");
        this.error.hidden = problem === null;
        if (problem === null) this.control.removeAttribute("aria-invalid");
        else this.control.setAttribute("aria-invalid", "true");
    }

    get isExplaining(): boolean {
        return !this.error.hidden;
    }
}

/** A number as somebody typed it: null when the field is empty, NaN when it holds something else. */
export function numberIn(input: HTMLInputElement): number | null {
    if (input.validity.badInput) return NaN;
    return input.value.trim() === "" ? null : Number(input.value);
}

export function numberInput(step: number, min: number): HTMLInputElement {
    return make("input", { type: "number", step: String(step), min: String(min), inputmode: "decimal", autocomplete: "off" });
}

/** A knob that is an option of the pool. */
export interface OptionKnob {
    readonly group: Field["group"];
    readonly frame: KnobFrame;
    read(): PoolOptions;
    show(options: Options): void;
    /** Is its value another than these options'? */
    differsFrom(options: Options): boolean;
}

export function optionKnob(field: Field): OptionKnob {
    switch (field.kind) {
        case "number":
            return numberKnob(field);
        case "choice":
            return choiceKnob(field);
        case "flag":
            return flagKnob(field);
    }
}

function numberKnob(field: NumberField): OptionKnob {
    const input = numberInput(field.step, field.min);
    if (field.nullable) input.placeholder = "none";
    const value = (): number | null => {
        const typed = numberIn(input);
        return typed === null && !field.nullable ? NaN : typed;
    };
    return {
        group: field.group,
        frame: new KnobFrame(input, field.id, field.label, field.hint),
        read: () => field.as(value()),
        show: (options) => {
            input.value = field.of(options)?.toString() ?? "";
        },
        differsFrom: (options) => value() !== field.of(options),
    };
}

function choiceKnob(field: ChoiceField): OptionKnob {
    const select = make("select", {}, ...field.choices.map(({ value, label }) => make("option", { value }, label)));
    const value = (): (typeof field.choices)[number]["value"] => field.choices[select.selectedIndex]?.value ?? "none";
    return {
        group: field.group,
        frame: new KnobFrame(select, field.id, field.label, field.hint),
        read: () => field.as(value()),
        show: (options) => {
            select.value = field.of(options);
        },
        differsFrom: (options) => value() !== field.of(options),
    };
}

function flagKnob(field: FlagField): OptionKnob {
    const box = make("input", { type: "checkbox" });
    return {
        group: field.group,
        frame: new KnobFrame(box, field.id, field.label, field.hint),
        read: () => field.as(box.checked),
        show: (options) => {
            box.checked = field.of(options);
        },
        differsFrom: (options) => box.checked !== field.of(options),
    };
}

/** What `check` has to say against a value; null when nothing. */
export function problemWith(check: () => void): string | null {
    try {
        check();
        return null;
    } catch (error) {
        return messageOf(error);
    }
}
