/** Answer: the smallest pool, or the smallest buffer, that keeps a figure within a limit. */
import { make, setText } from "../dom.ts";
import { count } from "../format.ts";
import { withValue } from "../paths.ts";
import type { Player } from "../player.ts";
import { Seldom } from "../seldom.ts";
import type { Workbench } from "../workbench.ts";
import { FIGURES, figureAt, figureOptions, knownFigure, meaningOf, scaleOf, writeEstimate, type Figure } from "./figures.ts";
import { Finding, type Answer, type Question } from "./finding.ts";
import { planInWords, planOf } from "./plan.ts";
import { Running, type Told } from "./running.ts";
import { RunsField } from "./runs-field.ts";
import { ShortNote } from "./short-note.ts";
import { shortOf } from "./short-runs.ts";
import type { Tool } from "./tool.ts";
import { drawTried } from "./tried-chart.ts";

type Path = Question["path"];

/** What depends on the workers, or on the buffer, in one direction only. */
const ANSWERABLE: Readonly<Record<Path, readonly Figure[]>> = {
    "pool.workers": FIGURES.filter(({ path, better }) => better !== null && !["attempts", "retries", "failed", "succeeded", "utilisation.backoff"].includes(path)),
    "pool.bufferSize": FIGURES.filter(({ path }) => path.startsWith("blockedMs") || ["throughputPerSecond", "rejected", "dropped"].includes(path)),
};
const PATHS: readonly { readonly path: Path; readonly label: string; readonly axis: string }[] = [
    { path: "pool.workers", label: "pool", axis: "Workers" },
    { path: "pool.bufferSize", label: "buffer", axis: "Places in the buffer" },
];
const GROWS_EVERY_MS = 200;
const MOST = 1e12;
/** It counts what a small buffer only moves to the gate. */
const USUAL = { figure: "allWaitMs.mean", limit: "500", runs: 50 } as const;

