// A stable pool in which whoever finds no room waits.
import { allenCunneen, burstsM1, mdc, mg1 } from "./general.js";
import { dmc, mmc } from "./markov.js";
import { NONE, spread, variation } from "./model.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./open.js").Stream} Stream */
/** @typedef {import("./open.js").Found} Found */

/** Of more workers the terms of Takács's sum cancel. */
const MOST_OF_TAKACS = 30;
/** A chance of blocking that changes no figure. */
const NEGLIGIBLE = 1e-9;

/**
 * @param {Model} model
 * @param {Stream} stream
 * @param {number} offered
 * @returns {Found}
 */
export function waiting(model, stream, offered) {
    const { given, kind, isSingle } = model;
    if (stream.letter === "M") return (isSingle ? poisson(model, offered) : released(model, offered)) ?? loadOnly(model, stream);
    if (!isSingle) return loadOnly(model, stream);
    if (stream.letter === "D") return regular(model, offered) ?? approximately(model, stream, offered) ?? loadOnly(model, stream);
    const bursts = kind === "M" && given.workers === 1 && given.buffer === Infinity ? burstsM1(stream.size ?? 1, (stream.size ?? 1) / offered) : undefined;
    if (!bursts) return loadOnly(model, stream);
    return {
        name: `bursts of ${stream.size}, M/1 service`,
        formula: "the chain from burst to burst",
        source: "Spitzer's identity 1956",
        figures: plainly(model, bursts.wq * model.visit.mean, stream.rate),
    };
}

/** @param {Model} model @param {number} offered @returns {Found | undefined} */
function poisson(model, offered) {
    const { given, kind, visit } = model;
    const { workers } = given;
    if (kind === "M") {
        const formula = workers === 1 ? "M/M/1" : "Erlang C";
        return { name: `M/M/${workers}`, formula, source: "Erlang 1917; Kleinrock 1975, chapter 3", ...inLine(model, offered, mmc(workers, offered)) };
    }
    if (kind === "D") {
        const found = constant(model, offered);
        if (found) return found;
    }
    if (workers > 1) return approximately(model, { letter: "M", rate: offered / visit.mean, variation: 1 }, offered);
    const rate = offered / visit.mean;
    const wait = mg1(rate, visit.mean, visit.variance + visit.mean ** 2);
    return { name: `M/${kind}/1`, formula: "Pollaczek-Khinchine", source: "Pollaczek 1930, Khinchine 1932", ...together(model, wait, rate) };
}

/**
 * M/M/c and D/M/c, whose line falls geometrically: behind a door, too.
 * @param {Model} model
 * @param {number} offered
 * @param {ReturnType<typeof mmc> | ReturnType<typeof dmc>} line
 */
function inLine(model, offered, line) {
    const { given, visit, life } = model;
    const unit = visit.mean;
    // Pauses after the last attempt that no worker waits out.
    const after = life.pauses / unit;
    if (given.buffer === Infinity) {
        return {
            figures: {
                waitMs: spread(line.wq, line.quantile, unit),
                sojournMs: spread(line.w + after, after === 0 ? line.sojournQuantile : undefined, unit),
                blockedMs: NONE,
                queueLength: { mean: offered * line.wq },
            },
        };
    }
    const { inside, outside, insideQuantile, outsideQuantile } = line.behind(given.buffer);
    return {
        notes: ["Of the line, the part that finds the buffer full waits in front of it: blockedMs. The rest is waitMs."],
        figures: {
            waitMs: spread(inside, insideQuantile, unit),
            sojournMs: spread(inside + 1 + after, undefined, unit),
            blockedMs: spread(outside, outsideQuantile, unit),
            queueLength: { mean: offered * inside },
        },
    };
}

/** @param {Model} model @param {number} offered @returns {Found | undefined} */
function constant(model, offered) {
    const { given, visit } = model;
    const { workers, buffer } = given;
    const line = mdc(workers, offered);
    if (!line) return undefined;
    const [unit, rate] = [visit.mean, offered / visit.mean];
    const about = { name: `M/D/${workers}`, formula: "Crommelin", source: "Crommelin 1932; percentiles: Franx 2001" };
    if (buffer === Infinity) {
        const figures = plainly(model, line.wq * unit, rate);
        return { ...about, figures: { ...figures, waitMs: spread(line.wq, line.quantile, unit) } };
    }
    const inside = line.inside(buffer);
    return { ...about, ...(inside === undefined ? together(model, line.wq * unit, rate) : split(model, inside, line.lq - inside, rate)) };
}

/** @param {Model} model @param {number} offered @returns {Found | undefined} */
function regular(model, offered) {
    const { given, kind, visit } = model;
    const { workers } = given;
    if (kind === "D") {
        const source = "each worker is done before its next task comes";
        return { name: `D/D/${workers}`, formula: "nobody waits", source, figures: { ...plainly(model, 0, offered / visit.mean), waitMs: NONE } };
    }
    if (kind !== "M" || workers > MOST_OF_TAKACS) return undefined;
    const formula = workers === 1 ? "the root equation" : "Takács";
    const source = workers === 1 ? "Kleinrock 1975, chapter 6" : "Takács 1962";
    return { name: `D/M/${workers}`, formula, source, ...inLine(model, offered, dmc(workers, offered)) };
}

