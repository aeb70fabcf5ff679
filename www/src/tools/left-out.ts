/**
 * What a figure leaves out, and looks the better for. A wait counts from accepted on, so a small buffer that jams the senders makes
 * it short; and the wait at the gate is short where all wait inside. Whoever decides by the one has to hear of the other.
 */
import type { Estimates, FigurePath } from "twinpool/sim";
import { estimateOf, knownFigure, write, type Figure, type Path } from "./figures.ts";

/** From this share of the figure on it is said. */
const NOTABLE = 0.05;

export interface LeftOut {
    readonly words: string;
    /** The figure that counts both. */
    readonly instead: Figure;
    /** What a wait or a time is with the gate, and whether it may be more; null where no more is known than the figure says. */
    readonly whole: Whole | null;
}

export interface Whole {
    readonly mean: number;
    readonly isAtLeast: boolean;
}

/** Null where there is nothing of note. */
export function leftOut(estimates: Estimates, figure: Figure): LeftOut | null {
    const [name = "", part = ""] = figure.path.split(".");
    switch (name) {
        case "waitMs":
        case "sojournMs":
            return told(estimates, figure, figure.path, `blockedMs.${part}` as FigurePath, name === "waitMs" ? "allWaitMs.mean" : "allTimeMs.mean");
        case "queueLength":
            return told(estimates, figure, "waitMs.mean", "blockedMs.mean", "allWaitMs.mean");
        case "blockedMs":
            return told(estimates, figure, figure.path, `waitMs.${part}` as FigurePath, "allWaitMs.mean");
        default:
            return null;
    }
}

function told(estimates: Estimates, figure: Figure, beside: Path, path: FigurePath, instead: Path): LeftOut | null {
    const other = knownFigure(path);
    const much = estimateOf(estimates, other)?.mean ?? 0;
    const own = estimateOf(estimates, { path: beside })?.mean ?? 0;
    if (much === 0 || much < NOTABLE * own) return null;
    // Means of the same tasks may be added. A sum's percentile can't be told from theirs, but is no less than either of them.
    const isMean = beside.endsWith(".mean");
    const isLength = beside !== figure.path;
    const isGate = path.startsWith("blockedMs");
    const whole = isLength || !isGate || (!isMean && much <= own) ? null : { mean: isMean ? own + much : much, isAtLeast: !isMean };
    const which = other.label.split(" ")[0] ?? "";
    const size = `${write(other, much)} (${which})`;
    const who = isGate ? `Senders waited at the gate for ${size}` : `Once let in, tasks waited for ${size}`;
    return { words: `${who}; ${figure.label} does not count that.`, instead: knownFigure(instead), whole };
}
