/** What the parts of the scene are drawn with: lines, boxes and words, in the page's colours and sizes. */
import type { Look } from "../look.ts";
import { Captions } from "./captions.ts";

export type Size = "small" | "plain" | "bold" | "large" | "huge";

export const HEIGHTS: Readonly<Record<Size, number>> = { small: 11, plain: 13, bold: 13, large: 16, huge: 22 };
/** Where numbers count up, texts come again seldom. */
const MOST_MEASURED = 2000;

export class Brush {
    readonly captions = new Captions();
    readonly fonts: Readonly<Record<Size, string>>;
    /** What the words that are written now stand on, where tasks may fly over them; null for words that nothing flies over. */
    ground: string | null = null;
    private readonly widths: Readonly<Record<Size, Map<string, number>>> = { small: new Map(), plain: new Map(), bold: new Map(), large: new Map(), huge: new Map() };
    private readonly hatches = new Map<string, CanvasPattern | string>();

    constructor(
        readonly context: CanvasRenderingContext2D,
        readonly look: Look,
    ) {
        const { font } = look;
        const px = (size: Size): string => `${HEIGHTS[size]}px ${font}`;
        this.fonts = { small: px("small"), plain: px("plain"), bold: `600 ${px("bold")}`, large: `600 ${px("large")}`, huge: `600 ${px("huge")}` };
    }

    text(words: string, x: number, y: number, size: Size = "plain", colour = this.look.ink, align: CanvasTextAlign = "left"): void {
        const { context } = this;
        context.font = this.fonts[size];
        context.fillStyle = colour;
        context.textAlign = align;
        context.fillText(words, x, y);
        // What is written in the colour of the ground stands on something else.
        if (this.ground !== null && colour !== this.look.ground) this.captions.keep(words, x, y, size, colour, this.ground, align);
    }

    /** How wide a text is. Measured once: most texts come again in each picture. */
    measure(words: string, size: Size = "plain"): number {
        const widths = this.widths[size];
        let width = widths.get(words);
        if (width === undefined) {
            if (widths.size >= MOST_MEASURED) widths.clear();
            this.context.font = this.fonts[size];
            width = this.context.measureText(words).width;
            widths.set(words, width);
        }
        return width;
    }

    /** A bold word or number, and what it is about after it, muted. @returns where it ends */
    pair(first: string, second: string, x: number, y: number, size: Size = "bold"): number {
        this.text(first, x, y, size);
        const next = x + this.measure(first, size) + (size === "huge" ? 10 : 8);
        this.text(second, next, y, "plain", this.look.muted);
        return next + this.measure(second);
    }

    /** The first of these texts for which there is room. */
    fitting(texts: readonly string[], room: number): string {
        return texts.find((text) => this.measure(text) <= room) ?? texts.at(-1) ?? "";
    }

    /** A line through these points: x, y, x, y, … */
    line(colour: string, width: number, ...points: number[]): void {
        const { context } = this;
        context.beginPath();
        for (let n = 0; n < points.length; n += 2) context.lineTo(points[n] ?? 0, points[n + 1] ?? 0);
        this.stroke(colour, width);
    }

    stroke(colour: string, width: number): void {
        this.context.strokeStyle = colour;
        this.context.lineWidth = width;
        this.context.stroke();
    }

    fill(colour: string | CanvasPattern): void {
        this.context.fillStyle = colour;
        this.context.fill();
    }

    rect(x: number, y: number, width: number, height: number, colour: string | CanvasPattern): void {
        this.context.fillStyle = colour;
        this.context.fillRect(x, y, width, height);
    }

    /** Begins the path of a box with round corners. */
    box(x: number, y: number, width: number, height: number, radius: number): void {
        this.context.beginPath();
        this.context.roundRect(x, y, width, height, radius);
    }

    /** Lines at 45°, for what waits. */
    hatch(colour: string): CanvasPattern | string {
        let hatch = this.hatches.get(colour);
        if (hatch === undefined) {
            hatch = this.makeHatch(colour);
            this.hatches.set(colour, hatch);
        }
        return hatch;
    }

    private makeHatch(colour: string): CanvasPattern | string {
        const tile = document.createElement("canvas");
        tile.width = 6;
        tile.height = 6;
        const context = tile.getContext("2d");
        if (context === null) return colour;
        context.fillStyle = colour;
        context.fillRect(0, 0, 6, 6);
        context.strokeStyle = this.look.ground;
        context.lineWidth = 1.5;
        context.beginPath();
        for (const shift of [-6, 0, 6]) {
            context.moveTo(shift - 1, 7);
            context.lineTo(shift + 7, -1);
        }
        context.stroke();
        return this.context.createPattern(tile, "repeat") ?? colour;
    }
}
