/** Draws once for each frame in which there is something new, and rests otherwise. */

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const calmMs = 250;

export class Loop {
    private asked = false;
    private lastMs = -Infinity;

    /** @param draw draws, and says whether another frame will look different */
    constructor(private readonly draw: (nowMs: number) => boolean) {}

    /** Something changed. */
    ask(): void {
        if (this.asked) return;
        this.asked = true;
        requestAnimationFrame((nowMs) => {
            this.frame(nowMs);
        });
    }

    private frame(nowMs: number): void {
        this.asked = false;
        if (calm.matches && nowMs - this.lastMs < calmMs) {
            this.asked = true;
            setTimeout(() => {
                this.asked = false;
                this.ask();
            }, calmMs);
            return;
        }
        this.lastMs = nowMs;
        if (this.draw(nowMs)) this.ask();
    }
}
