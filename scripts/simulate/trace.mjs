// Everything that happened in a run, as a trace that ui.perfetto.dev and chrome://tracing open: the JSON object format of
// the Trace Event Format. A track a worker, with its attempts and the backoffs that it waits out; tracks for the backoffs
// of released tasks; a counter for the queue. It goes to the file as it comes: a long run is never in memory at once.
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate as turn } from "node:timers/promises";
import { showProgress } from "./progress.mjs";
import { Tracer } from "./tracer.mjs";
import { WrongInput, reasonOf } from "./wrong.mjs";

/** @typedef {import("./package.mjs").Package} Package */
/** @typedef {import("./package.mjs").Report} Report */
/** @typedef {import("./package.mjs").Scenario} Scenario */

/** As many as it may keep: one step may be a burst of a million tasks. It needs memory for those that come. */
const KEEP_EVENTS = 10_000_000;
const STEPS_A_SLICE = 2_000;
const EVENTS_A_PIECE = 10_000;

/**
 * Runs the scenario and writes its trace.
 * @param {Package["Simulation"]} Simulation
 * @param {Scenario} scenario
 * @param {string} file
 * @returns {Promise<Report>}
 */
export async function writeTrace(Simulation, scenario, file) {
    const simulation = new Simulation(scenario, { keepEvents: KEEP_EVENTS });
    try {
        await pipeline(Readable.from(texts(simulation, scenario)), createWriteStream(file));
    } catch (error) {
        throw error instanceof Error && "syscall" in error ? new WrongInput(`can't write ${file}: ${reasonOf(error)}`) : error;
    }
    return await simulation.runToEnd();
}

/**
 * The trace, piece by piece.
 * @param {import("../../pkg/twinpool.js").Simulation} simulation
 * @param {Scenario} scenario
 */
async function* texts(simulation, scenario) {
    const { workers, retry } = scenario.pool;
    const tracer = new Tracer({ holdsWorkers: retry?.holdWorker ?? true });
    const progress = showProgress("tasks");
    yield '{"traceEvents":[\n';
    yield written(Tracer.tracks(workers));
    for (let goesOn = true; goesOn; ) {
        await turn(); // so that Ctrl-C is heard
        goesOn = isMoreAfter(simulation, STEPS_A_SLICE);
        const events = simulation.takeEvents();
        if (events.forgotten > 0) throw new WrongInput("more than 10,000,000 events happen at one moment: --trace can't tell of them");
        // In pieces, as a whole burst in JSON could be more than a string holds.
        for (let index = 0; index < events.length; index += EVENTS_A_PIECE) yield written(tracer.take(events, index, EVENTS_A_PIECE));
        const { submitted, queued, running, backingOff, blocked } = simulation.stats();
        progress.show(submitted - queued - running - backingOff - blocked, scenario.load?.tasks ?? submitted);
    }
    progress.clear();
    yield written(tracer.end());
    // One without a comma after it.
    yield `${JSON.stringify(Tracer.name())}\n],"displayTimeUnit":"ms"}\n`;
}

/**
 * @param {import("../../pkg/twinpool.js").Simulation} simulation
 * @param {number} steps
 */
function isMoreAfter(simulation, steps) {
    for (let step = 0; step < steps; step += 1) {
        if (!simulation.step()) return false;
    }
    return true;
}

/** @param {import("./tracer.mjs").Entry[]} entries */
const written = (entries) => entries.map((entry) => `${JSON.stringify(entry)},\n`).join("");
