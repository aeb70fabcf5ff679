/**
 * The strip above the scene: what this is, or the step of a story. It is of one height, always; what has no room in it lies
 * over the scene while it is asked for.
 */
import { byId, make, setText } from "./dom.ts";
import { icon } from "./icons.ts";
import type { BetForm } from "./stories/bet-form.ts";
import type { Story } from "./stories/story.ts";
import type { Storyteller } from "./stories/teller.ts";

const WELCOME = {
    title: "A worker pool at work.",
    look: "Tasks wait, run, retry. A full buffer makes senders wait: backpressure.",
    why: "The real pool runs here, on a simulated clock. Turn a knob, go back in time, look closely.",
};
const WELCOME_LIVE = { ...WELCOME, why: "The real pool runs here, in real time. Send tasks by hand, stop it, look closely." };

export class Guide {
    private readonly place = byId("guide", HTMLElement);
    private readonly count = make("p", { class: "guide-count muted" });
    private readonly text = make("div", { class: "guide-text", id: "guide-text" });
    private readonly more = make("button", { type: "button", class: "link guide-more", "aria-controls": "guide-text", "aria-expanded": "false" }, "Why?");
    private readonly slot = make("div", { class: "guide-slot" }, this.text, this.more);
    private readonly tour = make("button", { type: "button", class: "button primary guide-tour" }, "Take the tour");
    private readonly back = make("button", { type: "button", class: "button square", "aria-label": "Step back" }, icon("left"));
    private readonly label = make("span", {}, "Next");
    private readonly next = make("button", { type: "button", class: "button guide-next" }, this.label, icon("right"));
    private bet: BetForm | null = null;
    private isLive = false;

    constructor(private readonly teller: Storyteller) {
        this.place.setAttribute("role", "group");
        this.place.setAttribute("aria-label", "Guide");
        this.text.setAttribute("aria-live", "polite");
        this.place.append(this.count, this.slot, make("div", { class: "guide-buttons" }, this.tour, this.back, this.next));
        this.tour.addEventListener("click", () => {
            teller.whenLoaded(([first]) => {
                if (first !== undefined) teller.begin(first);
                this.next.focus();
            });
        });
        this.back.addEventListener("click", () => {
            teller.back();
        });
        this.next.addEventListener("click", () => {
            teller.next();
        });
        this.more.addEventListener("click", () => {
            this.open(!this.isOpen);
        });
        this.place.addEventListener("keydown", (event) => {
            if (event.key !== "Escape" || !this.isOpen) return;
            this.open(false);
            this.more.focus();
        });
        teller.changed.on(() => {
            this.show();
        });
        teller.seen.on(() => {
            this.glow();
        });
        new ResizeObserver(() => {
            this.fit();
        }).observe(this.slot);
        new IntersectionObserver(([strip]) => {
            this.place.classList.toggle("is-away", strip?.isIntersecting === false);
        }).observe(this.place);
        this.show();
    }

    /** On which clock the pool runs: without a story, that is said here. */
    setLive(isLive: boolean): void {
        if (this.isLive === isLive) return;
        this.isLive = isLive;
        if (this.teller.step === null) this.show();
    }

    private get isOpen(): boolean {
        return this.place.classList.contains("is-open");
    }

    private open(isOpen: boolean): void {
        this.place.classList.toggle("is-open", isOpen);
        this.more.setAttribute("aria-expanded", String(isOpen));
        setText(this.more, isOpen ? "Close" : this.bet === null ? "Why?" : "More");
    }

    private show(): void {
        const { story, step, index } = this.teller;
        const focused = document.activeElement;
        const hadFocus = this.place.contains(focused);
        this.bet?.end();
        this.bet = null;
        this.tour.hidden = story !== null;
        this.back.hidden = this.next.hidden = story === null;
        this.back.disabled = index === 0;
        setText(this.label, this.nextLabel());
        this.count.hidden = story === null;
        this.count.replaceChildren(...(story === null ? [] : countOf(story, index)));
        this.text.replaceChildren(...this.lines());
        this.open(false);
        this.place.classList.toggle("is-betting", step?.bet !== undefined);
        this.glow();
        this.fit();
        // Nothing is left of what had it.
        if (hadFocus && story === null) this.tour.focus();
        else if (focused === this.tour) this.next.focus();
    }

    private lines(): Node[] {
        const { step } = this.teller;
        const { title, look, why } = step ?? (this.isLive ? WELCOME_LIVE : WELCOME);
        const lines: Node[] = [make("p", { class: "guide-look" }, make("b", {}, title), " ", step?.bet?.question ?? look)];
        if (step?.bet === undefined) {
            lines.push(make("p", { class: "guide-why muted" }, why, ...this.footnote()));
        } else {
            this.bet = this.teller.betForm?.(step.bet, () => {
                const hadFocus = !(document.activeElement instanceof HTMLElement) || document.activeElement === document.body;
                this.teller.see();
                this.open(false);
                this.fit();
                if (hadFocus) this.next.focus({ preventScroll: true });
            }) ?? null;
            if (this.bet !== null) lines.push(this.bet.element);
        }
        return lines;
    }

    /** Whose law it is, and where on the page there is more of it. */
    private footnote(): (Node | string)[] {
        const { source, place } = this.teller.step ?? {};
        const parts: (Node | string)[] = [];
        if (source !== undefined) parts.push(" ", make("cite", {}, source), ".");
        if (place !== undefined) {
            const link = make("button", { type: "button", class: "link" }, place.label);
            link.addEventListener("click", () => {
                const section = byId(place.id, HTMLElement);
                section.tabIndex = -1;
                section.scrollIntoView({ block: "start" });
                section.focus({ preventScroll: true });
            });
            parts.push(" ", link);
        }
        return parts;
    }

    private nextLabel(): string {
        const { isLastStep, following } = this.teller;
        return isLastStep ? (following === null ? "Done" : "Next story") : "Next";
    }

    /** "Next" stands out once there is nothing more to see here. */
    private glow(): void {
        this.next.classList.toggle("primary", this.teller.isSeen);
    }

    /** Offers to unfold what has no room. */
    private fit(): void {
        const lines = [...this.text.querySelectorAll("p, form")];
        const isCut = this.isOpen || lines.some((line) => line.clientHeight === 0 || line.scrollWidth > line.clientWidth + 1 || line.scrollHeight > line.clientHeight + 2);
        this.more.hidden = !isCut || (this.bet !== null && !this.teller.isSeen);
    }
}

function countOf({ steps, title }: Story, index: number): (Node | string)[] {
    return [make("span", { class: "unseen" }, `${title}, step `), make("b", {}, String(index + 1)), ` of ${steps.length}`];
}
