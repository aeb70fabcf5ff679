// Whom the pool cancels when a signal is aborted. Many submissions may share a signal, so each signal has one listener.
// @ts-check

/** @typedef {{ slots: Set<number>, onAbort: () => void }} Watched */

export class Signals {
    #cancel;
    /** @type {Map<AbortSignal, Watched>} */
    #watched = new Map();

    /** @param {(slot: number) => void} cancel */
    constructor(cancel) {
        this.#cancel = cancel;
    }

    /**
     * From now on the job in this slot goes with its signal; what is returned ends that.
     * @param {AbortSignal} signal
     * @param {number} slot
     */
    watch(signal, slot) {
        const watched = this.#watched.get(signal) ?? this.#listen(signal);
        watched.slots.add(slot);
        return () => {
            watched.slots.delete(slot);
            if (watched.slots.size > 0) return;
            signal.removeEventListener("abort", watched.onAbort);
            this.#watched.delete(signal);
        };
    }

    /** @param {AbortSignal} signal @returns {Watched} */
    #listen(signal) {
        /** @type {Set<number>} */
        const slots = new Set();
        const onAbort = () => {
            // Whoever ends meanwhile, because a listener of the pool's has a say, leaves the set before its turn comes.
            for (const slot of slots) this.#cancel(slot);
        };
        const watched = { slots, onAbort };
        this.#watched.set(signal, watched);
        signal.addEventListener("abort", onAbort);
        return watched;
    }
}
