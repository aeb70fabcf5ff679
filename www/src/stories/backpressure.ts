/** The bounded buffer is the point: it slows the sender down, and nothing is lost by it. */
import type { Scenario } from "twinpool/sim";
import { both, durationOf, inRuns, meanOf } from "./measure.ts";
import { count } from "../format.ts";
import type { Story } from "./story.ts";

const RUNS = 50;

const eager = (bufferSize: number | null): Scenario => ({
    seed: 7,
    pool: { workers: 4, bufferSize, retry: { maxAttempts: 1 } },
    load: { tasks: 200, arrivals: { kind: "closed" } },
    work: { service: { kind: "exponential", meanMs: 250 }, failureProbability: 0 },
});

export const backpressure: Story = {
    name: "backpressure",
    title: "Let the sender wait",
    about: "A full buffer slows the sender down, and that is good (backpressure)",
    steps: [
        {
            title: "An eager sender.",
            look: "It sends the next task the moment the last one is accepted.",
            why: "It could send 200 at once. The workers do some 16 a second, and the buffer has 12 places.",
            scenario: eager(12),
            speed: 1,
            knobs: ["pool.bufferSize", "pool.workers", "pool.whenFull", "work.service.meanMs"],
            seen: ({ blocked }) => blocked.length > 0,
        },
        {
            title: "It waits for room.",
            look: "The gate opens when a worker takes a task: one out, one in.",
            why: "So the sender goes at the pool’s pace, and never are more than 12 tasks in the buffer. That is backpressure.",
            seen: ({ stats }) => stats.succeeded > 20,
        },
        {
            title: "Your bet.",
            look: "",
            why: "",
            bet: {
                question: "Without a bound the sender never waits. When are all 200 done?",
                choices: ["sooner", "at the same time", "later"],
                async reveal(signal) {
                    const [bounded, unbounded] = await both(eager(12), eager(null), RUNS, signal);
                    const ratio = meanOf(unbounded.virtualMs) / meanOf(bounded.virtualMs);
                    const most = [bounded, unbounded].map(({ queueLength }) => count(meanOf(queueLength.max)));
                    return {
                        choice: ratio < 0.98 ? 0 : ratio > 1.02 ? 2 : 1,
                        found: `After ${durationOf(unbounded.virtualMs)} both; but up to ${most[1] ?? ""} tasks wait inside, not ${most[0] ?? ""} ${inRuns(RUNS)}.`,
                    };
                },
            },
        },
        {
            title: "No bound.",
            look: "All tasks are in at once, and the sender is gone. The pile remains.",
            why: "The workers are as quick as before. The waiting has only moved: from the sender, who could react, into memory.",
            scenario: eager(null),
            seen: ({ queue }) => queue.length > 20,
        },
    ],
};
