/** Outages: from when to when, and how many of the attempts fail that begin in that time. */
import type { Outage } from "twinpool/sim";
import { make } from "../dom.ts";
import { valueAt, type Json } from "../paths.ts";
import type { OutagesField } from "./fields.ts";
import { Notes, type Knob, type Turn } from "./knob.ts";
import { reason } from "./reason.ts";

const MOST = 5;
const FRESH: Outage = { fromMs: 10_000, toMs: 15_000, failureProbability: 1 };

export function outagesKnob(field: OutagesField, id: string, turn: Turn): Knob {
    const list = make("ol", { class: "outages" });
    const add = make("button", { type: "button", class: "link" }, "Add an outage");
    const notes = new Notes(id, field, [list]);
    let outages: readonly Outage[] = [];
    const put = (next: readonly Outage[]): void => {
        try {
            turn(field, next as unknown as Json);
            outages = next;
            notes.explain(null);
            draw();
        } catch (error) {
            notes.explain(reason(error, field));
        }
    };
    const number = (outage: Outage, n: number, key: keyof Outage, label: string, times: number): HTMLElement => {
        const input = make("input", { type: "number", step: "any", "aria-label": `Outage ${n + 1}: ${label}`, autocomplete: "off" });
        input.value = String(outage[key] * times);
        input.addEventListener("change", () => {
            put(outages.map((one, m) => (m === n ? { ...one, [key]: Number(input.value) / times } : one)));
        });
        return input;
    };
    const draw = (): void => {
        list.replaceChildren(
            ...outages.map((outage, n) => {
                const remove = make("button", { type: "button", class: "link", "aria-label": `Remove outage ${n + 1}` }, "remove");
                remove.addEventListener("click", () => {
                    put(outages.filter((_, m) => m !== n));
                    add.focus();
                });
                return make(
                    "li", {},
                    number(outage, n, "fromMs", "from, in seconds", 0.001), "to", number(outage, n, "toMs", "to, in seconds", 0.001), "s:",
                    number(outage, n, "failureProbability", "attempts that fail, in percent", 100), "% fail", remove,
                );
            }),
        );
        add.hidden = outages.length >= MOST;
    };
    add.addEventListener("click", () => {
        const last = outages.at(-1);
        put([...outages, last === undefined ? FRESH : { ...last, fromMs: last.toMs + 10_000, toMs: last.toMs + 15_000 }]);
    });
    return {
        field,
        element: make("div", { class: "knob" }, make("p", {}, field.label), list, add, ...notes.elements),
        explain: (problem) => {
            notes.explain(problem);
        },
        focus: () => {
            add.focus();
        },
        show: (scenario) => {
            const found = valueAt(scenario, field.path);
            if (JSON.stringify(found) === JSON.stringify(outages)) return;
            outages = scenario.work.outages;
            draw();
        },
    };
}
