/** A text to take away: a field that shows it, and a button that copies it. */
import { make, setText } from "../dom.ts";

export class Copying {
    readonly element: HTMLElement;
    readonly field: HTMLInputElement | HTMLTextAreaElement;
    private readonly told = make("span", { role: "status", class: "share-told muted" });

    /**
     * @param rows more than one for a text of several lines
     * @param isWrapped whether its lines may be broken
     */
    constructor(label: string, button: string, rows = 1, isWrapped = false) {
        const attributes = { readonly: "", "aria-label": label, spellcheck: "false", class: "share-text" };
        this.field = rows === 1 ? make("input", { type: "text", ...attributes }) : make("textarea", { rows: String(rows), wrap: isWrapped ? "soft" : "off", ...attributes });
        const copy = make("button", { type: "button", class: "button" }, button);
        this.element = make("div", { class: "copying" }, this.field, make("div", { class: "copying-end" }, copy, this.told));
        this.field.addEventListener("focus", () => {
            this.field.select();
        });
        copy.addEventListener("click", () => {
            void this.copy();
        });
    }

    show(text: string): void {
        if (this.field.value !== text) this.field.value = text;
        setText(this.told, "");
    }

    private async copy(): Promise<void> {
        try {
            await navigator.clipboard.writeText(this.field.value);
            setText(this.told, "Copied.");
        } catch {
            // There is no clipboard for a page that is not served securely, or that may not use it.
            this.field.focus();
            this.field.select();
            setText(this.told, "Selected: copy it with Ctrl+C or ⌘C.");
        }
    }
}
