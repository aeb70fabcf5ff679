// What makes no sense, and how it is refused: the same list for Node (options.test.mjs) and for browsers (tests/live).

/** @typedef {[value: unknown, name: "TypeError" | "RangeError", message: string]} Refused */

const WORKERS = "workers must be a whole number from 1 to 100,000; got";
const BUFFER = "bufferSize must be a whole number from 0 to 1,000,000,000, or null for no bound; got";
const ATTEMPTS = "retry.maxAttempts must be a whole number from 1 to 1,000,000; got";
const DELAY = "must be a number of milliseconds from 0 to 1,000,000,000,000";
const FACTOR = "retry.factor must be a number from 1 to 1,000; got";
const RETRY = "maxAttempts, baseDelayMs, factor, maxDelayMs, jitter, holdWorker, pauseAfterLastAttempt";
const JITTER = 'retry.jitter must be one of "none", "full", "equal", "decorrelated"; got';

/** @type {Refused[]} */
export const POOL_OPTIONS = [
    [null, "TypeError", "the options must be an object; got null"],
    [3, "TypeError", "the options must be an object; got 3"],
    ["3", "TypeError", 'the options must be an object; got "3"'],
    [[], "TypeError", "the options must be an object; got an array"],
    [() => 3, "TypeError", "the options must be an object; got a function"],
    [{ workers: 0 }, "RangeError", `${WORKERS} 0`],
    [{ workers: -1 }, "RangeError", `${WORKERS} -1`],
    [{ workers: 1e9 }, "RangeError", `${WORKERS} 1000000000`],
    [{ workers: 1.5 }, "RangeError", `${WORKERS} 1.5`],
    [{ workers: NaN }, "RangeError", `${WORKERS} NaN`],
    [{ workers: Infinity }, "RangeError", `${WORKERS} Infinity`],
    [{ workers: "3" }, "TypeError", `${WORKERS} "3"`],
    [{ workers: null }, "TypeError", `${WORKERS} null`],
    [{ bufferSize: -1 }, "RangeError", `${BUFFER} -1`],
    [{ bufferSize: 0.5 }, "RangeError", `${BUFFER} 0.5`],
    [{ bufferSize: Infinity }, "RangeError", `${BUFFER} Infinity`],
    [{ bufferSize: "10" }, "TypeError", `${BUFFER} "10"`],
    [{ whenFull: "explode" }, "TypeError", 'whenFull must be one of "wait", "reject", "dropOldest"; got "explode"'],
    [{ whenFull: 1 }, "TypeError", 'whenFull must be one of "wait", "reject", "dropOldest"; got 1'],
    [{ wrokers: 3 }, "TypeError", "wrokers is not known; known here: workers, bufferSize, whenFull, retry"],
    [{ retry: null }, "TypeError", "retry must be an object; got null"],
    [{ retry: 3 }, "TypeError", "retry must be an object; got 3"],
    [{ retry: { maxAttempts: 0 } }, "RangeError", `${ATTEMPTS} 0`],
    [{ retry: { maxAttempts: 2.5 } }, "RangeError", `${ATTEMPTS} 2.5`],
    [{ retry: { maxAttempts: "x" } }, "TypeError", `${ATTEMPTS} "x"`],
    [{ retry: { baseDelayMs: -1 } }, "RangeError", `retry.baseDelayMs ${DELAY}; got -1`],
    [{ retry: { baseDelayMs: NaN } }, "RangeError", `retry.baseDelayMs ${DELAY}; got NaN`],
    [{ retry: { baseDelayMs: Infinity } }, "RangeError", `retry.baseDelayMs ${DELAY}; got Infinity`],
    [{ retry: { baseDelayMs: null } }, "TypeError", `retry.baseDelayMs ${DELAY}; got null`],
    [{ retry: { maxDelayMs: 1e13 } }, "RangeError", `retry.maxDelayMs ${DELAY}, or null for no cap; got 10000000000000`],
    [{ retry: { factor: 0 } }, "RangeError", `${FACTOR} 0`],
    [{ retry: { factor: 1e308 } }, "RangeError", `${FACTOR} 1e+308`],
    [{ retry: { factor: NaN } }, "RangeError", `${FACTOR} NaN`],
    [{ retry: { jitter: "x" } }, "TypeError", `${JITTER} "x"`],
    [{ retry: { jitter: true } }, "TypeError", `${JITTER} true`],
    [{ retry: { holdWorker: 1 } }, "TypeError", "retry.holdWorker must be true or false; got 1"],
    [{ retry: { pauseAfterLastAttempt: "no" } }, "TypeError", 'retry.pauseAfterLastAttempt must be true or false; got "no"'],
    [{ retry: { retries: 3 } }, "TypeError", `retry.retries is not known; known here: ${RETRY}`],
];

const TIMEOUT = "timeoutMs must be a number of milliseconds, more than 0 and at most 1,000,000,000,000; got";

const PRIORITY = "priority must be a whole number from -1,000,000,000 to 1,000,000,000; got";

/** @type {Refused[]} */
export const SUBMIT_OPTIONS = [
    [null, "TypeError", "options must be an object; got null"],
    [3, "TypeError", "options must be an object; got 3"],
    [[], "TypeError", "options must be an object; got an array"],
    [{ id: {} }, "TypeError", "id must be a string or a number; got an object"],
    [{ id: null }, "TypeError", "id must be a string or a number; got null"],
    [{ timeoutMs: 0 }, "RangeError", `${TIMEOUT} 0`],
    [{ timeoutMs: -1 }, "RangeError", `${TIMEOUT} -1`],
    [{ timeoutMs: NaN }, "RangeError", `${TIMEOUT} NaN`],
    [{ timeoutMs: 1e13 }, "RangeError", `${TIMEOUT} 10000000000000`],
    [{ timeoutMs: Infinity }, "RangeError", `${TIMEOUT} Infinity`],
    [{ timeoutMs: "5" }, "TypeError", `${TIMEOUT} "5"`],
    [{ priority: 0.5 }, "RangeError", `${PRIORITY} 0.5`],
    [{ priority: NaN }, "RangeError", `${PRIORITY} NaN`],
    [{ priority: 1e9 + 1 }, "RangeError", `${PRIORITY} 1000000001`],
    [{ priority: -Infinity }, "RangeError", `${PRIORITY} -Infinity`],
    [{ priority: "high" }, "TypeError", `${PRIORITY} "high"`],
    [{ priority: null }, "TypeError", `${PRIORITY} null`],
    [{ signal: {} }, "TypeError", "signal must be an AbortSignal; got an object"],
    [{ signal: null }, "TypeError", "signal must be an AbortSignal; got null"],
    [{ signal: new AbortController() }, "TypeError", "signal must be an AbortSignal; got an object"],
    [{ timeout: 5 }, "TypeError", "timeout is not known; known here: id, signal, timeoutMs, priority"],
];

/** For Rust, which can import functions only. */
export const refusedPoolOptions = () => POOL_OPTIONS;
export const refusedSubmitOptions = () => SUBMIT_OPTIONS;
