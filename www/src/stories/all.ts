/** All stories, in the order of the menu. */
import { backpressure } from "./backpressure.ts";
import { bloat } from "./bloat.ts";
import { bursts } from "./bursts.ts";
import { ends } from "./ends.ts";
import { held } from "./held.ts";
import { herd } from "./herd.ts";
import { ninetyFive } from "./load.ts";
import { lastSleep, original } from "./original.ts";
import { storm } from "./storm.ts";
import type { Story } from "./story.ts";
import { tails } from "./tails.ts";
import { tour } from "./tour.ts";

// It comes with those who bet.
export { BetForm } from "./bet-form.ts";

/** Made when they are asked for: the opening scenario needs the wasm. */
export function allStories(): readonly Story[] {
    return [tour(), backpressure, held, original, lastSleep, storm, herd, ninetyFive, bursts, bloat, tails, ends];
}
