/** The timeline for those who read it: the last spans, in a table, which costs nothing while it is closed. */
import { make } from "../dom.ts";
import { clock, duration } from "../format.ts";
import type { Player } from "../player.ts";
import { endWords, longMs, stateWords } from "./words.ts";

const MOST = 20;
const EVERY_MS = 1000;

export class SpanTable {
    readonly element: HTMLDetailsElement;
    private readonly rows = make("tbody");
    private shownAt = -Infinity;

    constructor(private readonly player: Player) {
        const heads = ["Worker", "Task", "Attempt", "State", "From", "For", "End"].map((text) => make("th", { scope: "col" }, text));
        const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), this.rows);
        const scroller = make("div", { class: "timeline-scroller", tabindex: "0", role: "region", "aria-label": "The last spans" }, table);
        this.element = make("details", { class: "timeline-table" }, make("summary", {}, `The last ${MOST} spans as a table`), scroller);
        this.element.addEventListener("toggle", () => this.show());
        player.drawn.on(() => {
            if (!player.isPlaying || performance.now() - this.shownAt >= EVERY_MS) this.show();
        });
    }

    private show(): void {
        if (!this.element.open) return;
        this.shownAt = performance.now();
        const { spans, nowMs } = this.player;
        const rows: HTMLTableRowElement[] = [];
        for (let span = spans.end - 1; span >= spans.first && rows.length < MOST; span -= 1) {
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
        this.rows.replaceChildren(...rows);
    }
}
