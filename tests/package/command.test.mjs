// npm run simulate: what it prints, and how it ends when its input makes no sense.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { text } from "node:stream/consumers";
import { inRoot, root } from "../../scripts/lib/paths.mjs";
import { replicate, simulate, sweep } from "./support.mjs";

/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */

/** @type {Scenario} */
const scenario = { seed: 42, pool: { workers: 3 }, load: { tasks: 50 }, work: { service: { kind: "exponential", meanMs: 20 } } };

const folder = await mkdtemp(join(tmpdir(), "twinpool-command-"));
after(() => rm(folder, { recursive: true }));
const file = join(folder, "scenario.json");
await writeFile(file, JSON.stringify(scenario));

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {string} [input]
 */
async function run(command, args, input = "") {
    const child = spawn(command, args, { cwd: root });
    const code = new Promise((resolve) => child.on("close", resolve));
    child.stdin.end(input);
    const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await code, out, error };
}

/** @param {string[]} args */
const command = (...args) => run(process.execPath, [inRoot("scripts", "simulate.mjs"), ...args]);

/** What it prints, when all is well; then it says nothing else. @param {string[]} args */
async function printed(...args) {
    const { code, out, error } = await command(...args);
    assert.deepEqual({ code, error }, { code: 0, error: "" });
    return out;
}

/** @param {string[]} args */
const json = async (...args) => /** @type {unknown} */ (JSON.parse(await printed(...args)));

describe("npm run simulate prints", { concurrency: 2 }, () => {
    test("a report as JSON, and nothing else, npm's banner neither", async () => {
        const { code, out, error } = await run("npm", ["run", "simulate", "--", file]);
        assert.deepEqual({ code, error }, { code: 0, error: "" });
        assert.deepEqual(JSON.parse(out), simulate(scenario));
    });

    test("the same of a scenario on standard input, which may begin with a byte order mark", async () => {
        const { code, out } = await run(process.execPath, [inRoot("scripts", "simulate.mjs"), "-"], `\uFEFF${JSON.stringify(scenario)}`);
        assert.equal(code, 0);
        assert.deepEqual(JSON.parse(out), simulate(scenario));
    });

    test("estimates, with --replicate", async () => {
        assert.deepEqual(await json(file, "--replicate", "5"), replicate(scenario, 5));
    });

    test("the points of a sweep: ranges, steps, lists and words", async () => {
        const args = ["--sweep", "pool.workers=1..3,8", "--sweep", "work.failureProbability=0..0.3:0.1", "--sweep", "pool.bufferSize=10,null"];
        const grid = { "pool.workers": [1, 2, 3, 8], "work.failureProbability": [0, 0.1, 0.2, 0.3], "pool.bufferSize": [10, null] };
        assert.deepEqual(await json(file, ...args), await sweep(scenario, grid, 1));
    });

    test("the points of a sweep with several runs each", async () => {
        const grid = { "pool.retry.jitter": ["none", "full"], "pool.retry.holdWorker": [true, false] };
        const args = ["--sweep", "pool.retry.jitter=none, full", "--sweep=pool.retry.holdWorker=true,false", "--replicate=4"];
        assert.deepEqual(await json(file, ...args), await sweep(scenario, grid, 4));
    });

    test("a table of one report, with --csv", async () => {
        const [names = "", values = "", ...rest] = (await printed(file, "--csv")).split("\n");
        assert.deepEqual(rest, [""]);
        const { seed, virtualMs, waitMs, queueLength } = simulate(scenario);
        const row = Object.fromEntries(names.split(",").map((name, index) => [name, Number(values.split(",")[index])]));
        assert.equal(Object.keys(row).length, 35);
        assert.deepEqual(
            [row["seed"], row["virtualMs"], row["waitMs.p99"], row["queueLength.max"]],
            [seed, virtualMs, waitMs.p99, queueLength.max],
        );
    });

    test("a table of a sweep, with nothing where nothing was measured", async () => {
        const lines = (await printed(file, "--sweep", "load.tasks=0,5", "--sweep", "pool.whenFull=wait,reject", "--csv")).trimEnd().split("\n");
        assert.equal(lines.length, 5);
        assert.match(lines[0] ?? "", /^load\.tasks,pool\.whenFull,seed,runs,virtualMs,submitted,/);
        assert.match(lines[1] ?? "", /^0,wait,42,1,0,0,.*,,,,,0$/);
        assert.match(lines[4] ?? "", /^5,reject,42,1,/);
        for (const line of lines) assert.equal(line.split(",").length, lines[0]?.split(",").length);
    });

    test("a table with intervals, when there are several runs", async () => {
        const [names = "", values = ""] = (await printed(file, "--replicate", "6", "--csv")).split("\n");
        const row = Object.fromEntries(names.split(",").map((name, index) => [name, Number(values.split(",")[index])]));
        const { virtualMs } = replicate(scenario, 6);
        assert.deepEqual({ mean: row["virtualMs"], low: row["virtualMs.low"], high: row["virtualMs.high"], runs: 6 }, virtualMs);
    });

    test("its help", async () => {
        for (const option of ["--help", "-h"]) assert.match(await printed(option), /^npm run simulate -- SCENARIO\.json.*--replicate.*--sweep.*--csv.*--trace/s);
    });
});

