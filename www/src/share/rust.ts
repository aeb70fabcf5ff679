/** The Rust that builds a pool, and simulates it under its load. */
import type { CompleteScenario, Outage, PoolOptions, RetryOptions } from "twinpool/sim";
import type { Arrivals, Service } from "../kinds.ts";
import type { Setup, Turn, TurnedKnob } from "../setup.ts";
import { differencesOf } from "./differences.ts";

/** How many fields a Rust struct has: one that is complete takes nothing from its default. */
const FIELDS = { PoolConfig: 6, RetryPolicy: 5, Scenario: 8 } as const;

const KNOBS: Readonly<Record<TurnedKnob, (value: number) => string>> = {
    workers: (value) => `Workers(${whole(value)})`,
    failureProbability: (value) => `FailureProbability(${float(value)})`,
    ratePerSecond: (value) => `RatePerSecond(${float(value)})`,
};

export function rustOf({ scenario, turns }: Setup): string {
    const { pool, load, work } = differencesOf(scenario);
    const fields = scenarioFields(scenario);
    const body = `    let pool = ${struct("PoolConfig", poolFields(pool), 4)};
    let scenario = ${struct("Scenario", fields, 4)};
${turns.length > 0 ? timeline(turns) : simulated()}`;
    const uses = [
        ...(body.includes("Duration::") ? ["use std::time::Duration;"] : []),
        ...(turns.length > 0 ? ["use twinpool::exec::Instant;"] : []),
        `use twinpool::pool::${list("PoolConfig", pool.whenFull !== undefined && "WhenFull")};`,
        ...(body.includes("RetryPolicy") ? [`use twinpool::retry::${list(pool.retry?.jitter !== undefined && "Jitter", "RetryPolicy")};`] : []),
        `use twinpool::sim::${list(
            load?.arrivals !== undefined && "Arrivals",
            turns.length > 0 && "Knob",
            work?.outages !== undefined && "Outage",
            "Scenario",
            work?.service !== undefined && "Service",
            turns.length > 0 ? "Timeline" : "simulate",
        )};`,
    ];
    return `${uses.join("\n")}\n\nfn main() {\n${body}}\n`;
}

const simulated = (): string => `    // Pool::start(&handle, pool) starts the same pool, on the live clock or in virtual time.
    let report = simulate(&scenario).expect("the scenario is valid");
    println!("{report:#?}");
`;

function timeline(turns: readonly Turn[]): string {
    const turned = turns.map(
        ({ atMs, knob, value }) => `    timeline.run_until(Instant::from_nanos(${whole(Math.round(atMs * 1e6))}));
    timeline.turn(Knob::${KNOBS[knob](value)}).expect("the knob can be turned so");
`,
    );
    return `    // Pool::start(&handle, pool) starts the same pool, on the live clock or in virtual time.
    let mut timeline = Timeline::new(scenario, 0).expect("the scenario is valid");
${turned.join("")}    timeline.run_to_end().expect("the load can be borne");
    println!("{:#?}", timeline.report());
`;
}

function scenarioFields(scenario: CompleteScenario): string[] {
    const { seed, load = {}, work = {}, warmupTasks } = differencesOf(scenario);
    return [
        `seed: ${whole(seed)}`,
        "pool",
        ...field("tasks", load.tasks, whole),
        ...field("arrivals", load.arrivals, arrivals),
        ...field("service", work.service, service),
        ...field("failure_probability", work.failureProbability, float),
        ...field("outages", work.outages, (all) => `vec![\n${all.map((one) => `            ${outage(one)},\n`).join("")}        ]`),
        ...field("warmup_tasks", warmupTasks, whole),
    ];
}

function poolFields({ workers, bufferSize, whenFull, retry = {} }: PoolOptions): string[] {
    const policy = policyFields(retry);
    return [
        ...field("workers", workers, whole),
        ...field("buffer_size", bufferSize, (size) => option(size, whole)),
        ...field("when_full", whenFull, (one) => `WhenFull::${capital(one)}`),
        ...(policy.length === 0 ? [] : [`retry: ${struct("RetryPolicy", policy, 8)}`]),
        ...field("hold_worker", retry.holdWorker, String),
        ...field("pause_after_last_attempt", retry.pauseAfterLastAttempt, String),
    ];
}

