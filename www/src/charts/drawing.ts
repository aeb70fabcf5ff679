/** A plot on a canvas, by uPlot: the only place that knows this library. It is loaded when a chart comes near. */
import Uplot from "uplot";
import "uplot/dist/uPlot.min.css";
import { look } from "../look.ts";
import { asMark, drawOrder, heights, highestOf, type Line, type Plot } from "./plot.ts";
import { logTicks, timeTicks, valueTicks } from "./ticks.ts";

const X_MARK_PX = 90;
const Y_AXIS_PX = 52;
const X_AXIS_PX = 24;
/** Marks may stand close: each label has a line of its own. */
const MARK_LABEL_PX = 12;
const VALUE_MARKS = 4;
const FAINT = 0.18;
/** What is still to come shows through this. */
const VEIL = 0.65;

export class Drawing {
    private readonly plotted: Uplot;
    private order: readonly number[] = [];
    private top = 1;

    constructor(
        private readonly box: HTMLElement,
        private plot: Plot,
        onPoint: (x: number | null) => void,
    ) {
        this.plotted = new Uplot(this.options(), this.data(), box);
        const { over } = this.plotted;
        const point = (event: PointerEvent): void => {
            const place = this.plotted.posToVal(event.clientX - over.getBoundingClientRect().left, "x");
            onPoint(this.plot.x.isLog ? Math.exp(place) : place);
        };
        over.addEventListener("pointermove", point);
        over.addEventListener("pointerdown", point);
        over.addEventListener("pointerleave", (event) => {
            // A finger that is lifted leaves the cursor where it was.
            if (event.pointerType === "mouse") onPoint(null);
        });
    }

    /** A plot with the same lines, or lines of the same kind. */
    show(plot: Plot): void {
        this.plot = plot;
        this.plotted.setData(this.data());
    }

    redraw(): void {
        this.plotted.redraw();
    }

    fit(): void {
        const { clientWidth: width, clientHeight: height } = this.box;
        if (width > 0 && (width !== this.plotted.width || height !== this.plotted.height)) this.plotted.setSize({ width, height });
    }

    /** Shows the cursor at this place of the values, or hides it. */
    point(place: number | null): void {
        const x = place === null ? undefined : this.plot.x.values[place];
        const isIn = x !== undefined && x >= this.plot.x.from && x <= this.plot.x.to;
        this.plotted.setCursor({ left: isIn ? this.plotted.valToPos(this.along(x), "x") : -10, top: isIn ? 0 : -10 }, false);
    }

    end(): void {
        this.plotted.destroy();
    }

    /** The library knows one axis, on which x is as far along as this. */
    private along(x: number): number {
        return this.plot.x.isLog ? Math.log(x) : x;
    }

    private data(): Uplot.AlignedData {
        const { x, lines } = this.plot;
        const columns = heights(lines, x.values.length);
        this.order = drawOrder(lines);
        this.top = highestOf(columns);
        const drawn = this.order.map((line) => (columns[line] ?? []).map((value) => (Number.isFinite(value) ? value : null)));
        return [Array.from(x.values, (value) => this.along(value)), ...drawn];
    }

    private options(): Uplot.Options {
        const { lines } = this.plot;
        return {
            width: this.box.clientWidth,
            height: this.box.clientHeight,
            // The last mark of the axis of time may stand at its very end.
            padding: [12, 24, 0, 0],
            legend: { show: false },
            // The page has a cursor of its own, which all charts share.
            cursor: {
                y: false,
                drag: { x: false, y: false, setScale: false },
                bind: { mousemove: () => null, mouseleave: () => null, mouseenter: () => null, mousedown: () => null, mouseup: () => null, click: () => null, dblclick: () => null },
                points: { size: 7 },
            },
            scales: {
                x: { time: false, range: () => [this.along(this.plot.x.from), this.along(this.plot.x.to)] },
                y: { range: () => [0, valueTicks(this.top, VALUE_MARKS).at.at(-1) ?? 1] },
            },
            axes: [this.xAxis(), this.yAxis()],
            series: [{}, ...drawOrder(lines).map((n) => this.series(lines[n]))],
            hooks: {
                draw: [
                    (plotted) => {
                        this.drawMarks(plotted);
                        this.veil(plotted);
                    },
                ],
            },
        };
    }

    private xAxis(): Uplot.Axis {
        const most = (width: number): number => Math.max(2, Math.floor(width / X_MARK_PX));
        let apart = 1;
        return {
            ...AXIS,
            font: `11px ${look().font}`,
            size: X_AXIS_PX,
            grid: { show: false },
            splits: (plotted) => {
                const { from, to, isLog } = this.plot.x;
                const ticks = (isLog ? logTicks : timeTicks)(from, to, most(plotted.bbox.width / Uplot.pxRatio));
                ({ apart } = ticks);
                return ticks.at.map((at) => this.along(at));
            },
            values: (_, splits) => splits.map((at) => this.plot.x.writeMark(this.plot.x.isLog ? Math.exp(at) : at, apart)),
            filter: (_, splits) => splits,
        };
    }

