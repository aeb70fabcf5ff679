/** Where the workers' time goes: busy solid, waiting to retry hatched, idle hollow. */
import { make } from "../dom.ts";

export class Split {
    readonly element = make("div", { class: "split", "aria-hidden": "true" });
    private readonly parts = (["busy", "backoff", "idle"] as const).map((name) => make("span", { class: `split-${name}` }));

    constructor() {
        this.element.append(...this.parts);
        this.show(null, null);
    }

    /** Shares of the whole; null where nothing is known yet. */
    show(busy: number | null, backoff: number | null): void {
        const [one, two] = [busy ?? 0, backoff ?? 0];
        [one, two, Math.max(0, 1 - one - two)].forEach((share, n) => {
            const part = this.parts[n];
            if (part === undefined) return;
            const width = `${(share * 100).toFixed(1)}%`;
            if (part.style.width !== width) part.style.width = width;
        });
    }
}
