// Skipping work whose inputs have not changed.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { inRoot, root, state } from "./paths.mjs";

/**
 * One number for the names and contents of files and folders (those that exist), and for some texts.
 * @param {string[]} paths inside the repository
 * @param {(string | undefined)[]} [texts]
 */
export async function fingerprint(paths, texts = []) {
    const hash = createHash("sha256").update(JSON.stringify(texts));
    for (const path of paths) {
        for (const file of await filesIn(inRoot(path))) {
            hash.update(`\0${relative(root, file)}\0`).update(await readFile(file));
        }
    }
    return hash.digest("hex");
}

/**
 * Every file under a path, in a fixed order; none when nothing is there.
 * @param {string} path
 * @returns {Promise<string[]>}
 */
async function filesIn(path) {
    if (!existsSync(path)) return [];
    const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
    if (!entries) return [path];
    const below = await Promise.all(entries.map((entry) => filesIn(join(path, entry.name))));
    return below.flat().sort();
}

/**
 * Makes a folder anew unless it is there and was made from the same inputs. It is made beside its place and moved there
 * when complete: a run that is interrupted leaves the old folder, and no stamp that claims anything.
 * @param {string} folder
 * @param {string} inputs their fingerprint
 * @param {(partial: string) => Promise<void>} make
 * @returns {Promise<boolean>} Was it made anew?
 */
export async function remake(folder, inputs, make) {
    if (await isMade(folder, inputs)) return false;

    const stamp = stampOf(folder);
    const partial = `${folder}.partial`;
    await rm(partial, { recursive: true, force: true });
    await make(partial);
    await rm(stamp, { force: true });
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
    await mkdir(dirname(stamp), { recursive: true });
    await writeFile(stamp, inputs);
    return true;
}

/**
 * Is the folder there, and made from these inputs?
 * @param {string} folder
 * @param {string} inputs
 */
export async function isMade(folder, inputs) {
    const madeFrom = await readFile(stampOf(folder), "utf8").catch(() => undefined);
    return madeFrom === inputs && existsSync(folder);
}

/** @param {string} folder */
const stampOf = (folder) => join(state, `${relative(root, folder)}.made-from`);
