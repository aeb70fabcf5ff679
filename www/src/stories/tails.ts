/** A few long tasks make all others wait. */
import type { Scenario, Service } from "twinpool/sim";
import { duration } from "../format.ts";
import { both, inRuns, meanOf } from "./measure.ts";
import type { Story } from "./story.ts";

const RUNS = 40;

const taking = (service: Service): Scenario => ({
    seed: 7,
    pool: { workers: 1, bufferSize: null, retry: { maxAttempts: 1 } },
    load: { tasks: 5000, arrivals: { kind: "poisson", ratePerSecond: 7 } },
    work: { service, failureProbability: 0 },
});
const alike = taking({ kind: "constant", ms: 100 });
const unlike = taking({ kind: "pareto", meanMs: 100, alpha: 2.2 });

export const tails: Story = {
    name: "heavy-tails",
    title: "A few long tasks",
    about: "The same mean and the same load, and a wait many times as long",
    steps: [
        {
            title: "All alike.",
            look: "One worker, every task takes 100 ms, seven come a second.",
            why: "It is 70 % busy. Tasks come at random, so some wait: by theory one in a hundred longer than 0.65 s.",
            scenario: alike,
            // Here the figures of the run are near those of theory.
            atMs: 500_000,
            speed: 1,
            knobs: ["work.service.kind", "work.service.alpha", "work.service.meanMs", "load.arrivals.ratePerSecond"],
            place: { id: "trust", label: "Theory" },
            seen: ({ queue }) => queue.length > 1,
        },
        {
            title: "Your bet.",
            look: "",
            why: "",
            bet: {
                question: "Still 100 ms on average, but a few take very long. What does the p99 wait do?",
                choices: ["stays", "doubles", "grows fourfold or more"],
                async reveal(signal) {
                    const [even, heavy] = (await both(alike, unlike, RUNS, signal)).map(({ waitMs }) => meanOf(waitMs.p99));
                    const ratio = (heavy ?? 0) / (even ?? 1);
                    return {
                        choice: ratio < 1.5 ? 0 : ratio < 4 ? 1 : 2,
                        // An interval would tell no truth: with such a tail the wait has no variance.
                        found: `From ${duration(even ?? null)} to about ${duration(heavy ?? null)}, at the same load ${inRuns(RUNS)}.`,
                    };
                },
            },
        },
        {
            title: "A heavy tail.",
            look: "Most tasks are quicker than before. Wait for a long one, and see the line.",
            why: "All behind a long task wait for all of it: not times count, but their squares.",
            source: "Pollaczek (1930), Khinchine (1932)",
            scenario: unlike,
            speed: 10,
            place: { id: "trust", label: "Theory" },
            seen: ({ queue }) => queue.length > 10,
        },
        {
            title: "Another seed.",
            look: "Try “new” beside the seed a few times: the figures jump about.",
            why: "Heavy tails make every measurement unsure, real ones as well: rare tasks decide. Pareto, with α = 2.2.",
            seen: ({ atMs }) => atMs > 0,
        },
    ],
};
