/** Marks on an axis of time: at round times, and far enough apart to be read. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS: readonly number[] = [
    ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000],
    ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
    ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
];

/** The least round time that takes so many pixels or more. */
export function apart(msPerPixel: number, leastPixels: number): number {
    const leastMs = msPerPixel * leastPixels;
    const step = STEPS.find((one) => one >= leastMs);
    return step ?? roundUp(leastMs / DAY) * DAY;
}

/** The next of 1, 2, 5, 10, 20, 50 and so on. */
export function roundUp(value: number): number {
    if (!(value > 1)) return 1;
    const ten = 10 ** Math.floor(Math.log10(value));
    return [1, 2, 5, 10].map((n) => n * ten).find((n) => n >= value * (1 - 1e-9)) ?? 10 * ten;
}
