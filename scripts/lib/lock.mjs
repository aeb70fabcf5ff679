// One run at a time for what two runs at once would corrupt: node_modules, the build, the tool cache.
//
// A lock is a folder, because making a folder either succeeds or fails, with nothing in between. Its holder renews the
// folder's time stamp; a lock whose stamp stands still belongs to a run that was killed, and is taken over.
import { rmSync } from "node:fs";
import { mkdir, rename, stat, utimes } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { say } from "./run.mjs";

const RENEW_MS = 1_000;
const ABANDONED_MS = 10_000;
const LOOK_AGAIN_MS = 300;

/**
 * Runs `work` while no other process runs the work of the same lock.
 * @template T
 * @param {string} name path of the lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
    const folder = `${name}.lock`;
    await mkdir(dirname(folder), { recursive: true });
    while (!(await take(folder))) {
        say(`waiting for another run to finish (it holds ${folder})`);
        await released(folder);
    }
    const renewal = setInterval(() => {
        const now = new Date();
        utimes(folder, now, now).catch(() => undefined);
    }, RENEW_MS);
    const release = () => {
        rmSync(folder, { recursive: true, force: true });
    };
    process.once("exit", release); // also when the person interrupts: see main()
    try {
        return await work();
    } finally {
        clearInterval(renewal);
        process.off("exit", release);
        release();
    }
}

/** @param {string} folder */
const take = (folder) => mkdir(folder).then(() => true, () => false);

/**
 * Waits until nobody holds the lock. How long its stamp has stood still is measured by this process's own clock, which
 * rests while the machine sleeps, and not by the difference of two machines' times.
 * @param {string} folder
 */
async function released(folder) {
    let stamp = 0;
    let since = 0;
    for (;;) {
        const found = await stat(folder).catch(() => undefined);
        if (!found) return;
        if (found.mtimeMs !== stamp) {
            stamp = found.mtimeMs;
            since = performance.now();
        } else if (performance.now() - since > ABANDONED_MS) {
            // Several runs may see this at once. Each moves the lock to the same name, which only the first can do,
            // because a folder can't be moved onto one that isn't empty; so nobody moves the next holder's lock.
            await mkdir(`${folder}/abandoned`).catch(() => undefined);
            const away = `${folder}.${stamp}`;
            await rename(folder, away).catch(() => undefined);
            process.once("exit", () => {
                rmSync(away, { recursive: true, force: true });
            });
            return;
        }
        await pause(LOOK_AGAIN_MS);
    }
}
