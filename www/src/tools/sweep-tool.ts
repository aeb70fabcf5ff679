/** Sweep: one knob or two, every value, and what becomes of a figure. */
import type { CompleteScenario } from "twinpool/sim";
import { make, setText } from "../dom.ts";
import { many } from "../format.ts";
import type { Player } from "../player.ts";
import type { Workbench } from "../workbench.ts";
import { AxisPicker } from "./axis-picker.ts";
import { complaintOf, fewerThanAsked, readAxis, valuesOf, writeAxis, type Axis } from "./axes.ts";
import { figureAt, figureOptions, knownFigure, meaningOf, type Figure } from "./figures.ts";
import { MapView } from "./map-view.ts";
import { planInWords, planOf } from "./plan.ts";
import { Running, type Told } from "./running.ts";
import { RunsField } from "./runs-field.ts";
import { ShortNote } from "./short-note.ts";
import type { Short } from "./short-runs.ts";
import { Sweeping } from "./sweeping.ts";
import type { Tool } from "./tool.ts";

const USUAL_RUNS = 30;
/** It counts what a small buffer only moves to the gate. */
const USUAL_FIGURE = "allWaitMs.mean";
/** What a link means that names none. */
const LINKED_FIGURE = "waitMs.p99";

export class SweepTool implements Tool {
    readonly element: HTMLElement;
    private readonly across: AxisPicker;
    private readonly up: AxisPicker;
    private readonly figure = make("select", { "aria-label": "Look at the", "aria-describedby": "sweep-meaning" }, ...figureOptions());
    private readonly meaning = make("p", { id: "sweep-meaning", class: "tool-meaning muted small" });
    private readonly runs: RunsField;
    /** What will be run. */
    private readonly plan = make("p", { class: "tool-plan muted small" });
    private readonly short: ShortNote;
    private readonly said = make("span", { role: "status" });
    private readonly undo = make("button", { type: "button", class: "link" }, "Undo");
    private readonly old = make("p", { class: "tool-old" }, this.said, " ", this.undo);
    private readonly running: Running;
    private readonly view: MapView;
    private sweeping: Sweeping | null = null;
    private isTouched = false;

    constructor(
        private readonly workbench: Workbench,
        player: Player,
        private readonly changed: () => void,
    ) {
        const touched = (): void => {
            this.isTouched = true;
            this.tellPlan();
            changed();
        };
        this.across = new AxisPicker("Along", workbench.scenario, false, touched);
        this.runs = new RunsField("Runs at each point", USUAL_RUNS, "sweepruns", touched);
        this.up = new AxisPicker("and", workbench.scenario, true, touched);
        this.figure.value = USUAL_FIGURE;
        this.tellMeaning();
        this.short = new ShortNote(workbench);
        this.running = new Running("Sweep", (told) => this.sweep(told));
        const look = (): void => {
            touched();
            this.tellMeaning();
            if (this.sweeping !== null) this.view.put(this.sweeping, this.chosen);
        };
        this.view = new MapView(
            (sweeping, index) => {
                this.load(sweeping, index);
            },
            ({ path }) => {
                this.figure.value = path;
                look();
            },
        );
        this.figure.addEventListener("change", look);
        this.undo.hidden = true;
        this.undo.addEventListener("click", () => {
            workbench.undo();
            this.view.focus();
        });
        const options = make(
            "div",
            { class: "tool-options" },
            make("label", {}, make("span", { class: "muted" }, "Look at the "), this.figure),
            this.runs.element,
        );
        this.element = make(
            "div",
            { class: "tool sweep" },
            make("p", { class: "tool-about muted" }, "The scenario on show, once for every value of a knob, or of two. Every point has the same luck."),
            make("div", { class: "tool-form" }, this.across.element, this.up.element, options),
            this.meaning,
            this.plan,
            this.short.element,
            this.running.element,
            this.old,
            this.view.element,
        );
        player.loaded.on(() => {
            this.follow();
        });
        this.tellPlan();
    }

    private get chosen(): Figure {
        return figureAt(this.figure.value) ?? knownFigure(USUAL_FIGURE);
    }

    private tellMeaning(): void {
        setText(this.meaning, meaningOf(this.chosen));
    }

    /** How many points and runs; nothing where that makes no sense. */
    private tellPlan(): void {
        const planned = this.planned();
        const fewer = (this.axesOrNull() ?? []).map(fewerThanAsked).filter((words) => words !== null);
        setText(this.plan, planned === null ? "" : [`${planned}.`, ...fewer].join(" "));
        this.short.put(this.shortest());
    }

