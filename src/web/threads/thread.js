// A worker as a thread that answers questions, one at a time: a Web Worker in browsers, one of worker_threads in Node.

/** @typedef {import("./worker.js").Question} Question */
/** @typedef {import("./worker.js").Answer} Answer */
/** @typedef {Worker | import("node:worker_threads").Worker} AnyWorker */
/** @typedef {new (address: URL, options: WorkerOptions & { execArgv: string[] }) => AnyWorker} WorkerClass */

// Node's modules are named in such a way that bundlers, which build for browsers, don't look for them.
/** @type {string} */
const NODE_THREADS = "node:worker_threads";
/** @type {string} */
const NODE_SYSTEM = "node:os";

/**
 * So many threads can run at once on this machine.
 * @returns {Promise<number>}
 */
export async function cores() {
    // Node has no navigator before its version 21.
    const { navigator } = /** @type {{ navigator?: { hardwareConcurrency?: number } }} */ (globalThis);
    if (navigator) return navigator.hardwareConcurrency ?? 1;
    /** @type {typeof import("node:os")} */
    const { availableParallelism } = await import(/* @vite-ignore */ /* webpackIgnore: true */ NODE_SYSTEM);
    return availableParallelism();
}

/** @returns {Promise<WorkerClass>} */
async function workerClass() {
    if (typeof globalThis.Worker === "function") return globalThis.Worker;
    /** @type {typeof import("node:worker_threads")} */
    const threads = await import(/* @vite-ignore */ /* webpackIgnore: true */ NODE_THREADS);
    return threads.Worker;
}

/**
 * @param {number} count
 * @returns {Promise<Thread[]>}
 */
export async function startThreads(count) {
    const Worker = await workerClass();
    return Array.from({ length: count }, () => new Thread(Worker));
}

export class Thread {
    #worker;
    /** The question that waits for its answer. @type {{ resolve: (value: unknown) => void, reject: (error: Error) => void } | undefined} */
    #asked;
    /** Why there will be no more answers. @type {Error | undefined} */
    #end;

    /** @param {WorkerClass} Worker */
    constructor(Worker) {
        // In these words, all in one place, bundlers see that it is a worker. Node's is not to inherit options of the
        // program's that don't go with a file, such as --input-type.
        this.#worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "twinpool", execArgv: [] });
        const onAnswer = (/** @type {Answer} */ answer) => this.#settle(answer);
        const onEnd = (/** @type {string} */ why) => this.#fail(new Error(`a thread ended: ${why}`));
        listen(this.#worker, onAnswer, onEnd);
    }

    /**
     * @param {Question} question
     * @returns {Promise<unknown>} the answer; rejects with what was thrown there
     */
    ask(question) {
        return new Promise((resolve, reject) => {
            if (this.#end) {
                reject(this.#end);
            } else {
                this.#asked = { resolve, reject };
                this.#worker.postMessage(question);
            }
        });
    }

    /** Ends it at once. What was asked is not answered any more. */
    async end() {
        this.#asked = undefined;
        this.#end ??= new Error("the thread was ended");
        await this.#worker.terminate();
    }

    /** @param {Answer} answer */
    #settle(answer) {
        const asked = this.#asked;
        this.#asked = undefined;
        if (answer.error) asked?.reject(errorOf(answer.error));
        else asked?.resolve(answer.value);
    }

    /** @param {Error} why */
    #fail(why) {
        this.#end ??= why;
        this.#asked?.reject(why);
        this.#asked = undefined;
    }
}

/**
 * @param {AnyWorker} worker
 * @param {(answer: Answer) => void} onAnswer
 * @param {(why: string) => void} onEnd
 */
function listen(worker, onAnswer, onEnd) {
    if ("on" in worker) {
        worker.on("message", onAnswer);
        worker.on("error", (/** @type {Error} */ error) => onEnd(error.message));
        worker.on("exit", (/** @type {number} */ code) => onEnd(`exit code ${code}`));
        return;
    }
    worker.onmessage = (/** @type {MessageEvent<Answer>} */ { data }) => onAnswer(data);
    worker.onmessageerror = () => onEnd("it can't read what it is asked");
    worker.onerror = (event) => {
        event.preventDefault(); // it is told to whoever asked
        onEnd(event.message || "its script can't be loaded");
    };
}

/**
 * An error of the worker's, made anew: as it crosses it would lose its name.
 * @param {{ name: string, message: string }} told
 */
function errorOf({ name, message }) {
    const Kind = name === "TypeError" ? TypeError : name === "RangeError" ? RangeError : Error;
    const error = new Kind(message);
    if (error.name !== name) error.name = name;
    return error;
}
