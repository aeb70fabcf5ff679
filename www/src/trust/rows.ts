/** The figures of which theory may say something, and which do not depend on how many tasks there are. */
import type { Estimate, Estimates, FigurePath, PoolStats, Theory, TheoryFigures } from "twinpool/sim";
import { digits, nothing, perSecond, smallPercent } from "../format.ts";

export interface Row {
    readonly id: string;
    readonly label: string;
    readonly write: (value: number) => string;
    readonly theory: (figures: TheoryFigures) => number | undefined;
    /** Paths of a theory's figures on which it rests: where one is an approximation, so is this. */
    readonly paths: readonly string[];
    readonly soFar: (stats: PoolStats) => number | null;
    readonly estimate: (estimates: Estimates) => Estimate | null;
}

const shareOf = (part: number | undefined, whole: number | undefined): number | undefined =>
    part === undefined || whole === undefined || whole === 0 ? undefined : part / whole;

const known = (share: number | undefined): number | null => share ?? null;

/** A count as a share of another that is the same in every run. */
function estimateOf(part: Estimate | null, whole: Estimate | null): Estimate | null {
    const by = whole?.mean ?? 0;
    if (part === null || by === 0) return null;
    return { mean: part.mean / by, low: part.low === null ? null : part.low / by, high: part.high === null ? null : part.high / by, runs: part.runs };
}

const places = (share: number): string => smallPercent(share, share < 0.1 ? 2 : 1);

/** Two numbers that are compared need three digits each. */
const exactly = (ms: number): string => (ms < 1000 ? `${digits(ms)} ms` : `${digits(ms / 1000)} s`);

const SPREADS = { waitMs: "Wait", sojournMs: "Time in the pool", blockedMs: "Wait at the gate" } as const;
/** Not p99.9: so few tasks of a run lie beyond it that the mean over many runs is no good guess of it. */
const SPREAD_FIGURES = { mean: "mean", p50: "p50", p90: "p90", p99: "p99" } as const;

type SpreadName = keyof typeof SPREADS;
type SpreadFigure = keyof typeof SPREAD_FIGURES;

function spreadRow(of: SpreadName, figure: SpreadFigure): Row {
    return {
        id: `${of}.${figure}`,
        label: `${SPREADS[of]}, ${SPREAD_FIGURES[figure]}`,
        write: exactly,
        theory: (figures) => figures[of]?.[figure],
        paths: [`${of}.${figure}`],
        soFar: (stats) => stats[of][figure],
        estimate: (estimates) => estimates[of][figure],
    };
}

export const ROWS: readonly Row[] = [
    {
        id: "throughputPerSecond",
        label: "Finished",
        write: perSecond,
        theory: ({ throughputPerSecond }) => throughputPerSecond,
        paths: ["throughputPerSecond"],
        soFar: ({ throughputPerSecond }) => throughputPerSecond,
        estimate: ({ throughputPerSecond }) => throughputPerSecond,
    },
    ...(["busy", "backoff"] as const).map(
        (part): Row => ({
            id: `utilisation.${part}`,
            label: part === "busy" ? "Workers busy" : "Workers that wait to retry",
            write: places,
            theory: ({ utilisation }) => utilisation?.[part],
            paths: [`utilisation.${part}`],
            soFar: ({ utilisation }) => utilisation[part],
            estimate: ({ utilisation }) => utilisation[part],
        }),
    ),
    ...(Object.keys(SPREADS) as SpreadName[]).flatMap((of) => (Object.keys(SPREAD_FIGURES) as SpreadFigure[]).map((figure) => spreadRow(of, figure))),
    {
        id: "queueLength.mean",
        label: "In the buffer, mean",
        write: digits,
        theory: ({ queueLength }) => queueLength?.mean,
        paths: ["queueLength.mean"],
        soFar: ({ queueLength }) => queueLength.mean,
        estimate: ({ queueLength }) => queueLength.mean,
    },
    {
        id: "failedShare",
        label: "Failed for good",
        write: places,
        theory: ({ failed, accepted }) => shareOf(failed, accepted),
        paths: ["failed"],
        soFar: ({ failed, succeeded }) => known(shareOf(failed, failed + succeeded)),
        estimate: ({ failed, accepted }) => estimateOf(failed, accepted),
    },
    {
        id: "attemptsPerTask",
        label: "Attempts a task",
        write: (n) => n.toFixed(3),
        theory: ({ attempts, accepted }) => shareOf(attempts, accepted),
        paths: ["attempts"],
        soFar: ({ attempts, retries }) => known(shareOf(attempts, attempts - retries)),
        estimate: ({ attempts, accepted }) => estimateOf(attempts, accepted),
    },
    {
        id: "rejectedShare",
        label: "Turned away",
        write: places,
        theory: ({ rejectedShare }) => rejectedShare,
        paths: ["rejectedShare"],
        soFar: ({ rejected, submitted }) => known(shareOf(rejected, submitted)),
        estimate: ({ rejected, submitted }) => estimateOf(rejected, submitted),
    },
    {
        id: "droppedShare",
        label: "Pushed out",
        write: places,
        theory: ({ droppedShare }) => droppedShare,
        paths: ["droppedShare"],
        soFar: ({ dropped, submitted }) => known(shareOf(dropped, submitted)),
        estimate: ({ dropped, submitted }) => estimateOf(dropped, submitted),
    },
];

/** What theory tells of it is an approximation. */
export const isRough = ({ paths }: Row, { approximate }: Theory): boolean =>
    paths.some((path) => approximate.some((one) => path === one || path.startsWith(`${one}.`)));

/** Time until all is done: only of the whole run. */
export const UNTIL_DONE: Row = {
    id: "virtualMs",
    label: "Until all is done, mean",
    write: exactly,
    theory: ({ virtualMs }) => virtualMs,
    paths: ["virtualMs"],
    soFar: () => null,
    estimate: ({ virtualMs }) => virtualMs,
};

/** What can be made precise. */
export const AIMS: readonly { readonly path: FigurePath; readonly label: string }[] = [
    { path: "waitMs.mean", label: "mean wait" },
    { path: "waitMs.p99", label: "p99 wait" },
    { path: "sojournMs.mean", label: "mean time in the pool" },
    { path: "throughputPerSecond", label: "throughput" },
    { path: "virtualMs", label: "time until all is done" },
];

/** "80.3 ms ± 0.4 ms". */
export function withInterval({ write }: Row, estimate: Estimate | null): string {
    if (estimate === null) return nothing;
    const half = halfWidth(estimate);
    return half === null ? write(estimate.mean) : `${write(estimate.mean)} ± ${write(half)}`;
}

export function halfWidth({ low, high }: Estimate): number | null {
    return low === null || high === null ? null : (high - low) / 2;
}
