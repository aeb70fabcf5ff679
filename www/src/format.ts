/** Numbers as the page writes them: with units, and of a width that changes little. */

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat("en", { maximumFractionDigits: 3 });

/** "4M": three digits, and what they count. */
export const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

export const nothing = "–";

export function count(n: number): string {
    return whole.format(n);
}

/** A number where there is little room: "10,000", "4M". */
export function brief(n: number): string {
    return n < 1e6 ? count(n) : compact.format(n);
}

/** How often something is done for each of many: "1.37", "12.3K". */
export const times = (n: number): string => (n < 1000 ? n.toFixed(2) : compact.format(n));

/** A number of which the first three digits matter: "0.123", "12.3", "1,230". */
export function digits(value: number): string {
    if (value === 0) return "0";
    const size = Math.abs(value);
    if (size >= 1000) return whole.format(value);
    return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3);
}

/** A number of milliseconds that somebody chose, exactly: "500 ms". */
export function exactMs(ms: number): string {
    return `${fine.format(ms)} ms`;
}

/** A running time: "0.43 s". */
export function seconds(ms: number): string {
    const s = Math.max(0, ms) / 1000;
    return `${s < 100 ? s.toFixed(2) : whole.format(s)} s`;
}

/** The clock: "0:47.620", "1:02:03.004". */
export function clock(ms: number): string {
    const all = Math.max(0, Math.round(ms));
    const h = Math.floor(all / 3_600_000);
    const min = Math.floor(all / 60_000) % 60;
    const s = ((all % 60_000) / 1000).toFixed(3).padStart(6, "0");
    return h > 0 ? `${count(h)}:${String(min).padStart(2, "0")}:${s}` : `${min}:${s}`;
}

/** A time on an axis of time whose marks are so far apart: "0:05", "0:00.5", "2:00:00". */
export function mark(ms: number, apartMs: number): string {
    const text = clock(ms);
    if (apartMs >= 1000) return text.slice(0, -4);
    return apartMs >= 100 ? text.slice(0, -2) : apartMs >= 10 ? text.slice(0, -1) : text;
}

/** A measured duration: "0.43 ms", "512 ms", "1.02 s", "2:05 min". */
export function duration(ms: number | null): string {
    if (ms === null || Number.isNaN(ms)) return nothing;
    if (ms === 0) return "0 ms";
    if (ms < 0.01) return "<0.01 ms";
    if (ms < 10) return `${ms.toFixed(2)} ms`;
    if (ms < 1000) return `${ms.toFixed(0)} ms`;
    return seconds(ms);
}

export function percent(share: number | null, places = 0): string {
    return share === null || Number.isNaN(share) ? nothing : `${(share * 100).toFixed(places)} %`;
}

/** A share that may be tiny, and is then not nothing: "12.5 %", "0.013 %". */
export function smallPercent(share: number, places = 1): string {
    if (!(share > 0 && share < 0.001)) return percent(share, places);
    return share < 1e-6 ? "<0.0001 %" : `${Number((share * 100).toPrecision(2))} %`;
}

/** Shares of a whole in whole percents that come to 100: those are rounded up that are nearest to it. */
export function wholePercents(shares: readonly (number | null)[]): string[] {
    const known = shares.map((share) => 100 * (share ?? NaN));
    if (known.some(Number.isNaN)) return known.map(() => nothing);
    const floors = known.map(Math.floor);
    const left = Math.round(known.reduce((sum, share) => sum + share, 0)) - floors.reduce((sum, share) => sum + share, 0);
    const order = known.map((share, n) => [share - Math.floor(share), n] as const).sort(([a, m], [b, n]) => b - a || m - n);
    for (const [, n] of order.slice(0, Math.max(0, left))) floors[n] = (floors[n] ?? 0) + 1;
    return floors.map(String);
}

export function perSecond(rate: number | null): string {
    return rate === null || Number.isNaN(rate) ? nothing : `${digits(rate)} / s`;
}

/** How fast time goes: "× 1", "× ½", "as fast as it goes". */
export function pace(speed: number): string {
    if (speed === Infinity) return "max";
    return `× ${speed >= 1000 ? whole.format(speed) : fine.format(speed)}`;
}

/** "1 task", "2 tasks". */
export function many(n: number, thing: string): string {
    return `${count(n)} ${thing}${n === 1 ? "" : "s"}`;
}
