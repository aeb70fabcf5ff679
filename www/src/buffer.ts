/** The buffer: as many places as its capacity, so that full looks full; when that is too many, a bar. */
import type { PoolSnapshot } from "twinpool/live";
import { make, setFill, setText } from "./dom.ts";
import { count } from "./format.ts";
import { Marks, type Mark } from "./marks.ts";

const mostPlaces = 60;
const emptyPlace: Mark = { text: "", state: "empty" };

export class Buffer {
    private capacity: number | null = 0;
    private marks: Marks;
    private fill: HTMLElement | null = null;

    constructor(
        private readonly place: HTMLElement,
        private readonly counter: HTMLElement,
        private readonly note: HTMLElement,
    ) {
        this.marks = new Marks(place);
    }

    /** Makes the places of a new pool. */
    reset(capacity: number | null): void {
        this.capacity = capacity;
        this.place.replaceChildren();
        this.marks = new Marks(this.place);
        this.fill = null;
        const asBar = capacity !== null && capacity > mostPlaces;
        this.place.dataset.size = asBar ? "bar" : capacity === null ? "many" : capacity <= 10 ? "few" : capacity <= 30 ? "some" : "many";
        if (asBar) {
            this.fill = make("span");
            this.place.append(make("span", { class: "buffer-bar" }, this.fill));
        }
        setText(this.note, capacity === 0 ? "No places: a task goes from its sender's hand to a free worker." : "");
    }

    draw({ queue }: PoolSnapshot): void {
        const { capacity } = this;
        if (capacity === null) setText(this.counter, `${count(queue.length)} wait, no bound`);
        else setText(this.counter, capacity === 0 ? "hand-over" : `${count(queue.length)} of ${count(capacity)}`);

        if (this.fill !== null && capacity !== null) {
            setFill(this.fill, queue.length / capacity);
            return;
        }
        const waiting = queue.map((id): Mark => ({ text: String(id), state: "queued" }));
        const free = Math.max(0, (capacity ?? 0) - waiting.length);
        // Tasks back from the shelf may stand beyond the last place: they are counted there. Without a bound there is no last place.
        const drawn = capacity === null ? mostPlaces : Math.max(1, capacity);
        this.marks.drawSome([...waiting, ...Array.from({ length: free }, () => emptyPlace)], drawn);
    }

    /** Is there no room for one more? */
    isFull({ queue }: PoolSnapshot): boolean {
        return this.capacity !== null && this.capacity > 0 && queue.length >= this.capacity;
    }
}
