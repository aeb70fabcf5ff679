/** The colours of the page, for what is drawn on a canvas: the style sheet says them once, for both. */
import { Signal } from "./signal.ts";

const NAMES = [
    "ground",
    "sunken",
    "line",
    "track",
    "edge",
    "ink",
    "muted",
    "accent",
    "queued",
    "busy",
    "backoff",
    "done",
    "failed",
    "blocked",
    "on-state",
] as const;

type Name = (typeof NAMES)[number];

export type Look = Readonly<Record<Name, string>> & { readonly font: string };

/** The theme has changed: what is on a canvas has to be drawn anew. */
export const lookChanged = new Signal<Look>();

let known: Look | null = null;

export function look(): Look {
    known ??= read();
    return known;
}

/** A custom property holds light-dark(…) as it was written; as the colour of an element it comes as one of the two. */
function read(): Look {
    const probe = document.createElement("span");
    probe.hidden = true;
    document.body.append(probe);
    const style = getComputedStyle(probe);
    const colours = Object.fromEntries(
        NAMES.map((name) => {
            probe.style.color = `var(--${name})`;
            return [name, style.color];
        }),
    ) as Record<Name, string>;
    probe.remove();
    return { ...colours, font: getComputedStyle(document.body).fontFamily };
}

/** To be called when the theme may have changed. */
export function refreshLook(): void {
    known = null;
    lookChanged.emit(look());
}

for (const feature of ["prefers-color-scheme: dark", "forced-colors: active"]) matchMedia(`(${feature})`).addEventListener("change", refreshLook);

const reduced = matchMedia("(prefers-reduced-motion: reduce)");
/** Does the person wish for as little motion as possible? */
export const isCalm = (): boolean => reduced.matches;
