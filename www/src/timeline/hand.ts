/** What a hand does in the timeline: a drag moves it, a pinch or the wheel stretches it, a click chooses. */

export interface HandListener {
    pan(byPixels: number): void;
    /** @param factor above 1 shows more time */
    zoom(factor: number, x: number): void;
    point(x: number, y: number): void;
    choose(x: number, y: number): void;
    leave(): void;
}

/** Less than that is the tremble of a click. */
const STILL = 4;
const WHEEL = 1.0016;

interface Finger {
    x: number;
    y: number;
}

export class Hand {
    private readonly fingers = new Map<number, Finger>();
    private start: Finger | null = null;
    private isDrag = false;

    constructor(
        private readonly place: HTMLElement,
        private readonly listener: HandListener,
    ) {
        place.addEventListener("pointerdown", (event) => {
            if (event.button === 0) this.down(event);
        });
        place.addEventListener("pointermove", (event) => {
            this.move(event);
        });
        place.addEventListener("pointerup", (event) => {
            this.up(event, true);
        });
        place.addEventListener("pointercancel", (event) => {
            this.up(event, false);
        });
        place.addEventListener("pointerleave", () => {
            if (this.fingers.size === 0) listener.leave();
        });
        place.addEventListener(
            "wheel",
            (event) => {
                this.wheel(event);
            },
            { passive: false },
        );
    }

    private at({ clientX, clientY }: MouseEvent): Finger {
        const { left, top } = this.place.getBoundingClientRect();
        return { x: clientX - left, y: clientY - top };
    }

    private down(event: PointerEvent): void {
        this.fingers.set(event.pointerId, this.at(event));
        this.place.setPointerCapture(event.pointerId);
        this.isDrag = this.fingers.size > 1;
        this.start = this.at(event);
    }

    private move(event: PointerEvent): void {
        const now = this.at(event);
        const finger = this.fingers.get(event.pointerId);
        if (finger === undefined) {
            this.listener.point(now.x, now.y);
            return;
        }
        const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
        if (other !== undefined) {
            const before = Math.max(8, Math.abs(finger.x - other.x));
            this.listener.zoom(before / Math.max(8, Math.abs(now.x - other.x)), (now.x + other.x) / 2);
        } else {
            this.isDrag ||= this.start !== null && Math.abs(now.x - this.start.x) > STILL;
            if (this.isDrag) this.listener.pan(now.x - finger.x);
        }
        // Until it is a drag, the finger counts as resting where it was put down.
        if (this.isDrag) this.fingers.set(event.pointerId, now);
    }

    private up(event: PointerEvent, isChoice: boolean): void {
        if (!this.fingers.delete(event.pointerId)) return;
        const { x, y } = this.at(event);
        if (isChoice && !this.isDrag) this.listener.choose(x, y);
        if (this.fingers.size === 0 && event.pointerType !== "mouse") this.listener.leave();
    }

    /** The wheel alone scrolls the page, unless one has come here to stay; sideways it always moves the timeline. */
    private wheel(event: WheelEvent): void {
        const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
        const mayZoom = event.ctrlKey || event.metaKey || document.activeElement === this.place;
        if (!isSideways && !mayZoom) return;
        event.preventDefault();
        const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
        if (isSideways) this.listener.pan(-(event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX) * unit);
        else this.listener.zoom(WHEEL ** (event.deltaY * unit * (event.ctrlKey ? 4 : 1)), this.at(event).x);
    }
}
