// The same reports in Node as natively and in the browsers, bit for bit: those of tests/promises/same_report.rs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { simulate } from "./support.mjs";

/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */
/** @typedef {import("../../pkg/twinpool.js").Report} Report */

/** @type {NonNullable<NonNullable<Scenario["work"]>["service"]>[]} */
const SERVICES = [
    { kind: "constant", ms: 7.5 },
    { kind: "exponential", meanMs: 10 },
    { kind: "uniform", minMs: 1, maxMs: 19 },
    { kind: "lognormal", meanMs: 10, cv: 1.5 },
    { kind: "erlang", meanMs: 10, k: 3 },
    { kind: "hyperexponential", meanMs: 10, cv: 2 },
    { kind: "pareto", meanMs: 10, alpha: 2.5 },
    { kind: "empirical", ms: [1, 2, 30] },
];
/** @type {NonNullable<NonNullable<Scenario["load"]>["arrivals"]>[]} */
const ARRIVALS = [
    { kind: "closed" },
    { kind: "poisson", ratePerSecond: 200 },
    { kind: "constant", everyMs: 4 },
    { kind: "bursts", size: 5, everyMs: 20 },
];
const JITTERS = /** @type {const} */ (["none", "full", "equal", "decorrelated"]);
const CHOICES = /** @type {const} */ (["wait", "reject", "dropOldest"]);

const EXPECTED = [
    5_103_072_788_143_446_194n,
    17_022_429_318_037_711_793n,
    63_232_545_105_588_950n,
    8_050_979_720_959_084_034n,
    1_922_673_331_419_096_246n,
    17_756_235_363_726_624_127n,
    8_754_831_849_666_858_770n,
    14_833_619_148_862_308_322n,
];

const MASK = 0xffff_ffff_ffff_ffffn;

/** @param {number | null} value */
function bitsOf(value) {
    if (value === null) return MASK;
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    return view.getBigUint64(0);
}

/** @typedef {{ [name: string]: number | null | Figures }} Figures */

/** Every figure in order, those inside of others included. @param {Figures} figures @returns {(number | null)[]} */
const valuesOf = (figures) =>
    Object.values(figures).flatMap((value) => (value !== null && typeof value === "object" ? valuesOf(value) : [value]));

/** @param {Report} report */
function fingerprint({ seed, ...figures }) {
    let hash = BigInt(seed);
    for (const value of valuesOf(/** @type {Figures} */ (/** @type {unknown} */ (figures)))) {
        const product = ((hash ^ bitsOf(value)) * 0x100_0000_01b3n) & MASK;
        hash = ((product << 29n) | (product >> 35n)) & MASK;
    }
    return hash;
}

/** @template T @param {readonly T[]} list @param {number} index */
const inTurn = (list, index) => /** @type {T} */ (list[index % list.length]);

test("a report is the same in Node as on every other target", () => {
    const reports = SERVICES.map((service, index) =>
        simulate({
            seed: 1_000 + index,
            pool: {
                workers: 3,
                whenFull: inTurn(CHOICES, index),
                retry: { baseDelayMs: 5, jitter: inTurn(JITTERS, index), holdWorker: index % 2 === 0 },
            },
            load: { tasks: 2_000, arrivals: inTurn(ARRIVALS, index) },
            work: { service, outages: [{ fromMs: 500, toMs: 900, failureProbability: 0.9 }] },
            warmupTasks: 100,
        }),
    );
    assert.deepEqual(reports.map(fingerprint), EXPECTED);
});
