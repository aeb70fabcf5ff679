/** The menu of stories, in the header: a button, and a list to choose from. */
import { byId, make, setText } from "../dom.ts";
import { icon } from "../icons.ts";
import type { Story } from "./story.ts";
import type { Storyteller } from "./teller.ts";

export class StoryMenu {
    private readonly word = make("span", { class: "story-word muted" });
    private readonly label = make("span", { class: "story-name" });
    private readonly button = make(
        "button",
        { type: "button", id: "stories", class: "story-button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": "stories-list" },
        this.word,
        this.label,
        icon("down"),
    );
    private readonly list = make("div", { id: "stories-list", class: "story-list", role: "menu", "aria-label": "Stories", popover: "auto" });
    private items: readonly { readonly story: Story | null; readonly element: HTMLButtonElement }[] = [];

    constructor(private readonly teller: Storyteller) {
        byId("story-menu", HTMLElement).append(this.button, this.list);
        // Whoever comes near may want one. Where they can't be loaded now, whoever asks is told.
        for (const near of ["pointerenter", "focus"]) this.button.addEventListener(near, () => void Promise.allSettled([teller.load()]), { once: true });
        this.button.addEventListener("click", () => {
            if (this.items.length > 0) this.list.togglePopover();
            else this.open();
        });
        this.button.addEventListener("keydown", (event) => {
            if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
            event.preventDefault();
            this.open();
        });
        this.list.addEventListener("beforetoggle", (event) => {
            this.button.setAttribute("aria-expanded", String(event.newState === "open"));
        });
        this.list.addEventListener("toggle", (event) => {
            if (event.newState !== "open") return;
            // Without a story "No story" is the one on show, but it stands at the end: who opens the menu wants to see the stories.
            const current = teller.story === null ? undefined : this.items.find(({ story }) => story === teller.story);
            (current ?? this.items[0])?.element.focus();
        });
        this.list.addEventListener("keydown", (event) => {
            this.walk(event);
        });
        teller.changed.on(() => {
            this.show();
        });
        this.show();
    }

    /** Once the stories are here; after that, at once. */
    private open(): void {
        this.teller.whenLoaded((stories) => {
            if (this.items.length === 0) this.fill(stories);
            this.list.showPopover();
        });
    }

    private fill(stories: readonly Story[]): void {
        this.items = [...stories, null].map((story) => ({ story, element: this.item(story) }));
        this.list.append(...this.items.map(({ element }) => element));
        this.show();
    }

    private item(story: Story | null): HTMLButtonElement {
        const [title, about] = story === null ? ["No story", "Turn the knobs as you like"] : [story.title, story.about];
        const element = make(
            "button",
            { type: "button", role: "menuitemradio", tabindex: "-1", class: "story-item" },
            make("b", {}, title),
            " ",
            make("span", { class: "muted" }, about),
        );
        element.addEventListener("click", () => {
            this.close();
            if (story === null) this.teller.leave();
            else this.teller.begin(story);
        });
        return element;
    }

    private close(): void {
        this.list.hidePopover();
        this.button.focus();
    }

    private walk(event: KeyboardEvent): void {
        const elements = this.items.map(({ element }) => element);
        const at = elements.findIndex((element) => element === document.activeElement);
        const to = this.target(event, at, elements.length);
        if (event.key === "Tab") this.list.hidePopover();
        if (event.key === "Escape") {
            event.preventDefault();
            this.close();
        }
        if (to === null) return;
        event.preventDefault();
        elements.at(to)?.focus();
    }

    /** The item that a key leads to: the arrows, the ends, and the first letter of a title. */
    private target({ key, ctrlKey, altKey, metaKey }: KeyboardEvent, at: number, length: number): number | null {
        switch (key) {
            case "ArrowDown":
                return (at + 1) % length;
            case "ArrowUp":
                return at <= 0 ? length - 1 : at - 1;
            case "Home":
                return 0;
            case "End":
                return length - 1;
        }
        if (key.length !== 1 || key === " " || ctrlKey || altKey || metaKey) return null;
        const begins = this.items.map(({ element }) => element.textContent.toLowerCase().startsWith(key.toLowerCase()));
        const after = begins.findIndex((does, n) => does && n > at);
        return after >= 0 ? after : begins.includes(true) ? begins.indexOf(true) : null;
    }

    private show(): void {
        const { story } = this.teller;
        setText(this.word, story === null ? "" : "Story");
        setText(this.label, story?.title ?? "Stories");
        for (const item of this.items) item.element.setAttribute("aria-checked", String(item.story === story));
    }
}
