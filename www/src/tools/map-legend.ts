/** What the marks and the colours of a sweep's picture mean. */
import { make } from "../dom.ts";
import { count, percent } from "../format.ts";
import { bestOf, NEAR, type Best } from "./best.ts";
import { confidenceOf, write, type Figure } from "./figures.ts";
import { toneOf } from "./heat-map.ts";
import { shadeOf } from "./ramp.ts";
import type { Sweeping } from "./sweeping.ts";

const SHADES = 24;

export function legendOf(sweeping: Sweeping, figure: Figure): HTMLElement[] {
    const best = bestOf(sweeping, figure);
    const isMap = sweeping.axes.length > 1;
    const about = best === null ? [] : aboutBest(best, isMap ? "key-best-cell" : "key-best-point");
    if (!isMap) return [part("key-band", ` ${confidenceOf(figure)} confidence interval`), ...about];
    const { least, foot, most, isLog } = toneOf(sweeping, figure);
    const ramp = make("span", { class: "ramp", "aria-hidden": "true" });
    const colours = Array.from({ length: SHADES }, (_, n) => shadeOf(n / (SHADES - 1)).fill);
    ramp.style.background = `linear-gradient(to right, ${colours.join(", ")})`;
    const range = make("span", { class: "legend-part" }, `${figure.label}: ${write(figure, least)}${isLog && least < foot ? `, then from ${write(figure, foot)}` : ""} `, ramp, ` ${write(figure, most)}${isLog ? " (logarithmic: equal steps of colour multiply)" : ""}`);
    return [range, ...about];
}

/** Where many are as near, it is said how many and how near, and which of them is meant by the best. */
function aboutBest({ all, known, isSame, rule }: Best, key: string): HTMLElement[] {
    if (all.size === 1) return [part("key-taken", " the best")];
    const those = all.size === known ? `all ${count(known)}` : `${count(all.size)} of ${count(known)}`;
    const near = isSame ? "have the same mean" : `have the best mean, or one within ${percent(NEAR, 0)} of it`;
    return [part(key, ` ${those} points ${near}`), part("key-taken", ` the best: of these, ${rule}`)];
}

const part = (mark: string, words: string): HTMLElement => make("span", { class: "legend-part" }, make("span", { class: mark, "aria-hidden": "true" }), words);
