/**
 * The tasks that a pool turns away, or pushes out again: no wait and no time counts them, so a pool that refuses many looks quick.
 * Whoever decides by such a figure has to hear of them.
 */
import type { Estimates } from "twinpool/sim";
import { percent } from "../format.ts";
import { estimateOf, knownFigure, type Figure, type Path } from "./figures.ts";
import type { LeftOut } from "./left-out.ts";

/** Less than this share of the tasks is said to be less than that. */
export const LEAST = 0.001;

export const WAYS = [
    { path: "rejected", words: "turned away" },
    { path: "dropped", words: "pushed out" },
] as const satisfies readonly { readonly path: Path; readonly words: string }[];

export interface Lost {
    readonly figure: Figure;
    /** Of all that came, above 0. */
    readonly share: number;
    /** "turned away". */
    readonly words: string;
}

/** Of all that came. */
export function lostShare(estimates: Estimates, path: Path): number {
    const came = estimates.submitted?.mean ?? 0;
    return came > 0 ? (estimateOf(estimates, { path })?.mean ?? 0) / came : 0;
}

/** A pool that is full does the one or the other. Null where none is lost. */
export function lostOf(estimates: Estimates): Lost | null {
    for (const { path, words } of WAYS) {
        const share = lostShare(estimates, path);
        if (share > 0) return { figure: knownFigure(path), share, words };
    }
    return null;
}

/** "13 %", "2.5 %", "less than 0.1 %". */
export function shareInWords(share: number): string {
    return share > 0 && share < LEAST ? `less than ${percent(LEAST, 1)}` : percent(share, share > 0 && share < 0.1 ? 1 : 0);
}

/** What the figure does not count of them; null where none is lost, or they are what it counts. */
export function lostBeside(estimates: Estimates, { path, label }: Figure): LeftOut | null {
    const lost = lostOf(estimates);
    if (lost === null || lost.figure.path === path) return null;
    const isOfTheRest = /^(?:waitMs|sojournMs|blockedMs|allWaitMs|allTimeMs)\./.test(path);
    const words = `${sentence(lost.share)} of all tasks are ${lost.words}${isOfTheRest ? `; ${label} does not count them` : ""}.`;
    return { words, instead: lost.figure, whole: null };
}

const sentence = (share: number): string => {
    const words = shareInWords(share);
    return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};
