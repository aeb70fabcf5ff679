/** Every figure of both, and of their difference. */
import type { Comparison, Estimate } from "twinpool/sim";
import { make } from "../dom.ts";
import { count, percent } from "../format.ts";
import { estimateOf, FIGURES, writeDifference, writeEstimate } from "./figures.ts";
import { mayBeNothing, verdictOf, type Verdict } from "./sentence.ts";

const BADGES: Readonly<Record<Verdict, { readonly shape: string; readonly words: string }>> = {
    same: { shape: "=", words: "the same" },
    unsure: { shape: "?", words: "can’t be told from luck" },
    less: { shape: "↓", words: "less" },
    more: { shape: "↑", words: "more" },
};

/** So many times as much is told in times. */
const MANY = 10;

export function compareTable({ first, second, difference }: Comparison): HTMLTableElement {
    const rows = FIGURES.flatMap((figure) => {
        const a = estimateOf(first, figure);
        const b = estimateOf(second, figure);
        const by = estimateOf(difference, figure);
        if (isNothing(a) && isNothing(b)) return [];
        const verdict = verdictOf(by);
        const better = figure.better === null || (verdict !== "less" && verdict !== "more") ? null : verdict === figure.better ? "better" : "worse";
        const badge = make("span", { class: "verdict", "data-verdict": verdict }, make("span", { class: "verdict-shape", "aria-hidden": "true" }, BADGES[verdict].shape), ` ${BADGES[verdict].words}`, ...(better === null ? [] : [`, ${better}`]));
        return [
            make(
                "tr",
                { "data-figure": figure.path },
                make("th", { scope: "row" }, figure.label),
                make("td", {}, writeEstimate(figure, a)),
                make("td", {}, writeEstimate(figure, b)),
                make("td", {}, writeDifference(figure, by)),
                make("td", {}, shareOfFirst(a, by)),
                make("td", {}, badge),
            ),
        ];
    });
    const heads = ["Figure", "A", "B", "B − A, 95 % interval", "Of A’s", "Does it differ?"];
    return make("table", {}, make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))), make("tbody", {}, ...rows));
}

/**
 * "−38.0 %", or, beyond that of which anybody has a notion in percents, "24 times". Empty where both are the same, and where A’s own
 * figure may be nothing: of nothing there are no shares.
 */
export function shareOfFirst(a: Estimate | null, by: Estimate | null): string {
    if (a === null || by === null || by.mean === 0 || mayBeNothing(a)) return "";
    const share = by.mean / a.mean;
    if (1 + share >= MANY) return `${count(Number((1 + share).toPrecision(2)))} times`;
    const text = percent(Math.abs(share), Math.abs(share) < 1 ? 1 : 0);
    return Number.parseFloat(text) === 0 ? "0 %" : `${share < 0 ? "−" : "+"}${text}`;
}

const isNothing = (estimate: Estimate | null): boolean => estimate === null || (estimate.mean === 0 && estimate.high === 0);
