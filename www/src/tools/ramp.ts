/** Colours for more and less: Paul Tol's YlOrBr, which reads in greyscale and for the colour-blind, the palest for the least. */
const STOPS: readonly (readonly [number, number, number])[] = [
    [255, 255, 229],
    [255, 247, 188],
    [254, 227, 145],
    [254, 196, 79],
    [251, 154, 41],
    [236, 112, 20],
    [204, 76, 2],
    [153, 52, 4],
    [102, 37, 6],
];

export interface Shade {
    readonly fill: string;
    /** What can be read upon it. */
    readonly ink: string;
}

/** @param share 0 for the least, 1 for the most */
export function shadeOf(share: number): Shade {
    const at = Math.min(1, Math.max(0, share)) * (STOPS.length - 1);
    const low = STOPS[Math.floor(at)] ?? [0, 0, 0];
    const high = STOPS[Math.ceil(at)] ?? low;
    const mixed = low.map((value, n) => Math.round(value + ((high[n] ?? value) - value) * (at % 1)));
    return { fill: `rgb(${mixed.join(" ")})`, ink: luminance(mixed) > 0.2 ? "#16191d" : "#fff" };
}

/** As contrast is measured: black and white stand out equally at 0.18. */
function luminance(rgb: readonly number[]): number {
    const [r = 0, g = 0, b = 0] = rgb.map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
