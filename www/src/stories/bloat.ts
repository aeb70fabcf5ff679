/** A bigger buffer is no more throughput, only more waiting. */
import type { Scenario } from "twinpool/sim";
import { both, durationOf, inRuns, meanOf } from "./measure.ts";
import { digits, duration } from "../format.ts";
import type { Story } from "./story.ts";

const RUNS = 20;

const buffer = (bufferSize: number): Scenario => ({
    seed: 7,
    pool: { workers: 4, bufferSize, whenFull: "reject", retry: { maxAttempts: 1 } },
    load: { tasks: 3000, arrivals: { kind: "poisson", ratePerSecond: 12 } },
    work: { service: { kind: "exponential", meanMs: 400 }, failureProbability: 0 },
});

export const bloat: Story = {
    name: "buffer-bloat",
    title: "Buffer bloat",
    about: "Under overload a bigger buffer buys nothing but waiting",
    steps: [
        {
            title: "Too much comes.",
            look: "12 tasks a second, and four workers that can do 10.",
            why: "Who finds the 20 places taken is turned away at once: two in twelve in the long run, while there are four workers.",
            scenario: buffer(20),
            atMs: 20_000,
            speed: 1,
            knobs: ["pool.bufferSize", "load.arrivals.ratePerSecond", "pool.workers", "pool.whenFull"],
            seen: ({ stats }) => stats.rejected > 0,
        },
        {
            title: "Your bet.",
            look: "",
            why: "",
            bet: {
                question: "Ten times the buffer: 200 places, not 20. How much more is done a second?",
                choices: ["hardly more", "a fifth more", "twice as much"],
                async reveal(signal) {
                    const [small, large] = await both(buffer(20), buffer(200), RUNS, signal);
                    const ratio = meanOf(large.throughputPerSecond) / meanOf(small.throughputPerSecond);
                    const rates = [small, large].map(({ throughputPerSecond }) => digits(meanOf(throughputPerSecond)));
                    return {
                        choice: ratio < 1.1 ? 0 : ratio < 1.6 ? 1 : 2,
                        found: `${rates[1] ?? ""}, not ${rates[0] ?? ""}. But the mean wait is ${durationOf(large.waitMs.mean)}, not ${duration(meanOf(small.waitMs.mean))} ${inRuns(RUNS)}.`,
                    };
                },
            },
        },
        {
            title: "200 places.",
            look: "Full again. Only now each task waits behind some 200 others.",
            why: "A buffer evens out peaks. What comes all the time it only stores: that is buffer bloat.",
            source: "Gettys and Nichols, Bufferbloat (2012)",
            scenario: buffer(200),
            atMs: 114_000,
            speed: 2,
            seen: ({ queue }) => queue.length > 150,
        },
        {
            title: "What helps.",
            look: "Turn the workers to 6: as soon as they keep up, the pile melts.",
            why: "More workers, less work, or fewer tasks: a buffer is none of them. Six can do 15 a second.",
            knobs: ["pool.workers", "pool.bufferSize", "load.arrivals.ratePerSecond", "pool.whenFull"],
            seen: ({ workers }) => workers.length > 4,
        },
    ],
};
