// What the system tells of a browser's processes. Only Linux does, in /proc.
import { readdirSync, readFileSync } from "node:fs";

/** @typedef {{ cpuMs: number, waitedMs: number }} Used what a thread has had of the processors, and how long it waited for one */

/** @param {string} path */
function read(path) {
    try {
        return readFileSync(path, "utf8");
    } catch {
        return ""; // it has ended, or this is another system
    }
}

/** A browser's own process and all that it has begun. @param {import("puppeteer-core").Browser} browser */
function processesOf(browser) {
    const own = browser.process()?.pid;
    if (own === undefined || process.platform !== "linux") return [];
    const parents = new Map(
        readdirSync("/proc")
            .filter((name) => /^\d+$/.test(name))
            // What stands in brackets is a name, which may hold anything.
            .map((name) => [Number(name), Number(/^.*\) \S+ (\d+)/s.exec(read(`/proc/${name}/stat`))?.[1])]),
    );
    const found = [own];
    for (const one of found) found.push(...[...parents].filter(([, parent]) => parent === one).map(([child]) => child));
    return found;
}

/**
 * The main threads of the processes that show pages, by process.
 * @param {import("puppeteer-core").Browser} browser
 * @returns {Map<number, Used>} empty where the system does not tell
 */
export function mainThreads(browser) {
    const pages = processesOf(browser).filter((id) => /--type=renderer|-isForBrowser/.test(read(`/proc/${id}/cmdline`)));
    return new Map(
        pages.map((id) => {
            const [cpu = 0, waited = 0] = read(`/proc/${id}/task/${id}/schedstat`).split(" ").map(Number);
            return [id, { cpuMs: cpu / 1e6, waitedMs: waited / 1e6 }];
        }),
    );
}

/**
 * What the busiest of them has used since then; null where the system does not tell.
 * @param {Map<number, Used>} before
 * @param {Map<number, Used>} after
 * @returns {Used | null}
 */
export function busiestSince(before, after) {
    const used = [...after].map(([id, { cpuMs, waitedMs }]) => ({ cpuMs: cpuMs - (before.get(id)?.cpuMs ?? 0), waitedMs: waitedMs - (before.get(id)?.waitedMs ?? 0) }));
    return used.sort((one, other) => other.cpuMs - one.cpuMs)[0] ?? null;
}

/**
 * Megabytes of all processes of a browser, what they share counted once; null where the system does not tell.
 * @param {import("puppeteer-core").Browser} browser
 */
export function megabytesOf(browser) {
    const sizes = processesOf(browser).map((id) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${id}/smaps_rollup`))?.[1] ?? 0));
    const kilobytes = sizes.reduce((sum, one) => sum + one, 0);
    return kilobytes === 0 ? null : kilobytes / 1_000;
}
