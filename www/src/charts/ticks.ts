/** Where the marks of an axis stand: at numbers that people like. */

const LIKED = [1, 2, 5, 10] as const;
const LIKED_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400] as const;

/** The smallest liked number that is at least this. */
function liked(least: number): number {
    if (!(least > 0)) return 1;
    const power = 10 ** Math.floor(Math.log10(least));
    return power * (LIKED.find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10);
}

function likedMs(leastMs: number): number {
    if (leastMs <= 1000) return liked(leastMs);
    return 1000 * (LIKED_SECONDS.find((s) => 1000 * s >= leastMs) ?? 86_400 * liked(leastMs / 86_400_000));
}

export interface Ticks {
    readonly at: readonly number[];
    readonly apart: number;
}

function every(from: number, to: number, apart: number): Ticks {
    const first = Math.ceil(from / apart - 1e-9);
    const length = Math.max(0, Math.floor(to / apart + 1e-9) - first + 1);
    return { at: Array.from({ length }, (_, n) => (first + n) * apart), apart };
}

/** From 0 up, at most so many steps; the last is at or above the highest value. */
export function valueTicks(highest: number, most: number): Ticks {
    const apart = liked(Math.max(highest, 1e-9) / most);
    return every(0, Math.ceil(highest / apart - 1e-9) * apart || apart, apart);
}

export function timeTicks(from: number, to: number, most: number): Ticks {
    return every(from, to, likedMs((to - from) / Math.max(1, most)));
}

/** 1, 2 and 5 times powers of ten; where that is too many, powers of ten only. */
export function logTicks(from: number, to: number, most: number): Ticks {
    const all: number[] = [];
    for (let power = Math.floor(Math.log10(from)); 10 ** power <= to; power += 1) {
        for (const factor of [1, 2, 5]) all.push(Number(`${factor}e${power}`));
    }
    const inside = all.filter((value) => value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9));
    const tens = inside.filter((value) => Number.isInteger(Math.round(Math.log10(value) * 1e6) / 1e6));
    return { at: inside.length <= most ? inside : tens, apart: 0 };
}

/** A mark's number, with as many places as it takes to tell it from the next. */
export function tickText(value: number, apart: number): string {
    const places = Math.min(6, Math.max(0, -Math.floor(Math.log10(apart) + 1e-9)));
    return value.toLocaleString("en", { minimumFractionDigits: places, maximumFractionDigits: places });
}
