// A simulation's events, as entries of the Trace Event Format.

/** @typedef {import("./package.mjs").SimulationEvents} SimulationEvents */

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {"X" | "b" | "e" | "C" | "M"} ph complete, async begin and end, counter, metadata
 * @property {string} [cat]
 * @property {string} [id]
 * @property {number} [ts] in microseconds
 * @property {number} [dur]
 * @property {number} pid
 * @property {number} tid
 * @property {Record<string, string | number>} [args]
 */

const PID = 1;
/** Of what is nobody's; the workers' are their numbers, from 1. */
const NO_WORKER = 0;
const MICROS_A_MS = 1_000;

/** Whole nanoseconds. @param {number} ms */
const micros = (ms) => Number((ms * MICROS_A_MS).toFixed(3));

export class Tracer {
    #holdsWorkers;
    /** The attempts under way, by task. @type {Map<number, { worker: number, attempt: number, atMs: number }>} */
    #running = new Map();
    #queued = 0;
    /** What the counter's latest entry says. */
    #told = -1;
    #nowMs = 0;

    /** @param {{ holdsWorkers: boolean }} pool */
    constructor({ holdsWorkers }) {
        this.#holdsWorkers = holdsWorkers;
    }

    /** What all of it is called. */
    static name() {
        return metadata("process_name", NO_WORKER, { name: "pool" });
    }

    /**
     * What the tracks are called, and in which order they stand.
     * @param {number} workers
     * @returns {Entry[]}
     */
    static tracks(workers) {
        return Array.from({ length: workers }, (_, index) => index + 1).flatMap((tid) => [
            metadata("thread_name", tid, { name: `worker ${tid}` }),
            metadata("thread_sort_index", tid, { sort_index: tid }),
        ]);
    }

    /**
     * What some of the events come to.
     * @param {SimulationEvents} events
     * @param {number} first
     * @param {number} count
     * @returns {Entry[]}
     */
    take(events, first, count) {
        /** @type {Entry[]} */
        const entries = [];
        const end = Math.min(first + count, events.length);
        for (let index = first; index < end; index += 1) {
            const [atMs = 0, task = 0, worker = 0] = [events.atMs[index], events.task[index], events.worker[index]];
            const [attempt = 0, delayMs = NaN] = [events.attempt[index], events.delayMs[index]];
            if (atMs !== this.#nowMs) entries.push(...this.#count());
            this.#nowMs = atMs;
            switch (events.types[events.type[index] ?? -1]) {
                case "accepted":
                case "requeued":
                    this.#queued += 1;
                    break;
                case "dropped":
                    this.#queued -= 1;
                    break;
                case "started":
                    // A worker that has held on makes the next attempt of a task that is not in the queue.
                    if (attempt === 1 || !this.#holdsWorkers) this.#queued -= 1;
                    this.#running.set(task, { worker, attempt, atMs });
                    break;
                case "attemptFailed":
                    entries.push(...this.#attempt(task, "failed"), ...this.#backoff(task, worker, attempt, delayMs));
                    break;
                case "succeeded":
                    entries.push(...this.#attempt(task, "succeeded"));
                    break;
                default:
            }
        }
        return entries;
    }

    /** What is left to say when nothing happens any more. */
    end() {
        return this.#count();
    }

    /** The queue, as it has become at this moment. @returns {Entry[]} */
    #count() {
        if (this.#queued === this.#told) return [];
        this.#told = this.#queued;
        return [{ name: "queue", ph: "C", ts: micros(this.#nowMs), pid: PID, tid: NO_WORKER, args: { tasks: this.#queued } }];
    }

    /**
     * An attempt that ends now.
     * @param {number} task
     * @param {string} outcome
     * @returns {Entry[]}
     */
    #attempt(task, outcome) {
        const begun = this.#running.get(task);
        if (!begun) return [];
        this.#running.delete(task);
        const { worker, attempt, atMs } = begun;
        const entry = complete(`task ${task}`, "attempt", worker, atMs, this.#nowMs - atMs);
        return [{ ...entry, args: { task, attempt, outcome } }];
    }

    /**
     * A backoff that begins now.
     * @param {number} task
     * @param {number} worker
     * @param {number} attempt
     * @param {number} delayMs NaN if there is none
     * @returns {Entry[]}
     */
    #backoff(task, worker, attempt, delayMs) {
        if (Number.isNaN(delayMs)) return [];
        const args = { task, attempt, delayMs };
        if (this.#holdsWorkers) return [{ ...complete("backoff", "backoff", worker, this.#nowMs, delayMs), args }];
        // Released tasks back off side by side: entries that overlap, told by their id.
        const both = { name: `backoff of task ${task}`, cat: "backoff", id: String(task), pid: PID, tid: NO_WORKER };
        const [ts, end] = [micros(this.#nowMs), micros(this.#nowMs + delayMs)];
        return [
            { ...both, ph: "b", ts, args },
            { ...both, ph: "e", ts: end },
        ];
    }
}

/**
 * @param {string} name
 * @param {string} cat
 * @param {number} worker
 * @param {number} atMs
 * @param {number} ms
 * @returns {Entry}
 */
function complete(name, cat, worker, atMs, ms) {
    // Of both ends, and not of the duration: rounded by themselves, neighbours could overlap.
    const ts = micros(atMs);
    return { name, cat, ph: "X", ts, dur: Number((micros(atMs + ms) - ts).toFixed(3)), pid: PID, tid: worker + 1 };
}

/**
 * @param {string} name
 * @param {number} tid
 * @param {Record<string, string | number>} args
 * @returns {Entry}
 */
const metadata = (name, tid, args) => ({ name, ph: "M", pid: PID, tid, args });
