// theory: what queueing theory says of a scenario. Its types are in theory.d.ts. It needs no simulator and no wasm, and is
// quick enough to be asked at every turn of a knob.
import { closed } from "./closed.js";
import { modelOf } from "./model.js";
import { open } from "./open.js";
import { scenarioOf } from "./scenario.js";

/** @typedef {import("../../../pkg/twinpool.js").Theory} Theory */

/**
 * @param {unknown} scenario
 * @returns {Theory | null}
 */
export function theory(scenario) {
    const model = modelOf(scenarioOf(scenario));
    if (!model) return null;
    const { arrivals } = model.given;
    switch (arrivals.kind) {
        case "trace":
            return null;
        case "closed":
            return closed(model);
        case "poisson":
            return open(model, { letter: "M", rate: arrivals.ratePerSecond / 1_000, variation: 1 });
        case "constant":
            return open(model, { letter: "D", rate: 1 / arrivals.everyMs, variation: 0 });
        default:
            return open(model, { letter: "bursts", rate: arrivals.size / arrivals.everyMs, variation: undefined, size: arrivals.size });
    }
}
