// What does a timer cost when a million of them run?
import { allInBackoff, bySize, loadPackage } from "./scenarios.mjs";

export const name = "backoff";

export const about =
    "tasks that all fail at once and are in released backoff together, up to 1,000,000, each with a pause of its own, by simulate() " +
    "in wasm under Node; what is timed is a task's whole life: arrival, two attempts that take no time, one timer; ratio: time per " +
    "task over that of 1,000; log: how a heap's depth grows meanwhile";

const SIZES = [1e3, 1e4, 1e5, 1e6];
const ROUNDS = 5;

/** @param {{ alternate: typeof import("../../scripts/bench/alternate.mjs").alternate, buildPackage: () => Promise<void> }} tools */
export async function run({ alternate, buildPackage }) {
    await buildPackage();
    const { simulate } = await loadPackage();
    const compared = await alternate(bySize(SIZES, 1e6, (tasks) => void simulate(allInBackoff(tasks))), ROUNDS);
    const [least = 1] = SIZES;
    return {
        rows: compared.map(({ ratio, name, median }, index) => ({
            ratio,
            timers: name,
            "ns/timer": median,
            log: Math.log(SIZES[index] ?? Number.NaN) / Math.log(least),
        })),
    };
}
