/** The JavaScript that builds a pool, and simulates it under its load. */
import type { Setup, TurnedKnob } from "../setup.ts";
import { differencesOf } from "./differences.ts";

const WIDTH = 100;

const SETTERS: Readonly<Record<TurnedKnob, string>> = {
    workers: "setWorkers",
    failureProbability: "setFailureProbability",
    ratePerSecond: "setRatePerSecond",
};

export function javascriptOf({ scenario, turns }: Setup): string {
    const { pool, ...rest } = differencesOf(scenario);
    const { seed, ...others } = rest;
    const fields = Object.entries(others).map(([name, value]) => `    ${name}: ${literal(value, 4, name.length + 7)},\n`);
    const isTurned = turns.length > 0;
    const lines = turns.map(({ atMs, knob, value }) => `simulation.seek(${atMs});\nsimulation.${SETTERS[knob]}(${value});\n`);
    return `import init, { ${isTurned ? "Simulation, WorkerPool" : "WorkerPool, simulate"} } from "twinpool";

await init();

// Live: tasks are functions of yours, as in await pool.run(({ attempt, signal }) => …).
const options = ${literal(pool, 0, 17)};
const pool = new WorkerPool(options);

// The same pool, simulated under this load.
const scenario = {
    seed: ${seed},
    pool: options,
${fields.join("")}};
${isTurned ? `const simulation = new Simulation(scenario);\n${lines.join("")}const report = await simulation.runToEnd();` : "const report = simulate(scenario);"}
console.log(report);
`;
}

/** @param column where it begins in its line */
function literal(value: unknown, indent: number, column: number): string {
    const inline = inOneLine(value);
    if (column + inline.length <= WIDTH || typeof value !== "object" || value === null) return inline;
    const [inside, outside] = [" ".repeat(indent + 4), " ".repeat(indent)];
    if (Array.isArray(value)) {
        const isOfObjects = value.some((one) => typeof one === "object");
        // A long list of numbers would be a long column.
        if (!isOfObjects) return inline;
        return `[\n${value.map((one) => `${inside}${literal(one, indent + 4, indent + 5)},\n`).join("")}${outside}]`;
    }
    const fields = Object.entries(value).map(([name, one]) => `${inside}${name}: ${literal(one, indent + 4, indent + name.length + 7)},\n`);
    return `{\n${fields.join("")}${outside}}`;
}

function inOneLine(value: unknown): string {
    if (Array.isArray(value)) return `[${value.map(inOneLine).join(", ")}]`;
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    const fields = Object.entries(value).map(([name, one]) => `${name}: ${inOneLine(one)}`);
    return `{ ${fields.join(", ")} }`;
}
