/** 1, 2 or 5 times a power of ten, at least as large as this: a scale that seldom changes. 0 for what is not above 0. */
export function niceAbove(value: number): number {
    if (!(value > 0)) return 0;
    const ten = 10 ** Math.floor(Math.log10(value));
    return ten * (value <= ten ? 1 : value <= 2 * ten ? 2 : value <= 5 * ten ? 5 : 10);
}
