/** What is said when many runs are done: loaded with the first of them. */
import type { CompleteScenario, FigurePath } from "twinpool/sim";
import { many } from "../format.ts";
import type { Precise } from "./precise.ts";
import { isRough, ROWS, UNTIL_DONE, type Row } from "./rows.ts";
import { theoryOf } from "./theories.ts";
import { judge } from "./verdict.ts";

export { judge } from "./verdict.ts";
export { steady } from "./steady.ts";
export { withInterval } from "./rows.ts";

/** In a sentence whether the goal was reached, and what to do where theory is just beside it. */
export function outcomeOf({ steady: { scenario, words }, estimates }: Omit<Precise, "told">, aim: FigurePath, precision: number, isFinest: boolean): string {
    const runs = many(estimates.runs, "run");
    const goal = `± ${precision * 100} %`;
    const row = ROWS.find(({ id }) => id === aim);
    const theory = theoryOf(scenario);
    const told = theory?.isStable === true ? row?.theory(theory.figures) : undefined;
    const isUnsure = row !== undefined && theory !== null && told !== undefined && judge(told, row.estimate(estimates), isRough(row, theory)).verdict === "unsure";
    const next = isFinest ? "Another seed tells" : "A narrower goal tells, or another seed";
    const end = !estimates.reached
        ? `${runs} were not enough, and it ended there.`
        : isUnsure
          ? `After ${runs} it is known to ${goal}, and theory is just outside: that may be luck, as 1 such interval in 20 misses. ${next}.`
          : `${runs} were enough.`;
    return `${words} ${end} Intervals are 95 % confidence intervals.`;
}

/** Rows of which there is no theory are shown where they say something. */
export function isTelling(row: Row, { estimates, steady }: Precise, scenario: CompleteScenario): boolean {
    // How long it takes is of interest for the run on show, not for a longer one.
    if (row === UNTIL_DONE && steady.scenario !== scenario) return false;
    const estimate = row.estimate(estimates);
    return estimate !== null && (estimate.mean !== 0 || row.id.startsWith("waitMs"));
}
