// The formulas against values that were computed elsewhere: a slip in a formula would look like one in the simulator.
import { mdc, mg1 } from "../../src/web/theory/general.js";
import { mmc, mmck } from "../../src/web/theory/markov.js";
import { HELD, MDC, MG1, MMC, MMCK, RELEASED, SATURATED } from "./reference.mjs";
import { moments } from "./retries.mjs";
import { BY_KEY } from "./services.mjs";

/**
 * @returns {{ checked: number, wrong: string[] }} how many values there were, and those that differ
 */
export function checkFormulas() {
    /** @type {string[]} */
    const wrong = [];
    let checked = 0;
    const compare = (/** @type {string} */ name, /** @type {number} */ found, /** @type {number} */ expected) => {
        checked += 1;
        if (!(Math.abs(found - expected) <= 1e-9 * Math.max(1, Math.abs(expected)))) wrong.push(`${name}: ${found}, not ${expected}`);
    };
    for (const [c, load, waits, wait, queue, p50, p99] of MMC) {
        const found = mmc(c, c * load);
        const name = `M/M/${c} at ${load}`;
        compare(`${name}, share that waits`, found.waits, waits);
        compare(`${name}, mean wait`, found.wq, wait);
        compare(`${name}, mean queue`, found.lq, queue);
        compare(`${name}, p50`, found.quantile(0.5), p50);
        compare(`${name}, p99`, found.quantile(0.99), p99);
    }
    for (const [c, buffer, load, lost, queue, wait] of MMCK) {
        const found = mmck(c, buffer, c * load);
        const name = `M/M/${c}/${c + buffer} at ${load}`;
        compare(`${name}, lost`, found.lost, lost);
        compare(`${name}, mean queue`, found.lq, queue);
        compare(`${name}, mean wait`, found.wq, wait);
    }
    for (const [kind, load, secondMoment, wait, queue] of MG1) {
        const name = `M/G/1 ${kind} at ${load}`;
        const found = mg1(load, 1, BY_KEY[kind]().secondMoment);
        compare(`${name}, second moment`, BY_KEY[kind]().secondMoment, secondMoment);
        compare(`${name}, mean wait`, found, wait);
        compare(`${name}, mean queue`, load * found, queue);
    }
    for (const [c, load, queue, wait] of MDC) {
        compare(`M/D/${c} at ${load}, mean queue`, mdc(c, c * load)?.lq ?? Number.NaN, queue);
        compare(`M/D/${c} at ${load}, mean wait`, mdc(c, c * load)?.wq ?? Number.NaN, wait);
    }
    for (const { name, policy, lambda, g, g2, wait } of HELD) {
        const found = moments(policy);
        compare(`held, ${name}, E[G]`, found.g, g);
        compare(`held, ${name}, E[G²]`, found.g2, g2);
        compare(`held, ${name}, mean wait`, mg1(lambda, found.g, found.g2), wait);
    }
    const { made, pauses } = moments(RELEASED.policy);
    const visit = mmc(RELEASED.workers, RELEASED.lambda * made * RELEASED.policy.mean);
    const wait = visit.wq * RELEASED.policy.mean;
    compare("released, mean wait", wait, RELEASED.wait);
    compare("released, mean queue", visit.lq, RELEASED.queue);
    compare("released, mean sojourn", made * (wait + RELEASED.policy.mean) + pauses, RELEASED.sojourn);
    compare("never idle, throughput", SATURATED.workers / moments(RELEASED.policy).g, SATURATED.throughput);
    return { checked, wrong };
}
