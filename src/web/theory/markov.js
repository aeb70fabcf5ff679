// Pools whose attempts take exponential times: birth and death. Time is in units of the mean service time: an attempt takes
// 1 on average, and `offered` tasks come meanwhile.
//
// Sources: Erlang (1917); Kleinrock, Queueing Systems I (1975); Takács, Introduction to the Theory of Queues (1962).
import { bisect, quantileOf } from "./bisect.js";
import { poisson, poissonAtMost } from "./poisson.js";

/**
 * Erlang's first formula, by its recursion: the share of calls that find all `c` servers busy, if none may wait. It holds
 * for every distribution of service times with this mean (Sevastyanov 1957).
 * @param {number} c
 * @param {number} offered arrivals during a mean service time
 */
export function erlangB(c, offered) {
    let blocked = 1;
    for (let k = 1; k <= c; k += 1) blocked = (offered * blocked) / (k + offered * blocked);
    return blocked;
}

/**
 * M/M/c: Erlang's second formula is the share that waits; those wait an exponential time.
 * @param {number} c
 * @param {number} offered
 */
export function mmc(c, offered) {
    const rho = offered / c;
    const blocked = erlangB(c, offered);
    const waiting = line(c, rho, blocked / (1 - rho * (1 - blocked)));
    return { rho, lq: offered * waiting.wq, ...waiting };
}

/**
 * A line in front of `c` exponential servers, of which an arrival finds n or more waiting with the probability waits x
 * ratio^n: M/M/c and D/M/c.
 * @param {number} c
 * @param {number} ratio
 * @param {number} waits the share of arrivals that wait
 */
function line(c, ratio, waits) {
    const rate = c * (1 - ratio);
    const wq = waits / rate;
    /** @param {number} share The wait that so many do not exceed. */
    const quantile = (share) => (share <= 1 - waits ? 0 : Math.log(waits / (1 - share)) / rate);
    /** The time until it is done. @param {number} share */
    const sojournQuantile = (share) => quantileOf((time) => (1 - waits) * Math.exp(-time) + waits * bothExceed(1, rate, time), share);
    /**
     * The line behind a door: only `buffer` may wait inside, and the others wait in front of it, in order. A task waits
     * for departures: for those of all who are ahead of it, of whom it sees at most `buffer` from inside.
     * @param {number} buffer
     */
    const behind = (buffer) => {
        const outside = ratio ** buffer;
        const inside = (/** @type {number} */ time) => waits * Math.exp(-rate * time) * poissonAtMost(buffer - 1, ratio * c * time);
        return {
            inside: wq * (1 - outside),
            outside: wq * outside,
            insideQuantile: (/** @type {number} */ share) => quantileOf(inside, share),
            outsideQuantile: (/** @type {number} */ share) => quantileOf((time) => waits * outside * Math.exp(-rate * time), share),
        };
    };
    return { waits, wq, w: wq + 1, quantile, sojournQuantile, behind };
}

/** P(the sum of two exponential times is longer), of rates that may be equal. @param {number} one @param {number} other @param {number} time */
function bothExceed(one, other, time) {
    const apart = other - one;
    const factor = Math.abs(apart * time) < 1e-9 ? time : -Math.expm1(-apart * time) / apart;
    return Math.exp(-one * time) * (1 + one * factor);
}

/** Longer sums are not worth their time. */
const LONGEST_SUM = 100_000;

/**
 * M/M/c/K: an arrival that finds `c` at work and `buffer` in line is lost.
 * @param {number} c
 * @param {number} buffer
 * @param {number} offered
 */
export function mmck(c, buffer, offered) {
    const rho = offered / c;
    // Up to c it is Erlang's loss system, and above each state is rho times the one below. Counted from the fuller end, or
    // powers would overflow.
    const busy = erlangB(c, offered);
    const { all, queued } = rho <= 1 ? geometric(rho, buffer) : fromFull(1 / rho, buffer);
    const top = rho <= 1 ? rho ** buffer : 1;
    const bottom = rho <= 1 ? 1 : rho ** -buffer;
    const total = (bottom * (1 - busy)) / busy + all;
    const share = busy === 0 ? 0 : 1 / total;
    const lost = top * share;
    const lq = queued * share;
    const throughput = offered * (1 - lost);
    /** P(an accepted task finds j waiting and everybody at work). @param {number} j */
    const finds = (j) => (share * (rho <= 1 ? rho ** j : rho ** (j - buffer))) / (1 - lost);
    /** @type {number[]} */
    let found = [];
    const exceeds = (/** @type {number} */ time) => {
        if (found.length === 0) found = Array.from({ length: buffer }, (_, j) => finds(j));
        let [departures, term, wait] = [0, poisson(0, c * time), 0];
        for (const [j, share] of found.entries()) {
            departures += term;
            wait += share * departures;
            term = term > SMALL ? (term * c * time) / (j + 1) : poisson(j + 1, c * time);
        }
        return wait;
    };
    /** @param {number} share The wait that so many of those let in do not exceed. */
    const quantile = (share) => (buffer > MOST_PLACES ? undefined : quantileOf(exceeds, share));
    return { share, finds, lost, lq, throughput, utilisation: throughput / c, wq: lq / throughput, quantile };
}

