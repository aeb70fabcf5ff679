/** The log: what the original would have printed, to be filtered, held, copied, and gone back to. */
import { byId, make, setText } from "../dom.ts";
import { clock, count, many } from "../format.ts";
import { Going } from "../going.ts";
import { NO_WORKER } from "../history.ts";
import type { Player } from "../player.ts";
import type { Selection } from "../selection.ts";
import { Filter, type LogKind } from "./filter.ts";
import type { Line } from "./lines.ts";
import { Rows } from "./rows.ts";

const MOST_ROWS = 200;
/** While the run goes on, nobody reads more of a flood than this at a time; the rest is there as soon as it stands. */
const MOST_AT_ONCE = 60;
const MOST_COPIED = 10_000;
/** Nobody reads faster. */
const EVERY_MS = 250;

const KINDS: readonly (readonly [LogKind, string])[] = [
    ["all", "All"],
    ["retries", "Retries"],
    ["failures", "Failures"],
];

export class Log {
    private readonly filter = new Filter();
    private readonly rows = new Rows(MOST_ROWS);
    private readonly search = make("input", { type: "text", "aria-label": "Show only lines with", placeholder: "task 7, worker 3, text", autocomplete: "off", spellcheck: "false" });
    private readonly holding = make("button", { type: "button", class: "button", "aria-pressed": "false" }, "Hold");
    private readonly copying = make("button", { type: "button", class: "button" }, "Copy");
    private readonly note = make("span", { class: "log-note muted", role: "status" });
    private readonly empty = make("p", { class: "log-empty muted", role: "status" });
    private readonly newer = make("button", { type: "button", class: "link log-newer", hidden: "" });
    private readonly going: Going;
    /** Everything before this event is in the list, or was not wanted. */
    private next = 0;
    private age = -1;
    private isHeld = false;
    /** Lines of a flood were left out. */
    private isPatchy = false;
    private wroteAt = -Infinity;
    private waiting: ReturnType<typeof setTimeout> | null = null;

    constructor(
        private readonly player: Player,
        private readonly selection: Selection,
    ) {
        this.going = new Going(player, selection);
        byId("log", HTMLElement).append(
            make("div", { class: "log-tools" }, this.search, this.kinds(), this.holding, this.copying, this.note, this.going.button),
            make("div", { class: "log-paper" }, this.rows.list, this.empty, this.newer),
        );
        player.drawn.on(() => {
            this.soon();
        });
        player.moved.on(() => {
            if (!player.isPlaying && this.isPatchy && !this.isHeld) this.writeAnew();
        });
        selection.changed.on((pointed) => {
            this.rows.point(pointed);
        });
        this.listen();
        this.point();
    }

    private kinds(): HTMLFieldSetElement {
        const field = make("fieldset", { class: "segments" }, make("legend", { class: "unseen" }, "Lines on show"));
        for (const [kind, words] of KINDS) {
            const input = make("input", { type: "radio", name: "log-kind", value: kind });
            input.checked = kind === "all";
            input.addEventListener("change", () => {
                this.filter.setKind(kind);
                this.writeAnew();
            });
            field.append(make("label", {}, input, make("span", {}, words)));
        }
        return field;
    }

    private listen(): void {
        this.search.addEventListener("input", () => {
            this.filter.setText(this.search.value);
            this.writeAnew();
        });
        this.search.addEventListener("keydown", (event) => {
            if (event.key !== "Escape" || this.search.value === "") return;
            event.preventDefault();
            this.search.value = "";
            this.filter.setText("");
            this.writeAnew();
        });
        this.holding.addEventListener("click", () => {
            this.isHeld = !this.isHeld;
            this.holding.setAttribute("aria-pressed", String(this.isHeld));
            setText(this.note, this.isHeld ? "the log stands still, the run goes on" : "");
            if (!this.isHeld) this.writeAnew();
        });
        this.copying.addEventListener("click", () => {
            void this.copy();
        });
        this.newer.addEventListener("click", () => {
            this.writeAnew();
            this.rows.list.focus();
        });
        this.rows.list.addEventListener("scroll", () => {
            if (this.rows.isAtEnd && !this.newer.hidden) this.soon();
        });
    }

