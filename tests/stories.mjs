// The page's stories, as Node can read them.
import { pageModules } from "./modules.mjs";

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
export const toldStories = async () => /** @type {Told} */ (await pageModules(ENTRY));
