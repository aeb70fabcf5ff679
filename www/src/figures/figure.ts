/** One figure: its name, its value, a picture, and a note in small type. All have their height from the start. */
import { make, setText } from "../dom.ts";
import { explained } from "./explained.ts";

/** A value in large type, with its unit, or with what stands between two values, in small type: ["2.7", "·", "8.0", "s"]. */
export type Parts = readonly { readonly text: string; readonly isSmall?: boolean }[];

export class Figure {
    readonly element: HTMLElement;
    private readonly value = make("strong");
    private readonly note = make("small", { class: "muted" });

    constructor(name: string, picture: Element, id: string, meaning: string) {
        this.element = make(
            "div",
            { class: "figure", "data-figure": id },
            make("dt", { class: "muted" }, ...explained(name, meaning, `meaning-${id}`)),
            make("dd", { class: "figure-value" }, this.value),
            make("dd", { class: "figure-picture" }, picture),
            make("dd", { class: "figure-note" }, this.note),
        );
    }

    show(parts: Parts, note: string): void {
        while (this.value.childElementCount < parts.length) this.value.append(make("span"), " ");
        parts.forEach(({ text, isSmall = false }, n) => {
            const part = this.value.children[n];
            if (part === undefined) return;
            setText(part, text);
            part.classList.toggle("unit", isSmall);
        });
        for (let n = parts.length; n < this.value.childElementCount; n += 1) {
            const part = this.value.children[n];
            if (part !== undefined) setText(part, "");
        }
        setText(this.note, note);
        if (this.note.title !== note) this.note.title = note;
    }
}
