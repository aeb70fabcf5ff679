/** What the tape shows of a run, and the words for a moment of it. */
import { count, many } from "../format.ts";
import type { Frame, Series } from "../frame.ts";

type Name = "queueMean" | "queueMax" | "blockedMean" | "blockedMax" | "attemptsFailed";

/** A series, or as much of one as the tape needs. */
export interface Told extends Pick<Series, "intervalMs" | "length" | "untilMs"> {
    readonly columns: Readonly<Pick<Series["columns"], Name>>;
}

/** As near as this to the most, a mean tells that it was so all the time. */
const SAME = 1e-6;

/** 0 where nothing is known: a mean over no time at all is no number. */
export function at(told: Told, name: Name, interval: number): number {
    const value = told.columns[name][interval] ?? 0;
    return Number.isNaN(value) ? 0 : value;
}

/** The most that there was of it. */
export function most(told: Told, name: Name): number {
    let found = 0;
    for (let i = 0; i < told.length; i += 1) found = Math.max(found, at(told, name, i));
    return found;
}

/** The pool at the moment on show: "24 in the buffer, 13 senders blocked". */
export function wordsNow({ queue, blocked }: Frame): string {
    const parts = [`${count(queue.length)} in the buffer`];
    if (blocked.length > 0) parts.push(`${many(blocked.length, "sender")} blocked`);
    return parts.join(", ");
}

/** The pool around another moment: of an interval one knows how many there were at most, and whether there ever were fewer. */
export function wordsAt(told: Told, atMs: number): string | null {
    if (atMs > told.untilMs || told.length === 0 || !(told.intervalMs > 0)) return null;
    const interval = Math.min(told.length - 1, Math.floor(atMs / told.intervalMs));
    const about = (mean: Name, max: Name): string => (at(told, max, interval) - at(told, mean, interval) > SAME ? "up to " : "");
    const queued = at(told, "queueMax", interval);
    const blocked = at(told, "blockedMax", interval);
    const failed = at(told, "attemptsFailed", interval);
    const parts = [`${queued > 0 ? about("queueMean", "queueMax") : ""}${count(queued)} in the buffer`];
    if (blocked > 0) parts.push(`${about("blockedMean", "blockedMax")}${many(blocked, "sender")} blocked`);
    if (failed > 0) parts.push(`${many(failed, "attempt")} failed`);
    return parts.join(", ");
}