describe("npm run simulate refuses, in one line and with exit code 2,", { concurrency: 2 }, () => {
    const MORE = "(--help tells more)";
    /** @type {[what: string, args: string[], message: string | RegExp, content?: string][]} */
    const refused = [
        ["no file", [], `the scenario's file is missing ${MORE}`],
        ["a file without a name, as of a variable that is not set", [""], `the scenario's file is missing ${MORE}`],
        ["a trace without a name", ["-", "--trace", ""], `the trace's file is missing ${MORE}`],
        ["two files", [file, "other.json"], /^one scenario at a time; got .* and other\.json \(--help tells more\)$/],
        ["a file that is not there", ["nowhere.json"], /^can't read nowhere\.json: ENOENT: no such file or directory/],
        ["a folder", [folder], /^can't read .*: EISDIR/],
        ["no JSON", ["-"], /^standard input is not JSON: ./, '{ "seed": 42,\n\n oops }'],
        ["nothing at all", ["-"], /^standard input is not JSON: ./, ""],
        ["JSON that is no scenario", ["-"], "the scenario must be an object; got 3", "3"],
        ["a scenario without a seed", ["-"], "seed is missing; it must be a whole number from 0 to 9,007,199,254,740,991", "{}"],
        ["a wrong field", ["-"], "pool.workers must be a whole number from 1 to 100,000; got 0", '{ "seed": 1, "pool": { "workers": 0 } }'],
        ["an unknown option", [file, "--fast"], /^Unknown option '--fast'.*\(--help tells more\)$/],
        ["an option without its value", [file, "--replicate"], /^Option '--replicate <value>' argument missing/],
        ["a number of runs that is none", [file, "--replicate", "0"], '--replicate must be a whole number from 1 to 100,000; got "0"'],
        ["runs in words", [file, "--replicate", "many"], '--replicate must be a whole number from 1 to 100,000; got "many"'],
        ["a sweep without values", [file, "--sweep", "pool.workers"], '--sweep must be PATH=VALUES, such as pool.workers=1..16; got "pool.workers"'],
        ["a sweep with a gap", [file, "--sweep", "pool.workers=1,,2"], "--sweep pool.workers has an empty place in its list"],
        ["a sweep twice", [file, "--sweep", "seed=1", "--sweep", "seed=2"], "--sweep names seed twice"],
        ["half a range", [file, "--sweep", "seed=1.."], '--sweep seed must have ranges such as 1..16 or 0..1:0.1; got "1.."'],
        ["a range that leads nowhere", [file, "--sweep", "seed=1..5:0"], "--sweep seed has a range whose step does not lead from its first end to its last: 1..5:0"],
        ["a range without end", [file, "--sweep", "seed=1..1e9"], "--sweep seed has a range of more than 10,000 values: 1..1e9"],
        ["a sweep of an unknown field", [file, "--sweep", "pool.wrokers=1"], "pool.wrokers is not known; known here: workers, bufferSize, whenFull, retry"],
        ["a sweep of a wrong value", [file, "--sweep", "pool.workers=1,0"], "pool.workers must be a whole number from 1 to 100,000; got 0"],
        ["too large a grid", [file, "--sweep", "pool.workers=1..200", "--sweep", "seed=1..200"], "grid must have at most 10,000 points; got 40000"],
        ["a trace of several runs", [file, "--trace", "x", "--replicate", "2"], "--trace tells of one run: leave --replicate and --sweep away"],
        ["a trace that can't be written", [file, "--trace", folder], /^can't write .*: EISDIR/],
    ];
    for (const [what, args, message, content] of refused) {
        test(what, async () => {
            const { code, out, error } = await run(process.execPath, [inRoot("scripts", "simulate.mjs"), ...args], content);
            const line = error.slice(0, -1);
            assert.equal(error, `${line}\n`);
            if (typeof message === "string") assert.equal(line, message);
            else assert.match(line, message);
            assert.ok(!line.includes("\n"), line);
            assert.deepEqual({ code, out }, { code: 2, out: "" });
        });
    }
});

test("npm run simulate passes the exit code 2 and the line on", async () => {
    const { code, out, error } = await run("npm", ["run", "simulate", "--", "nowhere.json"]);
    assert.deepEqual([code, out], [2, ""]);
    assert.match(error, /^can't read nowhere\.json: [^\n]*\n$/);
});

describe("npm run simulate --trace", () => {
    /**
     * @typedef {object} Entry
     * @property {string} name
     * @property {string} ph
     * @property {string} [cat]
     * @property {string} [id]
     * @property {number} ts
     * @property {number} dur
     * @property {number} pid
     * @property {number} tid
     * @property {Record<string, number | string>} args
     */

    /**
     * @param {Scenario} given
     * @returns {Promise<Entry[]>}
     */
    async function trace(given) {
        const [from, to] = [join(folder, "traced.json"), join(folder, "trace.json")];
        await writeFile(from, JSON.stringify(given));
        assert.deepEqual(await json(from, "--trace", to), simulate(given));
        /** @type {{ traceEvents: Entry[], displayTimeUnit: string }} */
        const { traceEvents, displayTimeUnit } = JSON.parse(await readFile(to, "utf8"));
        assert.equal(displayTimeUnit, "ms");
        return traceEvents;
    }

    /** What the counter says, as an average over time. @param {Entry[]} entries */
    function meanQueue(entries) {
        const counts = entries.filter(({ ph }) => ph === "C");
        const areas = counts.map(({ ts, args }, index) => Number(args["tasks"]) * ((counts[index + 1]?.ts ?? ts) - ts));
        return areas.reduce((sum, area) => sum + area, 0) / 1_000;
    }

    /** @type {Scenario} */
    const busy = { ...scenario, load: { tasks: 3_000, arrivals: { kind: "poisson", ratePerSecond: 60 } }, pool: { workers: 3, bufferSize: 100, retry: { baseDelayMs: 20 } } };

    test("has a track a worker, with its attempts and backoffs, and a counter of the queue", async () => {
        const entries = await trace(busy);
        const report = simulate(busy);
        const names = entries.filter(({ name }) => name === "thread_name").map(({ ph, pid, tid, args }) => [ph, pid, tid, args["name"]]);
        assert.deepEqual(names, [1, 2, 3].map((worker) => ["M", 1, worker, `worker ${worker}`]));

        const tracks = entries.filter(({ ph }) => ph === "X");
        const attempts = tracks.filter(({ cat }) => cat === "attempt");
        assert.equal(attempts.length, report.attempts);
        assert.equal(attempts.filter(({ args }) => args["outcome"] === "succeeded").length, report.succeeded);
        assert.equal(tracks.length - attempts.length, report.retries);
        for (const tid of [1, 2, 3]) {
            // Nobody does two things at once.
            const own = tracks.filter((entry) => entry.tid === tid).sort((one, other) => one.ts - other.ts || one.dur - other.dur);
            for (const [index, entry] of own.slice(1).entries()) assert.ok(Number(own[index]?.ts) + Number(own[index]?.dur) <= entry.ts + 1e-3);
        }
        /** @param {string} cat */
        const share = (cat) => tracks.filter((entry) => entry.cat === cat).reduce((sum, { dur }) => sum + dur / 1_000, 0) / 3 / report.virtualMs;
        assert.ok(Math.abs(share("attempt") - Number(report.utilisation.busy)) < 1e-6);
        assert.ok(Math.abs(share("backoff") - Number(report.utilisation.backoff)) < 1e-6);
        assert.ok(Math.abs(meanQueue(entries) / report.virtualMs - Number(report.queueLength.mean)) < 1e-6);
        assert.ok(entries.every(({ name, ph, pid, tid, ts }) => name && pid === 1 && tid >= 0 && (ph === "M" || ts >= 0)));
    });

    test("has tracks for the backoffs of released tasks, which overlap", async () => {
        const given = { ...busy, pool: { ...busy.pool, retry: { baseDelayMs: 20, holdWorker: false } } };
        const entries = await trace(given);
        const report = simulate(given);
        assert.ok(report.retries > 500);
        assert.deepEqual(new Set(entries.filter(({ ph }) => ph === "X").map(({ cat }) => cat)), new Set(["attempt"]));
        const [begins, ends] = ["b", "e"].map((phase) => entries.filter(({ ph }) => ph === phase));
        assert.deepEqual([begins?.length, ends?.length], [report.retries, report.retries]);
        for (const [index, { id, ts, cat, name, args }] of (begins ?? []).entries()) {
            const end = ends?.[index];
            assert.deepEqual([end?.id, end?.cat, end?.name], [id, cat, name]);
            assert.ok(Math.abs(Number(end?.ts) - ts - 1_000 * Number(args["delayMs"])) < 1e-2);
        }
        assert.ok(Math.abs(meanQueue(entries) / report.virtualMs - Number(report.queueLength.mean)) < 1e-6);
    });

    test("needs little memory of its own, also when everything happens at one moment", async () => {
        const [from, to] = [join(folder, "at-once.json"), join(folder, "at-once-trace.json")];
        /** @type {Scenario} */
        const atOnce = { seed: 1, pool: { workers: 1, bufferSize: null }, load: { tasks: 200_000 }, work: { failureProbability: 0 } };
        await writeFile(from, JSON.stringify(atOnce));
        const { code, error } = await run(process.execPath, ["--max-old-space-size=48", inRoot("scripts", "simulate.mjs"), from, "--trace", to]);
        assert.deepEqual([code, error], [0, ""]);
        const attempts = (await readFile(to, "utf8")).split('"cat":"attempt"').length - 1;
        assert.equal(attempts, 200_000);
    });

    test("tells of dropped tasks and of nothing at all", async () => {
        /** @type {Scenario} */
        const full = { ...busy, pool: { workers: 1, bufferSize: 3, whenFull: "dropOldest" } };
        const counts = (await trace(full)).filter(({ ph }) => ph === "C").map(({ args }) => Number(args["tasks"]));
        assert.deepEqual([Math.min(...counts), Math.max(...counts), counts.at(-1)], [0, 3, 0]);
        const none = await trace({ ...scenario, load: { tasks: 0 } });
        assert.deepEqual(none.filter(({ ph }) => ph === "X"), []);
    });
});
