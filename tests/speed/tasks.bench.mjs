// Does a task cost the same in a long run, and does the memory stay as it is?
import { bySize, loadPackage, saturated } from "./scenarios.mjs";

export const name = "tasks";

export const about =
    "the saturated M/M/3 with retries by simulate() in wasm under Node, 10^3 to 10^7 tasks a run (10^8 with --large), short runs " +
    "repeated to 10^6 tasks; ratio: time per task over the best of these sizes; memory: the module's, after runs up to this size";

const SIZES = [1e3, 1e4, 1e5, 1e6, 1e7];
const LARGE = 1e8;
const ROUNDS = 5;
const KILOBYTE = 1_000;

/** @param {{ alternate: typeof import("../../scripts/bench/alternate.mjs").alternate, buildPackage: () => Promise<void>, large: boolean }} tools */
export async function run({ alternate, buildPackage, large }) {
    await buildPackage();
    const { simulate, memory } = await loadPackage();
    // Wasm memory only grows: after ever larger runs it tells the peak so far.
    const peaks = new Map(/** @type {[string, number][]} */ ([]));
    const work = (/** @type {number} */ tasks) => {
        simulate(saturated(tasks));
        const key = tasks.toLocaleString("en");
        if (!peaks.has(key)) peaks.set(key, memory.buffer.byteLength / KILOBYTE);
    };
    const compared = await alternate(bySize(SIZES, 1e6, work), ROUNDS);
    if (large) {
        const [once] = bySize([LARGE], LARGE, work);
        const figure = once?.run() ?? Number.NaN;
        compared.push({ ratio: Number.NaN, name: LARGE.toLocaleString("en"), median: figure, min: figure, max: figure });
    }
    const best = Math.min(...compared.map(({ median }) => median));
    return { rows: compared.map(({ name, median }) => ({ ratio: median / best, tasks: name, "ns/task": median, "memory kB": Math.round(peaks.get(name) ?? 0) })) };
}
