/** On a phone the knobs are a sheet at the foot of the screen, which opens and closes. Elsewhere all of them are in sight. */
import { byId, setText } from "../dom.ts";

export function offerSheet(): void {
    const sheet = byId("knobs", HTMLElement);
    const button = byId("sheet", HTMLButtonElement);
    const open = (isOpen: boolean): void => {
        sheet.classList.toggle("is-open", isOpen);
        button.setAttribute("aria-expanded", String(isOpen));
        setText(button, isOpen ? "Close" : "All knobs");
    };
    button.addEventListener("click", () => {
        open(!sheet.classList.contains("is-open"));
    });
    sheet.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !sheet.classList.contains("is-open")) return;
        open(false);
        button.focus();
    });
}
