/** The lines in the page: never more than a few hundred, whatever flood comes. */
import { make, setText } from "../dom.ts";
import { clock } from "../format.ts";
import type { Pointed } from "../selection.ts";
import type { Line } from "./lines.ts";

interface Row {
    readonly element: HTMLLIElement;
    readonly time: HTMLElement;
    readonly text: HTMLElement;
    number: number;
    line: Line;
}

/** Whoever is as near to the end as this is there. */
const NEAR_PX = 24;

let made = 0;

export class Rows {
    readonly list = make("ol", { class: "log-list", role: "listbox", tabindex: "0", "aria-labelledby": "log-title" });
    private rows: Row[] = [];
    private readonly byElement = new Map<Element, Row>();
    private current: Row | null = null;
    /** Noted when it is scrolled: to ask while lines are written would have the whole page laid out in the middle of a frame. */
    isAtEnd = true;
    /** How far it was scrolled when it was last put to its end. */
    private endPx = 0;
    private isGoing = false;

    constructor(private readonly most: number) {
        this.list.addEventListener("scroll", () => {
            const { scrollHeight, scrollTop, clientHeight } = this.list;
            this.isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_PX;
        });
    }

    get length(): number {
        return this.rows.length;
    }

    /** At the beginning of the next frame, when everything is laid out and nothing has changed yet. */
    toEnd(): void {
        if (this.isGoing) return;
        this.isGoing = true;
        requestAnimationFrame(() => {
            this.isGoing = false;
            const { list } = this;
            // A reader who has scrolled back just now is left in peace.
            if (list.scrollTop < this.endPx - NEAR_PX) return;
            list.scrollTop = list.scrollHeight;
            this.endPx = list.scrollTop;
            this.isAtEnd = true;
        });
    }

    clear(): void {
        this.choose(null);
        this.rows = [];
        this.byElement.clear();
        this.endPx = 0;
        this.list.replaceChildren();
    }

    /** The newest at the end; of the oldest as many go as are too many, and their elements are used again. */
    append(lines: readonly { readonly number: number; readonly line: Line }[]): void {
        const fresh = document.createDocumentFragment();
        for (const { number, line } of lines.slice(-this.most)) {
            const row = this.rows.length >= this.most ? this.rows.shift() : undefined;
            const next = row ?? this.make(line);
            if (next === this.current) this.choose(null);
            next.number = number;
            next.line = line;
            setText(next.time, clock(line.event.atMs));
            setText(next.text, line.text);
            next.element.dataset.state = line.state;
            next.element.removeAttribute("data-pointed");
            this.rows.push(next);
            fresh.append(next.element);
        }
        this.list.append(fresh);
    }

    lineOf(target: EventTarget | null): Line | null {
        const element = target instanceof Element ? target.closest("li") : null;
        return element === null ? null : (this.byElement.get(element)?.line ?? null);
    }

    /** The line that the keys have come to, or that was clicked. */
    get chosen(): Line | null {
        return this.current?.line ?? null;
    }

    chooseAt(target: EventTarget | null): void {
        const element = target instanceof Element ? target.closest("li") : null;
        this.choose(element === null ? null : (this.byElement.get(element) ?? null));
    }

    /** So many lines on, or back. */
    move(by: number): void {
        const at = this.current === null ? (by > 0 ? -1 : this.rows.length) : this.rows.indexOf(this.current);
        const next = this.rows[Math.min(this.rows.length - 1, Math.max(0, at + by))];
        this.choose(next ?? null);
        // Not scrollIntoView: it would move the page as well.
        const { list } = this;
        if (next === undefined) return;
        const { offsetTop, offsetHeight } = next.element;
        if (offsetTop < list.scrollTop) list.scrollTop = offsetTop;
        else if (offsetTop + offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = offsetTop + offsetHeight - list.clientHeight;
    }

    /** Marks what is pointed at, here or elsewhere. */
    point({ task, worker, atMs }: Pointed): void {
        let last: Row | null = null;
        for (const row of this.rows) {
            const { event } = row.line;
            if (atMs !== null && event.atMs <= atMs) last = row;
            const isPointed = task !== null ? event.task === task : worker !== null && event.worker === worker;
            row.element.toggleAttribute("data-pointed", isPointed);
            row.element.removeAttribute("data-moment");
        }
        last?.element.setAttribute("data-moment", "");
    }

    private choose(row: Row | null): void {
        this.current?.element.setAttribute("aria-selected", "false");
        this.current = row;
        row?.element.setAttribute("aria-selected", "true");
        if (row === null) this.list.removeAttribute("aria-activedescendant");
        else this.list.setAttribute("aria-activedescendant", row.element.id);
    }

    private make(line: Line): Row {
        made += 1;
        const time = make("span", { class: "log-time" });
        const text = make("span", { class: "log-text" });
        const element = make("li", { id: `log-line-${made}`, role: "option", "aria-selected": "false" }, time, text);
        const row: Row = { element, time, text, number: 0, line };
        this.byElement.set(element, row);
        return row;
    }
}
