/** Fields as one would tell of them: what each is, and what became of it. */
import type { CompleteScenario, Outage } from "twinpool/sim";
import { many } from "../format.ts";
import { valueAt } from "../paths.ts";
import { FIELDS, type Field } from "./fields.ts";
import { arrivals, service } from "./words.ts";

const MOST_TOLD = 3;

/** A field's value in words. */
export function told(field: Field, scenario: CompleteScenario): string {
    const value = valueAt(scenario, field.path);
    if (field.path === "load.arrivals.kind") return arrivals(scenario);
    if (field.path === "work.service.kind") return service(scenario);
    switch (field.kind) {
        case "choice":
            return field.choices.find((choice) => choice.value === value)?.label ?? "–";
        case "number": {
            if (typeof value !== "number") return value === null ? (field.empty ?? "none") : "–";
            const shown = number(value * (field.times ?? 1));
            return field.unit === "" ? shown : `${shown} ${field.unit}`;
        }
        case "list":
            return Array.isArray(value) ? value.join(", ") : "–";
        case "outages":
            return scenario.work.outages.map(outage).join(" and ") || "none";
    }
}

function outage({ fromMs, toMs, failureProbability }: Outage): string {
    return `from ${number(fromMs / 1000)} to ${number(toMs / 1000)} s, ${number(100 * failureProbability)} % fail`;
}

/** Without the noise of its last digits. */
function number(value: number): string {
    return Number(value.toPrecision(12)).toLocaleString("en", { maximumFractionDigits: 6 });
}

/** What is otherwise than it was. A kind's own fields are part of the kind, where that is another. */
export function differing(before: CompleteScenario, after: CompleteScenario): Field[] {
    const isThere = (field: Field): boolean => [before, after].every((scenario) => field.isThere?.(scenario) ?? true);
    return FIELDS.filter(isThere).filter((field) =>
        field.path.endsWith(".kind") ? valueAt(before, field.path) !== valueAt(after, field.path) : told(field, before) !== told(field, after),
    );
}

/** "Workers 3 → 5; Places in the buffer 10 → 24". */
export function changeInWords(before: CompleteScenario, after: CompleteScenario): string {
    const seed = before.seed === after.seed ? [] : [`Seed ${before.seed} → ${after.seed}`];
    const all = [...differing(before, after).map((field) => `${field.label} ${told(field, before)} → ${told(field, after)}`), ...seed];
    if (all.length === 0) return "a new beginning";
    const rest = all.length - MOST_TOLD;
    return [...all.slice(0, MOST_TOLD), ...(rest > 0 ? [many(rest, "more knob")] : [])].join("; ");
}
