/** Numbers as the page writes them: with units, and of a width that changes little. */

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat("en", { maximumFractionDigits: 3 });

export const nothing = "–";

export function count(n: number): string {
    return whole.format(n);
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

/** A measured duration: "0.43 ms", "512 ms", "1.02 s". */
export function duration(ms: number | null): string {
    if (ms === null) return nothing;
    if (ms === 0) return "0 ms";
    if (ms < 0.01) return "<0.01 ms";
    if (ms < 10) return `${ms.toFixed(2)} ms`;
    if (ms < 1000) return `${ms.toFixed(0)} ms`;
    return seconds(ms);
}

export function percent(share: number | null): string {
    return share === null ? nothing : `${(share * 100).toFixed(0)} %`;
}

export function perSecond(rate: number | null): string {
    if (rate === null) return nothing;
    return `${rate < 100 ? rate.toFixed(1) : whole.format(rate)} /s`;
}

/** "1 task", "2 tasks". */
export function many(n: number, thing: string): string {
    return `${count(n)} ${thing}${n === 1 ? "" : "s"}`;
}
