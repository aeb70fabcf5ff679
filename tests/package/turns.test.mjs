// The knobs that were turned, as the page keeps them: what a link replays is the run that was on show.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { pageModules } from "../modules.mjs";
import { checkScenario, Simulation } from "./support.mjs";

/** @typedef {import("../../pkg/twinpool.js").CompleteScenario} CompleteScenario */
/** @typedef {{ atMs: number, knob: string, value: number }} Turn */
/** @typedef {{ scenario: CompleteScenario, turns: readonly Turn[] }} Setup */

/** @type {(setup: Setup, turn: Turn) => Setup} */
let withTurn;
before(async () => {
    ({ withTurn } = /** @type {{ withTurn: typeof withTurn }} */ (await pageModules('export { withTurn } from "./setup.ts";')));
});

const AT_MS = 500;
const scenario = checkScenario({
    seed: 7,
    pool: { workers: 3, bufferSize: 20 },
    load: { tasks: 400, arrivals: { kind: "poisson", ratePerSecond: 50 } },
    work: { service: { kind: "exponential", meanMs: 90 } },
});

/** The knob of the workers, turned again and again at one moment. @param {readonly number[]} values */
const turnedTo = (values) => values.reduce((setup, value) => withTurn(setup, { atMs: AT_MS, knob: "workers", value }), /** @type {Setup} */ ({ scenario, turns: [] }));

/** @param {readonly number[]} values */
async function run(values) {
    const simulation = new Simulation(scenario);
    simulation.seek(AT_MS);
    for (const value of values) {
        simulation.setWorkers(value);
        simulation.advance(0);
    }
    return await simulation.runToEnd();
}

describe("turns at one moment", () => {
    for (const { values, kept } of [
        { values: [4, 5, 6], kept: [6] },
        { values: [2, 1], kept: [1] },
        { values: [5, 3], kept: [5, 3] },
        { values: [9, 7, 5], kept: [9, 5] },
        { values: [4, 4, 6, 2, 2], kept: [6, 2] },
    ]) {
        test(`workers ${values.join(", ")} are kept as ${kept.join(", ")}, and come to the same run`, async () => {
            const { turns } = turnedTo(values);
            assert.deepEqual(
                turns.map(({ value }) => value),
                kept,
            );
            assert.deepEqual(await run(kept), await run(values));
        });
    }

    test("workers that came and went again are another run than if they had not come", async () => {
        assert.notDeepEqual(await run([5, 3]), await run([3]));
    });

    test("of another knob the last one counts", () => {
        const turns = [0.1, 0.9, 0.2].reduce((setup, value) => withTurn(setup, { atMs: AT_MS, knob: "failureProbability", value }), /** @type {Setup} */ ({ scenario, turns: [] })).turns;
        assert.deepEqual(turns, [{ atMs: AT_MS, knob: "failureProbability", value: 0.2 }]);
    });

    test("what was turned later is forgotten", () => {
        const later = withTurn({ scenario, turns: [] }, { atMs: 900, knob: "workers", value: 5 });
        const turn = { atMs: AT_MS, knob: "workers", value: 4 };
        assert.deepEqual(withTurn(later, turn).turns, [turn]);
    });
});
