/** The same load on average, in three ways. */
import type { Arrivals, Scenario } from "twinpool/sim";
import type { Story } from "./story.ts";

/** Ten tasks a second, always 300 ms: four workers are 75 % busy. */
export const coming = (arrivals: Arrivals): Scenario => ({
    seed: 7,
    pool: { workers: 4, bufferSize: null, retry: { maxAttempts: 1 } },
    load: { tasks: 6000, arrivals },
    work: { service: { kind: "constant", ms: 300 }, failureProbability: 0 },
});

/** Late enough for figures that hold; in a second from here a burst comes. */
const FROM_MS = 299_000;
/** Here the figures of the run are near those of theory. */
const RANDOM_FROM_MS = 340_000;

export const bursts: Story = {
    name: "bursts",
    title: "Evenly, or in bursts",
    about: "The average load says little: how it comes decides who waits",
    steps: [
        {
            title: "Evenly.",
            look: "A task every tenth of a second. Four workers, and nobody ever waits.",
            why: "The workers are 75 % busy, and every task finds one free. Averages are true when nothing varies.",
            scenario: coming({ kind: "constant", everyMs: 100 }),
            atMs: FROM_MS,
            speed: 1,
            knobs: ["load.arrivals.kind", "load.arrivals.size", "load.arrivals.everyMs", "pool.workers"],
            seen: ({ atMs }) => atMs > FROM_MS + 3_000,
        },
        {
            title: "At random.",
            look: "As many tasks, each when it likes. Now a line comes and goes.",
            why: "The workers are as busy as before. Yet by theory one task in a hundred waits longer than 0.56 s.",
            scenario: coming({ kind: "poisson", ratePerSecond: 10 }),
            atMs: RANDOM_FROM_MS,
            speed: 2,
            place: { id: "trust", label: "Theory" },
            seen: ({ queue }) => queue.length > 2,
        },
        {
            title: "In bursts.",
            look: "Thirty at a time, every three seconds. 26 of them have to wait.",
            why: "Still 75 % busy. But one task in a hundred waits 2.1 s or longer: who comes last sees all the others first.",
            scenario: coming({ kind: "bursts", size: 30, everyMs: 3000 }),
            atMs: FROM_MS,
            speed: 1,
            seen: ({ queue }) => queue.length > 20,
        },
        {
            title: "The law.",
            look: "Turn the burst’s size, and see how long the line gets.",
            why: "The wait grows with how much arrivals and work vary, times load / (1 − load).",
            source: "Kingman (1961)",
            knobs: ["load.arrivals.size", "load.arrivals.everyMs", "pool.workers", "load.arrivals.kind"],
            seen: ({ atMs }) => atMs > 0,
        },
    ],
};
