/** A browser's timer forgets what is longer than this. */
const LONGEST_MS = 2 ** 31 - 1;

/** Rejects with the signal's reason when it is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
        const isLong = ms > LONGEST_MS;
        const timer = setTimeout(
            () => {
                signal.removeEventListener("abort", leave);
                resolve(isLong ? pause(ms - LONGEST_MS, signal) : undefined);
            },
            isLong ? LONGEST_MS : ms,
        );
        function leave(): void {
            clearTimeout(timer);
            reject(signal.reason as Error);
        }
        signal.addEventListener("abort", leave, { once: true });
    });
}
