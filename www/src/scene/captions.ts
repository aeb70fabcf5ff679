/**
 * The words that stand where tasks fly by. They are written with the ground, and once more over what flies, on a patch of their
 * ground, so that they can be read all the time. Kept in the same places for each picture, which shall make no garbage.
 */
import { HEIGHTS, type Brush, type Size } from "./brush.ts";

/** How far a patch reaches beside the words: those of two words that belong together meet. */
const BESIDE = 5;

interface Caption {
    words: string;
    x: number;
    y: number;
    size: Size;
    colour: string;
    ground: string;
    align: CanvasTextAlign;
}

export class Captions {
    private readonly kept: Caption[] = [];
    private length = 0;

    clear(): void {
        this.length = 0;
    }

    keep(words: string, x: number, y: number, size: Size, colour: string, ground: string, align: CanvasTextAlign): void {
        const caption = this.kept[this.length];
        if (caption === undefined) this.kept.push({ words, x, y, size, colour, ground, align });
        else {
            caption.words = words;
            caption.x = x;
            caption.y = y;
            caption.size = size;
            caption.colour = colour;
            caption.ground = ground;
            caption.align = align;
        }
        this.length += 1;
    }

    /** All patches first: none shall cut words that stand beside its own. */
    write(brush: Brush): void {
        const { context } = brush;
        for (let n = 0; n < this.length; n += 1) {
            const caption = this.kept[n];
            if (caption === undefined) break;
            const { words, x, y, size, ground, align } = caption;
            const width = brush.measure(words, size);
            const left = align === "right" ? x - width : align === "center" ? x - width / 2 : x;
            const tall = HEIGHTS[size];
            brush.rect(left - BESIDE, y - 0.85 * tall, width + 2 * BESIDE, 1.15 * tall, ground);
        }
        for (let n = 0; n < this.length; n += 1) {
            const caption = this.kept[n];
            if (caption === undefined) break;
            context.font = brush.fonts[caption.size];
            context.textAlign = caption.align;
            context.fillStyle = caption.colour;
            context.fillText(caption.words, caption.x, caption.y);
        }
    }
}
