/** The seed: typed, or thrown anew. What is refused stays to be mended, and is explained, as at a knob. */
import { make } from "./dom.ts";
import { Notes } from "./knobs/knob.ts";
import { reason } from "./knobs/reason.ts";
import type { Player } from "./player.ts";
import type { Workbench } from "./workbench.ts";

export class Seed {
    private readonly input = make("input", { type: "number", min: "0", step: "1", "aria-label": "Seed", class: "seed-input", autocomplete: "off" });
    private readonly anew = make("button", { type: "button", class: "link" }, "new");
    private readonly notes = new Notes("seed", {}, [this.input]);
    readonly elements = [make("div", { class: "seed" }, make("label", { class: "muted" }, "Seed ", this.input), this.anew), ...this.notes.elements];
    private inForce: number | null = null;

    constructor(
        private readonly player: Player,
        workbench: Workbench,
    ) {
        const { input, notes } = this;
        for (const element of notes.elements) element.classList.add("transport-note");
        input.addEventListener("change", () => {
            try {
                if (Number.isNaN(input.valueAsNumber)) throw new TypeError("A number, please.");
                workbench.change("seed", input.valueAsNumber);
                notes.explain(null);
            } catch (error) {
                notes.explain(reason(error, { kind: "number", path: "seed" }));
            }
        });
        input.addEventListener("keydown", ({ key }) => {
            if (key === "Escape") this.giveUp();
        });
        this.anew.addEventListener("click", () => {
            workbench.change("seed", Math.floor(Math.random() * 1e6));
        });
    }

    show(): void {
        const { input, anew, notes, player } = this;
        input.disabled = player.isLive;
        anew.disabled = player.isLive;
        const { seed } = player.setup.scenario;
        if (seed === this.inForce && (notes.isRefusal || document.activeElement === input)) return;
        this.inForce = seed;
        this.giveUp();
    }

    private giveUp(): void {
        this.input.value = String(this.inForce);
        this.notes.explain(null);
    }
}
