/** A sweep that was made, or is being made: what it went along, and what was found at each point. */
import { checkScenario, type CompleteScenario, type Estimates, type FieldValue, type Grid } from "twinpool/sim";
import { count, many } from "../format.ts";
import { fieldsOf, valueAt, withValue } from "../paths.ts";
import { tellWithUnit, valuesOf, type Axis } from "./axes.ts";
import { estimateOf, type Figure } from "./figures.ts";
import { planInWords, planOf, threads, workOf } from "./plan.ts";
import type { Told } from "./running.ts";
import { shortOf, type Short } from "./short-runs.ts";

export const MOST_POINTS = 900;

export class Sweeping {
    readonly values: readonly (readonly FieldValue[])[];
    /** The first axis varies most slowly. */
    readonly points: (Estimates | null)[];

    constructor(
        readonly scenario: CompleteScenario,
        readonly axes: readonly Axis[],
    ) {
        this.values = axes.map(valuesOf);
        const points = this.values.reduce((product, { length }) => product * length, 1);
        if (points > MOST_POINTS) throw new RangeError(`these are ${count(points)} points, and ${count(MOST_POINTS)} is the most: fewer steps, please`);
        this.points = Array.from({ length: points }, () => null);
    }

    /** How many points there are for one value of the first axis. */
    get inner(): number {
        return this.values[1]?.length ?? 1;
    }

    /** The values of a point, one for each axis. */
    at(index: number): (FieldValue | undefined)[] {
        const { inner } = this;
        return [this.values[0]?.[Math.floor(index / inner)], ...(this.axes.length > 1 ? [this.values[1]?.[index % inner]] : [])];
    }

    /** "Workers 8, Tasks arriving 6 / s". */
    nameOf(index: number): string {
        const values = this.at(index);
        return this.axes.map((axis, n) => `${axis.field.label} ${tellWithUnit(axis, values[n])}`).join(", ");
    }

    /** The whole scenario at a point, with all its tasks. */
    scenarioAt(index: number): CompleteScenario {
        const values = this.at(index);
        return checkScenario(this.axes.reduce((scenario, { field }, n) => withValue(scenario, field.path, values[n] ?? null), this.scenario));
    }

    /** Whether it tells of this scenario: but for the knobs that it turns. */
    isOf(scenario: CompleteScenario): boolean {
        const fields = fieldsOf(scenario);
        const turned = this.axes.map(({ field }) => field.path);
        return [...fieldsOf(this.scenario)].every(([path, value]) => turned.includes(path) || JSON.stringify(fields.get(path)) === JSON.stringify(value));
    }

    /** The point that this scenario is; null where it is none of them. */
    indexOf(scenario: CompleteScenario): number | null {
        if (!this.isOf(scenario)) return null;
        const now = this.axes.map(({ field }) => valueAt(scenario, field.path));
        const index = this.points.findIndex((_, n) => this.at(n).every((value, axis) => value === now[axis]));
        return index < 0 ? null : index;
    }

    /** What it comes to, at the most. A knob may turn the tasks, the workers or the attempts. */
    work(runs: number): number {
        const { scenario } = planOf(this.scenario, runs);
        return this.points.reduce((sum, _, index) => sum + workOf({ scenario: this.unchecked(scenario, index), runs }), 0);
    }

    /** The point whose runs are short of most tasks; null where all are long enough, or where their length is what is swept. */
    short(): Short | null {
        if (this.axes.some(({ field }) => field.path === "load.tasks" || field.path === "warmupTasks")) return null;
        const needs = (short: Short): number => short.longer?.tasks ?? Infinity;
        const all = this.points.map((_, index) => ({ index, short: shortOf(this.unchecked(this.scenario, index)) }));
        const [worst] = all.flatMap(({ index, short }) => (short === null ? [] : [{ index, short }])).toSorted((one, other) => needs(other.short) - needs(one.short) || one.index - other.index);
        if (worst === undefined) return null;
        const { short, index } = worst;
        const isEverywhere = all.every((one) => one.short?.words === short.words);
        return isEverywhere ? short : { ...short, words: `${this.nameOf(index)}: ${short.words.charAt(0).toLowerCase()}${short.words.slice(1)}` };
    }

    private unchecked(scenario: CompleteScenario, index: number): CompleteScenario {
        return this.axes.reduce((one, { field }, n) => withValue(one, field.path, this.at(index)[n] ?? null), scenario);
    }

    /** @param shown is called when there is more to see */
    async run(runs: number, told: Told, shown: () => void): Promise<string> {
        const grid = Object.fromEntries(this.axes.map(({ field }, n) => [field.path, this.values[n] ?? []])) as Grid;
        const plan = planOf(this.scenario, runs);
        const { sweep } = await import("../replicating.ts");
        const each = `${planInWords(plan, this.scenario)}, at each of ${many(this.points.length, "point")}`;
        await sweep(plan.scenario, grid, plan.runs, {
            threads: threads(),
            signal: told.signal,
            onPoint: ({ index, estimates }) => {
                this.points[index] = estimates;
                shown();
            },
            onProgress: ({ done, total }) => {
                told.tell(done / total, `${count(done)} of ${many(total, "point")}: ${planInWords(plan, this.scenario)} each.`);
            },
        });
        return `${each}. All points have the same luck.`;
    }

    csv(figure: Figure): string {
        const head = [...this.axes.map(({ field }) => field.path), figure.path, "low", "high", "runs"];
        const rows = this.points.flatMap((point, index) => {
            const estimate = point === null ? null : estimateOf(point, figure);
            const told = estimate === null ? ["", "", "", ""] : [estimate.mean, estimate.low ?? "", estimate.high ?? "", estimate.runs];
            return point === null ? [] : [[...this.at(index).map((value) => value ?? ""), ...told]];
        });
        return `${[head, ...rows].map((row) => row.join(",")).join("\r\n")}\r\n`;
    }
}
