// What does an event cost when there are many workers?
import { loadPackage, loadSpeed, saturated } from "./scenarios.mjs";

export const name = "workers";

export const about =
    "the saturated pool with retries by simulate() in wasm under Node, 1,000,000 tasks, 1 to 100,000 workers, all of them never " +
    "idle; a task is 1.78 events whatever their number (1.39 attempts and 0.39 pauses end); ratio: time per event over that of 3 " +
    "workers; loop: the same of the hand-written event loop, which touches as little memory as the work allows";

const TASKS = 1_000_000;
const ROUNDS = 5;
const SEED = 42;
/** A task has 1.39 attempts and 0.39 pauses, and each ends once. */
const EVENTS_A_TASK = 1.39 + 0.39;
const WORKERS = [3, 1, 10, 100, 1_000, 10_000, 100_000];

/** @param {{ alternate: typeof import("../../scripts/bench/alternate.mjs").alternate, buildPackage: () => Promise<void>, buildSpeedWasm: () => Promise<string> }} tools */
export async function run({ alternate, buildPackage, buildSpeedWasm }) {
    await buildPackage();
    const { simulate } = await loadPackage();
    const { run_event_loop_with } = await loadSpeed(await buildSpeedWasm());
    const candidates = WORKERS.flatMap((workers) => [
        { name: `${workers}`, run: () => void simulate(saturated(TASKS, workers)) },
        { name: `loop of ${workers}`, run: () => void run_event_loop_with(TASKS, SEED, workers) },
    ]);
    const compared = await alternate(candidates, ROUNDS);
    const nanos = (/** @type {number} */ place) => ((compared[place]?.median ?? Number.NaN) * 1e6) / (TASKS * EVENTS_A_TASK);
    const ratio = (/** @type {number} */ place) => compared[place]?.ratio ?? Number.NaN;
    return {
        rows: WORKERS.map((workers, n) => ({
            ratio: ratio(2 * n),
            "loop's": ratio(2 * n + 1) / ratio(1),
            workers: workers.toLocaleString("en"),
            "ns/event": nanos(2 * n),
            "loop's ns/event": nanos(2 * n + 1),
        })),
    };
}
