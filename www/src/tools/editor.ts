/** What B has otherwise than A: a knob for each, and a list of all the others. */
import type { CompleteScenario } from "twinpool/sim";
import { make, setText } from "../dom.ts";
import { FIELDS, GROUPS, type Field, type Group } from "../knobs/fields.ts";
import { makeKnob, type Knob } from "../knobs/knob.ts";
import { told } from "../knobs/told.ts";
import { Turning } from "../knobs/turning.ts";
import { valueAt, withValue, type Json } from "../paths.ts";

interface Row {
    readonly knob: Knob;
    readonly element: HTMLElement;
    readonly first: HTMLElement;
}

export class Editor {
    readonly element: HTMLElement;
    private readonly rows = new Map<Field, Row>();
    private readonly list = make("div", { class: "editor-rows" });
    private readonly add = make("select", { "aria-label": "Change something else in B" });
    /** Stay, also while they are the same as in A. */
    private readonly kept = new Set<Field>();
    private offered: readonly Field[] = [];
    private readonly turning = new Turning();

    /** @param turned takes B over as it would be. @throws what is wrong with it */
    constructor(
        private readonly both: () => { readonly first: CompleteScenario; readonly second: CompleteScenario },
        private readonly turned: (second: CompleteScenario) => void,
    ) {
        this.element = make("div", { class: "editor" }, this.list, this.add);
        this.add.addEventListener("change", () => {
            const field = this.offered[this.add.selectedIndex - 1];
            this.add.selectedIndex = 0;
            if (field === undefined) return;
            this.kept.add(field);
            this.show();
            this.rows.get(field)?.knob.focus();
        });
    }

    show(): void {
        const { first, second } = this.both();
        this.turning.note(first);
        this.turning.note(second);
        const there = FIELDS.filter((field) => field.isThere?.(second) ?? true);
        for (const field of this.kept) if (!there.includes(field)) this.kept.delete(field);
        const shown = there.filter((field) => this.kept.has(field) || told(field, first) !== told(field, second));
        for (const [field, { element }] of this.rows) {
            if (shown.includes(field)) continue;
            element.remove();
            this.rows.delete(field);
        }
        for (const field of shown) {
            const row = this.rows.get(field) ?? this.row(field);
            if (!this.rows.has(field)) {
                this.rows.set(field, row);
                this.list.append(row.element);
            }
            row.knob.show(second);
            setText(row.first, told(field, first));
        }
        this.offer(there.filter((field) => !shown.includes(field)));
    }

    private offer(fields: readonly Field[]): void {
        if (fields.length === this.offered.length && fields.every((field, n) => field === this.offered[n])) return;
        const ordered = (Object.keys(GROUPS) as Group[]).map((group) => fields.filter((field) => field.group === group));
        this.offered = ordered.flat();
        const groups = (Object.keys(GROUPS) as Group[]).map((group, n) => make("optgroup", { label: GROUPS[group] }, ...(ordered[n] ?? []).map(({ label }) => new Option(label))));
        this.add.replaceChildren(new Option("Change something else …"), ...groups);
    }

    private row(field: Field): Row {
        const knob = makeKnob(field, (_, value) => {
            this.turn(field, value);
        });
        const same = make("button", { type: "button", class: "link", "aria-label": `${field.label}: as in A` }, "as in A");
        const first = make("b");
        same.addEventListener("click", () => {
            const { first: a } = this.both();
            this.kept.delete(field);
            this.turn(field, isKind(field) ? kindOf(field, a) : (valueAt(a, field.path) ?? null), true);
            this.add.focus();
        });
        const element = make("div", { class: "editor-row" }, knob.element, make("p", { class: "muted small" }, "A: ", first, " ", same));
        return { knob, element, first };
    }

    private turn(field: Field, value: Json, isBack = false): void {
        const { first, second } = this.both();
        if (!isBack) this.kept.add(field);
        // Back to A's kind is back to all of it.
        const change = this.turning.of(field, value, second);
        const whole = isBack && isKind(field) ? (valueAt(first, change.path) ?? null) : change.value;
        this.turned(withValue(second, change.path, whole));
    }
}

const isKind = ({ path }: Field): boolean => path.endsWith(".kind");
const kindOf = ({ path }: Field, scenario: CompleteScenario): Json => valueAt(scenario, path) ?? null;
