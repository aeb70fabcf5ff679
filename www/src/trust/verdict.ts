/** Whether what theory says and what was measured are the same, as far as the measurement can tell. */
import type { Estimate } from "twinpool/sim";
import { percent } from "../format.ts";
import { halfWidth } from "./rows.ts";

export type Verdict = "agrees" | "unsure" | "differs" | "unjudged";

export interface Judged {
    readonly verdict: Verdict;
    readonly words: string;
}

/** Nearer than this is the same for whoever decides something; percentiles are not read from a histogram more finely. */
const SAME = 0.01;
/** Approximations are asked for no more than this. */
const ALIKE = 0.1;
/** Twice as wide as a 95 % interval: by chance alone one in 10,000 is further out. */
const FAR = 2;

export function judge(theory: number, estimate: Estimate | null, isApproximate: boolean): Judged {
    const half = estimate === null ? null : halfWidth(estimate);
    if (estimate === null || half === null) return { verdict: "unjudged", words: "nothing to measure" };
    const off = Math.abs(estimate.mean - theory);
    const share = theory === 0 ? (off === 0 ? 0 : Infinity) : off / Math.abs(theory);
    const by = Number.isFinite(share) ? `, ${percent(share, 1)} apart` : "";
    if (off <= half || share <= SAME) return { verdict: "agrees", words: `agrees${by}` };
    if (isApproximate) return { verdict: share <= ALIKE ? "agrees" : "unsure", words: `an approximation${by}` };
    if (off <= FAR * half) return { verdict: "unsure", words: `may be luck${by}` };
    return { verdict: "differs", words: `differs${by}` };
}
