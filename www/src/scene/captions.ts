/**
 * The words that stand where tasks fly by. They are written with the ground, and once more over what flies, with a rim in the
 * colour of the ground, so that they can be read all the time. Kept in the same places for each picture, which shall make no
 * garbage.
 */
import type { Brush, Size } from "./brush.ts";

const RIM = 4;

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

    write({ context, fonts }: Brush): void {
        context.lineJoin = "round";
        context.lineWidth = RIM;
        for (let n = 0; n < this.length; n += 1) {
            const caption = this.kept[n];
            if (caption === undefined) break;
            context.font = fonts[caption.size];
            context.textAlign = caption.align;
            context.strokeStyle = caption.ground;
            context.strokeText(caption.words, caption.x, caption.y);
            context.fillStyle = caption.colour;
            context.fillText(caption.words, caption.x, caption.y);
        }
        context.lineJoin = "miter";
    }
}
