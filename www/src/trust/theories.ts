/** What theory says of the scenarios that the page shows. It is asked often, and of the same scenario many times. */
import { theory, type CompleteScenario, type Theory } from "twinpool/sim";

interface Known {
    readonly scenario: CompleteScenario;
    readonly theory: Theory | null;
}

const MOST_KNOWN = 4;
let known: readonly Known[] = [];

/** Null where no formula applies. */
export function theoryOf(scenario: CompleteScenario): Theory | null {
    const found = known.find((one) => isSame(one.scenario, scenario));
    if (found !== undefined) return found.theory;
    const asked = theory(scenario);
    known = [{ scenario, theory: asked }, ...known].slice(0, MOST_KNOWN);
    return asked;
}

/** Turning a knob makes a new scenario of the parts of the old one. */
function isSame(one: CompleteScenario, other: CompleteScenario): boolean {
    if (one === other) return true;
    const { pool, load, work, ...rest } = one;
    return (
        load.tasks === other.load.tasks &&
        rest.warmupTasks === other.warmupTasks &&
        isLike(pool, other.pool) &&
        isLike(load.arrivals, other.load.arrivals) &&
        isLike(work.service, other.work.service) &&
        work.failureProbability === other.work.failureProbability &&
        isLike(work.outages, other.work.outages)
    );
}

const isLike = (one: object, other: object): boolean => one === other || JSON.stringify(one) === JSON.stringify(other);

/** The share of tasks that will fail for good; null where no formula tells. */
export function expectedFailures(scenario: CompleteScenario): number | null {
    const figures = theoryOf(scenario)?.figures;
    const { submitted = 0, failed } = figures ?? {};
    return failed === undefined || submitted === 0 ? null : failed / submitted;
}
