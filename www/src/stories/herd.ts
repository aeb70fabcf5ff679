/** After an outage all come back together, unless luck spreads them. */
import { Simulation, type Scenario } from "twinpool/sim";
import type { Story } from "./story.ts";

const SIZE = 40;
const OUTAGE = { fromMs: 8_000, toMs: 9_500, failureProbability: 1 };
/** Who begins within so long of each other begins together. */
const TOGETHER_MS = 100;

export const after = (jitter: "none" | "full"): Scenario => ({
    seed: 7,
    pool: { workers: SIZE, bufferSize: null, retry: { maxAttempts: 8, baseDelayMs: 500, factor: 2, holdWorker: false, jitter } },
    load: { tasks: 3 * SIZE, arrivals: { kind: "bursts", size: SIZE, everyMs: OUTAGE.fromMs } },
    work: { service: { kind: "constant", ms: 50 }, failureProbability: 0, outages: [OUTAGE] },
});

/** The most attempts that begin within a tenth of a second, between the outage and the next burst. */
export function mostTogether(scenario: Scenario): number {
    using simulation = new Simulation(scenario);
    simulation.seek(OUTAGE.toMs);
    simulation.takeEvents();
    simulation.seek(2 * OUTAGE.fromMs - 1);
    const { length, type, types, atMs } = simulation.takeEvents();
    const begun: number[] = [];
    for (let event = 0; event < length; event++) {
        if (types[type[event] ?? 0] === "started") begun.push(atMs[event] ?? 0);
    }
    return begun.reduce((most, from) => Math.max(most, begun.filter((at) => at >= from && at < from + TOGETHER_MS).length), 0);
}

export const herd: Story = {
    name: "herd",
    title: "The herd after an outage",
    about: "Those who failed together come back together, unless jitter spreads them",
    steps: [
        {
            title: "Forty at once.",
            look: "Every eight seconds forty tasks come together. Forty workers do them.",
            why: "From 0:08 to 0:09.5 the service is down, and every attempt fails.",
            scenario: after("none"),
            atMs: 6_500,
            speed: 0.5,
            knobs: ["pool.retry.jitter", "pool.retry.baseDelayMs", "pool.retry.maxAttempts", "work.outages"],
            seen: ({ shelf }) => shelf.length > 0,
        },
        {
            title: "They march in step.",
            look: "All forty pause alike, so all forty come back in the same instant.",
            why: "They failed together, and the pauses grow alike. A service that just got up would meet the herd at once.",
            atMs: 8_400,
            speed: 0.2,
            seen: ({ atMs }) => atMs > 9_620,
        },
        {
            title: "Your bet.",
            look: "",
            why: "",
            bet: {
                question: "Make each pause a random one, from nothing to its full length. How many come back together?",
                choices: ["about 40", "about 20", "fewer than 10"],
                reveal() {
                    const [inStep, spread] = [mostTogether(after("none")), mostTogether(after("full"))];
                    return Promise.resolve({
                        choice: spread > 30 ? 0 : spread >= 10 ? 1 : 2,
                        found: `At most ${spread} begin within a tenth of a second, not ${inStep} (this run, after the outage).`,
                    });
                },
            },
        },
        {
            title: "With jitter.",
            look: "They trickle back, a few at a time. The last one is later than before.",
            why: "Random pauses are called jitter: some come back later, but never all at once.",
            source: "Brooker, Exponential backoff and jitter (2015)",
            scenario: after("full"),
            // The outage is nearly over: who is still to come lies on the shelf, one beside the other.
            atMs: 9_400,
            speed: 0.5,
            seen: ({ atMs }) => atMs > 10_400,
        },
    ],
};
