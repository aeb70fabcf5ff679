/** The first story: what a pool is, in a minute. */
import { opening } from "../opening.ts";
import type { Story } from "./story.ts";

/** Soon after, the line of senders is long. */
const BEFORE_THE_GATE_CLOSES_MS = 66_000;

export const tour = (): Story => ({
    name: "tour",
    title: "A pool in a minute",
    about: "Tasks, the buffer, workers, retries, and a gate that closes",
    steps: [
        {
            title: "Tasks come in.",
            look: "Each square is a task: it comes in on one side and leaves on the other.",
            why: "Some six a second come, at random. Nothing here is acted: the pool that you would ship is at work.",
            scenario: opening(),
            speed: 1,
            knobs: ["load.arrivals.ratePerSecond", "pool.workers", "work.failureProbability", "pool.retry.holdWorker"],
            seen: ({ atMs }) => atMs > 3_000,
        },
        {
            title: "They wait their turn.",
            look: "The box is the buffer: 24 places for tasks that no worker has taken.",
            why: "First come, first served: a worker that is free takes the task in front.",
            atMs: 12_000,
            seen: ({ queue }) => queue.length > 0,
        },
        {
            title: "Some attempts fail.",
            look: "A ring is a pause: the attempt failed, the worker waits to try again.",
            why: "2 s after the first failure, 4 s after the second. Pauses that grow are called backoff.",
            seen: ({ stats }) => stats.backingOff > 0,
        },
        {
            title: "Watch the gate.",
            look: "When all 24 places are taken it closes, and the senders wait outside.",
            why: "This is backpressure: who sends more than can be done is slowed down, and the pile has an end.",
            atMs: BEFORE_THE_GATE_CLOSES_MS,
            speed: 2,
            seen: ({ blocked }) => blocked.length > 0,
        },
        {
            title: "Turn one knob.",
            look: "Between attempts, let the worker move on. The run begins anew.",
            why: "Most of the time the eight workers were not busy: they sat out pauses. Watch the buffer now.",
            knobs: ["pool.retry.holdWorker", "load.arrivals.ratePerSecond", "pool.workers", "work.failureProbability"],
            seen: (_, player) => !player.scenarioNow().pool.retry.holdWorker,
        },
        {
            title: "That is it.",
            look: "A full buffer makes senders wait; retries that hold workers fill it.",
            why: "Each story in the menu makes one more point. Every knob is yours, and Undo takes a turn back.",
        },
    ],
});
