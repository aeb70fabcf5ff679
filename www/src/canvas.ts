/** A canvas that is as large as its box, as sharp as the screen, and drawn when somebody asks, at most once a frame. */
import { lookChanged } from "./look.ts";

export class Canvas {
    readonly element = document.createElement("canvas");
    readonly context: CanvasRenderingContext2D;
    /** Of the box, in pixels of the page. */
    width = 0;
    height = 0;
    private isAsked = false;

    constructor(
        box: HTMLElement,
        private readonly paint: (canvas: Canvas) => void,
    ) {
        const context = this.element.getContext("2d");
        if (context === null) throw new Error("this browser has no canvas to draw on");
        this.context = context;
        this.element.setAttribute("aria-hidden", "true");
        box.append(this.element);
        new ResizeObserver(() => {
            this.fit(box);
        }).observe(box);
        lookChanged.on(() => {
            this.ask();
        });
        this.fit(box);
    }

    /** Draws with the next frame of the screen. */
    ask(): void {
        if (this.isAsked) return;
        this.isAsked = true;
        requestAnimationFrame(() => {
            this.isAsked = false;
            this.draw();
        });
    }

    /** Draws now. */
    draw(): void {
        if (this.width === 0 || this.height === 0) return;
        const sharpness = this.element.width / this.width;
        this.context.setTransform(sharpness, 0, 0, sharpness, 0, 0);
        this.context.clearRect(0, 0, this.width, this.height);
        this.paint(this);
    }

    private fit(box: HTMLElement): void {
        const { clientWidth: width, clientHeight: height } = box;
        const sharpness = Math.min(3, devicePixelRatio);
        if (width === this.width && height === this.height && this.element.width === Math.round(width * sharpness)) return;
        this.width = width;
        this.height = height;
        this.element.width = Math.round(width * sharpness);
        this.element.height = Math.round(height * sharpness);
        this.element.style.width = `${width}px`;
        this.element.style.height = `${height}px`;
        this.draw();
    }
}
