// Runs the rows, judges them all together, and runs those again that missed.
import { buildPackage } from "../build/package.mjs";
import { Failure, say } from "../lib/run.mjs";
import { checkFormulas } from "./formulas.mjs";
import { judge, mostMisses } from "./judge.mjs";
import { allRows } from "./rows.mjs";
import { loadStudent } from "./student.mjs";
import { runAll } from "./threads.mjs";

/** @typedef {import("./rows/row.mjs").Row} Row */
/** @typedef {import("./rows/row.mjs").Figure} Figure */
/** @typedef {import("./judge.mjs").Verdict} Verdict */
/** @typedef {import("./worker.mjs").Job} Job */

/**
 * @typedef {object} Form
 * @property {number} runs replications of a row
 * @property {number} share of the row's tasks
 * @property {number} doubt of the intervals: 0.05 for 95 %
 * @property {boolean} again Is a miss run again, with more of everything and fresh luck?
 */

/** @type {Form} */
export const FULL = { runs: 20, share: 1, doubt: 0.05, again: true };
/** With the same seed it gives the same each time, so it can't fail by chance. @type {Form} */
export const QUICK = { runs: 20, share: 0.04, doubt: 0.001, again: false };
/** Of the second run of a miss: four times the tasks in all, and an interval that chance leaves once in a thousand. */
const AGAIN = { runs: 40, share: 2, doubt: 0.001, again: false };

/** @typedef {Verdict & { row: Row, figure: Figure, second?: Verdict }} Line */

/**
 * @typedef {object} Result
 * @property {Line[]} lines
 * @property {string[]} contradictions
 * @property {string} summary
 * @property {number} seed
 * @property {number} tasks simulated
 * @property {number} seconds
 */

/** @param {Form} form @param {number} seed @returns {Promise<Result>} */
export async function validate(form, seed) {
    const formulas = checkFormulas();
    if (formulas.wrong.length > 0) throw new Failure(`The formulas differ from values computed elsewhere:\n${formulas.wrong.join("\n")}`);
    await buildPackage();
    const start = performance.now();
    const rows = allRows();
    const first = await runRows(rows, [...rows.keys()], form, seed, 0);
    const lines = linesOf(rows, first.verdicts);
    const missed = lines.filter(({ agrees }) => !agrees);
    let { tasks } = first;

    if (form.again && missed.length > 0) {
        const numbers = [...new Set(missed.map(({ row }) => rows.indexOf(row)))];
        const second = await runRows(rows, numbers, AGAIN, seed, 1);
        tasks += second.tasks;
        for (const line of missed) {
            const verdict = second.verdicts.get(rows.indexOf(line.row))?.[line.row.figures.indexOf(line.figure)];
            if (verdict && line.figure.kind !== "exact") line.second = verdict;
        }
    }
    const contradictions = missed.filter(({ second }) => second?.agrees !== true).map(describe);
    const chance = chanceOf(rows, form.doubt);
    if (missed.length > chance.most) contradictions.push(`${missed.length} figures missed their intervals, where at most ${Math.floor(chance.most)} are no news`);
    const seconds = (performance.now() - start) / 1_000;
    return { lines, contradictions, summary: summary(rows, lines, chance, form, formulas.checked), seed, tasks, seconds };
}

/** The short form, as a test: with a fixed seed. @returns {Promise<number>} how many rows were judged */
export async function quickly() {
    const { summary, contradictions, lines } = await validate(QUICK, 1);
    console.log(summary);
    if (contradictions.length > 0) throw new Failure(`Theory is contradicted:\n${contradictions.join("\n")}`);
    return new Set(lines.map(({ row }) => row)).size;
}

/**
 * @param {Row[]} rows @param {number[]} numbers those to run @param {Form} form @param {number} seed
 * @param {number} turn 0 for the first, 1 for the second
 */
