/** The figures of a report: what each is called, in what it is counted, and whether less of it is better. */
import type { Estimate, Estimates, FigurePath } from "twinpool/sim";
import { digits, nothing } from "../format.ts";
import { MEANING, PERCENTILES, type Meaning } from "../meaning.ts";

type Unit = "ms" | "share" | "perSecond" | "number";

/** What the page adds up itself. Means of the same tasks may be added; percentiles may not. */
const SUMS = {
    "allWaitMs.mean": { of: ["blockedMs.mean", "waitMs.mean"], meaning: "From submit to the first attempt: blocked at the gate, and waiting in the buffer." },
    "allTimeMs.mean": { of: ["blockedMs.mean", "sojournMs.mean"], meaning: "From submit to done or given up: blocked at the gate, and then in the pool." },
} as const satisfies Record<string, { of: readonly FigurePath[]; meaning: string }>;

export type Path = FigurePath | keyof typeof SUMS;

export interface Figure {
    readonly path: Path;
    readonly label: string;
    readonly unit: Unit;
    /** Null where neither is: it depends on what one wants. */
    readonly better: "less" | "more" | null;
}

const SPREADS = { waitMs: "wait", sojournMs: "time in the pool", blockedMs: "wait at the gate" } as const;
const PARTS = { mean: "mean", p50: "p50", p90: "p90", p99: "p99", p999: "p99.9", max: "longest" } as const;

const spread = (of: keyof typeof SPREADS): Figure[] =>
    (Object.keys(PARTS) as (keyof typeof PARTS)[]).map((part) => ({ path: `${of}.${part}`, label: `${PARTS[part]} ${SPREADS[of]}`, unit: "ms", better: "less" }));

/** Those that most questions are about come first. */
export const FIGURES: readonly Figure[] = [
    { path: "allWaitMs.mean", label: "mean wait, gate included", unit: "ms", better: "less" },
    ...spread("waitMs"),
    { path: "throughputPerSecond", label: "throughput", unit: "perSecond", better: "more" },
    { path: "allTimeMs.mean", label: "mean time, gate included", unit: "ms", better: "less" },
    ...spread("sojournMs"),
    ...spread("blockedMs"),
    { path: "utilisation.busy", label: "workers busy", unit: "share", better: null },
    { path: "utilisation.backoff", label: "workers waiting to retry", unit: "share", better: "less" },
    { path: "utilisation.idle", label: "workers idle", unit: "share", better: null },
    { path: "queueLength.mean", label: "mean queue length", unit: "number", better: "less" },
    { path: "queueLength.max", label: "longest queue", unit: "number", better: "less" },
    { path: "failed", label: "tasks given up", unit: "number", better: "less" },
    { path: "rejected", label: "tasks turned away", unit: "number", better: "less" },
    { path: "dropped", label: "tasks pushed out", unit: "number", better: "less" },
    { path: "succeeded", label: "tasks done well", unit: "number", better: "more" },
    { path: "attempts", label: "attempts", unit: "number", better: "less" },
    { path: "retries", label: "retries", unit: "number", better: "less" },
    { path: "virtualMs", label: "time until all is done", unit: "ms", better: "less" },
];

export function figureAt(path: string): Figure | undefined {
    return FIGURES.find((figure) => figure.path === path);
}

/** @throws where there is no such figure: the page's own mistake */
export function knownFigure(path: Path): Figure {
    const found = figureAt(path);
    if (found === undefined) throw new RangeError(`no figure ${path}`);
    return found;
}

export function estimateOf(estimates: Estimates, { path }: Pick<Figure, "path">): Estimate | null {
    return isSum(path) ? SUMS[path].of.map((one) => measured(estimates, one)).reduce(plus) : measured(estimates, path);
}

/** What its intervals are: those of a sum are put together from its parts', and so may be wider than they need be. */
export const confidenceOf = ({ path }: Figure): string => (isSum(path) ? "at least 95 %" : "95 %");

const isSum = (path: string): path is keyof typeof SUMS => Object.hasOwn(SUMS, path);

function measured(estimates: Estimates, path: FigurePath): Estimate | null {
    let value: unknown = estimates;
    for (const name of path.split(".")) value = (value as Readonly<Record<string, unknown>>)[name];
    return value as Estimate | null;
}

