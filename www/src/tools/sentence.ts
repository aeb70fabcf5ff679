/** What a comparison comes to, in a sentence that anybody may quote: what differs beyond luck, by how much, and what does not. */
import type { Comparison, Estimate, FigurePath } from "twinpool/sim";
import { digits, many, percent } from "../format.ts";
import { estimateOf, halfOf, knownFigure, write, writeEstimate, type Figure } from "./figures.ts";
import { LEAST, lostShare, shareInWords as lostInWords, WAYS } from "./lost.ts";

export type Verdict = "same" | "less" | "more" | "unsure";

/** Of the difference: "same" is nothing at all, in any run; "unsure" can't be told from luck. */
export function verdictOf(difference: Estimate | null): Verdict {
    if (difference === null) return "unsure";
    const { mean, low, high } = difference;
    if (mean === 0 && (low === null || (low === 0 && high === 0))) return "same";
    if (low === null || high === null || (low <= 0 && high >= 0)) return "unsure";
    return mean < 0 ? "less" : "more";
}

/** What people ask for first. */
const HEADLINES: readonly FigurePath[] = ["waitMs.p99", "sojournMs.p99", "blockedMs.p99", "throughputPerSecond", "failed", "rejected", "dropped", "virtualMs"];
const BESIDE: readonly FigurePath[] = ["throughputPerSecond", "waitMs.p99", "blockedMs.p99", "failed"];
/** Less than this is nothing to whoever decides something. */
const NOTHING_MUCH = 0.01;
const DOUBLE = 2;

export function sentenceOf(comparison: Comparison): string {
    const { first, second, difference } = comparison;
    const all = [...HEADLINES, ...BESIDE].map((path) => {
        const figure = knownFigure(path);
        return { figure, was: estimateOf(first, figure), is: estimateOf(second, figure), by: estimateOf(difference, figure) };
    });
    const differs = all.filter(({ by, was }) => isMuch(by, was));
    const headline = differs[0];
    if (headline === undefined) {
        const isSame = all.every(({ by }) => by === null || verdictOf(by) === "same");
        if (isSame) return `No difference: in ${many(first.runs, "run")} with the same luck, both came to the same.`;
        const tiny = all.some(({ by }) => ["less", "more"].includes(verdictOf(by)));
        return tiny ? "Hardly a difference: none of the main figures differs by as much as 1 %." : `No difference that could be told from luck, in ${many(first.runs, "run")} of each.`;
    }
    const beside = all.slice(HEADLINES.length).filter(({ figure }) => figure !== headline.figure);
    const others = beside.filter(({ by, was }) => isMuch(by, was)).map(({ figure, was, is, by }) => `${figure.label} ${change(figure, was, is, by)}`);
    const throughput = beside.find(({ figure }) => figure.path === "throughputPerSecond");
    const same = throughput !== undefined && !isMuch(throughput.by, throughput.was) ? [sameThroughput(throughput.by, throughput.was)] : [];
    const rest = [...others.slice(0, 2), ...same];
    return `B’s ${headline.figure.label} is ${change(headline.figure, headline.was, headline.is, headline.by)}${rest.length > 0 ? `; ${rest.join("; ")}` : ""}.${lostWords(comparison)}`;
}

/** " Turned away: 13 % of A’s tasks, none of B’s.": no wait counts these, so whoever refuses more looks quicker. */
function lostWords({ first, second, difference }: Comparison): string {
    const said = WAYS.flatMap(({ path, words }) => {
        const [a, b] = [lostShare(first, path), lostShare(second, path)];
        const isSure = ["less", "more"].includes(verdictOf(estimateOf(difference, knownFigure(path))));
        if (!isSure || Math.abs(a - b) < LEAST) return [];
        const told = (share: number): string => (share === 0 ? "none" : lostInWords(share));
        return [` ${words.charAt(0).toUpperCase()}${words.slice(1)}: ${told(a)} of A’s tasks, ${told(b)} of B’s.`];
    });
    return said.join("");
}

function sameThroughput(by: Estimate | null, was: Estimate | null): string {
    if (verdictOf(by) === "same") return "the same throughput";
    const half = by === null ? null : halfOf(by);
    if (half === null || was === null || was.mean === 0) return "no difference in throughput that could be told";
    const most = (Math.abs(by?.mean ?? 0) + half) / was.mean;
    return most <= NOTHING_MUCH ? "the same throughput, within 1 %" : `no difference in throughput that could be told (within ${percent(most, most < 0.1 ? 1 : 0)})`;
}

/** Beyond luck, and so much that it matters. */
function isMuch(by: Estimate | null, was: Estimate | null): boolean {
    if (by === null || !["less", "more"].includes(verdictOf(by))) return false;
    return was === null || was.mean === 0 || Math.abs(by.mean / was.mean) >= NOTHING_MUCH;
}

/**
 * "38 % lower (by 77.0 ms ± 5.1)", "gone (A’s: 12 s ± 1)", "3.1 times A’s (4.20 s ± 0.31 more)", or, from nothing, "+80.0 ms".
 * The interval is of the paired difference: A’s own figure is no surer than B’s, so that a share of it has no such interval.
 */
export function change(figure: Figure, was: Estimate | null, is: Estimate | null, by: Estimate | null): string {
    if (by === null) return "not to be told";
    if (is?.mean === 0 && was !== null) return `gone (A’s: ${writeEstimate(figure, was)})`;
    const word = by.mean < 0 ? "lower" : "higher";
    if (was === null || was.mean === 0) return `${write(figure, Math.abs(by.mean))} ${word}, from nothing`;
    const share = by.mean / was.mean;
    const much = writeEstimate(figure, sizeOf(by));
    if (share >= DOUBLE - 1 && mayBeNothing(was)) return `${much} higher, from nearly nothing`;
    if (share >= DOUBLE - 1) return `${digits(1 + share)} times A’s (${much} more)`;
    return `${shareInWords(Math.abs(share))} ${word} (by ${much})`;
}

/** By its own interval: then there is no telling how many times as much another one is. */
export const mayBeNothing = ({ mean, low }: Estimate): boolean => mean === 0 || (low !== null && low <= 0);

function sizeOf(by: Estimate): Estimate {
    return by.mean < 0 ? { ...by, mean: -by.mean, low: by.high === null ? null : -by.high, high: by.low === null ? null : -by.low } : by;
}

const shareInWords = (share: number): string => percent(share, share < 0.1 ? 1 : 0);
