// Each number in the text of a story is what the scenario, a formula, or the run on show says, and where it is a figure of the
// page, what stands there while one reads.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { Simulation, checkScenario, simulate, theory } from "./support.mjs";
import { toldStories } from "../stories.mjs";

/** @typedef {import("../stories.mjs").Step} Step */
/** @typedef {import("../../pkg/twinpool.js").CompleteScenario} CompleteScenario */
/** @typedef {import("../../pkg/twinpool.js").PoolStats} PoolStats */
/** @typedef {{ scenario: CompleteScenario, during: PoolStats[], name: string, n: number }} Shown */
/** @typedef {(shown: Shown) => boolean} IsSo */

/** @type {import("../stories.mjs").Told} */
let told;
before(async () => {
    told = await toldStories();
});

/** One reads a step within so many seconds. */
const READ_WITHIN_S = 20;

/** What a step shows, when it opens and while it is read. @param {string} name @param {number} n from 1 @returns {Shown} */
function shownIn(name, n) {
    const story = told.allStories().find((one) => one.name === name);
    assert.ok(story !== undefined);
    const scenario = told.scenarioOf(story, n - 1);
    assert.ok(scenario !== undefined);
    const speed = told.speedOf(story, n - 1) ?? 1;
    const simulation = new Simulation(scenario);
    const during = [0, 0.25, 0.5, 0.75, 1].map((share) => {
        simulation.seek(told.beginsAt(story, n - 1) + share * READ_WITHIN_S * 1000 * speed);
        return simulation.stats();
    });
    simulation.free();
    return { scenario: checkScenario(scenario), during, name, n };
}

/** @param {Shown} shown */
function figuresOf({ scenario }) {
    const known = theory(scenario);
    assert.ok(known !== null, "there is a formula");
    return known.figures;
}

/** @param {number | null | undefined} value @param {number} wanted @param {number} [share] */
const near = (value, wanted, share = 0.05) => Math.abs((value ?? NaN) - wanted) <= share * wanted;

/** A text says a figure of theory; the run's own, which stands beside it all the time, is not far from it. @param {number} ms @returns {IsSo} */
const waitP99 = (ms) => (shown) => near(figuresOf(shown).waitMs?.p99, ms, 0.02) && shown.during.every(({ waitMs }) => near(waitMs.p99, ms));

/** @param {number} share @returns {IsSo} */
const busy = (share) => (shown) => near(figuresOf(shown).utilisation?.busy, share, 0.01) && shown.during.every(({ utilisation }) => Math.abs((utilisation.busy ?? NaN) - share) < 0.02);

/** @param {number} share @param {number} below @returns {IsSo} */
const taken = (share, below) => (shown) => {
    const all = [figuresOf(shown).utilisation, ...shown.during.map(({ utilisation }) => utilisation)].map((one) => (one?.busy ?? NaN) + (one?.backoff ?? NaN));
    return all.every((one) => one > below && one <= share);
};

/** @param {CompleteScenario} scenario */
const rateOf = ({ load: { arrivals } }) => (arrivals.kind === "poisson" ? arrivals.ratePerSecond : NaN);
/** @param {CompleteScenario} scenario */
const meanMsOf = ({ work: { service } }) => ("meanMs" in service ? service.meanMs : service.kind === "constant" ? service.ms : NaN);
/** @param {CompleteScenario} scenario */
const mostPerSecond = (scenario) => (1000 * scenario.pool.workers) / meanMsOf(scenario);

/** @param {(scenario: CompleteScenario) => boolean} isSo @returns {IsSo} */
const set = (isSo) => ({ scenario }) => isSo(scenario);
/** @param {number} size @returns {IsSo} */
const places = (size) => set(({ pool }) => pool.bufferSize === size);
/** @param {number} rate @returns {IsSo} */
const comes = (rate) => set((scenario) => rateOf(scenario) === rate);
/** @param {number} rate @returns {IsSo} */
const canDo = (rate) => set((scenario) => near(mostPerSecond(scenario), rate, 1e-9));

