/** What the live run and its twin have in common, figure by figure, and why they may differ. */
import type { CompleteScenario } from "twinpool/sim";
import { byId, make, setState, setText } from "../dom.ts";
import { clock, count, duration, many, nothing } from "../format.ts";
import type { Comparison, Row, Verdict } from "./agreement.ts";
import { MOST_MS, MOST_TASKS, type LiveRun } from "./run.ts";

const WORDS: Readonly<Record<Verdict, string>> = { same: "the same", late: "a moment later", different: "no", none: "not comparable" };

/** Of a time, which is no later than another but longer. */
const LATE_TIME = "but for late timers";

const RESTS = "All is done, and the clock rests; it goes on from the real time that has passed if you send more.";

export class LivePanel {
    private readonly section = make("section", { id: "live", class: "live", "aria-labelledby": "live-title" });
    private readonly statement = make("p", { class: "live-statement" });
    private readonly lateness = make("p");
    private readonly limits = make("p", { class: "muted" });
    private readonly notes = make("p", { class: "muted" });
    private readonly body = make("tbody");
    private readonly moment = make("caption", { class: "muted" });
    private wasHidden = false;

    constructor() {
        const heads = ["Figure", "Live", "Simulated", "Agree?"].map((title) => make("th", { scope: "col" }, title));
        this.section.append(
            make("div", { class: "live-words" }, make("h3", { id: "live-title" }, "Live, and simulated at the same moment"), this.statement, this.lateness, this.limits, this.notes),
            make("table", { class: "live-table" }, this.moment, make("thead", {}, make("tr", {}, ...heads)), this.body),
        );
        this.section.hidden = true;
        byId("transport", HTMLElement).after(this.section);
        document.addEventListener("visibilitychange", () => {
            this.wasHidden ||= document.hidden;
        });
    }

    hide(): void {
        this.section.hidden = true;
    }

    /** Another live run has begun. @param asked what it was to run, all of it */
    begin(asked: CompleteScenario): void {
        this.wasHidden = document.hidden;
        this.section.hidden = false;
        const { tasks } = asked.load;
        const seconds = MOST_MS / 1000;
        setText(
            this.limits,
            tasks > MOST_TASKS
                ? `Live, the first ${MOST_TASKS} of ${count(tasks)} tasks are sent, for ${seconds} seconds at most.`
                : `Live, tasks are sent for ${seconds} seconds at most.`,
        );
    }

    show(comparison: Comparison, run: LiveRun): void {
        const { ended, alike, mostLateMs, medianLateMs, isOver, rows, atMs } = comparison;
        const { isUntouched } = run;
        setText(this.statement, isUntouched ? statementOf(ended, alike) : touchedOf(run));
        setState(this.statement, !isUntouched ? "none" : ended === alike ? "agrees" : "differs");
        setText(
            this.lateness,
            mostLateMs === null || medianLateMs === null || !isUntouched ? "" : `The middle one ended ${duration(Math.max(0, medianLateMs))} later than simulated, the latest ${duration(Math.max(0, mostLateMs))}.`,
        );
        setText(this.moment, `${isOver ? "At the end" : "So far"}, ${clock(atMs)}`);
        setText(this.notes, [...(isOver && run.isOpen ? [RESTS] : []), ...this.notesOf(run, ended - alike)].join(" "));
        this.fill(rows, countedOf(run));
    }

    private fill(rows: readonly Row[], counted: string): void {
        while (this.body.rows.length > rows.length) this.body.deleteRow(-1);
        rows.forEach((row, n) => {
            const line = this.body.rows[n] ?? this.addRow();
            const number = (value: number | null): string => (value === null ? nothing : row.isTime ? duration(value) : count(value));
            const texts = [`${row.label}${counted}`, number(row.live), number(row.simulated), row.isTime && row.verdict === "late" ? LATE_TIME : WORDS[row.verdict]];
            texts.forEach((text, column) => {
                const cell = line.cells[column];
                if (cell !== undefined) setText(cell, text);
            });
            setState(line, row.verdict);
        });
    }

    private addRow(): HTMLTableRowElement {
        const row = make("tr", {}, make("th", { scope: "row" }), make("td"), make("td"), make("td"));
        this.body.append(row);
        return row;
    }

    private notesOf({ byHand, endedMs, scenario }: LiveRun, different: number): string[] {
        const { pool, work } = scenario;
        const dependsOnTime = pool.whenFull !== "wait" || work.outages.length > 0;
        return [
            "The luck is the same, drawn for each task and attempt. A browser’s timers are not: they are late by some milliseconds, often 4 ms at least, and what waits for each other adds that up.",
            ...(dependsOnTime ? ["Who meets a full buffer or an outage is a matter of moments, so here a task may fare differently."] : []),
            ...(different > 0 && !dependsOnTime && byHand === 0 ? ["This should not be: please tell us how it came about."] : []),
            ...(byHand > 0 ? [`${many(byHand, "task")} sent by hand: the simulation knows nothing of them, so the times drift apart.`] : []),
            ...(endedMs === null ? [] : [`The pool was closed at ${clock(endedMs)}: what ended or was cancelled later is in the scene, and not in this table.`]),
            ...(this.wasHidden ? ["The page was in the background meanwhile, where browsers slow timers down to one a second or less."] : []),
        ];
    }
}

/** Of which tasks the figures are, where those are not all that there were. */
function countedOf({ byHand, endedMs }: LiveRun): string {
    const which = [...(byHand > 0 ? ["scenario’s"] : []), ...(endedMs === null ? [] : ["until closed"])];
    return which.length === 0 ? "" : ` (${which.join(", ")})`;
}

/** What somebody did, of which the simulation knows nothing. */
function touchedOf({ byHand, endedMs }: LiveRun): string {
    const done = [...(byHand > 0 ? [`${many(byHand, "task")} sent by hand`] : []), ...(endedMs === null ? [] : [`closed at ${clock(endedMs)}`])];
    return `Not comparable: ${done.join(", ")}.`;
}

function statementOf(ended: number, alike: number): string {
    if (ended === 0) return "No task has ended yet, live and simulated.";
    return `${count(alike)} of ${many(ended, "task")} ended as simulated: as many attempts, the same outcome.`;
}
