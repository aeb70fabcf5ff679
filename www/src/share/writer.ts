/** The worker that writes a file: it runs the setup from its beginning to its end, and says from time to time how far it is. */
import { initSync, Simulation, type SimulationEvents } from "twinpool/sim";
import { Tracer, type Entry } from "../../../scripts/simulate/tracer.mjs";
import { TASK_COLUMNS, TaskTable } from "./task-table.ts";
import type { Delivery, FileKind, Order } from "./files.ts";
import type { Setup, Turn } from "../setup.ts";

/** So long it simulates before it writes down what happened. */
const SLICE_MS = 20;
/** As many as one slice may bring: all tasks of a run may come at one moment. */
const KEEP_EVENTS = 4_000_000;
/** A text longer than this is put away, where it needs none of the worker's memory. */
const PIECE = 1 << 22;
const FOREVER_MS = 1e15;

const say = (delivery: Delivery): void => {
    postMessage(delivery);
};

/** What is written before the run, of what happens, and after it. */
interface Form {
    readonly head: string;
    write(events: SimulationEvents): string;
    foot(simulation: Simulation): string;
    readonly type: string;
    readonly needsEvents: boolean;
}

const report = (): Form => ({
    head: "",
    write: () => "",
    foot: (simulation) => `${JSON.stringify(simulation.report(), undefined, 2)}\n`,
    type: "application/json",
    needsEvents: false,
});

function tasks(): Form {
    const table = new TaskTable();
    return { head: `${TASK_COLUMNS}\r\n`, write: (events) => table.take(events), foot: () => "", type: "text/csv", needsEvents: true };
}

/** As `npm run simulate -- --trace` writes it. */
function trace({ scenario, turns }: Setup): Form {
    const tracer = new Tracer({ holdsWorkers: scenario.pool.retry.holdWorker });
    const workers = turns.reduce((most, { knob, value }) => (knob === "workers" ? Math.max(most, value) : most), scenario.pool.workers);
    const written = (entries: readonly Entry[]): string => entries.map((entry) => `${JSON.stringify(entry)},\n`).join("");
    return {
        head: `{"traceEvents":[\n${written(Tracer.tracks(workers))}`,
        write: (events) => written(tracer.take(events, 0, events.length)),
        // One without a comma after it.
        foot: () => `${written(tracer.end())}${JSON.stringify(Tracer.name())}\n],"displayTimeUnit":"ms"}\n`,
        type: "application/json",
        needsEvents: true,
    };
}

const FORMS: Readonly<Record<FileKind, (setup: Setup) => Form>> = { report, tasks, trace };

function turn(simulation: Simulation, { knob, value }: Turn): void {
    if (knob === "workers") simulation.setWorkers(value);
    else if (knob === "failureProbability") simulation.setFailureProbability(value);
    else simulation.setRatePerSecond(value);
}

function write({ module, kind, setup }: Order): Blob {
    initSync({ module });
    const form = FORMS[kind](setup);
    const simulation = new Simulation(setup.scenario, { keepEvents: form.needsEvents ? KEEP_EVENTS : 0 });
    const due = [...setup.turns];
    const pieces: Blob[] = [];
    let text = form.head;
    while (!simulation.isFinished) {
        const toMs = due[0]?.atMs ?? FOREVER_MS;
        const isThere = simulation.advanceWithin(Math.max(0, toMs - simulation.nowMs), SLICE_MS);
        const next = isThere ? due.shift() : undefined;
        if (next !== undefined) turn(simulation, next);
        if (form.needsEvents) {
            const events = simulation.takeEvents();
            if (events.forgotten > 0) throw new RangeError("more happens at one moment than a file can tell of");
            text += form.write(events);
        }
        if (text.length > PIECE) {
            pieces.push(new Blob([text]));
            text = "";
        }
        say({ kind: "progress", share: shareDone(simulation, setup.scenario.load.tasks) });
    }
    // The end itself makes the last of them happen.
    if (form.needsEvents) text += form.write(simulation.takeEvents());
    return new Blob([...pieces, text, form.foot(simulation)], { type: form.type });
}

function shareDone(simulation: Simulation, tasks: number): number {
    const { submitted, queued, running, backingOff, blocked } = simulation.stats();
    return tasks === 0 ? 1 : (submitted - queued - running - backingOff - blocked) / tasks;
}

globalThis.onmessage = ({ data }: MessageEvent<Order>) => {
    try {
        say({ kind: "file", blob: write(data) });
    } catch (error) {
        say({ kind: "refused", message: error instanceof Error ? error.message : String(error) });
    }
};
