// The scene's marks: where a task is drawn, of what the simulator says. A worker that is busy is seen to be.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { pageModules } from "../modules.mjs";
import { checkScenario, Simulation } from "./support.mjs";

/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ bins: object[], columns: { lanes: number, lanesEnd: number } }} Plan */

/**
 * What the scene reckons with, as far as it is used here.
 * @typedef {object} Parts
 * @property {new () => { append(events: object): void }} History
 * @property {new () => { follow(history: object): void }} Ledger
 * @property {new () => { look(history: object, workers: object, nowMs: number, pace: number, isHeld: boolean): void, isSeen(task: number): boolean }} Moment
 * @property {new () => { move(scenery: object, task: number, home: Point): boolean }} Flights
 * @property {(shape: object) => Plan} planWide
 * @property {(shape: object) => Plan} planTall
 * @property {(bin: object, place: number, out: Point) => void} toBin
 * @property {(plan: object, worker: number, share: number, out: Point) => void} toLane
 * @property {number} FLIGHT_MS
 */

/** @type {Parts} */
let parts;
before(async () => {
    parts = /** @type {Parts} */ (
        await pageModules(
            `export { History } from "./history.ts";
            export { Ledger } from "./scene/ledger.ts";
            export { FLIGHT_MS, Moment } from "./scene/moment.ts";
            export { Flights } from "./scene/flights.ts";
            export { planTall } from "./scene/plan-tall.ts";
            export { planWide } from "./scene/plan-wide.ts";
            export { toBin, toLane } from "./scene/plan.ts";`,
        )
    );
});

const FRAME_MS = 1000 / 60;
const BUSY = 1;

/** @param {Scenario["work"]} work @param {number} ratePerSecond @returns {Scenario} */
const coming = (work, ratePerSecond) => ({
    seed: 7,
    pool: { workers: 4, bufferSize: 24, retry: { maxAttempts: 1 } },
    load: { tasks: 30_000, arrivals: { kind: "poisson", ratePerSecond } },
    work: { failureProbability: 0, ...work },
});

/**
 * Plays a run, and looks at each picture: every task that had a worker lately, and where it is.
 * @param {Scenario} given
 * @param {boolean} isTall
 * @param {number} pace
 * @param {(look: { task: number, at: Point, lane: Point, longMs: number, isBusy: boolean }) => void} see
 */
function play(given, isTall, pace, see) {
    const scenario = checkScenario(given);
    const { workers: count, bufferSize: places, whenFull, retry } = scenario.pool;
    const shape = { width: isTall ? 390 : 952, height: isTall ? 436 : 380, workers: count, places, whenFull };
    const plan = isTall ? parts.planTall(shape) : parts.planWide(shape);
    const [history, ledger, moment, flights] = [new parts.History(), new parts.Ledger(), new parts.Moment(), new parts.Flights()];
    const simulation = new Simulation(scenario);
    /** Who had which worker, and what came of it. @type {Map<number, number>} */
    const had = new Map();
    for (let frame = 0; frame < 600; frame += 1) {
        simulation.advance(FRAME_MS * pace);
        history.append(simulation.takeEvents());
        ledger.follow(history);
        const { atMs, workers } = simulation.view();
        moment.look(history, workers, atMs, pace, retry.holdWorker);
        const scenery = { plan, history, ledger, moment, isHeld: retry.holdWorker };
        workers.state.forEach((state, worker) => {
            if (state === BUSY) had.set(workers.task[worker] ?? 0, worker);
        });
        for (const [task, worker] of had) {
            const [since, until] = [workers.sinceMs[worker] ?? NaN, workers.untilMs[worker] ?? NaN];
            const isBusy = workers.state[worker] === BUSY && workers.task[worker] === task;
            const lane = { x: 0, y: 0 };
            parts.toLane(plan, worker, isBusy ? (atMs - since) / (until - since) : 1, lane);
            const at = { ...lane };
            if (!isBusy) parts.toBin(/** @type {object} */ (plan.bins[0]), 0, at);
            flights.move(scenery, task, at);
            see({ task, at, lane, longMs: isBusy ? until - since : NaN, isBusy });
        }
    }
    simulation.free();
}

describe("a busy worker’s task", () => {
    for (const [screen, isTall] of /** @type {const} */ ([
        ["a wide scene", false],
        ["a tall one", true],
    ])) {
        for (const pace of [0.5, 1, 2]) {
            test(`is in its lane if it is short, in ${screen} at speed ${pace}`, () => {
                let seen = 0;
                play(coming({ service: { kind: "exponential", meanMs: 100 } }, 32), isTall, pace, ({ at, lane, longMs, isBusy }) => {
                    if (!isBusy || longMs > parts.FLIGHT_MS * pace) return;
                    seen += 1;
                    assert.deepEqual(at, lane);
                });
                assert.ok(seen > 300, `${seen} were looked at`);
            });
        }

        test(`is in its lane for most of its time whatever that is, in ${screen}`, () => {
            for (const meanMs of [30, 100, 250, 500, 1000]) {
                let [seen, there] = [0, 0];
                play(coming({ service: { kind: "exponential", meanMs } }, 3200 / meanMs), isTall, 1, ({ at, lane, isBusy }) => {
                    if (!isBusy) return;
                    seen += 1;
                    if (at.x === lane.x && at.y === lane.y) there += 1;
                });
                assert.ok(there / seen > 0.8, `${there} of ${seen} at ${meanMs} ms`);
            }
        });
    }

    test("comes from the senders if it is long, and takes its time", () => {
        let flew = 0;
        play(coming({ service: { kind: "constant", ms: 3000 } }, 1), false, 1, ({ at, lane, isBusy }) => {
            if (isBusy && at.x < lane.x) flew += 1;
        });
        assert.ok(flew >= 10 * Math.floor((parts.FLIGHT_MS / FRAME_MS) * 0.8), `${flew} pictures of ten tasks on their way`);
    });
});

test("between the lanes no task is on its way: who ran for less than a picture passes through its worker’s lane", () => {
    for (const meanMs of [5, 20, 100]) {
        const { columns } = parts.planWide({ width: 952, height: 380, workers: 4, places: 24, whenFull: "wait" });
        play(coming({ service: { kind: "exponential", meanMs } }, Math.min(32, 3200 / meanMs)), false, 1, ({ task, at, lane }) => {
            if (at.x <= columns.lanes || at.x >= columns.lanesEnd - 8) return;
            assert.ok(Math.abs(at.y - lane.y) < 1e-6, `task ${task} is at ${at.x}, ${at.y}, and its lane at ${lane.y}`);
        });
    }
});
