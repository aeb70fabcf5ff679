// What the page's stories claim is so, and each bet has the answer that the story goes on with. The figures in their texts, one
// by one: stories-figures.test.mjs.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { Simulation, checkScenario, replicate, simulate } from "./support.mjs";
import { toldStories } from "../stories.mjs";

/** @typedef {import("../stories.mjs").Story} Story */
/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */
/** @typedef {import("../../pkg/twinpool.js").Estimate} Estimate */

/** @type {import("../stories.mjs").Told} */
let told;
/** @type {Story[]} */
let stories;
before(async () => {
    told = await toldStories();
    stories = told.allStories();
});

/** @param {string} name */
function story(name) {
    const found = stories.find((one) => one.name === name);
    assert.ok(found !== undefined, `there is a story ${name}`);
    return found;
}

/**
 * A step, with what runs in it.
 * @param {string} name
 * @param {number} step from 1
 */
function step(name, step) {
    const one = story(name);
    const found = one.steps[step - 1];
    const scenario = told.scenarioOf(one, step - 1);
    assert.ok(found !== undefined && scenario !== undefined, `${name} has a step ${step}, and something runs in it`);
    return { ...found, scenario };
}

/**
 * The story's bet, answered: the words of the choice that it is.
 * @param {string} name
 */
async function answer(name) {
    const { bet } = story(name).steps.find((one) => one.bet !== undefined) ?? {};
    assert.ok(bet !== undefined, `${name} asks for a bet`);
    const { choice, found } = await bet.reveal(new AbortController().signal);
    assert.match(found, /\d/, "the answer tells figures");
    return `${bet.choices[choice]}: ${found}`;
}

/** @param {Estimate | null} estimate */
function mean(estimate) {
    assert.ok(estimate !== null, "there was something to measure");
    return estimate.mean;
}

