/** What a story is made of. A story makes one point, in a few steps; each step says what to look at, and then why. */
import type { Scenario } from "twinpool/sim";
import type { Frame } from "../frame.ts";
import type { Player } from "../player.ts";

export interface Outcome {
    /** Which of the bet's choices it is, from 0. */
    readonly choice: number;
    /** What was found, with its figures, as a sentence or two. */
    readonly found: string;
}

/** A question that the reader answers first. The simulator answers it then: no figure of it is written down anywhere. */
export interface Bet {
    readonly question: string;
    readonly choices: readonly string[];
    reveal(signal: AbortSignal): Promise<Outcome>;
}

export interface Step {
    readonly title: string;
    /** What to look at. Short: it has two lines of a phone. */
    readonly look: string;
    /** One line that says why. */
    readonly why: string;
    /** Whose law it is. */
    readonly source?: string;
    /** What runs from here on; without it, what ran in the step before goes on. */
    readonly scenario?: Scenario;
    /** Where in time the step begins. Default: at 0 with a scenario of its own, otherwise where one is. */
    readonly atMs?: number;
    readonly speed?: number;
    /** Fields of the knobs that stand open. */
    readonly knobs?: readonly string[];
    /** A part of the page further down that shows more of it. */
    readonly place?: { readonly id: string; readonly label: string };
    /** What the step is about has been seen: "Next" stands out from then on. Without it, it does from the beginning. */
    seen?(frame: Frame, player: Player): boolean;
    readonly bet?: Bet;
}

export interface Story {
    /** In a link. */
    readonly name: string;
    readonly title: string;
    /** Its point, in a line of the menu. */
    readonly about: string;
    readonly steps: readonly Step[];
}

/** What is on show in a step: its own scenario, or that of the last step before it that has one. */
export function scenarioOf({ steps }: Story, step: number): Scenario | undefined {
    return lastOf(steps.slice(0, step + 1).map(({ scenario }) => scenario));
}

/** Where in time a step begins that is not reached from the step before. */
export function beginsAt({ steps }: Story, step: number): number {
    const from = steps.slice(0, step + 1).findLastIndex(({ scenario }) => scenario !== undefined);
    return lastOf(steps.slice(Math.max(0, from), step + 1).map(({ atMs }) => atMs)) ?? 0;
}

export function knobsOf({ steps }: Story, step: number): readonly string[] | undefined {
    return lastOf(steps.slice(0, step + 1).map(({ knobs }) => knobs));
}

export function speedOf({ steps }: Story, step: number): number | undefined {
    return lastOf(steps.slice(0, step + 1).map(({ speed }) => speed));
}

const lastOf = <T>(values: readonly (T | undefined)[]): T | undefined => values.filter((value) => value !== undefined).at(-1);
