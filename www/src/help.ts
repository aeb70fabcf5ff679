/** What every key does, what the marks mean, and how to read the page. It is loaded when somebody asks. */
import { make } from "./dom.ts";
import { icon } from "./icons.ts";
import { allKeys } from "./keys.ts";

const SVG = "http://www.w3.org/2000/svg";

/** Each state's mark as the scene draws it, in 20 × 20, and what it means. */
const MARKS: readonly (readonly [name: string, shapes: readonly string[], meaning: string])[] = [
    ["blocked", ["M4 4h12v12H4z"], "A sender’s task that waits outside, because the buffer is full; then the gate is closed"],
    ["queued", ["M3 3h14v14H3z"], "A task in the buffer: accepted, not begun"],
    ["busy", ["M1 8h9v4H1z", "M8 3h12v14H8z"], "A task at work: it moves along its lane as time passes"],
    ["backoff", ["M10 2a8 8 0 1 1-8 8", "M7 7h6v6H7z"], "A pause before the next attempt: the ring empties; hatched in the timeline. Its dots count the failed attempts"],
    ["idle", ["M8 8h4v4H8z"], "A worker that has nothing to do"],
    ["done", ["M2 2h16v16H2z", "M5 10l4 4 6-8"], "Done"],
    ["failed", ["M2 2h16v16H2z", "M6 6l8 8M14 6l-8 8"], "Failed in its last attempt, and given up"],
];

/** Keys that a view has for itself, while it has the focus. */
const IN_VIEWS: readonly (readonly [view: string, keys: readonly (readonly [names: readonly string[], does: string])[]])[] = [
    ["Scene", [[["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"], "to the next task or worker"], [["Home", "End"], "to the first, the last"], [["Enter"], "keep it"], [["Escape"], "let it go"]]],
    ["Tape", [[["ArrowLeft", "ArrowRight"], "a hundredth of the run back, on"], [["PageDown", "PageUp"], "a tenth back, on"], [["Home", "End"], "to the beginning, the end"]]],
    [
        "Timeline",
        [
            [["ArrowLeft", "ArrowRight"], "earlier, later"],
            [["PageDown", "PageUp"], "the same by a whole picture"],
            [["+", "-"], "less time, more time"],
            [["ArrowUp", "ArrowDown"], "from worker to worker"],
            [["Home", "End"], "to the beginning, to now"],
        ],
    ],
    ["Charts", [[["ArrowLeft", "ArrowRight"], "move the cursor, in all charts"], [["PageDown", "PageUp"], "by ten values"], [["Home", "End"], "to the first, the last"], [["Escape"], "take it away"]]],
    ["Log", [[["ArrowUp", "ArrowDown"], "from line to line"], [["Enter"], "keep its task"]]],
    ["Sweep", [[["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"], "to the next point"], [["Enter"], "load it"]]],
];

const READING: readonly string[] = [
    "Time goes from left to right in every view, and so do tasks; on a phone they go from top to bottom.",
    "Along the tape, what is past is strong and what is still to come is faint: it is computed already. Drag to go there.",
    "Point at a task or a worker, and every view shows it. A click, or Enter, keeps it; Escape lets it go.",
    "A knob that says “takes effect at once” changes what comes, not what was. All others begin the run anew, with the same luck.",
    "The same seed is the same luck: the link brings back this very run, on any machine.",
];

/** Keys are offered while the page is built, and listed when somebody asks. */
export function helpIn(dialog: HTMLDialogElement): Node[] {
    const close = make("button", { type: "button", class: "button square", "aria-label": "Close" }, icon("close"));
    close.addEventListener("click", () => {
        dialog.close();
    });
    return [
        make("div", { class: "help-head" }, make("h2", { id: "help-title" }, "Keys and marks"), close),
        make("div", { class: "help-parts" }, keys(), make("section", {}, make("h3", {}, "How to read the page"), list(READING)), keysInViews(), marks()),
    ];
}

function keys(): HTMLElement {
    const seen = new Map<string, string[]>();
    for (const { key, does } of allKeys()) seen.set(does, [...(seen.get(does) ?? []), key]);
    const rows = [...seen].map(([does, names]) => {
        const written = names.flatMap((name, n) => [...(n > 0 ? [" or "] : []), make("kbd", {}, keyName(name))]);
        return make("tr", {}, make("th", { scope: "row" }, ...written), make("td", {}, does));
    });
    return make("section", {}, make("h3", {}, "Keys"), make("table", { class: "help-keys" }, make("tbody", {}, ...rows)));
}

function keysInViews(): HTMLElement {
    const rows = IN_VIEWS.flatMap(([view, keys]) => [
        make("dt", {}, view),
        ...keys.map(([names, does]) => make("dd", {}, ...names.flatMap((name) => [make("kbd", {}, keyName(name)), " "]), does)),
    ]);
    const about = make("p", { class: "muted" }, "Tab goes from one to the next. There, these come before those of the page.");
    return make("section", {}, make("h3", {}, "Keys in a view"), about, make("dl", { class: "help-views" }, ...rows));
}

function marks(): HTMLElement {
    const rows = MARKS.flatMap(([name, shapes, meaning]) => [make("dt", {}, mark(name, shapes), make("span", { class: "unseen" }, name)), make("dd", {}, meaning)]);
    return make("section", {}, make("h3", {}, "Marks"), make("dl", { class: "help-marks" }, ...rows));
}

function mark(name: string, shapes: readonly string[]): SVGSVGElement {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("class", `mark mark-${name}`);
    for (const shape of shapes) {
        const path = document.createElementNS(SVG, "path");
        path.setAttribute("d", shape);
        svg.append(path);
    }
    return svg;
}

const list = (lines: readonly string[]): HTMLElement => make("ul", {}, ...lines.map((line) => make("li", {}, line)));

const NAMES: Readonly<Record<string, string>> = { " ": "Space", ArrowRight: "→", ArrowLeft: "←", ArrowUp: "↑", ArrowDown: "↓", PageUp: "Page ↑", PageDown: "Page ↓", "-": "−" };

/** "Ctrl+Shift+z" as it stands on the keys: "Ctrl Shift Z". */
function keyName(key: string): string {
    if (key.length === 1) return NAMES[key] ?? key.toUpperCase();
    return key
        .split("+")
        .map((part) => NAMES[part] ?? (part.length === 1 && key.includes("+") ? part.toUpperCase() : part))
        .join(" ");
}
