/** What the figures are made of, wherever they are shown: which tasks, from when to when, and what is not in it. */
export const MEANING = {
    throughputPerSecond: "Tasks that ended, done or given up, a second, over the run so far. By luck more may come, and finish, than arrive on average.",
    utilisation: "Shares of all the workers’ time: at work on an attempt, held by a task that waits to be tried again, or idle.",
    waitMs: "From accepted to the first attempt. Time blocked at the gate comes before that and is not in it; nor are pauses between attempts.",
    sojournMs: "From accepted to done or given up, with all attempts and the pauses between them. Time blocked at the gate is not in it.",
    blockedMs: "Blocked at the gate, from submit to accepted. Over all accepted tasks: whoever found room at once counts as 0.",
    blockedNow: "Senders that wait at the gate at this moment, because there is no room. “Longest” counts those who still wait as well.",
    turnedAway: "Tasks that came while the buffer was full, and left. The share is of all tasks that came.",
    pushedOut: "Tasks that gave their place in a full buffer to a newer one. The share is of all tasks that came.",
    failed: "Tasks given up: their last attempt failed. The share is of all tasks that have ended.",
    retries: "Attempts after the first of their task.",
    queueLength: "Accepted tasks that wait for a worker. Senders at the gate are not among them.",
    virtualMs: "From the beginning of the run until the last worker has nothing left to do.",
} as const;

export type Meaning = keyof typeof MEANING;

/** Of percentiles, what they say. */
export const PERCENTILES = "Half were no longer than p50; one in a hundred was longer than p99.";
