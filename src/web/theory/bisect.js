// Roots and quantiles.

const STEPS = 100;

/**
 * Where a rising function crosses 0.
 * @param {(x: number) => number} rising
 * @param {number} low
 * @param {number} high
 */
export function bisect(rising, low, high) {
    let [below, above] = [low, high];
    for (let step = 0; step < STEPS; step += 1) {
        const middle = (below + above) / 2;
        if (middle === below || middle === above) break;
        if (rising(middle) < 0) below = middle;
        else above = middle;
    }
    return (below + above) / 2;
}

/**
 * The time that the share 1 - `share` exceeds.
 * @param {(time: number) => number} exceeds the share that is longer: falls to 0
 * @param {number} share
 */
export function quantileOf(exceeds, share) {
    if (exceeds(0) <= 1 - share) return 0;
    let high = 1;
    while (exceeds(high) > 1 - share && high < 1e15) high *= 2;
    return bisect((time) => 1 - share - exceeds(time), 0, high);
}

/** @param {readonly number[]} numbers */
export const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
