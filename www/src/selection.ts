/** What is pointed at: a task, a worker, or a moment. All views show it, whichever of them the pointer is in. */
import { Signal } from "./signal.ts";

export interface Pointed {
    readonly task: number | null;
    /** From 0. */
    readonly worker: number | null;
    readonly atMs: number | null;
}

const NOTHING: Pointed = { task: null, worker: null, atMs: null };

export class Selection {
    readonly changed = new Signal<Pointed>();
    private hovered = NOTHING;
    private pinned = NOTHING;

    /** What is shown: what the pointer is over, or else what was chosen last. */
    get pointed(): Pointed {
        const { hovered, pinned } = this;
        return hovered.task !== null || hovered.worker !== null ? hovered : { ...pinned, atMs: hovered.atMs };
    }

    get isPinned(): boolean {
        return this.pinned.task !== null || this.pinned.worker !== null;
    }

    hover(pointed: Partial<Pointed>): void {
        this.hovered = this.put(this.hovered, { ...NOTHING, ...pointed });
    }

    leave(): void {
        this.hover(NOTHING);
    }

    /** Chooses it until something else is chosen; the same once more lets it go. */
    pin(pointed: Partial<Pointed>): void {
        const next = { ...NOTHING, ...pointed };
        const isSame = next.task === this.pinned.task && next.worker === this.pinned.worker;
        this.pinned = this.put(this.pinned, isSame ? NOTHING : next);
    }

    release(): void {
        this.pinned = this.put(this.pinned, NOTHING);
    }

    private put(old: Pointed, next: Pointed): Pointed {
        if (old.task === next.task && old.worker === next.worker && old.atMs === next.atMs) return old;
        queueMicrotask(() => {
            this.changed.emit(this.pointed);
        });
        return next;
    }
}
