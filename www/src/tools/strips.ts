/** A and B drawn one above the other, on the same luck, time and scale: how many wait, and what the workers do. */
import type { CompleteScenario } from "twinpool/sim";
import { Canvas } from "../canvas.ts";
import { timeTicks } from "../charts/ticks.ts";
import { make, setText } from "../dom.ts";
import { brief, clock, count, mark, many } from "../format.ts";
import type { Series } from "../frame.ts";
import { look } from "../look.ts";
import { overloadWords } from "../overload.ts";
import type { Player } from "../player.ts";
import { Scout, type Foresight } from "../scout.ts";

const WORKERS_SHARE = 0.3;
const GAP = 8;
/** Above what is drawn, for how much the highest is. */
const HEAD = 16;

class Strip {
    readonly element: HTMLElement;
    readonly canvas: Canvas;
    private readonly words = make("p", { class: "strip-words muted" });
    private readonly now = make("span", { class: "strip-now", hidden: "" });
    private readonly scout: Scout;
    foresight: Foresight | null = null;

    constructor(module: WebAssembly.Module, name: string, about: HTMLElement, paint: (strip: Strip) => void, known: () => void) {
        const box = make("div", { class: "strip-box" }, this.now);
        this.element = make("figure", { class: "strip", "data-strip": name }, make("figcaption", {}, make("b", {}, name), " ", about), box, this.words);
        this.canvas = new Canvas(box, () => {
            // The field is set by now: a canvas is first painted when it is asked.
            if (this.foresight !== null) paint(this);
        });
        this.scout = new Scout(module, (foresight) => {
            this.foresight = foresight;
            this.tell(foresight);
            known();
        });
    }

    look(scenario: CompleteScenario): void {
        this.scout.look({ scenario, turns: [] });
    }

    /** The moment that the page shows. */
    point(atMs: number, endMs: number): void {
        const { now, canvas } = this;
        now.hidden = atMs > endMs;
        const transform = `translateX(${((canvas.width * atMs) / endMs).toFixed(1)}px)`;
        if (now.style.transform !== transform) now.style.transform = transform;
    }

    private tell({ frame, series, isWhole }: Foresight): void {
        const { queueMax, blockedMax } = series.columns;
        const { succeeded, failed, rejected, dropped } = frame.stats;
        const overload = overloadWords(frame);
        const ends = !isWhole ? `at ${clock(frame.atMs)}, not yet done` : `${overload === null ? "done" : "ended early"} at ${clock(frame.atMs)}`;
        const lost = rejected + dropped;
        const outcome = `${many(succeeded, "task")} done well, ${count(failed)} given up${lost > 0 ? `, ${count(lost)} turned away or pushed out` : ""}`;
        setText(this.words, `${ends}: ${outcome}. At most ${count(largest(queueMax))} in the buffer, ${count(largest(blockedMax))} at the gate.${overload === null ? "" : ` ${overload}`}`);
    }
}

export class Strips {
    readonly element: HTMLElement;
    private readonly first: Strip;
    private readonly second: Strip;
    private readonly about = make("span", { class: "muted" });
    private isOnShow = false;

    constructor(
        module: WebAssembly.Module,
        private readonly player: Player,
    ) {
        const paint = (strip: Strip): void => {
            this.paint(strip);
        };
        const known = (): void => {
            this.first.canvas.ask();
            this.second.canvas.ask();
            this.point();
        };
        this.first = new Strip(module, "A", make("span", { class: "muted" }, "as on show"), paint, known);
        this.second = new Strip(module, "B", this.about, paint, known);
        const key = (name: string, label: string): HTMLElement => make("li", {}, make("span", { class: `key-${name}`, "aria-hidden": "true" }), label);
        const keys = make("ul", { class: "strip-keys muted" }, key("queue", "in the buffer"), key("gate", "at the gate"), key("busy", "workers busy"), key("held", "workers waiting to retry"));
        this.element = make("div", { class: "strips" }, keys, this.first.element, this.second.element);
        player.drawn.on(() => {
            if (this.isOnShow) this.point();
        });
    }

    show(isOnShow: boolean): void {
        this.isOnShow = isOnShow;
        if (isOnShow) this.point();
    }

    private get all(): Series[] {
        return [this.first.foresight, this.second.foresight].filter((one) => one !== null).map(({ series }) => series);
    }