/** A larger buffer's percentiles would take too long. */
const MOST_PLACES = 500;
/** Below this, a product that grows step by step has lost digits. */
const SMALL = 1e-250;

/** The sums over j from 0 to `most` of ratio^j and of j ratio^j, for a ratio of at most 1. @param {number} ratio @param {number} most */
function geometric(ratio, most) {
    if (most <= LONGEST_SUM) {
        let [power, all, queued] = [1, 0, 0];
        for (let j = 0; j <= most; j += 1) {
            all += power;
            queued += j * power;
            power *= ratio;
        }
        return { all, queued };
    }
    const short = 1 - ratio;
    if (most * short < 1e-4) {
        // Nearly 1: the first terms of the series in 1 - ratio.
        const [n, d] = [most, short];
        const pairs = n * (n + 1);
        return {
            all: n + 1 - (d * pairs) / 2 + (d * d * (n - 1) * pairs) / 6,
            queued: pairs / 2 - (d * pairs * (2 * n + 1)) / 6 + (d * d * (n - 1) * pairs * (3 * n + 2)) / 24,
        };
    }
    const power = ratio ** most;
    const above = (-ratio * Math.expm1(most * Math.log1p(-short))) / short;
    return { all: 1 + above, queued: (above - most * power * ratio) / short };
}

/** The same sums with j counted from the full end: of ratio^(most - j). @param {number} ratio @param {number} most */
function fromFull(ratio, most) {
    const { all, queued } = geometric(ratio, most);
    return { all, queued: most * all - queued };
}

/**
 * M/M/c/K where a newcomer that finds the buffer full pushes out the task at its head. The number in the system is that of
 * `mmck`, so as many are lost; but others, and those who are served have waited differently. Followed here is one task,
 * with `ahead` places to go and so many behind it, until it is served or pushed out (first-step analysis).
 * @param {number} c
 * @param {number} buffer at least 1; the time that this takes grows with its square
 * @param {number} offered
 */
export function dropOldest(c, buffer, offered) {
    const { lost, finds } = mmck(c, buffer, offered);
    const rate = c + offered;
    /** By places to go, then by tasks behind: the chance of being served, and the expected wait where that happens. */
    const served = [new Float64Array(buffer + 2).fill(1)];
    const waited = [new Float64Array(buffer + 2)];
    for (let ahead = 1; ahead <= buffer; ahead += 1) {
        const chance = new Float64Array(buffer + 2);
        const wait = new Float64Array(buffer + 2);
        for (let behind = buffer - ahead; behind >= 0; behind -= 1) {
            const isFull = ahead + behind === buffer;
            const arrival = (/** @type {Float64Array[]} */ known, /** @type {Float64Array} */ own) => {
                if (!isFull) return own[behind + 1] ?? 0;
                return ahead === 1 ? 0 : (known[ahead - 1]?.[behind + 1] ?? 0);
            };
            const step = (/** @type {Float64Array[]} */ known, /** @type {Float64Array} */ own) =>
                (c * (known[ahead - 1]?.[behind] ?? 0) + offered * arrival(known, own)) / rate;
            chance[behind] = step(served, chance);
            wait[behind] = (chance[behind] ?? 0) / rate + step(waited, wait);
        }
        served.push(chance);
        waited.push(wait);
    }
    // Everyone gets in, also who finds the buffer full: at its tail.
    let time = 0;
    for (let j = 0; j <= buffer; j += 1) time += finds(j) * (1 - lost) * (waited[Math.min(j + 1, buffer)]?.[0] ?? 0);
    return { lost, wq: time / (1 - lost) };
}

/**
 * D/M/c: arrivals at regular times (Takács; for c = 1 the root equation sigma = exp(-(1 - sigma)/rho) alone).
 * @param {number} c
 * @param {number} offered
 */
export function dmc(c, offered) {
    /** The transform of the time between arrivals. */
    const transform = (/** @type {number} */ s) => Math.exp(-s / offered);
    const sigma = bisect((x) => x - transform(c * (1 - x)), 0, 1 - 1e-9);
    let [product, total, choose] = [1, 0, 1];
    for (let j = 1; j <= c; j += 1) {
        const alpha = transform(j);
        product *= alpha / (1 - alpha);
        choose *= (c - j + 1) / j;
        total += ((choose / (product * (1 - alpha))) * (c * (1 - alpha) - j)) / (c * (1 - sigma) - j);
    }
    // Where so little comes that its transform underflows, nobody waits.
    const waits = Number.isFinite(total) ? 1 / (1 / (1 - sigma) + total) / (1 - sigma) : 0;
    return { sigma, ...line(c, sigma, waits) };
}
