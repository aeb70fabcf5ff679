/** What a comparison comes to, as a sentence, and as a table with what there is to know of it: loaded when there is one. */
import type { CompleteScenario, Comparison } from "twinpool/sim";
import { make } from "../dom.ts";
import { MEANING } from "../meaning.ts";
import type { Workbench } from "../workbench.ts";
import { compareTable } from "./compare-table.ts";
import { ShortNote } from "./short-note.ts";
import { shortOf } from "./short-runs.ts";

export { sentenceOf } from "./sentence.ts";

export function foundOf(comparison: Comparison, workbench: Workbench, second: CompleteScenario): HTMLElement[] {
    const first = workbench.scenario;
    const [a, b] = [shortOf(first), shortOf(second)];
    const short = new ShortNote(workbench);
    // A number of tasks that is B’s own does not follow A’s.
    short.put(a ?? (b === null ? null : { words: `B: ${lower(b.words)}`, longer: second.load.tasks === first.load.tasks ? b.longer : null }));
    const note = make(
        "div",
        { class: "muted small" },
        make("p", {}, "Intervals are 95 % confidence intervals, and at least that where the gate is included; by luck alone, one row in twenty seems to differ."),
        make("p", {}, `Wait: ${lower(MEANING.waitMs)} Time in the pool: ${lower(MEANING.sojournMs)} Wait at the gate: ${lower(MEANING.blockedMs)}`),
    );
    const table = make("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "A and B" }, compareTable(comparison));
    return [short.element, table, note];
}

const lower = (sentence: string): string => `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