/**
 * A network with product form: each attempt is a visit of its own to an M/M/c, whatever the pauses are. For other service
 * times that is an approximation.
 * @param {Model} model
 * @param {number} offered by all attempts
 * @returns {Found | undefined}
 */
function released(model, offered) {
    const { given, law, life } = model;
    const { workers, buffer, service } = given;
    const visit = mmc(workers, offered);
    // Tasks that come back are let in before those who wait in front of a full buffer: no formula knows that.
    if (visit.waits * visit.rho ** buffer > NEGLIGIBLE) return undefined;
    const source = "Baskett, Chandy, Muntz and Palacios 1975";
    const notes = ["Released tasks come back as arrivals of their own; how long they pause does not matter to the queue."];
    const isExact = service.kind === "exponential";
    const factor = isExact ? 1 : (1 + variation(law)) / 2;
    if (!Number.isFinite(factor)) return undefined;
    const wait = visit.wq * factor * law.mean;
    const sojourn = life.made * (wait + law.mean) + life.pauses;
    return {
        name: `M/${isExact ? "M" : "G"}/${workers} with feedback`,
        formula: isExact ? "product form: Erlang C for each visit" : "Allen-Cunneen for each visit",
        source: isExact ? source : `${source}, which holds for exponential service; Allen 1990`,
        notes,
        approximate: isExact ? [] : APPROXIMATE,
        figures: {
            waitMs: isExact ? spread(visit.wq, visit.quantile, law.mean) : spread(wait),
            sojournMs: spread(sojourn),
            blockedMs: NONE,
            queueLength: { mean: visit.lq * factor },
        },
    };
}

const APPROXIMATE = ["waitMs.mean", "sojournMs.mean", "queueLength.mean"];

/**
 * G/G/c.
 * @param {Model} model
 * @param {Stream} stream
 * @param {number} offered
 * @returns {Found | undefined}
 */
function approximately(model, { letter, rate, variation: ofArrivals }, offered) {
    const { given, kind, visit } = model;
    const ofService = variation(visit);
    if (ofArrivals === undefined || !Number.isFinite(ofService)) return undefined;
    const wait = allenCunneen(given.workers, offered, ofArrivals, ofService) * visit.mean;
    const found = together(model, wait, rate);
    const approximate = APPROXIMATE.filter((path) => path.slice(0, path.indexOf(".")) in found.figures);
    if (approximate.length === 0 && given.buffer !== 0) return undefined;
    return { name: `${letter}/${kind}/${given.workers}`, formula: "Allen-Cunneen", source: "Allen 1990: Erlang C, times the mean squared variation", approximate, ...found };
}

/**
 * Of whatever comes and however long it takes: the workers do all of it.
 * @param {Model} model
 * @param {Stream} stream
 * @returns {Found}
 */
const loadOnly = ({ given, isSingle, kind }, { letter }) => ({
    name: `${letter === "bursts" ? "G" : letter}/${isSingle ? kind : "G"}/${given.workers}`,
    formula: "utilisation law",
    source: "Little 1961, for the workers",
    notes: ["There is no formula for the waits."],
    figures: {},
});

/**
 * No bound: all of the wait is behind the door.
 * @param {Model} model
 * @param {number} wait
 * @param {number} rate
 */
const plainly = ({ life, law, visit, isHeld }, wait, rate) => ({
    waitMs: spread(wait),
    sojournMs: spread(wait + visit.mean + (isHeld ? 0 : life.pauses), wait === 0 && life.made === 1 && life.pauses === 0 ? law.quantile : undefined),
    blockedMs: NONE,
    queueLength: { mean: rate * wait },
});

/**
 * A wait of which it is not known how much is in front of the buffer and how much in it: all of it is, where that is
 * plain.
 * @param {Model} model
 * @param {number} wait
 * @param {number} rate
 */
function together(model, wait, rate) {
    if (!Number.isFinite(wait)) return { notes: ["The mean wait is infinite: so are the squares of the service times, on average."], figures: {} };
    if (model.given.buffer === Infinity) return { figures: plainly(model, wait, rate) };
    if (model.given.buffer === 0) return split(model, 0, wait * rate, rate);
    return { notes: [`In front of the buffer and in it, together, a task waits for ${Number(wait.toPrecision(4))} ms on average.`], figures: {} };
}

/**
 * Little's law: two lines, two times.
 * @param {Model} model
 * @param {number} inside tasks in the buffer
 * @param {number} outside in front of it
 * @param {number} rate
 */
function split({ life, visit, isHeld, given: { buffer } }, inside, outside, rate) {
    const wait = inside / rate;
    return {
        figures: {
            waitMs: buffer === 0 ? NONE : spread(wait),
            sojournMs: spread(wait + visit.mean + (isHeld ? 0 : life.pauses)),
            blockedMs: spread(outside / rate),
            queueLength: { mean: inside },
        },
    };
}
