// The types of what is used of the package. It is imported when it has been built.

/** @typedef {typeof import("../../pkg/twinpool.js")} Package */
/** @typedef {import("../../pkg/twinpool.js").Scenario} Scenario */
/** @typedef {import("../../pkg/twinpool.js").Report} Report */
/** @typedef {import("../../pkg/twinpool.js").Grid} Grid */
/** @typedef {import("../../pkg/twinpool.js").SimulationEvents} SimulationEvents */

export {};
