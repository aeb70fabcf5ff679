/** Fields of a scenario by their path, such as "pool.retry.factor". */
import type { CompleteScenario } from "twinpool/sim";

type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** Not a record, which may not name itself. */
interface JsonObject {
    readonly [name: string]: Json;
}

const isObject = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
    typeof value === "object" && value !== null && !Array.isArray(value);

/** Undefined where there is no such field: of another kind of arrivals, say. */
export function valueAt(scenario: CompleteScenario, path: string): Json | undefined {
    let value: Json | undefined = scenario as unknown as Json;
    for (const name of path.split(".")) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    return value;
}

/** A copy in which this field is another. It is still to be checked. */
export function withValue(scenario: CompleteScenario, path: string, value: Json): CompleteScenario {
    const put = (object: Json, names: readonly string[]): Json => {
        const [name, ...rest] = names;
        if (name === undefined) return value;
        const inside = isObject(object) ? object : {};
        return { ...inside, [name]: put(inside[name] ?? null, rest) };
    };
    return put(scenario as unknown as Json, path.split(".")) as unknown as CompleteScenario;
}

/** Every field that is no object itself, with its path, in order. Lists count as one field. */
export function fieldsOf(scenario: CompleteScenario): Map<string, Json> {
    const found = new Map<string, Json>();
    const walk = (value: Json, path: string): void => {
        if (!isObject(value)) found.set(path, value);
        else for (const [name, inside] of Object.entries(value)) walk(inside, path === "" ? name : `${path}.${name}`);
    };
    walk(scenario as unknown as Json, "");
    return found;
}

export type { Json };
