/** Pointing at a task or a worker, with the pointer, a finger or the keys; the card that tells its story. */
import { make, setText } from "../dom.ts";
import { Late } from "../late.ts";
import type { Player } from "../player.ts";
import type { Pointed, Selection } from "../selection.ts";
import type { Hits, Way } from "./hits.ts";
import type { Story } from "./story.ts";

/** A finger is not as precise as a pointer. */
const SLACK = 4;
const FINGER_SLACK = 16;
/** A story that goes on is told anew so often. */
const EVERY_MS = 150;
/** Between the card and what it tells of. */
const GAP = 12;

const NAME = "The pool, drawn. Arrow keys go to tasks and workers, Enter keeps one, Escape lets it go.";

interface Place {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
}

export class Pointing {
    private readonly title = make("h3");
    private readonly lines = make("ul");
    private readonly card = make("div", { class: "story", "aria-hidden": "true", hidden: "" }, this.title, this.lines);
    private readonly said = make("p", { class: "unseen", role: "status" });
    /** What was pointed at here, and where it was. */
    private own: (Pick<Pointed, "task" | "worker"> & { readonly place: Place }) | null = null;
    private toldAt = -Infinity;
    /** It comes when something is first pointed at. */
    private teller: typeof import("./story.ts") | null = null;
    private readonly late = new Late(() => import("./story.ts"));

    constructor(
        private readonly box: HTMLElement,
        private readonly player: Player,
        private readonly selection: Selection,
        private readonly hits: Hits,
        private readonly draw: () => void,
    ) {
        box.tabIndex = 0;
        box.setAttribute("role", "application");
        box.setAttribute("aria-label", NAME);
        box.after(this.card, this.said);
        box.addEventListener("pointermove", (event) => {
            if (event.pointerType !== "touch") this.hover(this.hitAt(event, SLACK));
        });
        box.addEventListener("pointerleave", () => {
            if (!this.isWalking) selection.leave();
        });
        box.addEventListener("click", (event) => {
            this.choose(this.hitAt(event, event instanceof PointerEvent && event.pointerType === "touch" ? FINGER_SLACK : SLACK));
        });
        box.addEventListener("keydown", (event) => {
            this.press(event);
        });
        box.addEventListener("blur", () => {
            selection.leave();
        });
        selection.changed.on(() => {
            this.tell(true);
        });
    }

    /** There is another picture. */
    follow(): void {
        if (this.own !== null && performance.now() - this.toldAt >= EVERY_MS) this.tell(false);
    }

    private get isWalking(): boolean {
        return document.activeElement === this.box && this.box.matches(":focus-visible");
    }

    private hitAt(event: MouseEvent, slack: number): number {
        const { left, top } = this.box.getBoundingClientRect();
        return this.hits.at(event.clientX - left, event.clientY - top, slack);
    }

    private hover(hit: number): void {
        if (hit < 0) this.selection.leave();
        else this.selection.hover(this.take(hit));
    }

    private choose(hit: number): void {
        if (hit < 0) this.selection.release();
        else this.selection.pin(this.take(hit));
    }

    private take(hit: number): Partial<Pointed> {
        const { hits } = this;
        const task = hits.task(hit);
        const worker = hits.worker(hit);
        this.own = { task, worker, place: { x: hits.x(hit), y: hits.y(hit), width: hits.width(hit), height: hits.height(hit) } };
        return { task, worker };
    }

    private press(event: KeyboardEvent): void {
        if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
        const { own, hits, selection } = this;
        if (event.key === "Enter" && own !== null) {
            selection.pin({ task: own.task, worker: own.worker });
        } else if (event.key === "Escape") {
            this.own = null;
            selection.leave();
            selection.release();
        } else if (isWay(event.key)) {
            const to = this.step(event.key);
            if (to >= 0) selection.hover(this.take(to));
        } else if (event.key === "Home" || event.key === "End") {
            if (hits.length > 0) selection.hover(this.take(event.key === "Home" ? 0 : hits.length - 1));
        } else {
            return;
        }
        event.preventDefault();
        this.draw();
    }

    private step(way: Way): number {
        const { own, hits } = this;
        if (own === null) return hits.length > 0 ? 0 : -1;
        const now = hits.find(own.task, own.worker);
        if (now >= 0) return hits.next(hits.middleX(now), hits.y(now) + hits.height(now) / 2, way);
        const { x, y, height } = own.place;
        return hits.next(x, y + height / 2, way);
    }

    /** Shows the story of what is pointed at, if it was pointed at here; says it aloud if it is another one. */
    private tell(isOther: boolean): void {
        const { own, selection, player, card } = this;
        const { frame } = player;
        const { task, worker } = selection.pointed;
        const isOwn = own !== null && frame !== null && own.task === task && own.worker === worker;
        if (!isOwn) {
            card.hidden = true;
            return;
        }
        const { teller } = this;
        if (teller === null) {
            this.load(isOther);
            return;
        }
        this.toldAt = performance.now();
        const story = task !== null ? teller.taskStory(task, frame, player.history) : teller.workerStory(worker ?? 0, frame, player.spans, player.history);
        this.write(story);
        card.hidden = false;
        card.dataset.state = selection.isPinned ? "pinned" : "";
        if (!isOther) return;
        this.put(own.place);
        setText(this.said, `${story.title}: ${story.lines.join("; ")}.${selection.isPinned ? " Kept." : ""}`);
    }

    private load(isOther: boolean): void {
        this.late.get().then(
            (teller) => {
                this.teller = teller;
                this.tell(isOther);
            },
            () => {
                // It is asked for again with the next thing that is pointed at.
            },
        );
    }

    private write({ title, lines }: Story): void {
        setText(this.title, title);
        const list = this.lines;
        while (list.childElementCount < lines.length) list.append(make("li"));
        while (list.childElementCount > lines.length) list.lastElementChild?.remove();
        lines.forEach((line, n) => {
            const item = list.children[n];
            if (item !== undefined) setText(item, line);
        });
    }

    /** Beside what it tells of, never over it, and never out of the scene. */
    private put({ x, y, width, height }: Place): void {
        const { card, box } = this;
        // Measured where it has all the room that it may take.
        card.style.left = "0";
        const { offsetWidth: wide, offsetHeight: tall } = card;
        const isRoomBelow = y + height + GAP + tall <= box.clientHeight;
        const top = isRoomBelow ? y + height + GAP : Math.max(0, y - GAP - tall);
        const middle = x + Math.min(width, 200) / 2;
        const left = Math.max(0, Math.min(box.clientWidth - wide, middle - wide / 2));
        card.style.left = `${Math.round(left)}px`;
        card.style.top = `${Math.round(top)}px`;
    }
}

function isWay(key: string): key is Way {
    return key === "ArrowLeft" || key === "ArrowRight" || key === "ArrowUp" || key === "ArrowDown";
}
