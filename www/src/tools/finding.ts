/** The smallest pool, or buffer, that keeps a figure within a limit: searched for, and told as a sentence. */
import { checkScenario, theory, type CompleteScenario } from "twinpool/sim";
import { count, many } from "../format.ts";
import { withValue } from "../paths.ts";
import { estimateOf, halfOf, write, writeEstimate, type Figure } from "./figures.ts";
import { leftOut, type LeftOut, type Whole } from "./left-out.ts";
import { lostBeside, lostOf, shareInWords } from "./lost.ts";
import { planInWords, planOf, threads, workOf, type Plan } from "./plan.ts";
import type { Told } from "./running.ts";
import { mostMeasured, smallest, type Measured, type Search } from "./search.ts";
import type { Tried } from "./tried-chart.ts";

export interface Question {
    readonly scenario: CompleteScenario;
    readonly path: "pool.workers" | "pool.bufferSize";
    readonly figure: Figure;
    /** As the report has it. */
    readonly limit: number;
    /** At each number. */
    readonly runs: number;
}

export interface Answer {
    readonly question: Question;
    /** Null where there is none. */
    readonly n: number | null;
    readonly words: string;
}

/** The last two are run so many times as often. */
const SURE = 4;
/** So many numbers are tried, about: doubling, narrowing, and being sure. */
const ABOUT = 16 + 2 * SURE;
const MOST_CORRECTIONS = 8;
const MOST_WORKERS = 100_000;

export class Finding {
    private readonly known = new Map<number, Tried>();
    private readonly plan: Plan;
    /** In numbers that were tried. */
    private spent = 0;

    constructor(
        readonly question: Question,
        private readonly told: Told,
        private readonly shown: () => void,
    ) {
        this.plan = planOf(question.scenario, question.runs);
    }

    /** What it comes to, at the most, wherever the search goes. */
    static work({ scenario, path, runs }: Pick<Question, "scenario" | "path" | "runs">): number {
        const plan = planOf(scenario, runs);
        const { tasks } = plan.scenario.load;
        const numbers = mostMeasured(tasks) + SURE * (2 + MOST_CORRECTIONS);
        // No pool is tried that has more workers than there are tasks.
        return numbers * workOf(path === "pool.workers" ? { runs, scenario: withValue(plan.scenario, path, tasks) } : plan);
    }

    get tried(): Tried[] {
        return [...this.known.values()].sort((one, other) => one.n - other.n);
    }

    async find(): Promise<Answer & { readonly done: string }> {
        const { question, plan } = this;
        const { scenario, path } = question;
        const [least, most] = path === "pool.workers" ? [1, Math.min(MOST_WORKERS, Math.max(1, plan.scenario.load.tasks))] : [0, plan.scenario.load.tasks];
        const search = await smallest(least, most, (ns) => this.measure(ns, plan.runs));
        const sure = search.found === null ? search : await this.madeSure(search.found, least);
        const more = sure.found === null ? "" : `, and ${SURE} times as many at ${sure.below === null ? "the last" : "the last two"}`;
        const done = `${planInWords(plan, scenario)}, at each of ${many(this.known.size, "number")}${more}.`;
        return { question, n: sure.found, words: this.inWords(sure), done };
    }

    private async measure(ns: readonly number[], runs: number): Promise<Measured[]> {
        const { question, told, plan } = this;
        const { figure, path } = question;
        told.tell(Math.min(0.95, this.spent / ABOUT), `Trying ${ns.map(count).join(", ")} …`);
        const { sweep } = await import("../replicating.ts");
        const points = await sweep(plan.scenario, { [path]: [...ns] }, runs, {
            threads: threads(),
            signal: told.signal,
            onPoint: ({ index, estimates }) => {
                const estimate = estimateOf(estimates, figure);
                const n = ns[index];
                if (estimate !== null && n !== undefined) this.known.set(n, { n, estimate, estimates, isEnough: this.isEnough(estimate.mean) });
                this.spent += runs / plan.runs;
                this.shown();
            },
        });
        return points.map(({ estimates }) => {
            const estimate = estimateOf(estimates, figure);
            return { isEnough: estimate !== null && this.isEnough(estimate.mean), key: JSON.stringify(estimate) };
        });
    }

    private isEnough(value: number): boolean {
        const { figure, limit } = this.question;
        return figure.better === "more" ? value >= limit : value <= limit;
    }

    /** Few runs may have been wrong about the last two: they are run more often, and what they say then counts. */
    private async madeSure(first: number, least: number): Promise<Search> {
        let found = first;
        const runs = this.plan.runs * SURE;
        const sure = new Map<number, boolean>();
        for (let corrections = 0; corrections < MOST_CORRECTIONS; corrections += 1) {
            const ns = [found - 1, found].filter((n) => n >= least && !sure.has(n));
            const measured = ns.length > 0 ? await this.measure(ns, runs) : [];
            ns.forEach((n, index) => sure.set(n, measured[index]?.isEnough ?? false));
            if (sure.get(found) === false) found += 1;
            else if (found > least && sure.get(found - 1) === true) found -= 1;
            else break;
        }
        return { found, below: found > least ? found - 1 : null, why: null };
    }