    private yAxis(): Uplot.Axis {
        return {
            ...AXIS,
            font: `11px ${look().font}`,
            size: Y_AXIS_PX,
            splits: () => [...valueTicks(this.top, VALUE_MARKS).at],
            values: (_, splits) => splits.map((value) => asMark(this.plot, value)),
        };
    }

    private series(line: Line | undefined): Uplot.Series {
        if (line === undefined) return {};
        const { colour, isDashed = false, area, isStepped = false } = line;
        const stepped = isStepped ? Uplot.paths.stepped?.({ align: 1 }) : undefined;
        return {
            stroke: () => look()[colour],
            width: 1.5,
            spanGaps: !isStepped,
            points: { show: false },
            ...(isDashed ? { dash: [4, 4] } : {}),
            ...(area === undefined ? {} : { fill: ({ ctx }: Uplot) => fillOf(ctx, look()[colour], area) }),
            ...(stepped === undefined ? {} : { paths: stepped }),
        };
    }

    private drawMarks(plotted: Uplot): void {
        const { ctx, bbox } = plotted;
        const sharp = Uplot.pxRatio;
        ctx.save();
        ctx.strokeStyle = look().ink;
        ctx.fillStyle = look().ink;
        ctx.lineWidth = sharp;
        ctx.font = `${11 * sharp}px ${look().font}`;
        for (const [n, { at, label, isDashed }] of this.plot.marks.entries()) {
            const x = Math.round(plotted.valToPos(this.along(at), "x", true)) + 0.5;
            ctx.setLineDash(isDashed ? [3 * sharp, 3 * sharp] : []);
            ctx.beginPath();
            ctx.moveTo(x, isDashed ? bbox.top + bbox.height / 2 : bbox.top);
            ctx.lineTo(x, bbox.top + bbox.height);
            ctx.stroke();
            const isNearEnd = x > bbox.left + bbox.width - 40 * sharp;
            ctx.textAlign = isNearEnd ? "right" : "left";
            ctx.fillText(label, x + (isNearEnd ? -3 : 3) * sharp, bbox.top + (9 + MARK_LABEL_PX * n) * sharp);
        }
        ctx.restore();
    }

    /** What is computed already, but not watched yet. */
    private veil(plotted: Uplot): void {
        const { ctx, bbox } = plotted;
        const { until, x } = this.plot;
        if (!(until < x.to)) return;
        const left = Math.max(bbox.left, plotted.valToPos(this.along(until), "x", true));
        ctx.save();
        ctx.globalAlpha = VEIL;
        ctx.fillStyle = look().ground;
        // A line is drawn half beyond its place: above the highest, below zero, and at the end.
        const more = 2 * Uplot.pxRatio;
        ctx.fillRect(left, bbox.top - more, bbox.left + bbox.width - left + more, bbox.height + 2 * more);
        ctx.globalAlpha = 1;
        ctx.fillStyle = look().ink;
        ctx.fillRect(Math.round(left), bbox.top, Uplot.pxRatio, bbox.height);
        ctx.restore();
    }
}

const AXIS: Uplot.Axis = {
    stroke: () => look().muted,
    gap: 6,
    ticks: { show: false },
    grid: { stroke: () => look().line, width: 1 },
};

function fillOf(context: CanvasRenderingContext2D, colour: string, area: NonNullable<Line["area"]>): CanvasRenderingContext2D["fillStyle"] {
    if (area === "solid") return colour;
    if (area === "hollow") return look().ground;
    if (area === "faint") return colour.replace(/^rgb\((.*)\)$/, `rgba($1, ${FAINT})`);
    return hatched(context, colour) ?? colour;
}

/** Diagonal lines on the ground: it covers what lies below it. */
function hatched(context: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
    const size = Math.round(6 * Uplot.pxRatio);
    const tile = document.createElement("canvas");
    tile.width = size;
    tile.height = size;
    const draw = tile.getContext("2d");
    if (draw === null) return null;
    draw.fillStyle = look().ground;
    draw.fillRect(0, 0, size, size);
    draw.strokeStyle = colour;
    draw.lineWidth = size / 3;
    for (const shift of [-size, 0, size]) {
        draw.beginPath();
        draw.moveTo(shift - 1, size + 1);
        draw.lineTo(shift + size + 1, -1);
        draw.stroke();
    }
    return context.createPattern(tile, "repeat");
}
