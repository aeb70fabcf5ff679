/**
 * Finds the smallest number that is enough, where more is never worse: doubles until it is, then narrows the gap, a few
 * numbers at a time, because they are measured side by side.
 */
export interface Search {
    /** The smallest that is enough, as far as the measurements go; null where none is. */
    readonly found: number | null;
    /** The largest that is not; null where even the least is enough. */
    readonly below: number | null;
    /** Why none is: the most that may be is not enough, or more no longer changes anything. */
    readonly why: "most" | "same" | null;
}

export interface Measured {
    readonly isEnough: boolean;
    /** Two of the same can't be told from each other: more changes nothing. */
    readonly key: string;
}

const AT_A_TIME = 3;

/** How many numbers it measures at the most: one for each doubling, and so many for each time that the gap becomes a quarter. */
export const mostMeasured = (most: number): number => AT_A_TIME * (2 + Math.ceil(Math.log2(most + 1) / 2)) + Math.ceil(Math.log2(most + 1));

/** @param measure measures these, all at once, in rising order */
export async function smallest(least: number, most: number, measure: (ns: readonly number[]) => Promise<readonly Measured[]>): Promise<Search> {
    let below: number | null = null;
    let found: number | null = null;
    let last: Measured | null = null;
    let next = least;
    while (found === null) {
        const ns = upFrom(next, most);
        const measured = await measure(ns);
        for (const [index, n] of ns.entries()) {
            const one = measured[index];
            if (one === undefined || found !== null) continue;
            if (one.isEnough) found = n;
            else if (last?.key === one.key) return { found: null, below: n, why: "same" };
            else if (n === most) return { found: null, below: n, why: "most" };
            else below = n;
            last = one;
        }
        next = Math.min(most, 2 * Math.max(1, ns.at(-1) ?? most));
    }
    while (below !== null && found - below > 1) {
        const ns = between(below, found);
        const measured = await measure(ns);
        const first = measured.findIndex(({ isEnough }) => isEnough);
        // In this order: both ends are of what was measured now.
        if (first !== 0) below = ns[(first < 0 ? ns.length : first) - 1] ?? below;
        if (first >= 0) found = ns[first] ?? found;
    }
    return { found, below, why: null };
}

/** Doubling. */
function upFrom(first: number, most: number): number[] {
    const ns = [first];
    while (ns.length < AT_A_TIME) {
        const next = Math.min(most, Math.max(1, 2 * (ns.at(-1) ?? first)));
        if (next === ns.at(-1)) break;
        ns.push(next);
    }
    return ns;
}

/** Evenly spread strictly between both. */
function between(low: number, high: number): number[] {
    const gap = (high - low) / (AT_A_TIME + 1);
    const ns = Array.from({ length: AT_A_TIME }, (_, n) => Math.round(low + gap * (n + 1)));
    return [...new Set(ns)].filter((n) => n > low && n < high);
}
