// Pools whose attempts take any time, or a constant one. Time is in units of the mean service time.
//
// Sources: Pollaczek (1930) and Khinchine (1932); Crommelin, Delay probability formulae when the holding times are
// constant, Post Office Electrical Engineers' Journal 25 (1932); Franx, A simple solution for the M/D/c waiting time
// distribution, Operations Research Letters 29 (2001); Allen, Probability, Statistics and Queueing Theory (1990).
import { quantileOf } from "./bisect.js";
import { mmc } from "./markov.js";
import { likely } from "./poisson.js";
import { maximum } from "./walk.js";

/**
 * M/G/1: Pollaczek and Khinchine.
 * @param {number} lambda
 * @param {number} mean
 * @param {number} secondMoment
 */
export const mg1 = (lambda, mean, secondMoment) => (lambda * secondMoment) / (2 * (1 - lambda * mean));

/**
 * G/G/c, by Allen and Cunneen: Erlang C, times the mean of the squared coefficients of variation. An approximation.
 * @param {number} c
 * @param {number} offered
 * @param {number} arrivals the squared coefficient of variation of the times between them
 * @param {number} services that of the service times
 */
export const allenCunneen = (c, offered, arrivals, services) => (mmc(c, offered).wq * (arrivals + services)) / 2;

/**
 * M/D/c: Crommelin. After one service time, those who were at work are gone, and a Poisson number has come: the line is
 * the highest point of a random walk.
 * @param {number} c
 * @param {number} offered
 */
export function mdc(c, offered) {
    const walk = maximum(1, offered, c);
    if (!walk) return undefined;
    /** @type {number[] | undefined} */
    let known;
    const atMost = () => (known ??= walk.atMost());
    return {
        lq: walk.mean,
        wq: walk.mean / offered,
        /** The mean of the line that is behind a door for so many. @param {number} buffer */
        inside: (buffer) => {
            const line = atMost();
            // The mean of what is positive is the sum of how often it is more than n.
            return line?.slice(0, buffer).reduce((total, share) => total + 1 - share, 0);
        },
        /** @param {number} share The wait that so many do not exceed. */
        quantile: (share) => {
            const line = atMost();
            return line && quantileOf((time) => 1 - waitsAtMost(c, offered, line, time), share);
        },
    };
}

/**
 * P(wait <= time) in M/D/c, by Franx: k service times after the arrival, k being the next whole number, all of those who
 * were ahead have begun.
 * @param {number} c
 * @param {number} offered
 * @param {readonly number[]} line the distribution of the line's length
 * @param {number} time
 */
function waitsAtMost(c, offered, line, time) {
    const k = Math.floor(time) + 1;
    const { first, shares } = likely(offered * (k - time));
    let total = 0;
    for (const [index, share] of shares.entries()) {
        const place = k * c - 1 - first - index;
        if (place < 0) break;
        total += share * (line[place] ?? 1);
    }
    return total;
}

/**
 * Bursts of `size` at regular times, one server, exponential service: how many of a burst's predecessors are still there
 * is the highest point of a random walk from burst to burst.
 * @param {number} size
 * @param {number} every
 */
export function burstsM1(size, every) {
    const left = maximum(-1, every, size);
    return left && { wq: left.mean + (size - 1) / 2 };
}
