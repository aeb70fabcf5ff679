/** The demo of the Go program that this pool is a twin of, and the sleep in it that nobody needs. */
import type { Scenario } from "twinpool/sim";
import { both, durationOf, inRuns, meanOf } from "./measure.ts";
import type { Story } from "./story.ts";

/** With this luck one of the twenty e-mails is given up, and the one sender has to wait for a place. */
const SEED = 8;
const RUNS = 1000;

const demo = (pauseAfterLastAttempt: boolean): Scenario => ({ seed: SEED, pool: { workers: 3, retry: { pauseAfterLastAttempt } } });

export const original: Story = {
    name: "original",
    title: "The original’s demo",
    about: "Twenty e-mails, three workers: the program that this one began as",
    steps: [
        {
            title: "Twenty e-mails.",
            look: "One sender, ten places, three workers. Sending takes no time at all.",
            why: "This is the example of a blog post on worker pools in Go, with its own numbers, slowed down five times.",
            scenario: demo(true),
            speed: 0.2,
            knobs: ["load.tasks", "pool.workers", "work.failureProbability", "pool.retry.pauseAfterLastAttempt"],
            seen: ({ stats }) => stats.succeeded > 0,
        },
        {
            title: "Three in ten fail.",
            look: "A worker whose e-mail failed waits: half a second, then a whole one.",
            why: "It waits with the task in its hands: nobody else can use it meanwhile. Each e-mail gets three attempts.",
            seen: ({ atMs, stats }) => stats.backingOff > 0 || atMs > 500,
        },
        {
            title: "Then the door closes.",
            look: "Once all twenty are accepted, the pool finishes them and stops.",
            why: "Stopping is graceful: what was accepted is done first. Watch the last worker: what does it wait for?",
            seen: ({ isFinished, atMs }) => isFinished || atMs > 1_500,
        },
    ],
};

export const lastSleep: Story = {
    name: "last-sleep",
    title: "The useless last sleep",
    about: "After the last failure the original pauses once more. What does it cost?",
    steps: [
        {
            title: "All is over at 2 s.",
            look: "Nineteen are done. Then the last one fails for the third time.",
            why: "Yet its worker waits once more, for two seconds. No attempt will follow: the sleep is for nothing.",
            scenario: demo(true),
            atMs: 1_800,
            speed: 0.2,
            knobs: ["pool.retry.pauseAfterLastAttempt", "pool.retry.maxAttempts", "work.failureProbability", "pool.workers"],
            seen: ({ atMs }) => atMs > 2_200,
        },
        {
            title: "Your bet.",
            look: "",
            why: "",
            bet: {
                question: "Without that sleep, how much sooner does the demo end, on average?",
                choices: ["hardly", "by a tenth", "by a quarter or so", "by half"],
                async reveal(signal) {
                    const [paused, ended] = await both(demo(true), demo(false), RUNS, signal);
                    const saved = 1 - meanOf(ended.virtualMs) / meanOf(paused.virtualMs);
                    return {
                        choice: saved < 0.05 ? 0 : saved < 0.175 ? 1 : saved < 0.375 ? 2 : 3,
                        found: `With it ${durationOf(paused.virtualMs)}, without ${durationOf(ended.virtualMs)} ${inRuns(RUNS)}.`,
                    };
                },
            },
        },
        {
            title: "Give up at once.",
            look: "The same luck without the sleep: it ends with the last attempt.",
            why: "In the original the check “is this not the last attempt?” is always true. Here, not sleeping is the default.",
            scenario: demo(false),
            seen: ({ isFinished }) => isFinished,
        },
    ],
};
