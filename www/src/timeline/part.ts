/** Which part of the run the timeline shows: so long, and up to where. */

/** What is usually shown can be stretched so many times: then a single attempt fills the picture. */
const MOST_STRETCHED = 500;

export class Part {
    /** The right end; null while it goes along with the present. */
    private endMs: number | null = null;
    private usualMs: number;

    constructor(private longMs: number) {
        this.usualMs = longMs;
    }

    get lengthMs(): number {
        return this.longMs;
    }

    get isFollowing(): boolean {
        return this.endMs === null;
    }

    /** Less cannot be shown. */
    get isShortest(): boolean {
        return this.longMs <= this.usualMs / MOST_STRETCHED;
    }

    /** More has not been yet. */
    isLongest(nowMs: number): boolean {
        return this.longMs >= Math.max(this.usualMs, nowMs);
    }

    /** The right end. A run that has just begun fills the picture from the left. */
    toMs(nowMs: number): number {
        return this.endMs ?? Math.max(nowMs, this.longMs);
    }

    fromMs(nowMs: number): number {
        return this.toMs(nowMs) - this.longMs;
    }

    follow(): void {
        this.endMs = null;
    }

    show(longMs: number): void {
        this.usualMs = longMs;
        this.longMs = longMs;
        this.endMs = null;
    }

    /** So that this time is in the middle, unless it is in sight anyway. */
    bring(atMs: number, nowMs: number): void {
        if (atMs >= this.fromMs(nowMs) && atMs <= this.toMs(nowMs)) return;
        this.moveTo(atMs + this.longMs / 2, nowMs);
    }

    pan(byMs: number, nowMs: number): void {
        this.moveTo(this.toMs(nowMs) + byMs, nowMs);
    }

    /**
     * `factor` above 1 shows more time, up to all that there is of the run; below 1 less, down to a single attempt. What is at
     * `aroundMs` stays where it is.
     */
    zoom(factor: number, aroundMs: number, nowMs: number): void {
        const before = this.longMs;
        const share = (this.toMs(nowMs) - aroundMs) / before;
        this.longMs = Math.min(Math.max(this.usualMs, nowMs, before), Math.max(this.usualMs / MOST_STRETCHED, before * factor));
        // Whoever follows the present goes on doing so.
        if (this.endMs !== null) this.moveTo(aroundMs + share * this.longMs, nowMs);
    }

    private moveTo(endMs: number, nowMs: number): void {
        const latest = Math.max(nowMs, this.longMs);
        const end = Math.max(this.longMs, endMs);
        this.endMs = end >= latest ? null : end;
    }
}
