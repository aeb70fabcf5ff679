/** Runs ahead: what will happen is known, because the same scenario and seed come to the same. */
import { Engine, type FrameAnswer } from "./engine/engine.ts";
import type { Frame, Series } from "./frame.ts";
import type { Setup } from "./setup.ts";

export interface Foresight {
    readonly series: Series;
    /** The pool at the end of what is foreseen. */
    readonly frame: Frame;
    /** The run ends there; otherwise the scout was called back, because it would take too long. */
    readonly isWhole: boolean;
}

const FOREVER_MS = 1e15;
const INTERVALS = 512;
/** Somebody who drags a knob turns it many times. */
const CALM_MS = 120;
const SHOW_EVERY_MS = 200;
const MOST_MS = 4_000;

export class Scout {
    private readonly engine: Engine;
    private beganAt = 0;
    private shownAt = -Infinity;
    private waiting: ReturnType<typeof setTimeout> | null = null;

    constructor(
        module: WebAssembly.Module,
        private readonly tell: (foresight: Foresight) => void,
    ) {
        this.engine = new Engine(
            module,
            { events: 0, series: INTERVALS },
            {
                frame: (answer) => {
                    this.take(answer);
                },
                refused: () => {
                    // The other engine was told the same, and says why.
                },
            },
        );
    }

    /** Looks ahead from the beginning of this run; what it was looking at before no longer matters. */
    look(setup: Setup): void {
        if (this.waiting !== null) clearTimeout(this.waiting);
        this.waiting = setTimeout(() => {
            this.waiting = null;
            this.beganAt = performance.now();
            this.shownAt = -Infinity;
            this.engine.load(setup);
            this.engine.play(FOREVER_MS);
        }, CALM_MS);
    }

    private take({ frame, series, isIdle }: FrameAnswer): void {
        if (this.waiting !== null) return;
        const now = performance.now();
        if (series !== null && (isIdle || now - this.shownAt >= SHOW_EVERY_MS)) {
            this.shownAt = now;
            this.tell({ series, frame, isWhole: isIdle && frame.isFinished });
        }
        if (!isIdle && now - this.beganAt > MOST_MS) this.engine.halt();
        if (!isIdle || series === null) this.engine.next({ series: true, histogram: null });
    }
}
