// What queueing theory says of pools without retries, in closed form or by a finite computation. Time is in units of the
// mean service time throughout: an attempt takes 1 on average, and `lambda` tasks come meanwhile.
//
// Sources: Kleinrock, Queueing Systems I (1975); Gross, Shortle, Thompson and Harris, Fundamentals of Queueing Theory
// (4th edition, 2008); Takács, Introduction to the Theory of Queues (1962); Crommelin, Delay probability formulae when the
// holding times are constant, Post Office Electrical Engineers' Journal 25 (1932).

/**
 * Erlang's first formula, by its recursion: the share of calls that find all `c` servers busy, if none may wait. It holds
 * for every distribution of service times with this mean (Sevastyanov, 1957).
 * @param {number} c @param {number} offered lambda times the mean service time
 */
export function erlangB(c, offered) {
    let blocked = 1;
    for (let k = 1; k <= c; k += 1) blocked = (offered * blocked) / (k + offered * blocked);
    return blocked;
}

/**
 * M/M/c: Erlang's second formula is the share that waits; those wait an exponential time.
 * @param {number} c @param {number} lambda
 */
export function mmc(c, lambda) {
    const rho = lambda / c;
    const blocked = erlangB(c, lambda);
    const waits = blocked / (1 - rho * (1 - blocked));
    const wq = waits / (c - lambda);
    /** @param {number} share The wait that so many do not exceed. */
    const quantile = (share) => (share <= 1 - waits ? 0 : Math.log(waits / (1 - share)) / (c - lambda));
    return { rho, waits, wq, lq: lambda * wq, w: wq + 1, quantile };
}

/**
 * M/M/c/K: birth and death; an arrival that finds `c` at work and `buffer` in line is lost.
 * @param {number} c @param {number} buffer @param {number} lambda
 */
export function mmck(c, buffer, lambda) {
    const weights = [1];
    for (let n = 1; n <= c + buffer; n += 1) weights.push(((weights[n - 1] ?? 0) * lambda) / Math.min(n, c));
    const total = sum(weights);
    const states = weights.map((weight) => weight / total);
    const lost = states[c + buffer] ?? 0;
    const lq = sum(states.map((share, n) => Math.max(n - c, 0) * share));
    const throughput = lambda * (1 - lost);
    return { states, lost, lq, throughput, utilisation: throughput / c, wq: lq / throughput };
}

/**
 * M/M/c/K where a newcomer that finds the buffer full pushes out the task at its head. The number in the system is that of
 * `mmck`, so as many are lost; but others, and those who are served have waited differently. Followed here is one task,
 * with `ahead` places to go and so many behind it, until it is served or pushed out (first-step analysis).
 * @param {number} c @param {number} buffer at least 1 @param {number} lambda
 */
export function dropOldest(c, buffer, lambda) {
    const { states } = mmck(c, buffer, lambda);
    const rate = c + lambda;
    /** By places to go, then by tasks behind: the chance of being served, and the expected wait where that happens. */
    const served = [Array.from({ length: buffer + 2 }, () => 1)];
    const waited = [Array.from({ length: buffer + 2 }, () => 0)];
    for (let ahead = 1; ahead <= buffer; ahead += 1) {
        /** @type {number[]} */
        const chance = [];
        /** @type {number[]} */
        const wait = [];
        for (let behind = buffer - ahead; behind >= 0; behind -= 1) {
            const pushedOut = ahead === 1 ? 0 : undefined;
            const isFull = ahead + behind === buffer;
            const next = (/** @type {number[][]} */ known, /** @type {number[]} */ own) =>
                isFull ? (pushedOut ?? known[ahead - 1]?.[behind + 1] ?? 0) : (own[behind + 1] ?? 0);
            const step = (/** @type {number[][]} */ known, /** @type {number[]} */ own) =>
                (c * (known[ahead - 1]?.[behind] ?? 0) + lambda * next(known, own)) / rate;
            chance[behind] = step(served, chance);
            wait[behind] = (chance[behind] ?? 0) / rate + step(waited, wait);
        }
        served.push(chance);
        waited.push(wait);
    }
    let [share, time] = [0, 0];
    for (const [n, probability] of states.entries()) {
        const place = Math.min(n - c + 1, buffer);
        share += probability * (place <= 0 ? 1 : (served[place]?.[0] ?? 0));
        time += probability * (place <= 0 ? 0 : (waited[place]?.[0] ?? 0));
    }
    return { lost: 1 - share, wq: time / share };
}

