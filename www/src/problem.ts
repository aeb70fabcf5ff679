/** What can't be done is said at the top of the page, until it no longer matters. */
import { byId } from "./dom.ts";

export function complain(message: string): void {
    const place = byId("problem", HTMLElement);
    place.textContent = message;
    place.hidden = false;
}

export function forgetProblem(): void {
    const place = byId("problem", HTMLElement);
    place.textContent = "";
    place.hidden = true;
}
