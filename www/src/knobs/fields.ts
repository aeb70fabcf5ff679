/** Every knob: the field that it turns, its name as a person would say it, its unit, and a sensible range to slide over. */
import type { CompleteScenario } from "twinpool/sim";
import { many } from "../format.ts";
import { ARRIVAL_KINDS, SERVICE_KINDS } from "../kinds.ts";

export type Group = "load" | "work" | "pool" | "retry";

interface Named {
    readonly path: string;
    readonly group: Group;
    readonly label: string;
    /** What more there is to say: the exact range, what an empty field means. */
    readonly hint?: string;
    /** What is amiss with the value in force, though it is accepted; it takes the hint's place. */
    warn?(scenario: CompleteScenario): string | null;
    /** Whether the scenario has this field, or the field makes a difference. Default: it does. */
    isThere?(scenario: CompleteScenario): boolean;
}

export interface NumberField extends Named {
    readonly kind: "number";
    readonly unit: string;
    /** Numbers on the page are so many times those of the scenario: 100 for percents. */
    readonly times?: number;
    /** The slider's ends; one may type what lies beyond. */
    readonly from: number;
    readonly to: number;
    /** "log": equal steps multiply. A range that begins with 0 keeps 0 at its very beginning. */
    readonly scale: "linear" | "log";
    readonly isWhole?: boolean;
    /** The words for null, where the field may be empty. */
    readonly empty?: string;
}

export interface ChoiceField extends Named {
    readonly kind: "choice";
    readonly choices: readonly { readonly value: string | boolean; readonly label: string }[];
    /** Side by side where there are few; otherwise a list to open. */
    readonly isOpen?: boolean;
}

/** Numbers, separated by commas. */
export interface ListField extends Named {
    readonly kind: "list";
    readonly unit: string;
}

export interface OutagesField extends Named {
    readonly kind: "outages";
}

export type Field = NumberField | ChoiceField | ListField | OutagesField;

const arrivalsAre =
    (...kinds: CompleteScenario["load"]["arrivals"]["kind"][]) =>
    ({ load }: CompleteScenario): boolean =>
        kinds.includes(load.arrivals.kind);
const serviceIs =
    (...kinds: CompleteScenario["work"]["service"]["kind"][]) =>
    ({ work }: CompleteScenario): boolean =>
        kinds.includes(work.service.kind);
const retries = ({ pool }: CompleteScenario): boolean => pool.retry.maxAttempts > 1;

const ARRIVAL_LABELS: Readonly<Record<(typeof ARRIVAL_KINDS)[number], string>> = {
    closed: "one sender, never idle",
    poisson: "at random (Poisson)",
    constant: "evenly spaced",
    bursts: "in bursts",
    trace: "at given times",
};
const SERVICE_LABELS: Readonly<Record<(typeof SERVICE_KINDS)[number], string>> = {
    constant: "always the same",
    exponential: "exponential",
    uniform: "uniform",
    lognormal: "lognormal",
    erlang: "Erlang",
    hyperexponential: "hyperexponential",
    pareto: "Pareto (heavy tail)",
    empirical: "one of a list",
};

export const GROUPS: Readonly<Record<Group, string>> = { load: "Load", work: "Work", pool: "Pool", retry: "Retries" };

