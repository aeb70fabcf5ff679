// A bounded buffer that loses tasks when it is full: it rejects the new one, or drops the oldest.
import { dropOldest, erlangB, mmck } from "./markov.js";
import { NONE, spread } from "./model.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./open.js").Stream} Stream */
/** @typedef {import("./open.js").Found} Found */

/** A larger buffer's tasks would take too long to follow. */
const MOST_FOLLOWED = 400;

/**
 * @param {Model} model
 * @param {Stream} stream
 * @param {number} offered
 * @returns {Found | undefined}
 */
export function losing(model, { letter }, offered) {
    const { given, isSingle, kind } = model;
    // Released tasks come back even if there is no room for them: no formula knows that.
    if (letter !== "M" || !isSingle) return undefined;
    if (given.buffer === 0) return noBuffer(model, offered);
    if (kind !== "M") return undefined;
    return given.whenFull === "reject" ? rejecting(model, offered) : dropping(model, offered);
}

/** A task's time with its worker. @param {Model} model */
const served = ({ law, life, visit }) => {
    const isOneAttempt = life.made === 1 && life.pauses === 0;
    return isOneAttempt ? spread(visit.mean, law.quantile) : spread(Math.max(visit.mean, life.made * law.mean + life.pauses));
};

/** @param {Model} model @param {number} offered @returns {Found} */
function noBuffer(model, offered) {
    const { given, kind } = model;
    const rejectedShare = erlangB(given.workers, offered);
    return {
        name: `M/${kind}/${given.workers}/${given.workers}`,
        formula: "Erlang B",
        source: "Erlang 1917; for any distribution of service times: Sevastyanov 1957",
        notes: given.whenFull === "dropOldest" ? ["A buffer of 0 holds no oldest task: the new one is turned away."] : [],
        figures: { rejectedShare, droppedShare: 0, waitMs: NONE, blockedMs: NONE, sojournMs: served(model), queueLength: { mean: 0 } },
    };
}

/** @param {Model} model @param {number} offered @returns {Found} */
function rejecting({ given: { workers, buffer }, visit }, offered) {
    const { lost, lq, wq, quantile } = mmck(workers, buffer, offered);
    return {
        name: `M/M/${workers}/${workers + buffer}`,
        formula: "birth and death",
        source: "Kleinrock 1975, chapter 3",
        figures: {
            rejectedShare: lost,
            droppedShare: 0,
            waitMs: spread(wq, quantile, visit.mean),
            sojournMs: spread(wq + 1, undefined, visit.mean),
            blockedMs: NONE,
            queueLength: { mean: lq },
        },
    };
}

/** @param {Model} model @param {number} offered @returns {Found} */
function dropping({ given: { workers, buffer }, visit }, offered) {
    const { lost, lq } = mmck(workers, buffer, offered);
    const wq = buffer <= MOST_FOLLOWED ? dropOldest(workers, buffer, offered).wq : undefined;
    return {
        name: `M/M/${workers}/${workers + buffer}`,
        formula: "birth and death; waits by first-step analysis",
        source: "as many are lost as if they were rejected; a task is followed until it is served or pushed out",
        notes: wq === undefined ? ["So large a buffer's waits would take too long to compute."] : [],
        figures: {
            rejectedShare: 0,
            droppedShare: lost,
            ...(wq === undefined ? {} : { waitMs: spread(wq, undefined, visit.mean), sojournMs: spread(wq + 1, undefined, visit.mean) }),
            blockedMs: NONE,
            queueLength: { mean: lq },
        },
    };
}
