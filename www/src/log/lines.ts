/** What happened, in words: a line for each event that the original's log would have had one for. */
import { exactMs } from "../format.ts";
import { NO_WORKER, type History, type PastEvent } from "../history.ts";

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

function wordsOf(event: PastEvent, maxAttempts: number): Omit<Line, "event"> | null {
    const said = whatHappened(event, maxAttempts);
    if (said === null) return null;
    const who = event.worker === NO_WORKER ? "Task" : `Worker ${event.worker + 1}: task`;
    return { text: `${who} ${event.task}${said.what}`, state: said.state };
}

function whatHappened({ type, task, attempt, delayMs }: PastEvent, maxAttempts: number): { readonly what: string; readonly state: LogState } | null {
    switch (type) {
        case "attemptFailed":
            if (Number.isNaN(delayMs)) return null; // "failed" follows at once
            return attempt < maxAttempts
                ? { what: `, attempt ${attempt} failed, retrying in ${exactMs(delayMs)}`, state: "backoff" }
                : { what: `, attempt ${attempt} failed, the last; pausing ${exactMs(delayMs)} all the same`, state: "backoff" };
        case "requeued":
            return { what: " is back from the shelf, at the end of the buffer", state: "plain" };
        case "succeeded":
            return { what: ` done, e-mail sent to ${recipientOf(task)}, subject “Hello from user ${task}”`, state: "done" };
        case "failed":
            return { what: ` failed after ${attempt === 1 ? "1 attempt" : `${attempt} attempts`}`, state: "failed" };
        case "rejected":
            return { what: " was turned away", state: "plain" };
        case "withdrawn":
            return { what: " left the line", state: "plain" };
        case "cancelled":
            return { what: " was cancelled", state: "plain" };
        case "dropped":
            return { what: " was pushed out of the full buffer by a newer one", state: "plain" };
        case "submitted":
        case "accepted":
        case "started":
            return null;
    }
}
