/** A name that one can ask what it means: with the pointer, a finger, the keys, or by ear. */
import { make } from "../dom.ts";

/** As wide as style/figures.css makes it at most. */
const WIDTH = 280;
const GAP = 8;
/** With less room than this above the name, it is told below. */
const LEAST_ABOVE = 140;

export function explained(name: string, meaning: string, id: string): HTMLElement[] {
    const button = make("button", { type: "button", class: "explained muted", popovertarget: id, "aria-describedby": id }, name);
    const text = make("p", { id, class: "meaning", popover: "auto" }, meaning);
    text.addEventListener("beforetoggle", () => {
        const { left, top, bottom } = button.getBoundingClientRect();
        const isAbove = top > LEAST_ABOVE;
        text.style.left = `${Math.max(GAP, Math.min(left, document.documentElement.clientWidth - WIDTH - GAP))}px`;
        text.style.top = isAbove ? "auto" : `${bottom + GAP}px`;
        text.style.bottom = isAbove ? `${document.documentElement.clientHeight - top + GAP}px` : "auto";
    });
    return [button, text];
}
