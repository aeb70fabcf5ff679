// What does a timer cost when a million of them run?
import { allInBackoff, bySize, loadPackage, loadSpeed } from "./scenarios.mjs";

export const name = "backoff";

export const about =
    "tasks that all fail at once and are in released backoff together, up to 1,000,000, each with a pause of its own, by simulate() " +
    "in wasm under Node; what is timed is a task's whole life: arrival, two attempts that take no time, one timer; ratio: time per " +
    "task over that of 1,000; heap: the same of std's heap with nothing but as many deadlines, put in and taken out; log: how a " +
    "heap's depth grows meanwhile";

const SIZES = [1e3, 1e4, 1e5, 1e6];
const ROUNDS = 5;
const SEED = 42;

/** @param {{ alternate: typeof import("../../scripts/bench/alternate.mjs").alternate, buildPackage: () => Promise<void>, buildSpeedWasm: () => Promise<string> }} tools */
export async function run({ alternate, buildPackage, buildSpeedWasm }) {
    await buildPackage();
    const { simulate } = await loadPackage();
    const { run_heap } = await loadSpeed(await buildSpeedWasm());
    const tasks = bySize(SIZES, 1e6, (size) => void simulate(allInBackoff(size)));
    const heaps = bySize(SIZES, 1e6, (size) => void run_heap(size, SEED));
    const compared = await alternate([...tasks, ...heaps], ROUNDS);
    const [least = 1] = SIZES;
    const ratio = (/** @type {number} */ place) => compared[place]?.ratio ?? Number.NaN;
    return {
        rows: SIZES.map((size, n) => ({
            ratio: ratio(n),
            "heap's": ratio(SIZES.length + n) / ratio(SIZES.length),
            timers: size.toLocaleString("en"),
            "ns/timer": compared[n]?.median ?? Number.NaN,
            log: Math.log(size) / Math.log(least),
        })),
    };
}