    private inWords(search: Search): string {
        const { question } = this;
        const { figure, path } = question;
        const things = (n: number): string => (path === "pool.workers" ? many(n, "worker") : n === 1 ? "1 place in the buffer" : `${count(n)} places in the buffer`);
        const toldOf = (n: number): string => writeEstimate(figure, this.known.get(n)?.estimate ?? null);
        const { found, below, why } = search;
        if (found === null) {
            const most = this.tried.at(-1);
            if (most === undefined) return `There is nothing to measure: this run has no ${figure.label}.`;
            const at = `even with ${things(most.n)} it is ${toldOf(most.n)}`;
            const because = why === "same" ? `, and more change nothing. ${this.whyNot()}` : ".";
            return `No ${path === "pool.workers" ? "pool" : "buffer"} can do that: ${at}${because}`;
        }
        const estimates = this.known.get(found)?.estimates;
        const left = this.leftOutAt(found);
        const lost = estimates === undefined ? null : lostBeside(estimates, figure);
        const asked = `${figure.better === "more" ? "at least" : "at most"} ${write(figure, question.limit)} was asked`;
        // What it costs elsewhere stands beside the figure, before anything else.
        const sentences = [`${things(found)}: ${figure.label} ${toldOf(found)}${this.withWhole(left?.whole ?? null)}; ${asked}.`];
        if (lost !== null) sentences.push(lost.words);
        if (below === null) sentences.push(path === "pool.workers" ? "A pool can’t be smaller." : "No buffer at all is enough.");
        else sentences.push(`With ${count(below)} it is ${toldOf(below)}${this.withWhole(this.leftOutAt(below)?.whole ?? null)}${this.lostAt(below)}.`);
        sentences.push(...this.caveats(found, below), ...(left === null ? [] : [left.words]));
        return sentences.join(" ");
    }

    private withWhole(whole: Whole | null): string {
        if (whole === null) return "";
        return `, but with the gate ${whole.isAtLeast ? "at least " : ""}${write(this.question.figure, whole.mean)}`;
    }

    private leftOutAt(n: number): LeftOut | null {
        const estimates = this.known.get(n)?.estimates;
        return estimates === undefined ? null : leftOut(estimates, this.question.figure);
    }

    private lostAt(n: number): string {
        const estimates = this.known.get(n)?.estimates;
        const lost = estimates === undefined ? null : lostOf(estimates);
        return lost === null || lost.figure === this.question.figure ? "" : `, and ${shareInWords(lost.share)} are ${lost.words}`;
    }

    private whyNot(): string {
        const { figure, path } = this.question;
        if (path === "pool.bufferSize") return "It is the workers that can’t do more.";
        if (figure.path.startsWith("sojournMs") || figure.path === "allTimeMs.mean" || figure.path === "virtualMs") return "The work itself takes that long, pauses between attempts included.";
        if (figure.better === "more") return "No more comes than that.";
        return "It is not the workers that are too few.";
    }

    private caveats(found: number, below: number | null): string[] {
        const { limit, figure } = this.question;
        const isNear = (n: number): boolean => {
            const estimate = this.known.get(n)?.estimate;
            const half = estimate === undefined ? null : halfOf(estimate);
            return estimate !== undefined && half !== null && half > 0 && Math.abs(estimate.mean - limit) <= half;
        };
        const said: string[] = [];
        const near = [found, below].filter((n) => n !== null && isNear(n));
        // Right behind the figures that it is about.
        const which = near.length > 1 ? "Both are" : near[0] === found ? `With ${count(found)} it is` : "That is";
        if (near.length > 0) said.push(`${which} so near ${write(figure, limit)} that luck may decide.`);
        if (!this.isStable(found)) said.push(`But in the long run ${count(found)} can’t keep up: with more tasks it would not be enough.`);
        else if (below !== null && !this.isStable(below)) said.push(`${count(below)} can’t keep up: the longer it runs, the longer the queue.`);
        if (this.isUneven()) said.push("More is not always better here, so a smaller number may do as well.");
        return said;
    }

    /** As theory has it; where it has no formula, nobody knows. */
    private isStable(n: number): boolean {
        const { scenario, path } = this.question;
        return theory(checkScenario(withValue(scenario, path, n)))?.isStable ?? true;
    }

    /** Whether a larger number was worse than a smaller one, beyond luck. */
    private isUneven(): boolean {
        const sign = this.question.figure.better === "more" ? -1 : 1;
        const spans = this.tried.map(({ estimate: { mean, low, high } }) => [sign * (low ?? mean), sign * (high ?? mean)].sort((a, b) => a - b));
        return spans.some(([low = 0], index) => spans.slice(0, index).some(([, high = 0]) => low > high));
    }
}
