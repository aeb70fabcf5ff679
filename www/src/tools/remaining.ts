/** How long something still takes, by how long it took so far. */
const EARLIEST_MS = 500;
const SOON_MS = 1500;

/** " About 20 s more on this machine."; nothing where it is too early to say, or as good as over. */
export function remaining(spentMs: number, share: number): string {
    const leftMs = share > 0 ? (spentMs * (1 - share)) / share : 0;
    if (spentMs < EARLIEST_MS || leftMs < SOON_MS) return "";
    return ` About ${roughly(leftMs / 1000)} more on this machine.`;
}

function roughly(seconds: number): string {
    if (seconds < 10) return `${Math.round(seconds)} s`;
    return seconds < 100 ? `${5 * Math.round(seconds / 5)} s` : `${Math.round(seconds / 60)} min`;
}
