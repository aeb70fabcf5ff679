/** Why nobody runs workers at 95 %. */
import type { Scenario } from "twinpool/sim";
import { both, durationOf, inRuns, meanOf } from "./measure.ts";
import { digits } from "../format.ts";
import type { Story } from "./story.ts";

const RUNS = 20;

/** Four workers do 40 tasks a second at most. */
const at = (ratePerSecond: number): Scenario => ({
    seed: 7,
    pool: { workers: 4, bufferSize: null, retry: { maxAttempts: 1 } },
    load: { tasks: 30_000, arrivals: { kind: "poisson", ratePerSecond } },
    work: { service: { kind: "exponential", meanMs: 100 }, failureProbability: 0 },
    warmupTasks: 2_000,
});

// Each begins long after its warm-up, where the figures of the run are near those of theory.
const HALF_FROM_MS = 410_000;
const MORE_FROM_MS = 328_000;
const MOST_FROM_MS = 300_000;

export const ninetyFive: Story = {
    name: "95-percent",
    title: "Why 95 % busy hurts",
    about: "The last percents of use are paid with waiting, dearly",
    steps: [
        {
            title: "Half busy.",
            look: "20 tasks a second come, and four workers can do 40. Hardly one waits.",
            why: "Who comes mostly finds a worker free. By theory one task in a hundred waits longer than 0.14 s (p99).",
            scenario: at(20),
            atMs: HALF_FROM_MS,
            speed: 1,
            knobs: ["load.arrivals.ratePerSecond", "pool.workers", "work.service.meanMs", "load.tasks"],
            place: { id: "trust", label: "Theory" },
            seen: ({ atMs }) => atMs > HALF_FROM_MS + 4_000,
        },
        {
            title: "80 % busy.",
            look: "32 a second. A short line comes and goes.",
            why: "By theory one task in a hundred waits longer than 0.51 s now. One worker in five is still idle.",
            scenario: at(32),
            atMs: MORE_FROM_MS,
            place: { id: "trust", label: "Theory" },
            seen: ({ atMs }) => atMs > MORE_FROM_MS + 4_000,
        },
        {
            title: "Your bet.",
            look: "",
            why: "",
            bet: {
                question: "38 a second, and the workers are 95 % busy. The average wait grows …",
                choices: ["by a fifth, as the load", "twofold", "fivefold or more"],
                async reveal(signal) {
                    const [before, after] = await both(at(32), at(38), RUNS, signal);
                    const ratio = meanOf(after.waitMs.mean) / meanOf(before.waitMs.mean);
                    return {
                        choice: ratio < 1.5 ? 0 : ratio < 4 ? 1 : 2,
                        found: `${digits(ratio)} times: from ${durationOf(before.waitMs.mean)} to ${durationOf(after.waitMs.mean)} ${inRuns(RUNS)}.`,
                    };
                },
            },
        },
        {
            title: "95 % busy.",
            look: "Long calm, then a long line: at 95 % a queue takes long to go away.",
            why: "The wait goes with 1 / (1 − load): halve the idle time that is left, and the wait doubles.",
            source: "Erlang (1917)",
            scenario: at(38),
            atMs: MOST_FROM_MS,
            speed: 10,
            place: { id: "trust", label: "Theory" },
            seen: ({ queue }) => queue.length > 10,
        },
    ],
};
