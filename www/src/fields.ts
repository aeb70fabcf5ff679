/** Every knob that is an option of the pool: its name, unit and range in words, and its place in the options. */
import type { Jitter, PoolOptions, WorkerPool } from "twinpool/live";

type Options = WorkerPool["options"];

interface Named {
    readonly id: string;
    readonly group: "pool" | "retry";
    readonly label: string;
    /** Unit, range, and what an empty field means. */
    readonly hint: string;
}

export interface NumberField extends Named {
    readonly kind: "number";
    readonly step: number;
    readonly min: number;
    /** May the field be empty? Then it reads as null. */
    readonly nullable: boolean;
    of(options: Options): number | null;
    as(value: number | null): PoolOptions;
}

export interface ChoiceField extends Named {
    readonly kind: "choice";
    readonly choices: readonly { readonly value: Jitter; readonly label: string }[];
    of(options: Options): Jitter;
    as(value: Jitter): PoolOptions;
}

export interface FlagField extends Named {
    readonly kind: "flag";
    of(options: Options): boolean;
    as(value: boolean): PoolOptions;
}

export type Field = NumberField | ChoiceField | FlagField;

/** Not a number: what the pool is given for an empty field that must not be empty, so that it says what it wants. */
const or = (value: number | null): number => value ?? NaN;

export const fields: readonly Field[] = [
    {
        kind: "number", id: "workers", group: "pool", label: "Workers", hint: "1 to 100,000",
        step: 1, min: 1, nullable: false,
        of: (o) => o.workers,
        as: (v) => ({ workers: or(v) }),
    },
    {
        kind: "number", id: "buffer-size", group: "pool", label: "Buffer", hint: "places, 0 to 10⁹; empty: no bound",
        step: 1, min: 0, nullable: true,
        of: (o) => o.bufferSize,
        as: (v) => ({ bufferSize: v }),
    },
    {
        kind: "number", id: "max-attempts", group: "retry", label: "Attempts", hint: "in all, 1 to 1,000,000",
        step: 1, min: 1, nullable: false,
        of: (o) => o.retry.maxAttempts,
        as: (v) => ({ retry: { maxAttempts: or(v) } }),
    },
    {
        kind: "number", id: "base-delay", group: "retry", label: "First delay", hint: "ms, 0 to 10¹²",
        step: 50, min: 0, nullable: false,
        of: (o) => o.retry.baseDelayMs,
        as: (v) => ({ retry: { baseDelayMs: or(v) } }),
    },
    {
        kind: "number", id: "factor", group: "retry", label: "Factor", hint: "× the last, 1 to 1,000",
        step: 0.1, min: 1, nullable: false,
        of: (o) => o.retry.factor,
        as: (v) => ({ retry: { factor: or(v) } }),
    },
    {
        kind: "number", id: "max-delay", group: "retry", label: "Longest delay", hint: "ms, 0 to 10¹²; empty: no cap",
        step: 50, min: 0, nullable: true,
        of: (o) => o.retry.maxDelayMs,
        as: (v) => ({ retry: { maxDelayMs: v } }),
    },
    {
        kind: "choice", id: "jitter", group: "retry", label: "Jitter", hint: "keeps tasks from coming back together",
        choices: [
            { value: "none", label: "none" },
            { value: "full", label: "full" },
            { value: "equal", label: "equal" },
            { value: "decorrelated", label: "decorrelated" },
        ],
        of: (o) => o.retry.jitter,
        as: (v) => ({ retry: { jitter: v } }),
    },
    {
        kind: "flag", id: "hold-worker", group: "retry", label: "The worker waits out the backoff",
        hint: "unticked: the task waits on a shelf",
        of: (o) => o.retry.holdWorker,
        as: (v) => ({ retry: { holdWorker: v } }),
    },
    {
        kind: "flag", id: "pause-last", group: "retry", label: "Pause after the last attempt too",
        hint: "as the original did, for nothing",
        of: (o) => o.retry.pauseAfterLastAttempt,
        as: (v) => ({ retry: { pauseAfterLastAttempt: v } }),
    },
];

export function merge(parts: readonly PoolOptions[]): PoolOptions {
    return parts.reduce((all, part) => ({ ...all, ...part, retry: { ...all.retry, ...part.retry } }), {});
}
