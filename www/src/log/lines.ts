/** What happened, in words: a line for each event that the original's log would have had one for. */
import { exactMs } from "../format.ts";
import type { History, PastEvent } from "../history.ts";

export type LogState = "done" | "failed" | "backoff" | "plain";

export interface Line {
    readonly event: PastEvent;
    readonly text: string;
    readonly state: LogState;
}

/** The original sends e-mails; so does every task here, as far as the log is concerned. */
const recipientOf = (task: number): string => `user_${task}`;

/** @returns null for what the original says nothing of */
export function lineOf(history: History, number: number, maxAttempts: number): Line | null {
    const event = history.get(number);
    const said = wordsOf(event, maxAttempts);
    return said === null ? null : { event, ...said };
}

function wordsOf({ type, task, worker, attempt, delayMs }: PastEvent, maxAttempts: number): Omit<Line, "event"> | null {
    switch (type) {
        case "attemptFailed":
            if (Number.isNaN(delayMs)) return null; // "failed" follows at once
            return attempt < maxAttempts
                ? { text: `Task ${task}: attempt ${attempt} failed, retrying in ${exactMs(delayMs)}`, state: "backoff" }
                : { text: `Task ${task}: attempt ${attempt} failed, the last; pausing ${exactMs(delayMs)} all the same`, state: "backoff" };
        case "requeued":
            return { text: `Task ${task} is back from the shelf, at the end of the buffer`, state: "plain" };
        case "succeeded":
            return { text: `Task ${task} done: e-mail sent to ${recipientOf(task)}, subject “Hello from user ${task}”`, state: "done" };
        case "failed":
            return { text: `Worker ${worker + 1}: task ${task} failed after ${attempt === 1 ? "1 attempt" : `${attempt} attempts`}`, state: "failed" };
        case "rejected":
            return { text: `Task ${task} was turned away`, state: "plain" };
        case "withdrawn":
            return { text: `Task ${task} left the line`, state: "plain" };
        case "cancelled":
            return { text: `Task ${task} was cancelled`, state: "plain" };
        case "dropped":
            return { text: `Task ${task} was pushed out of the full buffer by a newer one`, state: "plain" };
        case "submitted":
        case "accepted":
        case "started":
            return null;
    }
}
