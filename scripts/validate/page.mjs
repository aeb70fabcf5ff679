// The table for the terminal, and the page for the documentation.
import { cpus, type } from "node:os";
import { output } from "../lib/run.mjs";
import { cratePackage } from "../build/cargo.mjs";

/** @typedef {import("./validate.mjs").Line} Line */
/** @typedef {import("./validate.mjs").Result} Result */

const DIGITS = 5;

/** @param {number} value */
const digits = (value) => (Number.isInteger(value) ? value.toLocaleString("en") : Number(value.toPrecision(DIGITS)).toString());

/** @param {Line} line */
const theoryOf = ({ figure: { theory, kind } }) => {
    if (typeof theory === "number") return digits(theory);
    return theory.map(digits).join(kind === "measured" ? " ± " : " to ");
};

/** Below this share of its figure an interval is rounding. */
const ROUNDING = 1e-9;

/** @param {Line} line */
const halfOf = ({ figure, half, simulated }) => {
    if (figure.kind === "exact") return "exact";
    return `± ${half < ROUNDING * Math.abs(simulated) ? 0 : Number(half.toPrecision(2))}`;
};

/** @param {Line} line */
const verdictOf = ({ agrees, second }) => {
    if (agrees) return "yes";
    if (!second) return "NO";
    return `${second.agrees ? "missed; yes" : "NO"}, again: ${digits(second.simulated)} ± ${Number(second.half.toPrecision(2))}`;
};

/** A line of the terminal's table. @param {Line} line */
export const shown = (line) => ({
    row: `${line.row.group}: ${line.row.name}`,
    figure: line.figure.name,
    unit: line.figure.unit,
    theory: theoryOf(line),
    simulated: digits(line.simulated),
    interval: halfOf(line),
    agrees: verdictOf(line),
});

/** @param {Result} result */
export function page({ lines, summary, contradictions, seed, tasks, seconds }) {
    const groups = [...new Set(lines.map(({ row }) => row.group))];
    const { version } = cratePackage("twinpool");
    const head = `# Validation: the simulator against theory

Written by \`npm run validate\`; not edited by hand. [simulator.md](simulator.md) says what the figures mean and how they are
judged.

| | |
| --- | --- |
| Date | ${new Date().toISOString().slice(0, 10)} |
| Version | twinpool ${version}, \`src\` at commit ${commit()}, ${output("rustc", ["--version"]) ?? "no Rust"}, Node ${process.version} |
| Machine | ${cpus()[0]?.model.trim() ?? "unknown"}, ${cpus().length} cores, ${type()} |
| Work | ${Math.round(tasks / 1e6).toLocaleString("en")} million tasks in ${Math.round(seconds)} s, seed ${seed} |

${summary.split("\n").join("\n\n")}

${contradictions.length === 0 ? "**Theory is not contradicted.**" : `**Theory is contradicted:**\n\n${contradictions.map((line) => `- ${line}`).join("\n")}`}

How to read the tables: *simulated* is the mean over independent replications, with half the width of its 95 % confidence
interval (Student's t). *Exact* figures must come out in every single run, to a relative 10⁻⁹. Percentiles come from a
histogram, so 1/128 (0.8 %) of theory is allowed on both sides of the interval; where it is ± 0, every replication's fell into
the same bucket. *Missed* tells of a first run that did not agree, and *again* of the second, with its interval of 99.9 %. A
mean service time is 10 ms unless the row says otherwise. Loads are offered loads per worker.
`;
    return [head, ...groups.map((group) => section(group, lines.filter(({ row }) => row.group === group))), limits()].join("\n");
}

/** @param {string} group @param {Line[]} lines */
function section(group, lines) {
    const rows = lines.map((line, index) => {
        const isFirst = lines[index - 1]?.row !== line.row;
        const cells = [
            isFirst ? line.row.name : "",
            isFirst ? line.row.source : "",
            line.figure.unit ? `${line.figure.name} [${line.figure.unit}]` : line.figure.name,
            theoryOf(line),
            `${digits(line.simulated)} ${halfOf(line)}`.replace(" exact", ", exact"),
            verdictOf(line),
        ];
        return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    });
    return `## ${group}\n\n| row | theory by | figure | theory | simulated | agrees |\n| --- | --- | --- | --- | --- | --- |\n${rows.join("\n")}\n`;
}

const limits = () => `## What these tables do not show

- The report has the percentiles 50, 90, 99 and 99.9, no others, and neither the variance of the wait nor the share of tasks that
  wait; the percentiles stand for them.
- Where the third moment of the service time is infinite (Pareto, alpha = 3), the variance of the wait is. Its interval is then
  narrower than it should be, and its mean converges slowly.
- The replications are long but finite: each begins empty, of which 5 % of the tasks are left out, and ends when the last task has
  ended. What is left of both is far smaller than the intervals.
`;

/** The commit that the simulator's code is of, with a mark where files differ from it. */
function commit() {
    const hash = output("git", ["log", "-1", "--format=%h", "--", "src"]);
    const changes = output("git", ["status", "--porcelain", "--", "src"]);
    return `${hash ?? "unknown"}${changes ? ", changed" : ""}`;
}