async function runRows(rows, numbers, form, seed, turn) {
    /** @type {Job[]} */
    const jobs = [];
    for (const number of numbers) {
        const row = rows[number];
        if (!row) continue;
        const runs = row.estimate ? 1 : form.runs;
        for (let run = 0; run < runs; run += 1) {
            const tasks = row.fixed ? row.tasks : Math.round(row.tasks * form.share);
            // Every replication of every row has luck of its own.
            const own = ((seed * rows.length + number) * 2 + turn) * 100_000 + run;
            jobs.push({ row: number, seed: own, tasks, runs: form.runs });
        }
    }
    // The long ones first, or one thread would be left with one at the end.
    jobs.sort((a, b) => lengthOf(rows, b) - lengthOf(rows, a));
    const tasks = jobs.reduce((total, job) => total + lengthOf(rows, job), 0);
    const student = await loadStudent();
    const tell = progress(tasks);
    const done = await runAll(jobs, (job) => tell(lengthOf(rows, job)));
    const verdicts = new Map(
        numbers.map((number) => {
            const own = done.filter((_, index) => jobs[index]?.row === number);
            return [number, (rows[number]?.figures ?? []).map((figure, index) => judge(student, figure, own, index, form.doubt, form.runs))];
        }),
    );
    return { verdicts, tasks };
}

/** Tasks of a job. @param {Row[]} rows @param {Job} job */
function lengthOf(rows, { row, tasks, runs }) {
    if (!rows[row]?.estimate) return tasks;
    // The demo's replications are a thousand times as many; a comparison simulates two.
    return tasks * runs * (rows[row].fixed ? 1_000 : 2);
}

/** Tells of each tenth of the work. @param {number} all tasks */
function progress(all) {
    let [done, told] = [0, 0];
    return (/** @type {number} */ tasks) => {
        done += tasks;
        const tenths = Math.floor((10 * done) / all);
        if (tenths > told) say(`${tenths * 10} % of ${Math.round(all / 1e6).toLocaleString("en")} million tasks`);
        told = tenths;
    };
}

/** @param {Row[]} rows @param {Map<number, Verdict[]>} verdicts @returns {Line[]} */
const linesOf = (rows, verdicts) =>
    rows.flatMap((row, number) =>
        row.figures.flatMap((figure, index) => {
            const verdict = verdicts.get(number)?.[index];
            return verdict ? [{ row, figure, ...verdict }] : [];
        }),
    );

/** @param {Row[]} rows @param {number} doubt */
const chanceOf = (rows, doubt) => mostMisses(rows.map(({ figures }) => figures.filter(({ kind }) => kind !== "exact").length), doubt);

/** @param {Line} line */
function describe({ row, figure, simulated, half, second }) {
    const found = second ?? { simulated, half };
    const theory = typeof figure.theory === "number" ? figure.theory : figure.theory.join(" to ");
    return `${row.group}: ${row.name}: ${figure.name}: theory ${theory}, simulated ${found.simulated} ± ${found.half}`;
}

/** @param {Row[]} rows @param {Line[]} lines @param {{ expected: number, most: number }} chance @param {Form} form @param {number} formulas */
function summary(rows, lines, chance, form, formulas) {
    const exact = lines.filter(({ figure }) => figure.kind === "exact");
    const missed = lines.filter(({ agrees }) => !agrees);
    const level = `${100 - form.doubt * 100} %`;
    const said = [
        `${formulas} values of the formulas agree with values computed elsewhere.`,
        `${rows.length} rows with ${lines.length} figures were judged: ${exact.length} must hold exactly in every run, and ${lines.length - exact.length} have intervals of ${level}.`,
        `${missed.length} missed theirs; by chance up to ${chance.expected.toFixed(1)} are to be expected, and more than ${Math.floor(chance.most)} would be news.`,
    ];
    const again = missed.filter(({ second }) => second);
    if (again.length > 0) {
        const agree = again.filter(({ second }) => second?.agrees).length;
        said.push(`Run again with fresh luck, four times the tasks and intervals of 99.9 %, ${agree} of ${again.length} agree.`);
    }
    return said.join("\n");
}
