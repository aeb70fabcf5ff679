/** What the page says where the simulator takes no more tasks in: in the words of the package's OverloadedError. */
import { clock } from "./format.ts";
import type { Frame } from "./frame.ts";

/** Null where it did not come to that. */
export function overloadWords({ overloadedAtMs }: Frame): string | null {
    if (overloadedAtMs === null) return null;
    return `At ${clock(overloadedAtMs)} the simulator stopped taking tasks in: more than 4,000,000 were unfinished at once, because more come than the workers can do. Senders that waited for room were turned away.`;
}
