/** Something that others want to hear of. */
export class Signal<T> {
    private readonly listeners = new Set<(value: T) => void>();

    /** Calls the listener each time, until the function that it returns is called. */
    on(listener: (value: T) => void): () => void {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }

    emit(value: T): void {
        for (const listener of this.listeners) listener(value);
    }
}
