/** How a pool ends: it finishes what it has, or it drops it. */
import type { Scenario } from "twinpool/sim";
import type { Story } from "./story.ts";

/** The last three come within a second from here; then the door closes. */
const LAST_COME_MS = 9_400;

export const closing: Scenario = {
    seed: 23,
    pool: { workers: 3, bufferSize: 10, retry: { maxAttempts: 3, baseDelayMs: 1000, factor: 2 } },
    load: { tasks: 30, arrivals: { kind: "poisson", ratePerSecond: 3 } },
    work: { service: { kind: "exponential", meanMs: 500 }, failureProbability: 0.3 },
};

export const ends: Story = {
    name: "stop-abort",
    title: "Stop, or abort",
    about: "A graceful stop finishes what was accepted; an abort hands it back",
    steps: [
        {
            title: "The last ones come.",
            look: "Thirty tasks in all. Three are still to come.",
            why: "When the last is accepted, the pool is told to stop. From then on, who sends gets the task back.",
            scenario: closing,
            atMs: LAST_COME_MS,
            speed: 1,
            knobs: ["load.tasks", "pool.workers", "work.failureProbability", "pool.retry.holdWorker"],
            seen: ({ stats }) => stats.submitted >= 30,
        },
        {
            title: "It drains.",
            look: "The buffer empties, and one worker after another has nothing to do.",
            why: "A graceful stop finishes everything that was accepted, retries and their pauses included.",
            seen: ({ queue, stats }) => stats.submitted >= 30 && queue.length === 0,
        },
        {
            title: "Nothing is lost.",
            look: "Count: done and failed together are the thirty that were accepted.",
            why: "At every instant: accepted = done + failed + in the buffer + at work + pausing (+ dropped + cancelled).",
            seen: ({ isFinished }) => isFinished,
        },
        {
            title: "Now by hand.",
            look: "Choose Live at the top, and press Stop, or Abort, in the middle of it.",
            why: "Stop waits for all of it. Abort cancels what runs, and hands back what is unfinished: cancelled, not lost.",
            seen: (_, player) => player.isLive,
        },
    ],
};