    private point(): void {
        const { list } = this.rows;
        list.addEventListener("pointerover", (event) => {
            this.hover(this.rows.lineOf(event.target));
        });
        list.addEventListener("pointerleave", () => {
            this.selection.leave();
        });
        list.addEventListener("click", (event) => {
            this.rows.chooseAt(event.target);
            this.pin();
        });
        list.addEventListener("keydown", (event) => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            const by = { ArrowUp: -1, ArrowDown: 1, PageUp: -8, PageDown: 8, Home: -MOST_ROWS, End: MOST_ROWS }[event.key];
            if (by !== undefined) {
                event.preventDefault();
                this.rows.move(by);
                this.hover(this.rows.chosen);
            } else if (event.key === "Enter") {
                event.preventDefault();
                this.pin();
            }
        });
    }

    private hover(line: Line | null): void {
        if (line === null) this.selection.leave();
        else this.selection.hover(pointOf(line));
    }

    private pin(): void {
        const { chosen } = this.rows;
        if (chosen === null) return;
        this.selection.pin(pointOf(chosen));
        this.going.offer(chosen.event.atMs);
    }

    /** Writes now, or, if that was only just done, in a little while. */
    private soon(): void {
        if (this.waiting !== null || this.isHeld) return;
        const wait = this.wroteAt + EVERY_MS - performance.now();
        if (wait <= 0) {
            this.write();
            return;
        }
        this.waiting = setTimeout(() => {
            this.waiting = null;
            if (!this.isHeld) this.write();
        }, wait);
    }

    private writeAnew(): void {
        this.age = -1;
        this.write();
    }

    private write(): void {
        const { history, setup } = this.player;
        const { rows, filter } = this;
        this.wroteAt = performance.now();
        const { maxAttempts } = setup.scenario.pool.retry;
        if (history.age !== this.age) {
            // Time was turned back, or other lines are wanted: what is written no longer holds.
            this.age = history.age;
            this.next = history.first;
            this.isPatchy = false;
            rows.clear();
        }
        const most = this.player.isPlaying ? MOST_AT_ONCE : MOST_ROWS;
        const fresh = filter.last(most, history, this.next, maxAttempts);
        // A reader at the end stays there; one who has scrolled back is left in peace.
        const isAtEnd = rows.isAtEnd;
        if (isAtEnd || rows.length === 0) {
            if (history.first > this.next || fresh.length === MOST_AT_ONCE) {
                // Lines in between are missing: better none before than a gap that nobody sees.
                this.isPatchy = true;
                rows.clear();
            }
            this.next = history.end;
            rows.append(fresh);
            rows.point(this.selection.pointed);
            if (fresh.length > 0) rows.toEnd();
        }
        setText(this.empty, rows.length === 0 ? filter.whyNone : "");
        const unread = isAtEnd || rows.length === 0 ? 0 : fresh.length;
        this.newer.hidden = unread === 0;
        setText(this.newer, unread === 0 ? "" : `${unread >= MOST_AT_ONCE ? `${count(unread)} or more` : many(unread, "line")} below`);
    }

    private async copy(): Promise<void> {
        const { history, setup } = this.player;
        const lines = this.filter.last(MOST_COPIED, history, 0, setup.scenario.pool.retry.maxAttempts);
        const text = lines.map(({ line }) => `${clock(line.event.atMs)}\t${line.text}\n`).join("");
        try {
            await navigator.clipboard.writeText(text);
            setText(this.note, `${many(lines.length, "line")} copied`);
        } catch {
            setText(this.note, "this browser does not let the page copy");
        }
    }
}

const pointOf = ({ event }: Line): { task: number; worker: number | null; atMs: number } => ({
    task: event.task,
    worker: event.worker === NO_WORKER ? null : event.worker,
    atMs: event.atMs,
});
