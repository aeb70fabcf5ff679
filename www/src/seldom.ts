/** Figures that change with every frame can't be read: does something at once, and then not again for a while. */
export class Seldom {
    private doneAt = -Infinity;
    private waiting: ReturnType<typeof setTimeout> | null = null;

    constructor(
        private readonly everyMs: number,
        private readonly run: () => void,
    ) {}

    /** What was asked for in between is done once, when the while is over: the last state is always shown. */
    ask(): void {
        if (this.waiting !== null) return;
        const restMs = this.doneAt + this.everyMs - performance.now();
        if (restMs <= 0) this.now();
        else {
            this.waiting = setTimeout(() => {
                this.now();
            }, restMs);
        }
    }

    now(): void {
        if (this.waiting !== null) clearTimeout(this.waiting);
        this.waiting = null;
        this.doneAt = performance.now();
        this.run();
    }
}
