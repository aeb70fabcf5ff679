// The live pool in Node against what one would use instead.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as fastq from "fastq";
import PQueue from "p-queue";
import { inRoot } from "../../scripts/lib/paths.mjs";

export const name = "live";

export const about =
    "200,000 tasks that resolve at once (() => Promise.resolve()), in Node; ratio: throughput as a share of twinpool's; " +
    "'all at once' submits everything and awaits every result, 'buffer 10' has one submitter that waits for room; " +
    "fastq's callbacks make no promise for a result, so they do less";

export const parts = /** @type {const} */ (["at-once", "buffer"]);

const TASKS = 200_000;
const BUFFER_SIZE = 10;

const task = () => Promise.resolve();

/** @typedef {typeof import("../../pkg/twinpool.js")} Package */

/** @param {Package["WorkerPool"]} WorkerPool @param {number} workers */
const allAtOnce = (WorkerPool, workers) => [
    {
        name: "twinpool, run",
        async run() {
            const pool = new WorkerPool({ workers, bufferSize: null });
            await Promise.all(Array.from({ length: TASKS }, () => pool.run(task)));
            pool.free();
        },
    },
    {
        name: "twinpool, trySubmit, results unwatched",
        async run() {
            const pool = new WorkerPool({ workers, bufferSize: null });
            for (let index = 0; index < TASKS; index += 1) pool.trySubmit(task);
            await pool.stop();
            pool.free();
        },
    },
    {
        name: "p-queue",
        async run() {
            const queue = new PQueue({ concurrency: workers });
            await Promise.all(Array.from({ length: TASKS }, () => queue.add(task)));
        },
    },
    {
        name: "fastq, promises",
        async run() {
            const queue = fastq.promise(() => task(), workers);
            await Promise.all(Array.from({ length: TASKS }, () => queue.push(undefined)));
        },
    },
    {
        name: "fastq, callbacks",
        run: () =>
            new Promise((/** @type {(value: void) => void} */ resolve) => {
                const queue = fastq.default(callTask, workers);
                let left = TASKS;
                for (let index = 0; index < TASKS; index += 1) {
                    queue.push(undefined, () => {
                        left -= 1;
                        if (left === 0) resolve();
                    });
                }
            }),
    },
    { name: "hand-written loop, no queue", run: () => loop(workers) },
];

/** Where the one submitter waits for room in a queue that has no such thing. */
class Room {
    /** @type {(() => void) | undefined} */
    resume = undefined;

    wait() {
        return new Promise((/** @type {(value: void) => void} */ resolve) => {
            this.resume = resolve;
        });
    }

    tell() {
        this.resume?.();
        this.resume = undefined;
    }
}

/** @param {Package["WorkerPool"]} WorkerPool @param {number} workers */
const withBuffer = (WorkerPool, workers) => [
    {
        name: "twinpool, submit",
        async run() {
            const pool = new WorkerPool({ workers, bufferSize: BUFFER_SIZE });
            for (let index = 0; index < TASKS; index += 1) await pool.submit(task);
            await pool.stop();
            pool.free();
        },
    },
    {
        name: "twinpool, trySubmit, submit when full",
        async run() {
            const pool = new WorkerPool({ workers, bufferSize: BUFFER_SIZE });
            for (let index = 0; index < TASKS; index += 1) {
                if (pool.trySubmit(task) === null) await pool.submit(task);
            }
            await pool.stop();
            pool.free();
        },
    },
    {
        name: "p-queue, onSizeLessThan",
        async run() {
            const queue = new PQueue({ concurrency: workers });
            for (let index = 0; index < TASKS; index += 1) {
                if (queue.size >= BUFFER_SIZE) await queue.onSizeLessThan(BUFFER_SIZE);
                void queue.add(task);
            }
            await queue.onIdle();
        },
    },
    {
        name: "fastq, promises, waiting when full",
        async run() {
            const room = new Room();
            const queue = fastq.promise(async () => {
                await task();
                if (queue.length() < BUFFER_SIZE) room.tell();
            }, workers);
            for (let index = 0; index < TASKS; index += 1) {
                if (queue.length() >= BUFFER_SIZE) await room.wait();
                void queue.push(undefined);
            }
            await queue.drained();
        },
    },
    {
        name: "fastq, callbacks, waiting when full",
        async run() {
            const room = new Room();
            const queue = fastq.default((/** @type {undefined} */ _, /** @type {fastq.done} */ done) => {
                void task().then(() => {
                    done(null);
                    if (queue.length() < BUFFER_SIZE) room.tell();
                });
            }, workers);
            for (let index = 0; index < TASKS; index += 1) {
                if (queue.length() >= BUFFER_SIZE) await room.wait();
                queue.push(undefined);
            }
            if (!queue.idle()) {
                await new Promise((/** @type {(value: void) => void} */ resolve) => {
                    queue.drain = resolve;
                });
            }
        },
    },
    { name: "hand-written loop, no queue", run: () => loop(workers) },
];

/** @param {undefined} _ @param {fastq.done} done */
function callTask(_, done) {
    void task().then(() => {
        done(null);
    });
}

/** As many loops as workers, taking numbers from one counter. @param {number} workers */
async function loop(workers) {
    let taken = 0;
    const work = async () => {
        while (taken < TASKS) {
            taken += 1;
            await task();
        }
    };
    await Promise.all(Array.from({ length: workers }, work));
}

/** @param {Pick<import("../../scripts/bench.mjs").Tools, "alternate" | "buildPackage" | "parts" | "show">} tools */
export async function run({ alternate, buildPackage, parts, show }) {
    await buildPackage();
    const folder = inRoot("pkg");
    const { initSync, WorkerPool } = /** @type {Package} */ (await import(pathToFileURL(join(folder, "twinpool.js")).href));
    initSync({ module: await readFile(join(folder, "twinpool_bg.wasm")) });
    const rows = [];
    for (const [part, kind, candidates] of /** @type {const} */ ([["at-once", "all at once", allAtOnce], ["buffer", "buffer 10", withBuffer]])) {
        if (!parts.includes(part)) continue;
        for (const workers of [3, 64]) {
            const compared = await alternate(candidates(WorkerPool, workers), 5);
            const own = compared.map(({ ratio, name, median }) => ({ ratio: 1 / ratio, name, kind, concurrency: workers, "tasks/s": (TASKS / median) * 1000 }));
            show(own);
            rows.push(...own);
        }
    }
    return { rows };
}
