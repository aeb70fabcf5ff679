/** What the scene says. Texts that come again are made once: a picture shall leave no garbage. */
import type { CompleteScenario } from "twinpool/sim";
import { brief, count, digits } from "../format.ts";
import type { Frame } from "../frame.ts";
import type { BinName } from "./ledger.ts";

const tenths: string[] = [];
const wholes: string[] = [];
const seconds: string[] = [];
const MOST_KEPT = 10_000;

const inMs = (n: number): string => `${n} ms`;
const inSeconds = (n: number): string => `${count(n)} s`;
const inTenths = (n: number): string => `${(n / 10).toFixed(1)} s`;

function kept(texts: string[], n: number, make: (n: number) => string): string {
    if (!(n >= 0 && n < MOST_KEPT)) return make(n);
    return (texts[n] ??= make(n));
}

/** A duration at a glance, "1.3 s", or "12 ms" where the whole of it is short. */
export function glance(ms: number, wholeMs: number): string {
    const atLeast = Math.max(0, ms);
    if (wholeMs < 100) return kept(wholes, Math.round(atLeast), inMs);
    if (wholeMs >= 100_000) return kept(seconds, Math.round(atLeast / 1000), inSeconds);
    return kept(tenths, Math.round(atLeast / 100), inTenths);
}

/** A time on an axis, as short as it can be: "0 s", "2 s", "250 ms". */
export function round(ms: number): string {
    if (ms > 0 && ms < 1000) return kept(wholes, Math.round(ms), inMs);
    return `${digits(ms / 1000).replace(/\.0*$/, "")} s`;
}

const numbers = new Map<number, string>();

/** A task's name: "#233". */
export function nameOf(task: number): string {
    let name = numbers.get(task);
    if (name === undefined) {
        if (numbers.size > MOST_KEPT) numbers.clear();
        name = `#${task}`;
        numbers.set(task, name);
    }
    return name;
}

export const isOneSender = (scenario: CompleteScenario): boolean => scenario.load.arrivals.kind === "closed";

/** Is there no room for a newcomer? */
export function isShut({ queue, blocked, workers, isClosed }: Frame, { pool }: CompleteScenario): boolean {
    const { bufferSize, whenFull } = pool;
    if (isClosed) return true;
    if (bufferSize === null) return false;
    if (bufferSize === 0) return blocked.length > 0 || !workers.state.includes(0);
    return whenFull !== "dropOldest" && queue.length >= bufferSize;
}

export function sendersWords(frame: Frame, scenario: CompleteScenario, isShort = false): string {
    const waiting = frame.blocked.length;
    if (isOneSender(scenario)) return waiting > 0 ? "one, waits for room" : "one";
    if (waiting === 0) return "none waits";
    return `${count(waiting)} ${waiting === 1 ? "waits" : "wait"}${isShort ? "" : " for room"}`;
}

/** From the longest to the shortest: as much as there is room for. */
export function bufferWords({ queue }: Frame, { pool: { bufferSize } }: CompleteScenario): string[] {
    const waiting = count(queue.length);
    if (bufferSize === null) return [`${waiting}, no bound`, waiting];
    if (bufferSize === 0) return queue.length > 0 ? [`no places, ${waiting} came back`, `${waiting} came back`] : ["no places"];
    if (queue.length >= bufferSize) return [`${waiting} of ${count(bufferSize)}, full`, `${waiting}, full`, "full"];
    return [`${waiting} of ${count(bufferSize)}`, waiting];
}

export function shelfWords({ pool: { retry } }: CompleteScenario): string {
    if (retry.maxAttempts === 1 && !retry.pauseAfterLastAttempt) return "empty: nothing is tried again";
    return "empty: each worker holds its failed task";
}

/** What is in a bin; from the longest words to the shortest. */
export function binWords(name: BinName, { pool }: CompleteScenario): string[] {
    const { maxAttempts } = pool.retry;
    if (name === "done") return ["done"];
    if (name === "away") return [awayWords(pool), pool.whenFull === "reject" ? "away" : "dropped"];
    if (maxAttempts === 1) return ["failed"];
    return [maxAttempts === 2 ? "failed twice" : `failed ${brief(maxAttempts)} times`, "failed"];
}

/** What an abort took: it is not done, and has not failed. */
export const cancelledWords = ({ stats: { cancelled } }: Frame): string => (cancelled > 0 ? `${count(cancelled)} cancelled` : "");

/** Who met a closed pool, where else nobody is turned away. */
export const refusedWords = ({ stats: { rejected } }: Frame, { pool }: CompleteScenario): string =>
    rejected > 0 && pool.whenFull === "wait" ? `${count(rejected)} turned away` : "";

export const awayWords = ({ whenFull }: CompleteScenario["pool"]): string => (whenFull === "dropOldest" ? "dropped" : "turned away");
