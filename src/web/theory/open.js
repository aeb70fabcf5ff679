// Tasks that come from outside, whatever the pool does.
import { losing } from "./losing.js";
import { NONE, countsOf, perSecond, spread, utilisationOf, written } from "./model.js";
import { waiting } from "./waiting.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("../../../pkg/twinpool.js").Theory} Theory */
/** @typedef {import("../../../pkg/twinpool.js").TheoryFigures} Figures */

/**
 * @typedef {object} Stream of arrivals
 * @property {"M" | "D" | "bursts"} letter
 * @property {number} rate a millisecond
 * @property {number | undefined} variation of the times between them, squared
 * @property {number} [size] of bursts
 */

/**
 * What a formula gives.
 * @typedef {object} Found
 * @property {string} name
 * @property {string} formula
 * @property {string} source
 * @property {Figures} figures
 * @property {string[]} [notes]
 * @property {string[]} [approximate] paths of figures that are no more than approximations
 */

/** Fewer tasks say little about a steady state. */
const FEW_TASKS = 1_000;

/**
 * @param {Model} model
 * @param {Stream} stream
 * @returns {Theory | null}
 */
export function open(model, stream) {
    const offered = stream.rate * model.visits * model.visit.mean;
    const load = offered / model.given.workers;
    if (isNeverFull(model, stream, load)) return open({ ...model, given: { ...model.given, buffer: Infinity } }, stream);
    const canWait = model.given.whenFull === "wait" || model.given.buffer === Infinity;
    const isStable = !canWait || load < 1;
    const found = isStable ? (canWait ? staying : losing)(model, stream, offered) : overloaded(model);
    if (!found) return null;
    const { name, formula, source, figures, notes = [], approximate = [] } = found;
    const lost = (figures.rejectedShare ?? 0) + (figures.droppedShare ?? 0);
    const rate = Math.min(stream.rate * (1 - lost), stream.rate / load);
    return {
        name,
        formula,
        source,
        notes: [...notes, ...about(model, isStable)],
        isStable,
        whyUnstable: isStable ? null : whyUnstable(model, stream, load),
        isApproximation: approximate.length > 0,
        approximate,
        offeredLoad: load,
        figures: {
            ...(canWait ? { ...countsOf(model), rejectedShare: 0, droppedShare: 0 } : {}),
            throughputPerSecond: perSecond(rate),
            utilisation: utilisationOf(model, rate),
            ...figures,
        },
    };
}

/** @param {Model} model @param {Stream} stream @param {number} offered @returns {Found} */
const staying = (model, stream, offered) => (offered === 0 ? nothingToDo(model, stream) : waiting(model, stream, offered));

/** A task that takes no time waits for none. @param {Model} model @param {Stream} stream @returns {Found} */
const nothingToDo = ({ given, life }, { letter }) => ({
    name: `${letter}/D/${given.workers}`,
    formula: "nothing to wait for",
    source: "attempts take no time",
    figures: { waitMs: NONE, blockedMs: NONE, sojournMs: life.pauses === 0 ? NONE : spread(life.pauses), queueLength: { mean: 0 } },
});

/**
 * More comes than the workers can do: they are never idle, and the buffer, if it has a bound, is always full.
 * @param {Model} model
 * @returns {Found}
 */
function overloaded({ given: { workers, buffer }, visit, isSingle }) {
    const wait = (buffer * visit.mean) / workers;
    const isKnown = isSingle && Number.isFinite(buffer);
    return {
        name: `${workers} ${workers === 1 ? "worker" : "workers"}, never idle`,
        formula: "c/E[G]",
        source: "renewal reward, and Little's law for the full buffer",
        notes: ["These are figures of the long run. A run begins with an empty buffer, and empties it after the last arrival. Tasks of the warm-up that still wait when it ends are served first, and not counted."],
        figures: isKnown ? { waitMs: spread(wait), sojournMs: spread(wait + visit.mean), queueLength: { mean: buffer } } : {},
    };
}

/** @param {Model} model @param {Stream} stream @param {number} load */
function whyUnstable({ given: { workers, buffer } }, { rate }, load) {
    const capacity = perSecond(rate / load);
    const grows = buffer === Infinity ? "The queue" : "The line in front of the buffer";
    const pace = load > 1 ? "as long as tasks come" : "beyond all bounds, if slowly";
    return `${written(perSecond(rate))} tasks a second come, and ${workers === 1 ? "1 worker" : `${written(workers)} workers`} can do ${written(capacity)}: the offered load per worker is ${written(load)}. ${grows} grows ${pace}.`;
}

/**
 * Is there a bound, and the chance that so many tasks ever wait too small to matter? A queue's tail falls about like this.
 * @param {Model} model
 * @param {Stream} stream
 * @param {number} load
 */
function isNeverFull({ given: { buffer }, visit }, { letter }, load) {
    if (buffer === Infinity || letter === "bursts" || load >= 1 || !Number.isFinite(visit.variance)) return false;
    const steepness = 2 / (1 + Math.max(visit.variance / (visit.mean ** 2 || 1), 1));
    return buffer * steepness * -Math.log(load) > 30;
}

/** @param {Model} model @param {boolean} isStable */
function about({ given: { tasks, warmup }, life, isHeld }, isStable) {
    const notes = [];
    if (isStable && tasks - warmup < FEW_TASKS) notes.push("These are figures of the steady state: a run of so few tasks can be far from it.");
    if (life.made > 1 && isHeld) notes.push("A worker is held for all attempts of a task and the pauses between them: one long service, G.");
    return notes;
}