/** By story and step: what is said, and whether it is so. @type {Record<string, Record<string, IsSo>>} */
const CLAIMS = {
    "tour 1": { "Some six a second": comes(6) },
    "tour 2": { "24 places": places(24) },
    "tour 3": { "2 s after the first failure, 4 s after the second": set(({ pool: { retry } }) => retry.baseDelayMs === 2000 && retry.factor === 2) },
    "tour 4": { "all 24 places": places(24) },
    "tour 5": { "Most of the time the eight workers were not busy: they sat out pauses": ({ during }) => during.every(({ utilisation }) => (utilisation.backoff ?? 0) > 0.5) },
    "backpressure 1": {
        "200 at once": set(({ load }) => load.tasks === 200),
        "some 16 a second": ({ scenario, during }) => mostPerSecond(scenario) === 16 && near(during.at(-1)?.throughputPerSecond, 16),
        "12 places": places(12),
    },
    "backpressure 2": { "12 tasks in the buffer": ({ during }) => during.every(({ queued }) => queued <= 12) },
    "held-released 1": {
        "9.5 tasks a second": comes(9.5),
        "9 ms each": set((scenario) => meanMsOf(scenario) === 9),
        "35 times as many": set((scenario) => Math.round(mostPerSecond(scenario) / rateOf(scenario)) === 35),
        "4 % of the workers’ time": ({ during, ...rest }) => [figuresOf({ during, ...rest }), ...during].every(({ utilisation }) => Math.round(100 * (utilisation?.busy ?? NaN)) === 4),
        "three in ten fail": set(({ work }) => work.failureProbability === 0.3),
    },
    "held-released 2": { "taken nearly 80 % of the time": taken(0.8, 0.77), "half a second, then a whole one": set(({ pool: { retry } }) => retry.baseDelayMs === 500 && retry.factor === 2) },
    "original 2": { "Three in ten fail": set(({ work }) => work.failureProbability === 0.3), "three attempts": set(({ pool }) => pool.retry.maxAttempts === 3) },
    "last-sleep 1": { "All is over at 2 s": ({ during }) => during.every(({ succeeded }) => succeeded === 19) },
    "retry-storm 1": {
        // Then it is 0:30.
        "Eight workers, of whom three or so are busy": ({ during }) => during.slice(0, 2).every(({ utilisation }) => Math.round(8 * (utilisation.busy ?? NaN)) === 3),
        "tried ten times, after pauses of up to 8 s": set(({ pool: { retry } }) => retry.maxAttempts === 10 && retry.maxDelayMs === 8000),
    },
    "retry-storm 2": {
        "From 0:30 on, three attempts in four fail": set(({ work: { outages } }) => outages[0]?.fromMs === 30_000 && outages[0].failureProbability === 0.75),
        "Until 1:30 a task needs nearly four attempts on average": set(({ pool: { retry }, work: { outages } }) => {
            const { failureProbability: p = NaN, toMs } = outages[0] ?? {};
            const mean = (1 - p ** retry.maxAttempts) / (1 - p);
            return toMs === 90_000 && mean > 3.7 && mean < 4;
        }),
    },
    "retry-storm 4": {
        "In the end one task in eight is given up": ({ scenario }) => {
            const { submitted, failed } = simulate(scenario);
            return Math.round(submitted / failed) === 8;
        },
    },
    "herd 1": {
        "forty tasks come together. Forty workers": set(({ pool, load: { arrivals } }) => pool.workers === 40 && arrivals.kind === "bursts" && arrivals.size === 40 && arrivals.everyMs === 8000),
        "From 0:08 to 0:09.5 the service is down": set(({ work: { outages } }) => outages[0]?.fromMs === 8000 && outages[0].toMs === 9500 && outages[0].failureProbability === 1),
    },
    "95-percent 1": { "Half busy": busy(0.5), "20 tasks a second": comes(20), "can do 40": canDo(40), "longer than 0.14 s (p99)": waitP99(143) },
    "95-percent 2": { "80 % busy": busy(0.8), "One worker in five": busy(0.8), "32 a second": comes(32), "longer than 0.51 s": waitP99(510) },
    "95-percent 4": { "95 % busy": busy(0.95), "at 95 %": busy(0.95), "1 / (1 − load)": () => true },
    "bursts 1": { "75 % busy": busy(0.75), "nobody ever waits": ({ during }) => during.every(({ waitMs }) => waitMs.max === 0) },
    "bursts 2": { "as busy as before": busy(0.75), "longer than 0.56 s": waitP99(563) },
    "bursts 3": {
        "26 of them": ({ scenario, during }) => simulate(scenario).queueLength.max === 26 && during.every(({ queueLength }) => queueLength.max === 26),
        "Still 75 % busy": busy(0.75),
        "waits 2.1 s or longer": ({ during }) => during.every(({ waitMs }) => near(waitMs.p99, 2100, 0.001)),
    },
    "bursts 4": { "load / (1 − load)": () => true },
    "buffer-bloat 1": {
        "12 tasks a second": comes(12),
        "can do 10": canDo(10),
        "20 places": places(20),
        "two in twelve in the long run": ({ scenario }) => {
            const { submitted, rejected } = simulate({ ...scenario, load: { ...scenario.load, tasks: 100_000 } });
            return near(rejected / submitted, 2 / 12, 0.08);
        },
    },
    "buffer-bloat 3": { "200 places": places(200), "Full again. Only now each task waits behind some 200 others": ({ during }) => during[0]?.queued === 200 && during.every(({ queued }) => queued > 180) },
    "buffer-bloat 4": { "to 6: as soon as they keep up": () => true, "Six can do 15 a second": set((scenario) => 6000 / meanMsOf(scenario) === 15) },
    "heavy-tails 1": { "takes 100 ms, seven come a second": set((scenario) => meanMsOf(scenario) === 100 && rateOf(scenario) === 7), "70 % busy": busy(0.7), "longer than 0.65 s": waitP99(649) },
    "heavy-tails 3": {
        "Most tasks are quicker than before": set(({ work: { service } }) => {
            if (service.kind !== "pareto") return false;
            const { meanMs, alpha } = service;
            return ((meanMs * (alpha - 1)) / alpha) * 2 ** (1 / alpha) < 0.8 * 100;
        }),
    },
    "heavy-tails 4": { "α = 2.2": set(({ work: { service } }) => service.kind === "pareto" && service.alpha === 2.2) },
    "stop-abort 1": { "Thirty tasks in all. Three are still to come": ({ scenario, during }) => scenario.load.tasks === 30 && during[0]?.submitted === 27 },
};