const policyFields = ({ maxAttempts, baseDelayMs, factor, maxDelayMs, jitter }: RetryOptions): string[] => [
    ...field("max_attempts", maxAttempts, whole),
    ...field("base_delay", baseDelayMs, time),
    ...field("factor", factor, float),
    ...field("max_delay", maxDelayMs, (ms) => option(ms, time)),
    ...field("jitter", jitter, (one) => `Jitter::${capital(one)}`),
];

function arrivals(all: Arrivals): string {
    switch (all.kind) {
        case "closed":
            return "Arrivals::Closed";
        case "poisson":
            return `Arrivals::Poisson { rate_per_second: ${float(all.ratePerSecond)} }`;
        case "constant":
            return `Arrivals::Constant { every_ms: ${float(all.everyMs)} }`;
        case "bursts":
            return `Arrivals::Bursts { size: ${whole(all.size)}, every_ms: ${float(all.everyMs)} }`;
        case "trace":
            return `Arrivals::Trace { at_ms: ${floats(all.atMs)} }`;
    }
}

function service(one: Service): string {
    switch (one.kind) {
        case "constant":
            return `Service::Constant { ms: ${float(one.ms)} }`;
        case "exponential":
            return `Service::Exponential { mean_ms: ${float(one.meanMs)} }`;
        case "uniform":
            return `Service::Uniform { min_ms: ${float(one.minMs)}, max_ms: ${float(one.maxMs)} }`;
        case "lognormal":
            return `Service::Lognormal { mean_ms: ${float(one.meanMs)}, cv: ${float(one.cv)} }`;
        case "erlang":
            return `Service::Erlang { mean_ms: ${float(one.meanMs)}, k: ${whole(one.k)} }`;
        case "hyperexponential":
            return `Service::Hyperexponential { mean_ms: ${float(one.meanMs)}, cv: ${float(one.cv)} }`;
        case "pareto":
            return `Service::Pareto { mean_ms: ${float(one.meanMs)}, alpha: ${float(one.alpha)} }`;
        case "empirical":
            return `Service::Empirical { ms: ${floats(one.ms)} }`;
    }
}

const outage = ({ fromMs, toMs, failureProbability }: Outage): string =>
    `Outage { from_ms: ${float(fromMs)}, to_ms: ${float(toMs)}, failure_probability: ${float(failureProbability)} }`;

const field = <T>(name: string, value: T | undefined, write: (value: T) => string): string[] => (value === undefined ? [] : [`${name}: ${write(value)}`]);

function struct(name: keyof typeof FIELDS, fields: readonly string[], indent: number): string {
    const rest = fields.length < FIELDS[name] ? [`..${name}::default()`] : [];
    const inside = " ".repeat(indent + 4);
    // After the last part, which names no field, no comma may stand.
    const lines = [...fields.map((one) => `${inside}${one},\n`), ...rest.map((one) => `${inside}${one}\n`)];
    return `${name} {\n${lines.join("")}${" ".repeat(indent)}}`;
}

function list(...names: readonly (string | false)[]): string {
    const used = names.filter((name) => name !== false);
    return used.length === 1 ? used.join("") : `{${used.join(", ")}}`;
}

const option = <T>(value: T | null, write: (value: T) => string): string => (value === null ? "None" : `Some(${write(value)})`);

const time = (ms: number): string => (Number.isInteger(ms) ? `Duration::from_millis(${whole(ms)})` : `Duration::from_nanos(${whole(Math.round(ms * 1e6))})`);

const floats = (values: readonly number[]): string => `[${values.map(float).join(", ")}].into()`;

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** 12_345 */
function whole(value: number): string {
    return BigInt(value).toString().replaceAll(/\B(?=(\d{3})+$)/g, "_");
}

/** 12_345.0: without a point Rust would take it for another kind of number. */
function float(value: number): string {
    const text = String(value);
    if (text.includes("e")) return text.replace("e+", "e");
    const [before = "0", after = "0"] = text.split(".");
    return `${before.replaceAll(/\B(?=(\d{3})+$)/g, "_")}.${after}`;
}
