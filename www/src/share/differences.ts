/** What of a scenario differs from the original's demo: all that has to be said to build it again. */
import { defaultScenario, type CompleteScenario, type Outage, type PoolOptions } from "twinpool/sim";
import type { Arrivals, Service } from "../kinds.ts";

type Pool = CompleteScenario["pool"];

export interface Differences {
    readonly seed: number;
    readonly pool: { readonly workers: number } & PoolOptions;
    readonly load?: { readonly tasks?: number; readonly arrivals?: Arrivals };
    readonly work?: { readonly service?: Service; readonly failureProbability?: number; readonly outages?: readonly Outage[] };
    readonly warmupTasks?: number;
}

export function differencesOf({ seed, pool, load, work, warmupTasks }: CompleteScenario): Differences {
    const usual = defaultScenario();
    // Without a number of tasks a trace brings as many as it has times.
    const usualLoad = load.arrivals.kind === "trace" ? { ...usual.load, tasks: NaN } : usual.load;
    const loads = different(load, usualLoad);
    const works = different(work, usual.work);
    return {
        seed,
        pool: { workers: pool.workers, ...poolDifferences(pool, usual.pool) },
        ...(isEmpty(loads) ? {} : { load: loads }),
        ...(isEmpty(works) ? {} : { work: works }),
        ...(warmupTasks === usual.warmupTasks ? {} : { warmupTasks }),
    };
}

function poolDifferences({ retry, ...pool }: Pool, { retry: usualRetry, ...usual }: Pool): PoolOptions {
    const retries = different(retry, usualRetry);
    return { ...different(pool, usual), ...(isEmpty(retries) ? {} : { retry: retries }) };
}

function different<T extends object>(one: T, usual: T): Partial<T> {
    const entries = Object.entries(one).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(usual[name as keyof T]));
    return Object.fromEntries(entries) as Partial<T>;
}

const isEmpty = (object: object): boolean => Object.keys(object).length === 0;