    private get endMs(): number {
        return Math.max(...this.all.map(({ untilMs }) => untilMs), 1);
    }

    private point(): void {
        const { endMs } = this;
        for (const strip of [this.first, this.second]) strip.point(this.player.nowMs, endMs);
    }

    look(first: CompleteScenario, second: CompleteScenario, about: string): void {
        setText(this.about, about);
        this.first.look(first);
        this.second.look(second);
    }

    private paint({ canvas, foresight }: Strip): void {
        if (foresight === null) return;
        const { all, endMs } = this;
        const most = Math.max(1, ...all.map(({ columns }) => largestSum(columns.queueMean, columns.blockedMean)));
        const workers = Math.max(1, ...all.map(({ columns }) => largest(columns.workersMean)));
        const { context, width, height } = canvas;
        const colours = look();
        const axis = 18;
        const base = height - axis;
        const low = base - (base - GAP) * WORKERS_SHARE;
        const { series } = foresight;
        const x = (ms: number): number => (width * ms) / endMs;

        this.area(canvas, series, x, low - GAP, (low - GAP - HEAD) / most, [
            { values: series.columns.queueMean, colour: colours.queued, isHatched: false },
            { values: series.columns.blockedMean, colour: colours.blocked, isHatched: true },
        ]);
        this.area(canvas, series, x, base, (base - low) / workers, [
            { values: series.columns.busyMean, colour: colours.busy, isHatched: false },
            { values: series.columns.heldMean, colour: colours.backoff, isHatched: true },
        ]);
        context.fillStyle = colours.line;
        context.fillRect(0, HEAD, width, 1);
        context.fillRect(0, low - GAP, width, 1);
        context.fillRect(0, base, width, 1);
        context.font = `11px ${colours.font}`;
        context.fillStyle = colours.muted;
        context.textBaseline = "alphabetic";
        const { at: marks, apart } = timeTicks(0, endMs, Math.max(2, Math.floor(width / 110)));
        for (const atMs of marks) {
            const text = mark(atMs, apart);
            context.fillText(text, Math.min(x(atMs), width - context.measureText(text).width), height - 4);
        }
        // The words below have the most at any moment, which no bar is as high as.
        context.fillText(`${brief(Math.ceil(most))} waiting, mean of a bar`, 6, HEAD - 5);
    }

    /** Columns one upon the other, the second in a pattern where it is told from the first by that. */
    private area(canvas: Canvas, series: Series, x: (ms: number) => number, base: number, scale: number, columns: readonly Column[]): void {
        const { context } = canvas;
        const { intervalMs, length, untilMs } = series;
        const below = new Float64Array(length);
        for (const { values, colour, isHatched } of columns) {
            const path = new Path2D();
            const left = (i: number): number => x(Math.min(untilMs, i * intervalMs));
            for (let i = 0; i < length; i += 1) {
                const top = base - scale * ((below[i] ?? 0) + finite(values[i]));
                path.lineTo(left(i), top);
                path.lineTo(left(i + 1), top);
            }
            for (let i = length - 1; i >= 0; i -= 1) {
                const bottom = base - scale * (below[i] ?? 0);
                path.lineTo(left(i + 1), bottom);
                path.lineTo(left(i), bottom);
                below[i] = (below[i] ?? 0) + finite(values[i]);
            }
            path.closePath();
            if (isHatched) hatch(canvas, path, colour);
            else {
                context.fillStyle = colour;
                context.fill(path);
            }
        }
    }
}

interface Column {
    readonly values: Float64Array;
    readonly colour: string;
    readonly isHatched: boolean;
}

function hatch({ context, width, height }: Canvas, path: Path2D, colour: string): void {
    context.save();
    context.clip(path);
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.beginPath();
    for (let at = -height; at < width; at += 5) {
        context.moveTo(at, height);
        context.lineTo(at + height, 0);
    }
    context.stroke();
    context.restore();
}

const finite = (value: number | undefined): number => (value === undefined || Number.isNaN(value) ? 0 : value);
const largest = (values: Float64Array): number => values.reduce((most, value) => (value > most ? value : most), 0);
const largestSum = (one: Float64Array, other: Float64Array): number => one.reduce((most, value, n) => Math.max(most, finite(value) + finite(other[n])), 0);
