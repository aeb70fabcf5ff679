/** Why a value is refused, in the page's words: the package names fields by their paths, the page by their labels. */
import { messageOf } from "../dom.ts";
import { FIELDS, type Field } from "./fields.ts";

/** As the package writes it: "load.arrivals.atMs[1] must be no earlier than the time before it; got 4". */
const REFUSAL = /^([a-zA-Z][\w.]*)(?:\[(\d+)\])?(?:\.(\w+))? must (.*)$/s;

const OUTAGE_WORDS: Readonly<Record<string, string>> = { fromMs: "“from”", toMs: "“to”", failureProbability: "what fails" };

/** @param own the field at which it is said: it calls itself "it" */
export function reason(error: unknown, own: Pick<Field, "kind" | "path">): string {
    const message = messageOf(error);
    const [, path, place, part, told] = REFUSAL.exec(message) ?? [];
    if (path === undefined || told === undefined) return message.endsWith(".") ? message : `${message}.`;
    if (own.kind === "outages" && path === own.path) return outageReason(Number(place), part ?? "", told);
    const isOwn = path === own.path;
    const label = isOwn ? "" : labelOf(path);
    const which = place === undefined ? "" : `number ${Number(place) + 1}`;
    const subject = isOwn ? which || "it" : [label, which].filter((words) => words !== "").join(", ");
    return `${subject.charAt(0).toUpperCase()}${subject.slice(1)} must ${inWords(told, path)}.`;
}

/** The page has seconds and percents where the scenario has milliseconds and shares. */
function outageReason(place: number, part: string, told: string): string {
    const name = `Outage ${place + 1}`;
    if (part === "failureProbability") return `${name}: what fails must be from 0 to 100 %.`;
    return `${name}: ${OUTAGE_WORDS[part] ?? part} must ${inWords(told.replace(/; got .*$/s, ""), "work.outages")}.`;
}

/** Null is a field left empty. Other fields are named by their labels as well: by their path, or, next to one another, by their names. */
function inWords(told: string, path: string): string {
    const room = path.slice(0, path.lastIndexOf(".") + 1);
    return told
        .replace(", or null for ", ", or empty for ")
        // What it is a number of stands at the field, where there is room for two lines.
        .replace(/(?<=^be a number) of [^,]+, at least (\S+) and at most (?=\S+; )/, " from $1 to ")
        .replaceAll(/\b[a-z]+(?:\.[a-zA-Z]+)+\b|\b[a-z]+(?:Ms|Size|Attempts)\b/g, (name) => OUTAGE_WORDS[name] ?? (labelOf(name) || labelOf(`${room}${name}`) || name));
}

function labelOf(path: string): string {
    const field = FIELDS.find((one) => one.path === path);
    return field === undefined ? "" : `“${field.label}”`;
}
