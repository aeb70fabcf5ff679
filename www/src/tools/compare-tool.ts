/** Compare: the scenario on show, A, beside another one, B, on the same luck. */
import type { CompleteScenario, Comparison } from "twinpool/sim";
import { make, messageOf, setText } from "../dom.ts";
import { count, many } from "../format.ts";
import { FIELDS } from "../knobs/fields.ts";
import { told as toldField } from "../knobs/told.ts";
import { readScenario, writeScenario } from "../link.ts";
import type { Player } from "../player.ts";
import type { Workbench } from "../workbench.ts";
import { Editor } from "./editor.ts";
import { patchBetween, patched, type Patch } from "./patch.ts";
import { planInWords, planOf, threads, workOf, type Plan } from "./plan.ts";
import { Running, type Told } from "./running.ts";
import { RunsField } from "./runs-field.ts";
import { Strips } from "./strips.ts";
import type { Tool } from "./tool.ts";

type Words = typeof import("./compared.ts");

const PREFIX = "b.";
const USUAL_RUNS = 100;

export class CompareTool implements Tool {
    readonly element: HTMLElement;
    private readonly editor: Editor;
    private readonly strips: Strips;
    private readonly running: Running;
    private readonly runs = new RunsField("Runs of each", USUAL_RUNS, "compareruns", () => {
        this.touch();
    });
    private readonly sentence = make("p", { class: "compare-sentence", role: "status" });
    /** What was measured, and what there is to know of it. */
    private readonly found = make("div");
    private readonly problem = make("p", { class: "error", role: "alert" });
    private patch: Patch;
    private isOnShow = false;
    private isTouched = false;
    /** What the strips show. */
    private looked = "";

    constructor(
        module: WebAssembly.Module,
        private readonly workbench: Workbench,
        player: Player,
        private readonly changed: () => void,
    ) {
        this.patch = suggestion(workbench.scenario);
        this.strips = new Strips(module, player);
        this.editor = new Editor(
            () => ({ first: this.first, second: this.second }),
            (second) => {
                this.take(second);
            },
        );
        this.running = new Running("Measure both", (told) => this.measure(told));
        const swap = make("button", { type: "button", class: "button compare-swap" }, "Swap A and B");
        const load = make("button", { type: "button", class: "button compare-load" }, "Load B");
        swap.addEventListener("click", () => {
            this.swap();
        });
        load.addEventListener("click", () => {
            this.touch();
            workbench.replace(this.second);
        });
        const side = make("div", { class: "compare-side" }, make("h3", {}, "B is as A, but for"), this.editor.element, this.problem, make("div", { class: "compare-buttons" }, swap, load));
        this.element = make(
            "div",
            { class: "tool compare" },
            make("p", { class: "tool-about muted" }, "Two pools, the same tasks, the same luck: whatever differs comes from what you changed."),
            make("div", { class: "compare-grid" }, this.strips.element, side),
            make("div", { class: "tool-options" }, this.runs.element),
            this.running.element,
            this.sentence,
            this.found,
        );
        player.loaded.on(() => {
            this.follow();
        });
        this.follow();
    }

    show(isOnShow: boolean): void {
        this.isOnShow = isOnShow;
        this.strips.show(isOnShow);
        this.look();
    }

    offer(): void {
        const plans = this.plans();
        this.running.offer(
            plans.reduce((sum, plan) => sum + workOf(plan), 0),
            this.inPlan(plans),
        );
    }

    linkParts(): [string, string][] {
        if (!this.isTouched) return [];
        const parts = writeScenario(this.second, PREFIX);
        // At least one: otherwise nobody would know that there is a B.
        return [...(parts.length > 0 ? parts : [[`${PREFIX}pool.workers`, String(this.second.pool.workers)] as [string, string]]), ...this.runs.linkParts()];
    }

    restore(rest: ReadonlyMap<string, string>): boolean {
        const parts = [...rest].filter(([name]) => name.startsWith(PREFIX));
        if (parts.length === 0) return false;
        this.patch = patchBetween(this.first, readScenario(parts, PREFIX));
        this.isTouched = true;
        this.follow();
        // The last, for what can't be read of it shall not cost B.
        this.runs.restore(rest);
        return true;
    }

