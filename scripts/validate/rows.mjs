// All rows, in the order in which they are shown.
import { rows as laws } from "./rows/laws.mjs";
import { rows as queues } from "./rows/queues.mjs";
import { rows as retries } from "./rows/retries.mjs";

export const allRows = () => [...queues(), ...retries(), ...laws()];
