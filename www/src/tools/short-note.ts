/** Where runs are too short to tell of the long run: that they are, and a button that makes them longer, as a knob would. */
import { make, setText } from "../dom.ts";
import { count } from "../format.ts";
import type { Workbench } from "../workbench.ts";
import type { Short } from "./short-runs.ts";

export class ShortNote {
    readonly element: HTMLElement;
    private readonly words = make("span", { role: "status" });
    private readonly lengthen = make("button", { type: "button", class: "link" });
    private short: Short | null = null;

    constructor(workbench: Workbench) {
        this.element = make("p", { class: "tool-short small" }, this.words, " ", this.lengthen);
        this.lengthen.addEventListener("click", () => {
            const longer = this.short?.longer;
            const { scenario } = workbench;
            if (longer) workbench.replace({ ...scenario, load: { ...scenario.load, tasks: longer.tasks }, warmupTasks: longer.warmupTasks });
        });
        this.put(null);
    }

    put(short: Short | null): void {
        this.short = short;
        const longer = short?.longer ?? null;
        this.element.hidden = short === null;
        setText(this.words, short?.words ?? "");
        this.lengthen.hidden = longer === null;
        setText(this.lengthen, longer === null ? "" : `Lengthen the runs to ${count(longer.tasks)} tasks, the first ${count(longer.warmupTasks)} of them to warm up`);
    }
}
