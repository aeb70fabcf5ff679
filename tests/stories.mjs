// The page's stories, as Node can read them: Vite bundles them as it does for the page, but for the package, which is taken
// as it is.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";
import { pkg } from "../scripts/lib/paths.mjs";

/** @typedef {import("../pkg/twinpool.js").Scenario} Scenario */

/**
 * @typedef {object} Bet
 * @property {string} question
 * @property {string[]} choices
 * @property {(signal: AbortSignal) => Promise<{ choice: number, found: string }>} reveal
 */

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {string} look
 * @property {string} why
 * @property {string} [source]
 * @property {Scenario} [scenario]
 * @property {number} [atMs]
 * @property {(frame: object, player: object) => boolean} [seen]
 * @property {Bet} [bet]
 */

/** @typedef {{ name: string, title: string, about: string, steps: Step[] }} Story */

/**
 * @typedef {object} Told
 * @property {() => Story[]} allStories
 * @property {(story: Story, step: number) => Scenario | undefined} scenarioOf
 * @property {(story: Story, step: number) => number} beginsAt
 * @property {(story: Story, step: number) => number | undefined} speedOf
 * @property {(group: "load" | "work" | "pool" | "retry", scenario: Scenario) => string} inWords
 */

const ENTRY = `
export { allStories } from "./stories/all.ts";
export { beginsAt, scenarioOf, speedOf } from "./stories/story.ts";
export { inWords } from "./knobs/words.ts";
`;

/** @returns {Promise<Told>} */
export async function toldStories() {
    const source = fileURLToPath(new URL("../www/src/", import.meta.url));
    const folder = await mkdtemp(join(tmpdir(), "twinpool-stories-"));
    const entry = join(folder, "entry.ts");
    try {
        await writeFile(entry, ENTRY.replaceAll("./", source));
        await build({
            configFile: false,
            logLevel: "error",
            root: source,
            plugins: [
                {
                    name: "the whole package, which the tests have begun, in place of the simulator alone",
                    enforce: "pre",
                    resolveId: (id) => (id === "twinpool/sim" ? { id: pathToFileURL(join(pkg, "twinpool.js")).href, external: true } : null),
                },
            ],
            build: { ssr: entry, outDir: join(folder, "out"), target: "node20", rolldownOptions: { output: { entryFileNames: "stories.mjs" } } },
        });
        return await import(pathToFileURL(join(folder, "out", "stories.mjs")).href);
    } finally {
        await rm(folder, { recursive: true });
    }
}