describe("what a step says is so", () => {
    for (const [where, claims] of Object.entries(CLAIMS)) {
        test(where, () => {
            const [name = "", n = ""] = where.split(" ");
            const { title, look, why } = told.allStories().find((one) => one.name === name)?.steps[Number(n) - 1] ?? {};
            const shown = shownIn(name, Number(n));
            for (const [says, isSo] of Object.entries(claims)) {
                assert.ok(`${title} ${look} ${why}`.includes(says), `it says “${says}”`);
                assert.ok(isSo(shown), `“${says}” is not so: ${JSON.stringify(shown.during.map(({ utilisation, waitMs, queued }) => [utilisation.busy, utilisation.backoff, waitMs.p99, queued]))}`);
            }
        });
    }

    test("and of no number it is left open", () => {
        const open = told.allStories().flatMap(({ name, steps }) =>
            steps.flatMap(({ title, look, why }, n) => {
                const said = Object.keys(CLAIMS[`${name} ${n + 1}`] ?? {});
                const rest = said.reduce((text, one) => text.replaceAll(one, "…"), `${title} ${look} ${why}`);
                return /\d/.test(rest) ? [`${name} ${n + 1}: ${rest}`] : [];
            }),
        );
        assert.deepEqual(open, []);
    });
});

test("no step opens in a warm-up, and within a second or two each of its figures stands there", () => {
    for (const story of told.allStories()) {
        for (const n of story.steps.keys()) {
            const scenario = told.scenarioOf(story, n);
            if (scenario === undefined) continue;
            const fromMs = told.beginsAt(story, n);
            const simulation = new Simulation(scenario);
            simulation.seek(fromMs);
            if (fromMs > 0 || checkScenario(scenario).warmupTasks > 0) assert.ok(simulation.stats().submitted > 0, `${story.name}, step ${n + 1} opens on nothing`);
            simulation.advance(2000 * (told.speedOf(story, n) ?? 1));
            const { throughputPerSecond, utilisation, waitMs, succeeded } = simulation.stats();
            assert.ok(![throughputPerSecond, utilisation.busy, waitMs.p50, waitMs.p99].includes(null) && succeeded > 0, `${story.name}, step ${n + 1}`);
            simulation.free();
        }
    }
});