    private shortest(): Short | null {
        const axes = this.axesOrNull();
        if (axes === null) return null;
        try {
            return new Sweeping(this.workbench.scenario, axes).short();
        } catch {
            return null;
        }
    }

    private planned(): string | null {
        const { found } = this.runs;
        const axes = this.axesOrNull();
        if (found === null || axes === null) return null;
        const lengths = axes.map((axis) => valuesOf(axis).length);
        const points = lengths.reduce((product, length) => product * length, 1);
        const { scenario } = this.workbench;
        return `${many(points, "point")}${axes.length > 1 ? ` (${lengths.join(" × ")})` : ""}, ${planInWords(planOf(scenario, found), scenario)} at each`;
    }

    show(): void {
        this.view.ask();
    }

    offer(): void {
        this.running.offer(new Sweeping(this.workbench.scenario, this.axes()).work(this.runs.runs), this.planned() ?? "");
    }

    linkParts(): [string, string][] {
        const axes = this.isTouched || this.sweeping !== null ? this.axesOrNull() : null;
        if (axes === null) return [];
        const parts: [string, string][] = [["sweep", axes.map(writeAxis).join(",")], ...this.runs.linkParts()];
        return this.figure.value === LINKED_FIGURE ? parts : [...parts, ["figure", this.figure.value]];
    }

    restore(rest: ReadonlyMap<string, string>): boolean {
        const text = rest.get("sweep");
        const path = rest.get("figure");
        if (path !== undefined && figureAt(path) === undefined) throw new RangeError(`the link looks at a figure that there is not: ${path.slice(0, 40)}`);
        if (text === undefined) return false;
        const axes = this.checked(text.split(",").map((part) => readAxis(part, this.workbench.scenario)));
        this.across.put(axes[0] ?? null);
        this.up.put(axes[1] ?? null);
        this.figure.value = path ?? LINKED_FIGURE;
        this.tellMeaning();
        this.isTouched = true;
        // The last, for what can't be read of it shall not cost the rest.
        try {
            this.runs.restore(rest);
        } finally {
            this.tellPlan();
        }
        return true;
    }

    /** @throws an error that says what makes no sense */
    private axes(): Axis[] {
        return this.checked([this.across.axis, this.up.axis].filter((axis) => axis !== null));
    }

    /** Null where they make no sense as they stand. */
    private axesOrNull(): Axis[] | null {
        try {
            return this.axes();
        } catch {
            return null;
        }
    }

    private checked(axes: Axis[]): Axis[] {
        for (const complaint of axes.map(complaintOf)) if (complaint !== null) throw new RangeError(complaint);
        if (axes.length === 0 || axes.length > 2) throw new RangeError("a sweep goes along one knob or two");
        if (axes.length === 2 && axes[0]?.field.path === axes[1]?.field.path) throw new RangeError("both knobs are the same: choose another one");
        return axes;
    }

    private async sweep(told: Told): Promise<string> {
        const sweeping = new Sweeping(this.workbench.scenario, this.axes());
        const { runs } = this.runs;
        this.sweeping = sweeping;
        this.isTouched = true;
        this.changed();
        this.view.put(sweeping, this.chosen);
        this.follow();
        const words = await sweeping.run(runs, told, () => {
            if (this.sweeping === sweeping) this.view.grow();
        });
        if (this.sweeping === sweeping) this.view.done();
        return words;
    }

    private load(sweeping: Sweeping, index: number): void {
        this.workbench.replace(sweeping.scenarioAt(index));
        setText(this.said, `Loaded: ${sweeping.nameOf(index)}. It runs above.`);
        this.undo.hidden = false;
    }

    /** Another scenario is on show. What was swept stays, and says that it is of another one. */
    private follow(): void {
        const scenario: CompleteScenario = this.workbench.scenario;
        this.across.offer(scenario);
        this.up.offer(scenario);
        this.tellPlan();
        const { sweeping } = this;
        const isOld = sweeping !== null && !sweeping.isOf(scenario);
        setText(this.said, isOld ? "The scenario on show has changed since: sweep again to see what becomes of that." : "");
        this.undo.hidden = true;
        this.view.showLoaded(sweeping?.indexOf(scenario) ?? null);
    }
}
