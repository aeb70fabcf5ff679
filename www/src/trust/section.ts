/** What theory says of the scenario on show, what was simulated, and whether both are the same. */
import type { CompleteScenario, Theory } from "twinpool/sim";
import { byId, make, setText } from "../dom.ts";
import { many, nothing } from "../format.ts";
import type { Player } from "../player.ts";
import { Seldom } from "../seldom.ts";
import type { Workbench } from "../workbench.ts";
import { PreciseRuns, type Precise } from "./precise.ts";
import { isRough, ROWS, UNTIL_DONE, type Row } from "./rows.ts";
import { theoryOf } from "./theories.ts";
import type { Judged, Verdict } from "./verdict.ts";

const EVERY_MS = 500;

const ONE_RUN: Judged = { verdict: "unjudged", words: "one run can’t tell" };

const SHAPES: Readonly<Record<Verdict, string>> = { agrees: "✓", unsure: "…", differs: "✕", unjudged: "–" };

interface Cells {
    readonly row: Row;
    readonly soFar: HTMLElement;
}

export class Trust {
    private readonly model = make("p", { class: "trust-model" });
    private readonly notes = make("ul", { class: "trust-notes muted" });
    private readonly body = make("tbody");
    private readonly measured = make("th", { scope: "col" });
    private readonly table: HTMLElement;
    private readonly anew = make("button", { type: "button", class: "button" }, "Begin anew with the knobs as they stand");
    private readonly precise: PreciseRuns;
    private cells: readonly Cells[] = [];
    private result: Precise | null = null;

    constructor(
        private readonly player: Player,
        private readonly workbench: Workbench,
    ) {
        this.precise = new PreciseRuns(() => workbench.scenario);
        const head = make("tr", {}, ...["Figure", "Theory", "Simulated so far"].map(columnHead), this.measured, columnHead("Do they agree?"));
        this.table = make("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Theory and simulation" }, make("table", { class: "trust-table" }, make("thead", {}, head), this.body));
        byId("trust", HTMLElement).append(this.model, this.notes, this.anew, this.precise.element, this.table);
        this.anew.addEventListener("click", () => {
            workbench.replace(workbench.scenario);
        });
        const soFar = new Seldom(EVERY_MS, () => {
            this.showSoFar();
        });
        player.drawn.on(() => {
            soFar.ask();
        });
        player.moved.on(() => {
            if (!player.isPlaying) soFar.now();
        });
        player.loaded.on(() => {
            this.result = null;
            this.precise.forget();
            this.precise.prefer(theoryOf(workbench.scenario)?.figures.throughputPerSecond === undefined ? "virtualMs" : "waitMs.mean");
            this.show();
        });
        this.precise.found.on((result) => {
            this.result = result;
            this.show();
        });
        this.show();
    }

    /** Of the scenario that is on show, or, after it was made precise, of the longer one that was run for that. */
    private show(): void {
        const { result } = this;
        const isTurned = this.player.setup.turns.length > 0;
        const scenario = result?.steady.scenario ?? this.workbench.scenario;
        const theory = isTurned && result === null ? null : theoryOf(scenario);
        this.anew.hidden = !isTurned || result !== null;
        this.model.replaceChildren(...(theory === null ? [whyNone(scenario, isTurned)] : modelOf(theory)));
        this.notes.replaceChildren(...(theory?.notes ?? []).map((note) => make("li", {}, note)));
        this.fill(theory?.isStable === true ? theory : null);
        this.measured.hidden = result === null;
        setText(this.measured, result === null ? "" : `Mean of ${many(result.estimates.runs, "run")}`);
        if (result === null) this.precise.say(plainly(theory));
        this.showSoFar();
    }

    /** Rows of what theory tells; and, once there are many runs, of all that they tell. */
    private fill(theory: Theory | null): void {
        const { result } = this;
        const rows = [...ROWS, UNTIL_DONE].filter((row) => {
            const told = theory === null ? undefined : row.theory(theory.figures);
            return told === undefined ? (result?.told.isTelling(row, result, this.workbench.scenario) ?? false) : !isAlwaysNothing(row, told);
        });
        this.table.hidden = rows.length === 0;
        this.cells = rows.map((row) => ({ row, soFar: make("td") }));
        this.body.replaceChildren(...this.cells.map(({ row, soFar }) => this.line(row, soFar, theory)));
    }

    private line(row: Row, soFar: HTMLElement, theory: Theory | null): HTMLElement {
        const told = theory === null ? undefined : row.theory(theory.figures);
        const { result } = this;
        const isApproximate = theory !== null && isRough(row, theory);
        const estimate = result === null ? null : row.estimate(result.estimates);
        const judged = told === undefined ? null : result === null ? ONE_RUN : result.told.judge(told, estimate, isApproximate);
        return make(
            "tr",
            { "data-figure": row.id },
            make("th", { scope: "row" }, row.label),
            make("td", {}, told === undefined ? nothing : `${isApproximate ? "≈ " : ""}${row.write(told)}`),
            soFar,
            ...(result === null ? [] : [make("td", {}, result.told.withInterval(row, estimate))]),
            make("td", {}, judged === null ? nothing : badge(judged)),
        );
    }

    private showSoFar(): void {
        const stats = this.player.frame?.stats;
        for (const { row, soFar } of this.cells) {
            const value = stats === undefined ? null : row.soFar(stats);
            setText(soFar, value === null ? nothing : row.write(value));
        }
    }
}

function plainly(theory: Theory | null): string {
    const repeat = "“Make it precise” runs it again and again, each time with other luck, and tells how sure the means are.";
    return theory?.isStable === true ? `A single run can’t be judged: nobody knows from it how much is luck. ${repeat}` : repeat;
}

const columnHead = (name: string): HTMLElement => make("th", { scope: "col" }, name);

/** Shares of something that this scenario has not. */
const isAlwaysNothing = ({ id }: Row, told: number): boolean =>
    id === "attemptsPerTask" ? told === 1 : told === 0 && !id.startsWith("waitMs") && id !== "queueLength.mean";

function badge({ verdict, words }: Judged): HTMLElement {
    return make("span", { class: "badge", "data-verdict": verdict }, make("span", { class: "badge-shape", "aria-hidden": "true" }, SHAPES[verdict]), words);
}

function modelOf({ name, formula, source, isStable, whyUnstable }: Theory): (string | Node)[] {
    if (!isStable) return [make("b", {}, "No steady state. "), whyUnstable ?? ""];
    return [make("b", {}, name), ` · ${formula} `, make("span", { class: "muted" }, source)];
}

function whyNone({ work, load, pool }: CompleteScenario, isTurned: boolean): string {
    if (isTurned) return "Knobs were turned while it ran: no formula describes a run that was two things.";
    if (work.outages.length > 0) return "An outage changes with time how often attempts fail, and the formulas know no time.";
    if (load.arrivals.kind === "trace") return "Tasks come at given times, and formulas speak of arrivals that follow a law.";
    if (pool.retry.jitter === "decorrelated") return "Decorrelated jitter with a cap has no formula.";
    return "No formula of queueing theory describes this load on this pool.";
}
