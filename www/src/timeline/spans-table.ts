/** The last spans, in a table, which costs nothing while it is closed. */
import { make, setText } from "../dom.ts";
import { clock, duration } from "../format.ts";
import type { Player } from "../player.ts";
import { MOST_SPANS } from "./table.ts";
import { endWords, longMs, stateWords } from "./words.ts";

const EVERY_MS = 1000;

export function fill(element: HTMLDetailsElement, player: Player): void {
    let shownAt = -Infinity;
    const rows = make("tbody");
    const heads = ["Worker", "Task", "Attempt", "State", "From", "For", "End"].map((text) => make("th", { scope: "col" }, text));
    const kept = make("p", { class: "muted small" });
    const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), rows);
    element.append(kept, make("div", { class: "timeline-scroller", tabindex: "0", role: "region", "aria-label": "The last spans" }, table));
    const show = (): void => {
        if (!element.open) return;
        shownAt = performance.now();
        const { spans } = player;
        const isWhole = spans.knownFromMs === 0;
        kept.hidden = isWhole;
        setText(kept, isWhole ? "" : `Of what happened before ${clock(spans.knownFromMs)} not all is kept.`);
        rows.replaceChildren(...lines(player));
    };
    element.addEventListener("toggle", show);
    player.drawn.on(() => {
        if (!player.isPlaying || performance.now() - shownAt >= EVERY_MS) show();
    });
    show();
}

function lines({ spans, nowMs }: Player): HTMLTableRowElement[] {
    const rows: HTMLTableRowElement[] = [];
    for (let span = spans.end - 1; span >= spans.first && rows.length < MOST_SPANS; span -= 1) {
        const cells = [
            String(spans.worker(span) + 1),
            String(spans.task(span)),
            String(spans.attempt(span)),
            stateWords(spans, span),
            clock(spans.fromMs(span)),
            duration(longMs(spans, span, nowMs)),
            endWords(spans, span),
        ];
        rows.push(make("tr", {}, ...cells.map((text) => make("td", {}, text))));
    }
    return rows;
}