export class AnswerTool implements Tool {
    readonly element: HTMLElement;
    private readonly what = make("select", { "aria-label": "The smallest" }, ...PATHS.map(({ path, label }) => new Option(label, path)));
    private readonly figure = make("select", { "aria-label": "whose", "aria-describedby": "answer-meaning" });
    private readonly meaning = make("p", { id: "answer-meaning", class: "tool-meaning muted small" });
    private readonly is = make("span");
    private readonly limit = make("input", { type: "number", step: "any", min: "0", "aria-label": "Limit", autocomplete: "off" });
    private readonly unit = make("span", { class: "muted" });
    private readonly runs: RunsField;
    private readonly short: ShortNote;
    private readonly running: Running;
    private readonly words = make("p", { class: "answer-words", role: "status" });
    private readonly load = make("button", { type: "button", class: "button tool-load" });
    private readonly picture = make("div", { class: "answer-picture" });
    private readonly table = make("table");
    private readonly behind = make("details", { class: "tool-behind" }, make("summary", {}, "What was tried"), make("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "What was tried" }, this.table));
    private finding: Finding | null = null;
    private answer: Answer | null = null;
    private isTouched = false;
    /** While numbers are tried. */
    private readonly growing = new Seldom(GROWS_EVERY_MS, () => {
        this.draw();
    });

    constructor(
        private readonly workbench: Workbench,
        player: Player,
        private readonly changed: () => void,
    ) {
        this.running = new Running("Find it", (told) => this.find(told));
        this.short = new ShortNote(workbench);
        this.limit.value = USUAL.limit;
        this.offerFigures();
        const touched = (): void => {
            this.isTouched = true;
            this.limit.removeAttribute("aria-invalid");
            this.tellOld();
            changed();
        };
        this.runs = new RunsField("Runs at each number", USUAL.runs, "answerruns", touched);
        this.what.addEventListener("change", () => {
            this.offerFigures();
            touched();
        });
        this.figure.addEventListener("change", () => {
            this.tellUnit();
            touched();
        });
        this.limit.addEventListener("change", touched);
        // While one types, what stands below is no longer an answer to what stands above.
        this.limit.addEventListener("input", () => {
            this.tellOld();
        });
        this.limit.addEventListener("keydown", ({ key }) => {
            if (key === "Enter") this.running.start();
        });
        this.load.addEventListener("click", () => {
            const { n, question } = this.answer ?? { n: null, question: null };
            if (n !== null) workbench.replace(withValue(question.scenario, question.path, n));
        });
        this.element = make(
            "div",
            { class: "tool answer" },
            make("p", { class: "answer-question" }, "The smallest ", this.what, " whose ", this.figure, " ", this.is, " ", this.limit, " ", this.unit),
            this.meaning,
            make("div", { class: "tool-options" }, this.runs.element),
            this.short.element,
            this.running.element,
            this.words,
            make("div", { class: "answer-load" }, this.load),
            this.picture,
            this.behind,
        );
        this.show();
        new ResizeObserver(() => {
            this.draw();
        }).observe(this.picture);
        player.loaded.on(() => {
            this.tellOld();
            this.tellShort();
        });
        this.tellShort();
    }

    show(): void {
        this.draw();
        this.load.hidden = (this.answer?.n ?? null) === null;
        this.picture.hidden = this.finding === null;
        this.behind.hidden = this.finding === null;
    }

    offer(): void {
        const { scenario } = this.workbench;
        const { runs } = this.runs;
        const plan = `${planInWords(planOf(scenario, runs), scenario)}, at each number that is tried`;
        this.running.offer(Finding.work({ scenario, path: this.path, runs }), plan);
    }

    linkParts(): [string, string][] {
        const { valueAsNumber } = this.limit;
        return this.isTouched && isLimit(valueAsNumber) ? [["answer", `${this.what.value}:${this.figure.value}:${valueAsNumber}`], ...this.runs.linkParts()] : [];
    }

    restore(rest: ReadonlyMap<string, string>): boolean {
        const text = rest.get("answer");
        if (text === undefined) return false;
        const [path = "", figure = "", limit = "", ...more] = text.split(":");
        const known = PATHS.find((one) => one.path === path);
        const isFigure = known !== undefined && ANSWERABLE[known.path].some((one) => one.path === figure);
        if (known === undefined || !isFigure || more.length > 0 || limit.trim() === "" || !isLimit(Number(limit))) {
            throw new TypeError(`the link asks for an answer that can’t be given: ${text.slice(0, 60)}`);
        }
        this.what.value = known.path;
        this.offerFigures();
        this.figure.value = figure;
        this.tellUnit();
        this.limit.value = String(Number(limit));
        this.isTouched = true;
        // The last, for what can't be read of it shall not cost the rest.
        this.runs.restore(rest);
        return true;
    }

    private get path(): Path {
        return this.what.value === "pool.bufferSize" ? "pool.bufferSize" : "pool.workers";
    }

    private get chosen(): Figure {
        return figureAt(this.figure.value) ?? knownFigure(USUAL.figure);
    }

    private offerFigures(): void {
        const { value } = this.figure;
        const figures = ANSWERABLE[this.path];
        this.figure.replaceChildren(...figureOptions(figures));
        const usual = figures.some(({ path }) => path === USUAL.figure) ? USUAL.figure : "blockedMs.p99";
        this.figure.value = figures.some(({ path }) => path === value) ? value : usual;
        this.tellUnit();
    }

    private tellUnit(): void {
        setText(this.is, this.chosen.better === "more" ? "is at least" : "is at most");
        setText(this.unit, scaleOf(this.chosen, 0).unit);
        setText(this.meaning, meaningOf(this.chosen));
    }

    private async find(told: Told): Promise<string> {
        const { chosen: figure, path } = this;
        const { scenario } = this.workbench;
        const { valueAsNumber } = this.limit;
        if (!isLimit(valueAsNumber)) {
            // What was found before is no answer to this.
            this.finding = null;
            this.answer = null;
            setText(this.words, "");
            this.show();
            this.limit.setAttribute("aria-invalid", "true");
            this.limit.focus();
            throw new RangeError("the limit must be a number from 0 to 10^12");
        }
        this.isTouched = true;
        this.changed();
        const question: Question = { scenario, path, figure, limit: valueAsNumber / scaleOf(figure, 0).by, runs: this.runs.runs };
        const finding = new Finding(question, told, () => {
            if (this.finding === finding) this.growing.ask();
        });
        this.finding = finding;
        this.answer = null;
        setText(this.words, "");
        this.element.classList.remove("is-old");
        this.show();
        const answer = await finding.find();
        if (this.finding === finding && !told.signal.aborted) {
            this.answer = answer;
            setText(this.words, answer.words);
            if (answer.n !== null) setText(this.load, path === "pool.workers" ? `Load ${count(answer.n)} worker${answer.n === 1 ? "" : "s"}` : `Load a buffer of ${count(answer.n)}`);
            this.show();
            return this.howOld() ?? answer.done;
        }
        return answer.done;
    }

    private draw(): void {
        const { finding, picture } = this;
        const { clientWidth: width, clientHeight: height } = picture;
        if (finding === null) return;
        const { tried, question } = finding;
        const { figure, limit, path } = question;
        const axis = PATHS.find((one) => one.path === path)?.axis ?? "";
        if (tried.length > 0 && width > 0) picture.replaceChildren(drawTried(tried, figure, limit, axis, this.answer?.n ?? null, width, height));
        const rows = tried.map(({ n, estimate, isEnough }) =>
            make("tr", {}, make("th", { scope: "row" }, count(n)), make("td", {}, writeEstimate(figure, estimate)), make("td", {}, isEnough ? "✓ enough" : "✕ not enough")),
        );
        const heads = [axis, figure.label, "Enough?"].map((head) => make("th", { scope: "col" }, head));
        this.table.replaceChildren(make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
    }

    private tellShort(): void {
        this.short.put(shortOf(this.workbench.scenario));
    }

    private tellOld(): void {
        if (this.running.isRunning) return;
        const wasOld = this.element.classList.contains("is-old");
        const old = this.howOld();
        if (old !== null) this.running.say(old);
        else if (wasOld) this.running.say("");
    }

    /** An answer is to one question about one scenario, but for the number that was sought: says what has changed since. */
    private howOld(): string | null {
        const question = this.answer?.question;
        const changed = question === undefined ? null : this.isAnother(question) ? "question" : this.isElsewhere(question) ? "scenario on show" : null;
        this.element.classList.toggle("is-old", changed !== null);
        return changed === null ? null : `The ${changed} has changed since: find it again.`;
    }

    private isAnother({ path, figure, limit, runs }: Question): boolean {
        return path !== this.path || figure !== this.chosen || limit !== this.limit.valueAsNumber / scaleOf(figure, 0).by || runs !== this.runs.found;
    }

    private isElsewhere({ path, scenario }: Question): boolean {
        return JSON.stringify(withValue(this.workbench.scenario, path, 1)) !== JSON.stringify(withValue(scenario, path, 1));
    }
}

/** What may be asked, here and in a link: what the page writes it must read as well. */
const isLimit = (value: number): boolean => value >= 0 && value <= MOST;
