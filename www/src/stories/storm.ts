/** Retries are load: a service that fails is asked more, not less. */
import type { Scenario } from "twinpool/sim";
import { both, durationOf, inRuns, meanOf } from "./measure.ts";
import type { Story } from "./story.ts";

const RUNS = 40;

const attempts = (maxAttempts: number): Scenario => ({
    seed: 7,
    pool: { workers: 8, bufferSize: 40, retry: { maxAttempts, baseDelayMs: 500, factor: 2, maxDelayMs: 8000, holdWorker: false } },
    load: { tasks: 3000, arrivals: { kind: "poisson", ratePerSecond: 16 } },
    work: {
        service: { kind: "exponential", meanMs: 200 },
        failureProbability: 0.02,
        outages: [{ fromMs: 30_000, toMs: 90_000, failureProbability: 0.75 }],
    },
});

export const storm: Story = {
    name: "retry-storm",
    title: "A retry storm",
    about: "When much fails, retries multiply the load; a budget of attempts stops that",
    steps: [
        {
            title: "A quiet day.",
            look: "Eight workers, of whom three or so are busy. Next to nothing fails.",
            why: "A task that fails may be tried ten times, after pauses of up to 8 s: that seems kind.",
            scenario: attempts(10),
            atMs: 20_000,
            speed: 2,
            knobs: ["pool.retry.maxAttempts", "pool.retry.maxDelayMs", "pool.workers", "load.arrivals.ratePerSecond"],
            seen: ({ atMs }) => atMs > 24_000,
        },
        {
            title: "For a minute, much fails.",
            look: "From 0:30 on, three attempts in four fail. Watch the shelf, then the gate.",
            why: "Until 1:30 a task needs nearly four attempts on average. A retry storm: the load comes from the retries.",
            atMs: 29_000,
            speed: 5,
            seen: ({ blocked }) => blocked.length > 0,
        },
        {
            title: "Your bet.",
            look: "",
            why: "",
            bet: {
                question: "At most 3 attempts, not 10: what does the longest wait of 99 in 100 tasks (p99) do?",
                choices: ["grows", "stays", "falls by a third or more"],
                async reveal(signal) {
                    const [many, few] = await both(attempts(10), attempts(3), RUNS, signal);
                    const ratio = meanOf(few.waitMs.p99) / meanOf(many.waitMs.p99);
                    return {
                        choice: ratio > 1.1 ? 0 : ratio > 0.67 ? 1 : 2,
                        found: `From ${durationOf(many.waitMs.p99)} to ${durationOf(few.waitMs.p99)} ${inRuns(RUNS)}.`,
                    };
                },
            },
        },
        {
            title: "Three attempts.",
            look: "The same minute. The buffer fills less, and empties soon after.",
            why: "In the end one task in eight is given up. Trying more is no cure for what is broken.",
            source: "Site Reliability Engineering (2016), ch. 22",
            scenario: attempts(3),
            atMs: 29_000,
            speed: 5,
            seen: ({ atMs }) => atMs > 60_000,
        },
    ],
};
