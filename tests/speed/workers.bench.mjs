// What does an event cost when there are many workers?
import { loadPackage, saturated } from "./scenarios.mjs";

export const name = "workers";

export const about =
    "the saturated pool with retries by simulate() in wasm under Node, 1,000,000 tasks, 1 to 100,000 workers, all of them never " +
    "idle; a task is 1.78 events whatever their number (1.39 attempts and 0.39 pauses end); ratio: time per event over that of 3 workers";

const TASKS = 1_000_000;
const ROUNDS = 5;
/** A task has 1.39 attempts and 0.39 pauses, and each ends once. */
const EVENTS_A_TASK = 1.39 + 0.39;

/** @param {{ alternate: typeof import("../../scripts/bench/alternate.mjs").alternate, buildPackage: () => Promise<void> }} tools */
export async function run({ alternate, buildPackage }) {
    await buildPackage();
    const { simulate } = await loadPackage();
    const candidates = [3, 1, 10, 100, 1_000, 10_000, 100_000].map((workers) => ({
        name: workers.toLocaleString("en"),
        run: () => void simulate(saturated(TASKS, workers)),
    }));
    const compared = await alternate(candidates, ROUNDS);
    return { rows: compared.map(({ ratio, name, median }) => ({ ratio, workers: name, "ns/event": (median * 1e6) / (TASKS * EVENTS_A_TASK) })) };
}