/** The sum's own interval is nowhere wider than those of its parts together: whatever they have to do with each other, this is safe. */
function plus(one: Estimate | null, other: Estimate | null): Estimate | null {
    if (one === null || other === null) return null;
    const isKnown = one.low !== null && one.high !== null && other.low !== null && other.high !== null;
    return {
        mean: rounded(one.mean + other.mean),
        low: isKnown ? rounded(one.low + other.low) : null,
        high: isKnown ? rounded(one.high + other.high) : null,
        runs: Math.min(one.runs, other.runs),
    };
}

/** To a billionth of a millisecond: what one side has more and the other less is nothing, and not nearly nothing. */
const rounded = (ms: number): number => Math.round(ms * 1e9) / 1e9;

export function halfOf({ low, high }: Estimate): number | null {
    return low === null || high === null ? null : (high - low) / 2;
}

interface Scale {
    readonly by: number;
    readonly unit: string;
}

/** Numbers that stand together are written in one unit, that of the largest. */
export function scaleOf({ unit }: Figure, size: number): Scale {
    switch (unit) {
        case "ms":
            return Math.abs(size) >= 1000 ? { by: 0.001, unit: "s" } : { by: 1, unit: "ms" };
        case "share":
            return { by: 100, unit: "%" };
        case "perSecond":
            return { by: 1, unit: "/ s" };
        case "number":
            return { by: 1, unit: "" };
    }
}

const fine = new Intl.NumberFormat("en", { maximumSignificantDigits: 2 });

/** Of a width, two digits are all that one knows. */
export const width = (half: number): string => fine.format(Math.abs(half));

/** Nearly nothing is told from nothing, and no "0.000". */
export const nearly = (value: number): string => (value !== 0 && Math.abs(value) < 0.0005 ? "≈0" : digits(value));

const joined = (text: string, unit: string): string => (unit === "" ? text : `${text} ${unit}`);

/** "83.1 ms". */
export function write(figure: Figure, value: number | null): string {
    if (value === null || Number.isNaN(value)) return nothing;
    const { by, unit } = scaleOf(figure, value);
    return joined(nearly(value * by), unit);
}

/** "83.1 ms ± 4.2", in which no line ends after the sign. */
export function writeEstimate(figure: Figure, estimate: Estimate | null): string {
    if (estimate === null) return nothing;
    const half = halfOf(estimate);
    const { by } = scaleOf(figure, estimate.mean);
    // Of what is nearly nothing, how near need not be told.
    const isTiny = half !== null && half !== 0 && Math.max(half, Math.abs(estimate.mean)) * by < 0.0005;
    return half === null || isTiny ? write(figure, estimate.mean) : `${write(figure, estimate.mean)} ±\u00a0${width(half * by)}`;
}

/** "−77.0 ms (−82.1 to −71.9)". */
export function writeDifference(figure: Figure, difference: Estimate | null): string {
    if (difference === null) return nothing;
    const { mean, low, high } = difference;
    const { by, unit } = scaleOf(figure, Math.max(Math.abs(mean), Math.abs(low ?? 0), Math.abs(high ?? 0)));
    // From 20 % to 30 % is ten points, and half as much again.
    const text = joined(signed(mean * by), figure.unit === "share" ? "points" : unit);
    return low === null || high === null ? text : `${text} (${signed(low * by)} to ${signed(high * by)})`;
}

const signed = (value: number): string => (Math.abs(value) < 0.0005 ? nearly(value) : `${value < 0 ? "−" : "+"}${digits(Math.abs(value))}`);

/** What a figure is made of; empty where its name says it all. */
export function meaningOf({ path }: Figure): string {
    if (isSum(path)) return SUMS[path].meaning;
    const name = path.split(".")[0] ?? "";
    const meaning = Object.hasOwn(MEANING, name) ? MEANING[name as Meaning] : "";
    return /\.p\d/.test(path) ? `${meaning} ${PERCENTILES}` : meaning;
}

/** Options of a list to choose from. */
export function figureOptions(figures: readonly Figure[] = FIGURES): HTMLOptionElement[] {
    return figures.map(({ path, label }) => new Option(label, path));
}
