/**
 * Lanes that are too many, or too full, to be drawn one bar after the other: each pixel shows how its workers shared its
 * time out, work and backoff, as a mixture of their colours; backoff keeps its stripes.
 */
import { BUSY, HELD, type Frame } from "../frame.ts";
import type { Look } from "../look.ts";
import type { Spans } from "../spans.ts";
import { eachUnknown } from "./lanes.ts";
import { placeOf, type Plot } from "./plot.ts";
import type { Sight } from "./sight.ts";

type Rgb = readonly [number, number, number];

const STRIPES = 6;
/** Between two stripes the colour of backoff is this strong. */
const BETWEEN = 0.25;
/** So many shares of a pixel can be told apart. */
const LEVELS = 48;

export class Raster {
    private readonly canvas = document.createElement("canvas");
    private readonly context = this.canvas.getContext("2d");
    private image = new ImageData(1, 1);
    private pixels = new Uint32Array(this.image.data.buffer);
    /** How much of each pixel's time is work, told as the difference to the pixel before: a long bar costs no more than a short one. */
    private busy = new Float32Array(0);
    private held = new Float32Array(0);
    private look: Look | null = null;
    /** The colour of each mixture on a stripe of backoff, and between two. */
    private readonly on = new Uint32Array((LEVELS + 1) ** 2);
    private readonly between = new Uint32Array((LEVELS + 1) ** 2);

    draw(target: CanvasRenderingContext2D, plot: Plot, spans: Spans, sight: Sight, frame: Frame, look: Look): void {
        if (this.context === null) return;
        const columns = Math.ceil(plot.width);
        const { rows, laneHeight, lanesTop } = plot;
        this.fit(columns, rows, rows * laneHeight);
        for (let n = 0; n < sight.length; n += 1) {
            const span = sight.at(n);
            const to = spans.toMs(span);
            this.add(plot, spans.worker(span), spans.state(span), spans.fromMs(span), Number.isNaN(to) ? frame.atMs : to, columns);
        }
        for (const state of [BUSY, HELD]) {
            eachUnknown(frame, spans, state, (worker) => this.add(plot, worker, state, spans.knownFromMs, frame.atMs, columns));
        }
        this.paint(plot, columns, look);
        this.context.putImageData(this.image, 0, 0);
        target.imageSmoothingEnabled = false;
        target.drawImage(this.canvas, plot.left, lanesTop);
    }

    private fit(columns: number, rows: number, height: number): void {
        const cells = rows * (columns + 2);
        if (this.busy.length === cells) {
            this.busy.fill(0);
            this.held.fill(0);
        } else {
            this.busy = new Float32Array(cells);
            this.held = new Float32Array(cells);
        }
        if (this.image.width === columns && this.image.height === height) return;
        this.canvas.width = columns;
        this.canvas.height = height;
        this.image = new ImageData(columns, height);
        this.pixels = new Uint32Array(this.image.data.buffer);
    }

    private add(plot: Plot, worker: number, state: number, fromMs: number, toMs: number, columns: number): void {
        if (worker >= plot.lanes) return;
        const begin = Math.max(0, placeOf(plot, fromMs) - plot.left);
        const end = Math.min(columns, placeOf(plot, toMs) - plot.left);
        if (end <= begin) return;
        const into = state === BUSY ? this.busy : this.held;
        const row = Math.floor(worker / plot.perRow) * (columns + 2);
        const first = Math.floor(begin);
        const last = Math.floor(end);
        if (first === last) {
            change(into, row + first, end - begin);
            change(into, row + first + 1, begin - end);
            return;
        }
        change(into, row + first, first + 1 - begin);
        change(into, row + first + 1, begin - first);
        change(into, row + last, end - last - 1);
        change(into, row + last + 1, last - end);
    }

    private paint({ rows, perRow, laneHeight }: Plot, columns: number, look: Look): void {
        if (this.look !== look) this.mixAll(look);
        // A little of the ground keeps lanes apart, where there is room for it.
        const bar = laneHeight >= 16 ? laneHeight - 8 : laneHeight >= 4 ? laneHeight - 1 : laneHeight;
        const above = Math.floor((laneHeight - bar) / 2);
        const { pixels, on, between, busy, held } = this;
        const scale = LEVELS / perRow;
        // Where nobody does anything one looks through to what lies below.
        pixels.fill(0);
        for (let row = 0; row < rows; row += 1) {
            const top = row * laneHeight + above;
            let working = 0;
            let waiting = 0;
            for (let column = 0; column < columns; column += 1) {
                const cell = row * (columns + 2) + column;
                working += busy[cell] ?? 0;
                waiting += held[cell] ?? 0;
                const b = Math.max(0, Math.min(LEVELS, Math.round(working * scale)));
                const h = Math.max(0, Math.min(LEVELS - b, Math.round(waiting * scale)));
                if (b + h === 0) continue;
                const mixture = b * (LEVELS + 1) + h;
                for (let y = top; y < top + bar; y += 1) {
                    const colour = (column + y) % STRIPES < STRIPES / 2 ? on[mixture] : between[mixture];
                    pixels[y * columns + column] = colour ?? 0;
                }
            }
        }
    }

    /** Every mixture of work and backoff, so that a pixel costs no more than to look it up. */
    private mixAll(look: Look): void {
        this.look = look;
        const ground = rgb(look.ground);
        const busy = rgb(look.busy);
        const backoff = rgb(look.backoff);
        for (let b = 0; b <= LEVELS; b += 1) {
            for (let h = 0; b + h <= LEVELS; h += 1) {
                const mixture = b * (LEVELS + 1) + h;
                this.on[mixture] = mix(ground, busy, backoff, b / LEVELS, h / LEVELS);
                this.between[mixture] = mix(ground, busy, backoff, b / LEVELS, (h * BETWEEN) / LEVELS);
            }
        }
    }
}

function change(into: Float32Array, cell: number, by: number): void {
    into[cell] = (into[cell] ?? 0) + by;
}

function mix(ground: Rgb, busy: Rgb, held: Rgb, b: number, h: number): number {
    const rest = 1 - b - h;
    return pack(ground[0] * rest + busy[0] * b + held[0] * h, ground[1] * rest + busy[1] * b + held[1] * h, ground[2] * rest + busy[2] * b + held[2] * h);
}

/** As the pixels of an image lie in memory, on a machine whose numbers begin with their lowest byte: all that have browsers. */
const pack = (red: number, green: number, blue: number): number => (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;

function rgb(colour: string): Rgb {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue];
}