    private plans(): [Plan, Plan] {
        const { runs } = this.runs;
        return [planOf(this.first, runs), planOf(this.second, runs)];
    }

    /** Each of both where they differ: B may have another number of tasks, and both may have been cut short to the same. */
    private inPlan([plan, other]: [Plan, Plan]): string {
        const { first, second } = this;
        if (first.load.tasks === second.load.tasks) return `${planInWords(plan, first)}, of each`;
        const isHidden = plan.scenario.load.tasks === other.scenario.load.tasks;
        return `${planInWords(plan, first)}, of A, and ${planInWords(other, second)}, of B${isHidden ? ", so that what differs in the number of tasks is not seen" : ""}`;
    }

    private get first(): CompleteScenario {
        return this.workbench.scenario;
    }

    /** A, and what is changed in it. */
    private get second(): CompleteScenario {
        try {
            return patched(this.first, this.patch);
        } catch {
            return this.first;
        }
    }

    /** @throws what is wrong with it */
    private take(second: CompleteScenario): void {
        this.patch = patchBetween(this.first, patched(second, new Map()));
        this.touch();
        this.follow();
    }

    private touch(): void {
        this.isTouched = true;
        this.changed();
    }

    private swap(): void {
        const { first, second } = this;
        this.touch();
        this.workbench.replace(second);
        this.patch = patchBetween(this.first, first);
        this.follow();
    }

    /** A is another, or B. What was measured was of the ones before. */
    private follow(): void {
        let problem = "";
        try {
            patched(this.first, this.patch);
        } catch (error) {
            problem = `B can’t be as it was: ${messageOf(error)}. It is now the same as A.`;
            this.patch = new Map();
        }
        if (problem !== "" || this.problem.textContent !== "") setText(this.problem, problem);
        this.editor.show();
        this.look();
    }

    private look(): void {
        const { first, second } = this;
        const key = JSON.stringify([first, second]);
        if (key === this.looked || !this.isOnShow) return;
        if (this.looked !== "") this.forget();
        this.looked = key;
        this.strips.look(first, second, this.inWords(first, second));
    }

    private inWords(first: CompleteScenario, second: CompleteScenario): string {
        const changed = FIELDS.filter((field) => (field.isThere?.(second) ?? true) && toldField(field, first) !== toldField(field, second));
        return changed.length === 0 ? "the same as A" : changed.map((field) => `${field.label}: ${toldField(field, second)}`).join("; ");
    }

    private forget(): void {
        if (this.running.isRunning) this.running.stop("The scenarios have changed.");
        else if (this.found.hasChildNodes()) this.running.say("The scenarios have changed: measure them again.");
        setText(this.sentence, "");
        this.found.replaceChildren();
    }

    private async measure(told: Told): Promise<string> {
        const plans = this.plans();
        const [plan, other] = plans;
        const { runs } = plan;
        const words = this.inPlan(plans);
        this.touch();
        const [{ comparePaired }, compared] = await Promise.all([import("../replicating.ts"), import("./compared.ts")]);
        const found = await comparePaired(plan.scenario, other.scenario, runs, {
            threads: threads(),
            signal: told.signal,
            onProgress: ({ done, total }) => {
                told.tell(done / total, `${count(done)} of ${many(total, "run")} of each.`);
            },
        });
        if (!told.signal.aborted) this.put(found, compared);
        return `${words}, with the same luck on both sides.`;
    }

    private put(comparison: Comparison, words: Words): void {
        setText(this.sentence, words.sentenceOf(comparison));
        this.found.replaceChildren(...words.foundOf(comparison, this.workbench, this.second));
    }
}

/** One change that is worth a look. */
function suggestion({ pool }: CompleteScenario): Patch {
    if (pool.retry.maxAttempts > 1) return new Map([["pool.retry.holdWorker", !pool.retry.holdWorker]]);
    return new Map([["pool.workers", pool.workers + Math.max(1, Math.round(pool.workers / 4))]]);
}