/** @param {Scenario} scenario */
function taken(scenario) {
    const { busy, backoff } = replicate(scenario, 20).utilisation;
    return { busy: mean(busy), all: mean(busy) + mean(backoff) };
}

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(0)} %`;

/**
 * The pool at a moment of a run.
 * @template T
 * @param {Scenario} scenario
 * @param {number} atMs
 * @param {(simulation: Simulation) => T} look
 */
function at(scenario, atMs, look) {
    const simulation = new Simulation(scenario);
    simulation.seek(atMs);
    const seen = look(simulation);
    simulation.free();
    return seen;
}

/** In these steps a person has to do something first. */
const BY_HAND = ["Turn one knob.", "What helps.", "Now by hand."];

/**
 * How long one watches a run, at this speed, until the thing is seen; a minute if it is not.
 * @param {(frame: object, player: object) => boolean} seen
 * @param {Scenario} scenario
 * @param {number} fromMs
 * @param {number} speed
 */
function secondsUntil(seen, scenario, fromMs, speed) {
    const simulation = new Simulation(scenario);
    simulation.seek(fromMs);
    try {
        for (let seconds = 0; seconds < 60; seconds += 0.1) {
            const { queue, blocked, workers, shelf } = simulation.view();
            const [inQueue, outside, working, onShelf] = [queue.length, blocked.length, workers.state.length, shelf.task.length];
            const frame = {
                atMs: simulation.nowMs,
                isFinished: simulation.isFinished,
                queue: { length: inQueue },
                blocked: { length: outside },
                workers: { length: working },
                shelf: { length: onShelf },
                stats: simulation.stats(),
            };
            if (seen(frame, { isLive: false, scenarioNow: () => scenario })) return seconds;
            simulation.advance(100 * speed);
        }
        return 60;
    } finally {
        simulation.free();
    }
}

describe("all stories", () => {
    test("are ten or more, of three to six steps, and their names are their own", () => {
        assert.ok(stories.length >= 10);
        assert.equal(new Set(stories.map(({ name }) => name)).size, stories.length);
        for (const { name, steps } of stories) {
            assert.ok(steps.length >= 3 && steps.length <= 6, name);
            assert.match(name, /^[a-z0-9-]+$/);
            assert.ok(steps[0]?.scenario !== undefined, `${name} begins with a scenario of its own`);
        }
        assert.ok(stories.filter(({ steps }) => steps.some(({ bet }) => bet !== undefined)).length >= 4);
    });

    test("run scenarios that make sense, and begin before they end", () => {
        for (const one of stories) {
            one.steps.forEach((_, n) => {
                const scenario = told.scenarioOf(one, n);
                assert.ok(scenario !== undefined);
                checkScenario(scenario);
                assert.ok(told.beginsAt(one, n) < simulate(scenario).virtualMs, `${one.name}, step ${n + 1}`);
            });
        }
    });

    test("show what they tell of before anybody is bored", () => {
        const late = [];
        for (const one of stories) {
            for (const [n, { title, seen }] of one.steps.entries()) {
                const scenario = told.scenarioOf(one, n);
                if (seen === undefined || scenario === undefined || BY_HAND.includes(title)) continue;
                const seconds = secondsUntil(seen, scenario, told.beginsAt(one, n), told.speedOf(one, n) ?? 1);
                if (seconds > 20) late.push(`${one.name}, step ${n + 1}: ${seconds} s`);
            }
        }
        assert.deepEqual(late, []);
    });

    test("are short enough for the strip", () => {
        for (const { name, steps } of stories) {
            for (const { title, look, why, bet } of steps) {
                assert.ok(title.length <= 28, `${name}: ${title}`);
                assert.ok((bet?.question ?? look).length <= 100, `${name}: ${look}`);
                assert.ok(why.length <= 125, `${name}: ${why}`);
                if (bet === undefined) assert.ok(look.length <= 80 && look !== "" && why !== "", `${name}: ${title}`);
            }
        }
    });
});

test("the tour’s gate is open at first, and closes soon after the step about it begins", () => {
    const { scenario, atMs = 0 } = step("tour", 4);
    const blocked = (/** @type {number} */ ms) => at(scenario, ms, (simulation) => simulation.stats().blocked);
    assert.equal(blocked(atMs), 0);
    assert.ok([1000, 2000, 3000, 4000, 5000].some((later) => blocked(atMs + later) > 0));
    const released = { ...scenario, pool: { ...scenario.pool, retry: { ...scenario.pool.retry, holdWorker: false } } };
    assert.equal(simulate(released).blockedMs.max, 0, "and when workers move on, nobody waits outside");
});

test("backpressure: the sender goes at the pool’s pace, and without a bound the same is done in the same time", async () => {
    const [bounded, unbounded] = [step("backpressure", 1).scenario, step("backpressure", 4).scenario];
    assert.ok((simulate(bounded).blockedMs.mean ?? 0) > 0);
    assert.equal(simulate(bounded).queueLength.max, 12);
    assert.equal(simulate(unbounded).blockedMs.max, 0);
    assert.ok(simulate(unbounded).queueLength.max >= 190);
    assert.ok(Math.abs(mean(replicate(bounded, 50).throughputPerSecond) - 16) < 0.8);
    assert.match(await answer("backpressure"), /^at the same time/);
});

test("held workers are taken some 80 % of the time, and released ones 4 %, by the same load", async () => {
    const [held, released] = [taken(step("held-released", 1).scenario), taken(step("held-released", 4).scenario)];
    assert.ok(held.all >= 0.75 && held.all <= 0.85, String(held.all));
    assert.ok(released.all <= 0.05, String(released.all));
    assert.ok(held.all > 0.77 && story("held-released").about.includes(`nearly 80 % of the time, or ${percent(released.all)}`));
    assert.match(await answer("held-released"), /^about 4 %/);
});

test("the original’s demo gives one e-mail up, lets its sender wait, and then sleeps for nothing", async () => {
    const { scenario } = step("original", 1);
    const report = simulate(scenario);
    assert.deepEqual([report.succeeded, report.failed], [19, 1]);
    assert.ok((report.blockedMs.max ?? 0) > 0);
    const { title, look, why, atMs = 0 } = step("last-sleep", 1);
    assert.match(`${title} ${look} ${why}`, /All is over at 2 s.* Nineteen are done.* fails for the third time.* waits once more, for two seconds/);
    const then = (/** @type {number} */ ms) => at(scenario, ms, (simulation) => simulation.stats());
    assert.ok(atMs < 2_000);
    assert.deepEqual([then(atMs).succeeded, then(atMs).retries < then(2_000).retries], [19, true]);
    assert.deepEqual([then(2_000).succeeded, then(2_000).failed, then(2_000).backingOff], [19, 0, 1], "the third attempt has failed");
    assert.deepEqual([simulate(step("last-sleep", 3).scenario).virtualMs, report.virtualMs], [2_000, 4_000]);
    assert.match(await answer("last-sleep"), /^by a quarter or so: With it 2\.[67]\d ± .*without (?:1\.9|2\.0)\d ±/);
});

test("a retry storm: senders wait in the outage and not before, and fewer attempts make shorter waits", async () => {
    const many = step("retry-storm", 1).scenario;
    assert.equal(at(many, 29_000, (simulation) => simulation.stats().blocked), 0);
    assert.ok(at(many, 85_000, (simulation) => simulation.stats().blocked) > 0);
    assert.match(await answer("retry-storm"), /^falls by a third or more/);
});

test("the herd: all forty come back together, and with jitter fewer than ten", async () => {
    assert.match(await answer("herd"), /^fewer than 10: At most \d begin within a tenth of a second, not 40/);
});

test("95 %: the workers are so busy, and the wait grows more than fivefold", async () => {
    for (const [n, load] of [[1, 0.5], [2, 0.8], [4, 0.95]]) {
        const { utilisation } = replicate(step("95-percent", n ?? 0).scenario, 20);
        assert.ok(Math.abs(mean(utilisation.busy) - (load ?? 0)) < 0.01);
    }
    assert.match(await answer("95-percent"), /^fivefold or more/);
});

test("bursts: the same use, and ever longer waits", () => {
    const runs = [1, 2, 3].map((n) => replicate(step("bursts", n).scenario, 20));
    for (const { utilisation } of runs) assert.equal(percent(mean(utilisation.busy)), "75 %");
    const [even = NaN, random = NaN, bursts = NaN] = runs.map(({ waitMs }) => mean(waitMs.p99));
    assert.ok(even === 0 && random > 500 && bursts > 3 * random, `${even}, ${random}, ${bursts}`);
});

test("buffer bloat: hardly more is done, and with six workers the pile melts", async () => {
    assert.match(await answer("buffer-bloat"), /^hardly more: /);
    const { scenario } = step("buffer-bloat", 4);
    const simulation = new Simulation(scenario);
    simulation.seek(90_000);
    const before = simulation.stats().queued;
    simulation.setWorkers(6);
    simulation.seek(180_000);
    assert.ok(before > 150 && simulation.stats().queued < 20, `${before} waited, then ${simulation.stats().queued}`);
});

test("heavy tails: at the same load the p99 is fourfold where some are long", async () => {
    for (const n of [1, 3]) assert.equal(percent(mean(replicate(step("heavy-tails", n).scenario, 40).utilisation.busy)), "70 %");
    assert.match(await answer("heavy-tails"), /^grows fourfold or more/);
});

test("a graceful stop: the last task comes soon, and nothing that was accepted is lost", () => {
    const { scenario, atMs = 0 } = step("stop-abort", 1);
    const comes = at(scenario, atMs, (simulation) => simulation.stats().submitted);
    assert.ok(comes < 30 && comes >= 25, `${comes} have come when the story begins`);
    const { accepted, succeeded, failed } = simulate(scenario);
    assert.deepEqual([accepted, succeeded + failed], [30, 30]);
});
