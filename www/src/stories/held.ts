/** Retries that hold a worker against retries that don't. */
import type { Scenario } from "twinpool/sim";
import { percent } from "../format.ts";
import { both, inRuns, meanOf } from "./measure.ts";
import type { Story } from "./story.ts";

const RUNS = 20;

const policy = (holdWorker: boolean): Scenario => ({
    seed: 7,
    pool: { workers: 3, bufferSize: 10, retry: { maxAttempts: 3, baseDelayMs: 500, factor: 2, holdWorker } },
    load: { tasks: 4000, arrivals: { kind: "poisson", ratePerSecond: 9.5 } },
    work: { service: { kind: "exponential", meanMs: 9 }, failureProbability: 0.3 },
});

/** Late enough for the shares of time to hold. */
const FROM_MS = 300_000;

export const held: Story = {
    name: "held-released",
    title: "Retries that hold a worker",
    about: "The same load keeps workers taken nearly 80 % of the time, or 4 %",
    steps: [
        {
            title: "Three workers, little work.",
            look: "9.5 tasks a second, 9 ms each: three workers could do 35 times as many.",
            why: "All the attempts together are 4 % of the workers’ time. But three in ten fail, and pause.",
            scenario: policy(true),
            atMs: FROM_MS,
            speed: 1,
            knobs: ["pool.retry.holdWorker", "work.failureProbability", "pool.retry.baseDelayMs", "pool.workers"],
            seen: ({ stats }) => stats.backingOff > 0,
        },
        {
            title: "Watch the rings.",
            look: "The workers sit out pauses: half a second, then a whole one.",
            why: "Held like this, they are taken nearly 80 % of the time. Let a few tasks fail together, and senders wait.",
            speed: 2,
            seen: ({ stats }) => stats.backingOff >= 3 || stats.blocked > 0,
        },
        {
            title: "Your bet.",
            look: "",
            why: "",
            bet: {
                question: "Let each worker take the next task during a pause. How much are they taken then?",
                choices: ["about 80 %", "about 40 %", "about 4 %"],
                async reveal(signal) {
                    const [before, after] = (await both(policy(true), policy(false), RUNS, signal)).map(
                        ({ utilisation }) => meanOf(utilisation.busy) + meanOf(utilisation.backoff),
                    );
                    const taken = after ?? 1;
                    return {
                        choice: taken > 0.6 ? 0 : taken > 0.2 ? 1 : 2,
                        found: `${percent(taken)} of the time, and ${percent(before ?? 1)} when they were held ${inRuns(RUNS)}.`,
                    };
                },
            },
        },
        {
            title: "Released.",
            look: "Tasks that pause lie on the shelf now, and the workers are free.",
            why: "Same tasks, same failures, same pauses. When a pause is over, the task joins the end of the queue.",
            scenario: policy(false),
            atMs: FROM_MS,
            seen: ({ shelf }) => shelf.length > 0,
        },
    ],
};
