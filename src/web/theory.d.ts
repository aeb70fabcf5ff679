
/**
 * What theory says of a report's figures, at the same paths: those that a formula gives, and no others. Waits are finite
 * where they are told.
 */
export interface TheoryFigures {
    /** The mean time until all is done. */
    readonly virtualMs?: number;
    readonly submitted?: number;
    readonly accepted?: number;
    readonly rejected?: number;
    readonly dropped?: number;
    readonly succeeded?: number;
    readonly failed?: number;
    readonly attempts?: number;
    readonly retries?: number;
    /** rejected / submitted. */
    readonly rejectedShare?: number;
    /** dropped / submitted. */
    readonly droppedShare?: number;
    readonly throughputPerSecond?: number;
    readonly utilisation?: { readonly busy: number; readonly backoff: number; readonly idle: number };
    readonly waitMs?: TheorySpread;
    readonly sojournMs?: TheorySpread;
    readonly blockedMs?: TheorySpread;
    readonly queueLength?: { readonly mean: number };
}
interface TheorySpread {
    readonly mean?: number;
    readonly p50?: number;
    readonly p90?: number;
    readonly p99?: number;
    readonly p999?: number;
}

export interface Theory {
    /** Of the system, as in "M/M/3". */
    readonly name: string;
    /** As in "Erlang C". */
    readonly formula: string;
    /** Whose it is. */
    readonly source: string;
    /** What is assumed, and what else to know: a sentence each. */
    readonly notes: readonly string[];
    /** Can the workers do all that comes? */
    readonly isStable: boolean;
    /** Why not, in a sentence; null where it is stable. */
    readonly whyUnstable: string | null;
    /** Is any of the figures no more than an approximation? */
    readonly isApproximation: boolean;
    /** The paths of those that are. All others are exact. */
    readonly approximate: readonly string[];
    /** How much work comes, as a share of what the workers can do: from 1 on the queue grows. Null for closed loads. */
    readonly offeredLoad: number | null;
    /** In the long run, in milliseconds and tasks a second. */
    readonly figures: TheoryFigures;
}

/**
 * What queueing theory says of a scenario; null where no formula applies. It needs neither `init` nor the wasm, and is also
 * an entry of its own, `twinpool/theory`.
 * @throws TypeError or RangeError that names the field, as `simulate` does
 */
export function theory(scenario: Scenario): Theory | null;