/**
 * M/G/1: Pollaczek and Khinchine.
 * @param {number} lambda @param {number} mean @param {number} secondMoment
 */
export const mg1 = (lambda, mean, secondMoment) => (lambda * secondMoment) / (2 * (1 - lambda * mean));

/**
 * M/D/1: P(wait <= t), Erlang's sum of 1909.
 * @param {number} lambda @param {number} t
 */
export function md1WaitsAtMost(lambda, t) {
    let total = 0;
    for (let k = 0; k <= Math.floor(t); k += 1) {
        const x = lambda * (t - k);
        let term = Math.exp(x);
        for (let i = 1; i <= k; i += 1) term *= -x / i;
        total += term;
    }
    return (1 - lambda) * total;
}

/** The wait in M/D/1 that so many do not exceed. @param {number} lambda @param {number} share */
export const md1Quantile = (lambda, share) => bisect((t) => md1WaitsAtMost(lambda, t) - share, 0, 15);

/**
 * D/M/c: arrivals at regular times (Takács; for c = 1 the root equation sigma = exp(-(1 - sigma)/rho) alone).
 * @param {number} c @param {number} lambda
 */
export function dmc(c, lambda) {
    /** The transform of the time between arrivals. */
    const transform = (/** @type {number} */ s) => Math.exp(-s / lambda);
    const sigma = bisect((x) => x - transform(c * (1 - x)), 0, 1 - 1e-9);
    let [product, total, choose] = [1, 0, 1];
    for (let j = 1; j <= c; j += 1) {
        const alpha = transform(j);
        product *= alpha / (1 - alpha);
        choose *= (c - j + 1) / j;
        total += ((choose / (product * (1 - alpha))) * (c * (1 - alpha) - j)) / (c * (1 - sigma) - j);
    }
    const waits = 1 / (1 / (1 - sigma) + total) / (1 - sigma);
    const rate = c * (1 - sigma);
    const quantile = (/** @type {number} */ share) => (share <= 1 - waits ? 0 : Math.log(waits / (1 - share)) / rate);
    return { sigma, waits, wq: waits / rate, quantile };
}

/**
 * M/D/c: Crommelin's equations. After one service time, those who were at work are gone, and a Poisson number has come.
 * @param {number} c @param {number} lambda
 */
export function mdc(c, lambda) {
    const states = stationary(lambda, (n, come) => Math.max(n - c, 0) + come);
    const lq = sum(states.map((share, n) => Math.max(n - c, 0) * share));
    return { lq, wq: lq / lambda };
}

/**
 * Bursts of `size` at regular times, one server, exponential service: how many of a burst's predecessors are still there
 * is a Markov chain from burst to burst.
 * @param {number} size @param {number} every
 */
export function burstsM1(size, every) {
    const states = stationary(every, (n, served) => Math.max(n + size - served, 0));
    const left = sum(states.map((share, n) => n * share));
    return { wq: left + (size - 1) / 2 };
}

const MOST_STATES = 400;

/**
 * The stationary distribution of a chain that is driven by Poisson numbers; states beyond the last are cut off.
 * @param {number} mean of the Poisson numbers
 * @param {(state: number, drawn: number) => number} next
 */
function stationary(mean, next) {
    const draws = [Math.exp(-mean)];
    for (let k = 1; k <= mean || (draws[k - 1] ?? 0) > 1e-18; k += 1) draws.push(((draws[k - 1] ?? 0) * mean) / k);
    let states = new Float64Array(MOST_STATES);
    states[0] = 1;
    for (let change = 1; change > 1e-14; ) {
        const after = new Float64Array(MOST_STATES);
        for (const [n, share] of states.entries()) {
            if (share < 1e-25) continue;
            for (const [k, probability] of draws.entries()) {
                const to = Math.min(next(n, k), MOST_STATES - 1);
                after[to] = (after[to] ?? 0) + share * probability;
            }
        }
        change = after.reduce((most, share, n) => Math.max(most, Math.abs(share - (states[n] ?? 0))), 0);
        states = after;
    }
    return [...states];
}

/** @param {readonly number[]} numbers */
export const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/**
 * Where a rising function crosses 0.
 * @param {(x: number) => number} rising @param {number} low @param {number} high
 */
export function bisect(rising, low, high) {
    let [below, above] = [low, high];
    for (let step = 0; step < 100; step += 1) {
        const middle = (below + above) / 2;
        if (rising(middle) < 0) below = middle;
        else above = middle;
    }
    return (below + above) / 2;
}