export const FIELDS: readonly Field[] = [
    {
        kind: "choice", path: "load.arrivals.kind", group: "load", label: "Tasks come",
        choices: ARRIVAL_KINDS.map((value) => ({ value, label: ARRIVAL_LABELS[value] })),
    },
    {
        kind: "number", path: "load.arrivals.ratePerSecond", group: "load", label: "Tasks arriving", unit: "/ s",
        from: 0.1, to: 1000, scale: "log", isThere: arrivalsAre("poisson"),
    },
    {
        kind: "number", path: "load.arrivals.size", group: "load", label: "Tasks in a burst", unit: "",
        from: 1, to: 1000, scale: "log", isWhole: true, isThere: arrivalsAre("bursts"),
    },
    {
        kind: "number", path: "load.arrivals.everyMs", group: "load", label: "Time between them", unit: "ms",
        from: 1, to: 60_000, scale: "log", isThere: arrivalsAre("constant", "bursts"),
    },
    { kind: "list", path: "load.arrivals.atMs", group: "load", label: "They come at", unit: "ms", isThere: arrivalsAre("trace") },
    {
        kind: "number", path: "load.tasks", group: "load", label: "Tasks in all", unit: "", hint: "0 to 10⁹",
        from: 10, to: 10_000_000, scale: "log", isWhole: true,
    },
    {
        kind: "number", path: "warmupTasks", group: "load", label: "Warm-up tasks", unit: "", hint: "The first so many are left out of the figures.",
        from: 0, to: 1_000_000, scale: "log", isWhole: true,
        warn: ({ warmupTasks, load: { tasks } }) => (warmupTasks > 0 && warmupTasks >= tasks ? `No more than ${many(tasks, "task")} will come: nothing is left to be measured.` : null),
    },
    {
        kind: "choice", path: "work.service.kind", group: "work", label: "An attempt takes",
        choices: SERVICE_KINDS.map((value) => ({ value, label: SERVICE_LABELS[value] })),
    },
    {
        kind: "number", path: "work.service.ms", group: "work", label: "Time of an attempt", unit: "ms",
        from: 0, to: 10_000, scale: "log", isThere: serviceIs("constant"),
    },
    {
        kind: "number", path: "work.service.meanMs", group: "work", label: "Time on average", unit: "ms",
        from: 1, to: 10_000, scale: "log", isThere: serviceIs("exponential", "lognormal", "erlang", "hyperexponential", "pareto"),
    },
    {
        kind: "number", path: "work.service.minMs", group: "work", label: "Shortest time", unit: "ms",
        from: 0, to: 10_000, scale: "log", isThere: serviceIs("uniform"),
    },
    {
        kind: "number", path: "work.service.maxMs", group: "work", label: "Longest time", unit: "ms",
        from: 1, to: 10_000, scale: "log", isThere: serviceIs("uniform"),
    },
    {
        kind: "number", path: "work.service.cv", group: "work", label: "How much it varies (cv)", unit: "", hint: "Standard deviation over mean.",
        from: 0.1, to: 10, scale: "log", isThere: serviceIs("lognormal", "hyperexponential"),
    },
    {
        kind: "number", path: "work.service.k", group: "work", label: "Phases (k)", unit: "",
        from: 1, to: 100, scale: "log", isWhole: true, isThere: serviceIs("erlang"),
    },
    {
        kind: "number", path: "work.service.alpha", group: "work", label: "Tail (alpha)", unit: "", hint: "Above 1; the lower, the heavier.",
        from: 1.05, to: 10, scale: "log", isThere: serviceIs("pareto"),
    },
    { kind: "list", path: "work.service.ms", group: "work", label: "One of these", unit: "ms", isThere: serviceIs("empirical") },
    {
        kind: "number", path: "work.failureProbability", group: "work", label: "Attempts that fail", unit: "%", times: 100,
        from: 0, to: 100, scale: "linear",
    },
    { kind: "outages", path: "work.outages", group: "work", label: "Outages" },
    {
        kind: "number", path: "pool.workers", group: "pool", label: "Workers", unit: "", hint: "1 to 100,000",
        from: 1, to: 1000, scale: "log", isWhole: true,
    },
    {
        kind: "number", path: "pool.bufferSize", group: "pool", label: "Places in the buffer", unit: "", hint: "0 to 10⁹; empty: no bound.",
        from: 0, to: 10_000, scale: "log", isWhole: true, empty: "no bound",
    },
    {
        kind: "choice", path: "pool.whenFull", group: "pool", label: "When the buffer is full, a sender",
        choices: [
            { value: "wait", label: "waits" },
            { value: "reject", label: "is turned away" },
            { value: "dropOldest", label: "pushes the oldest out" },
        ],
    },
    {
        kind: "number", path: "pool.retry.maxAttempts", group: "retry", label: "Attempts in all", unit: "", hint: "The first one included.",
        from: 1, to: 20, scale: "linear", isWhole: true,
    },
    {
        kind: "choice", path: "pool.retry.holdWorker", group: "retry", label: "Between attempts, the worker", isOpen: true, isThere: retries,
        choices: [
            { value: true, label: "waits too" },
            { value: false, label: "moves on" },
        ],
    },
    {
        kind: "number", path: "pool.retry.baseDelayMs", group: "retry", label: "First pause", unit: "ms",
        from: 0, to: 60_000, scale: "log", isThere: retries,
    },
    {
        kind: "number", path: "pool.retry.factor", group: "retry", label: "Each next pause is longer by", unit: "×",
        from: 1, to: 10, scale: "linear", isThere: retries,
    },
    {
        kind: "number", path: "pool.retry.maxDelayMs", group: "retry", label: "No pause longer than", unit: "ms", hint: "Empty: no cap.",
        from: 1, to: 600_000, scale: "log", empty: "no cap", isThere: retries,
    },
    {
        kind: "choice", path: "pool.retry.jitter", group: "retry", label: "Jitter", hint: "Spreads retries, so that tasks don’t come back together. Full: anywhere from 0 to the pause. Equal: from half of it. Decorrelated: from the first pause to 3 times the last.", isThere: retries,
        choices: [
            { value: "none", label: "none" },
            { value: "full", label: "full" },
            { value: "equal", label: "equal" },
            { value: "decorrelated", label: "decorrelated" },
        ],
    },
    {
        kind: "choice", path: "pool.retry.pauseAfterLastAttempt", group: "retry", label: "After the last failed attempt", isOpen: true,
        choices: [
            { value: false, label: "give up" },
            { value: true, label: "pause again" },
        ],
    },
];

/** Two fields may have the same path, of which one is there at a time. */
export function fieldAt(path: string, scenario: CompleteScenario): Field | undefined {
    return FIELDS.find((field) => field.path === path && (field.isThere?.(scenario) ?? true));
}
