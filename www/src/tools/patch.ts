/** What makes one scenario another: fields, and what they are in the other. */
import { checkScenario, type CompleteScenario } from "twinpool/sim";
import { fieldsOf, valueAt, withValue, type Json } from "../paths.ts";

export type Patch = ReadonlyMap<string, Json>;

/** Of another kind, all of them are another. */
const WHOLES = ["load.arrivals", "work.service"] as const;

/** The seed is the luck, and luck is the same on both sides. */
export function patchBetween(first: CompleteScenario, second: CompleteScenario): Patch {
    const patch = new Map<string, Json>();
    const wholes = WHOLES.filter((path) => valueAt(first, `${path}.kind`) !== valueAt(second, `${path}.kind`));
    for (const path of wholes) patch.set(path, valueAt(second, path) ?? null);
    const before = fieldsOf(first);
    for (const [path, value] of fieldsOf(second)) {
        if (path === "seed" || wholes.some((whole) => path.startsWith(`${whole}.`))) continue;
        if (JSON.stringify(before.get(path)) !== JSON.stringify(value)) patch.set(path, value);
    }
    return patch;
}

/** @throws RangeError or TypeError that names the field, where both do not go together */
export function patched(scenario: CompleteScenario, patch: Patch): CompleteScenario {
    let changed = scenario;
    for (const [path, value] of patch) changed = withValue(changed, path, value);
    return checkScenario(changed);
}
