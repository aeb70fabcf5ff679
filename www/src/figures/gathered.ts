/** A series has more intervals than a small line has places: several go into one. */
import type { Series } from "../frame.ts";

/** The mean of what `valueAt` tells of each interval; intervals of which it tells NaN don't count. */
export function means({ length }: Series, points: number, valueAt: (interval: number) => number): number[] {
    return groups(length, points, (from, to) => {
        let [sum, n] = [0, 0];
        for (let interval = from; interval < to; interval += 1) {
            const value = valueAt(interval);
            if (Number.isNaN(value)) continue;
            sum += value;
            n += 1;
        }
        return n === 0 ? 0 : sum / n;
    });
}

/** The highest value in each. */
export function highest({ length }: Series, points: number, valueAt: (interval: number) => number): number[] {
    return groups(length, points, (from, to) => {
        let most = 0;
        for (let interval = from; interval < to; interval += 1) most = Math.max(most, valueAt(interval) || 0);
        return most;
    });
}

/** Things that happened in each, a second. The last interval may be shorter than the others. */
export function rates({ length, intervalMs, untilMs }: Series, points: number, countAt: (interval: number) => number): number[] {
    return groups(length, points, (from, to) => {
        let sum = 0;
        for (let interval = from; interval < to; interval += 1) sum += countAt(interval);
        const ms = Math.min(to * intervalMs, untilMs) - from * intervalMs;
        return ms > 0 ? (1000 * sum) / ms : 0;
    });
}

/** Single events far apart are no trend: each point becomes the mean of itself and some before it. */
export function smooth(values: readonly number[], over = 6): number[] {
    let sum = 0;
    return values.map((value, n) => {
        sum += value - (n >= over ? (values[n - over] ?? 0) : 0);
        return Math.max(0, sum) / Math.min(n + 1, over);
    });
}

function groups(length: number, points: number, valueOf: (from: number, to: number) => number): number[] {
    const size = Math.max(1, Math.ceil(length / Math.max(1, points)));
    return Array.from({ length: Math.ceil(length / size) }, (_, n) => valueOf(n * size, Math.min(length, (n + 1) * size)));
}
