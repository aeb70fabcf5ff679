/** The timeline for those who read it. The table is seldom opened, and loaded then. */
import { make } from "../dom.ts";
import type { Player } from "../player.ts";

export const MOST_SPANS = 20;

export function tableOf(player: Player): HTMLDetailsElement {
    const element = make("details", { class: "timeline-table" }, make("summary", {}, `The last ${MOST_SPANS} spans as a table`));
    const load = (): void => {
        element.removeEventListener("toggle", load);
        import("./spans-table.ts").then(
            ({ fill }) => {
                fill(element, player);
            },
            () => {
                // It may be there the next time.
                element.open = false;
                element.addEventListener("toggle", load);
            },
        );
    };
    element.addEventListener("toggle", load);
    return element;
}
