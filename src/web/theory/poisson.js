// Poisson probabilities, accurate also where their logarithms are large.

/** Above this Stirling's series is accurate to the last digits. */
const STIRLING = 16;

/**
 * P(N = k), by the saddle-point form (Loader 2000): the difference of large logarithms is taken before they are. Above
 * 16 `k` need not be whole.
 * @param {number} k
 * @param {number} mean
 */
export function poisson(k, mean) {
    if (k < 0) return 0;
    if (mean === 0) return k === 0 ? 1 : 0;
    if (k < STIRLING) {
        let share = Math.exp(-mean);
        for (let i = 1; i <= k; i += 1) share *= mean / i;
        return share;
    }
    const stirling = 1 / (12 * k) - 1 / (360 * k ** 3) + 1 / (1_260 * k ** 5) - 1 / (1_680 * k ** 7);
    return Math.exp(-deviance(k, mean) - stirling) / Math.sqrt(2 * Math.PI * k);
}

/** k ln(k / mean) + mean - k. @param {number} k @param {number} mean */
function deviance(k, mean) {
    const x = (k - mean) / mean;
    if (Math.abs(x) > 0.1) return k * Math.log(k / mean) + mean - k;
    let [sum, power] = [0, x];
    for (let i = 2; i < 20; i += 1) {
        power *= -x;
        sum -= power / (i * (i - 1));
    }
    return mean * sum;
}

/** So small a share of a sum is lost anyway. */
const NEGLIGIBLE = 1e-17;

/**
 * P(N <= k), for a whole `k`.
 * @param {number} k
 * @param {number} mean
 */
export function poissonAtMost(k, mean) {
    if (k < 0) return 0;
    if (k >= mean) return 1 - fromTop(k + 1, mean, 1);
    return fromTop(k, mean, -1);
}

/**
 * The sum of P(N = k) and of what comes beyond it, away from the mean.
 * @param {number} k
 * @param {number} mean
 * @param {1 | -1} step
 */
function fromTop(k, mean, step) {
    let term = poisson(k, mean);
    let total = term;
    for (let i = k; term > NEGLIGIBLE * total && i >= 0; i += step) {
        term *= step === 1 ? mean / (i + 1) : i / mean;
        total += term;
    }
    return total;
}

/**
 * Those numbers that are at all likely, each with its probability.
 * @param {number} mean
 * @returns {{ first: number, shares: number[] }}
 */
export function likely(mean) {
    const width = 9 * Math.sqrt(mean) + 25;
    const first = Math.max(0, Math.floor(mean - width));
    const shares = [poisson(first, mean)];
    for (let k = first + 1; k <= mean + width; k += 1) shares.push(((shares.at(-1) ?? 0) * mean) / k);
    return { first, shares };
}
