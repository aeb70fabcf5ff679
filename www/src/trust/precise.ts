/** Runs a scenario again and again, beside the page, until a figure is as sure as was asked for. */
import type { CompleteScenario, Estimates, FigurePath } from "twinpool/sim";
import { make, messageOf, setText } from "../dom.ts";
import { count, percent } from "../format.ts";
import { Signal } from "../signal.ts";
import { AIMS } from "./rows.ts";
import type { Steady } from "./steady.ts";
import { theoryOf } from "./theories.ts";

export interface Precise {
    readonly steady: Steady;
    readonly estimates: Estimates & { readonly reached: boolean };
    /** What tells of it. */
    readonly told: typeof import("./outcome.ts");
}

/** So many tasks in all, and no more, whatever is asked for. */
const MOST_TASKS = 5e7;
const PRECISIONS = [0.05, 0.02, 0.01, 0.005] as const;
const USUAL = 0.01;

export class PreciseRuns {
    readonly element: HTMLElement;
    readonly found = new Signal<Precise>();
    private readonly aim = make("select", { "aria-label": "Figure" });
    private readonly precision = make("select", { "aria-label": "How precise" });
    private readonly start = make("button", { type: "button", class: "button primary precise-start" }, "Make it precise");
    private readonly cancel = make("button", { type: "button", class: "button precise-cancel" }, "Cancel");
    private readonly bar = make("progress", { max: "1", value: "0", "aria-label": "How far it has got" });
    private readonly words = make("p", { class: "muted precise-words", role: "status" });
    private abort: AbortController | null = null;

    constructor(private readonly scenario: () => CompleteScenario) {
        this.aim.append(...AIMS.map(({ path, label }) => make("option", { value: path }, label)));
        this.precision.append(...PRECISIONS.map((share) => make("option", { value: String(share) }, `± ${share * 100} %`)));
        this.precision.value = String(USUAL);
        this.cancel.hidden = true;
        this.bar.hidden = true;
        this.element = make(
            "div",
            { class: "precise" },
            make("div", { class: "precise-row" }, this.start, make("label", {}, make("span", { class: "muted" }, "until the "), this.aim), make("label", {}, make("span", { class: "muted" }, "is known to "), this.precision), this.bar, this.cancel),
            this.words,
        );
        this.start.addEventListener("click", () => {
            this.run().catch((error: unknown) => {
                setText(this.words, `It could not be done: ${messageOf(error)}`);
            });
        });
        this.cancel.addEventListener("click", () => {
            this.abort?.abort();
        });
    }

    /** Another scenario is on show: what was found, or is still sought, is of the old one. */
    forget(): void {
        if (this.abort === null) return;
        this.abort.abort();
        this.abort = null;
        this.show(false);
    }

    prefer(path: FigurePath): void {
        this.aim.value = path;
    }

    /** What stands here until something runs. */
    say(words: string): void {
        setText(this.words, words);
    }

    private async run(): Promise<void> {
        const abort = new AbortController();
        this.abort?.abort();
        this.abort = abort;
        this.show(true);
        const given = this.scenario();
        const aimed = this.aim.value as FigurePath;
        const precision = Number(this.precision.value);
        try {
            const [told, { replicateUntil }] = await Promise.all([import("./outcome.ts"), import("../replicating.ts")]);
            const plan = told.steady(given, theoryOf(given));
            const estimates = await replicateUntil(plan.scenario, {
                figure: aimed,
                precision,
                most: Math.min(100_000, Math.max(20, Math.floor(MOST_TASKS / Math.max(1, plan.scenario.load.tasks)))),
                signal: abort.signal,
                onProgress: ({ runs, relativeHalfWidth }) => {
                    this.tell(runs, relativeHalfWidth, precision);
                },
            });
            const found = { steady: plan, estimates, told };
            setText(this.words, told.outcomeOf(found, aimed, precision, precision === PRECISIONS.at(-1)));
            this.found.emit(found);
        } catch (error) {
            if (!abort.signal.aborted) throw error;
            if (this.abort === abort) setText(this.words, "Cancelled.");
        } finally {
            if (this.abort === abort) this.show(false);
        }
    }

    private show(isRunning: boolean): void {
        const isAtCancel = document.activeElement === this.cancel;
        this.start.disabled = isRunning;
        // What is hidden or disabled can't keep the focus: the other button takes it.
        if (!isRunning && isAtCancel) this.start.focus();
        this.cancel.hidden = !isRunning;
        this.bar.hidden = !isRunning;
        this.bar.value = 0;
        if (isRunning) {
            setText(this.words, "Running beside the page …");
            this.cancel.focus();
        }
    }

    private tell(runs: number, found: number | null, precision: number): void {
        const width = found === null ? "no interval yet" : `± ${percent(found, 1)} so far`;
        setText(this.words, `${count(runs)} runs: ${width}, ± ${percent(precision, 1)} is the goal.`);
        // An interval becomes narrower with the root of the number of runs.
        this.bar.value = found === null || found === 0 ? 0 : Math.min(1, (precision / found) ** 2);
    }
}
