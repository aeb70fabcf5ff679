/** A part of the page that is loaded when it is first asked for. What could not be loaded is tried again the next time. */
export class Late<T> {
    private loading: Promise<T> | null = null;

    constructor(private readonly load: () => Promise<T>) {}

    get(): Promise<T> {
        this.loading ??= this.load().catch((error: unknown) => {
            this.loading = null;
            throw error;
        });
        return this.loading;
    }
}
