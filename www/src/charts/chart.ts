/** One chart: its legend, which tells the values at the cursor, the drawing, files to keep, and the table behind it. */
import { make, messageOf, setText } from "../dom.ts";
import { keep } from "../keep.ts";
import { lookChanged } from "../look.ts";
import { Signal } from "../signal.ts";
import type { Drawing } from "./drawing.ts";
import { lengthUntil, nearest, type Line, type Plot } from "./plot.ts";
import { ChartTable, written } from "./table.ts";

type DrawingClass = typeof Drawing;

const PAGE = 10;

export class Chart {
    readonly element: HTMLElement;
    /** The cursor was moved to this value of x, or taken away. */
    readonly pointed = new Signal<number | null>();
    private readonly head = make("h3");
    private readonly unit = make("span", { class: "muted" });
    private readonly legend = make("ul", { class: "chart-legend" });
    private readonly box: HTMLElement;
    private readonly table: ChartTable;
    private readonly note = make("span", { class: "small error", role: "status" });
    private readonly files: readonly HTMLButtonElement[];
    private values: HTMLElement[] = [];
    private shape = "";
    private plot: Plot | null = null;
    private drawing: Drawing | null = null;
    private cursor: number | null = null;
    private library: DrawingClass | null = null;

    constructor(private readonly title: string) {
        this.box = make("div", { class: "chart-plot", role: "slider", tabindex: "0", "aria-label": `${title}: cursor`, "aria-valuemin": "0", "aria-valuemax": "0", "aria-valuenow": "0", "aria-valuetext": "nothing to show yet" });
        this.table = new ChartTable(title);
        setText(this.head, title);
        this.files = (["PNG", "SVG", "CSV"] as const).map((kind) => this.file(kind));
        const files = make("p", { class: "chart-files small" }, ...this.files, this.note);
        this.element = make(
            "figure",
            { class: "chart" },
            make("figcaption", { class: "chart-head" }, this.head, this.unit, files),
            this.legend,
            this.box,
            this.table.element,
        );
        this.box.addEventListener("keydown", (event) => {
            this.press(event);
        });
        this.box.addEventListener("blur", () => {
            this.pointed.emit(null);
        });
        new ResizeObserver(() => this.drawing?.fit()).observe(this.box);
        lookChanged.on(() => this.drawing?.redraw());
    }

    /** The library has come. */
    use(library: DrawingClass): void {
        this.library = library;
        this.draw();
    }

    show(plot: Plot): void {
        this.plot = plot;
        for (const file of this.files) file.disabled = false;
        delete this.box.dataset.empty;
        this.table.show(plot);
        this.draw();
        this.tell();
    }

    /** There is nothing to draw; says why, in the place of the drawing. */
    empty(why: string): void {
        this.plot = null;
        for (const file of this.files) file.disabled = true;
        this.table.show(null);
        this.point(null);
        setText(this.unit, "");
        for (const value of this.values) setText(value, "");
        this.box.dataset.empty = why;
        this.box.setAttribute("aria-valuemax", "0");
        this.box.setAttribute("aria-valuenow", "0");
        this.box.setAttribute("aria-valuetext", why);
    }

    /** Shows the cursor at this value of x. */
    point(x: number | null): void {
        const { plot } = this;
        this.cursor = x === null || plot === null || plot.x.values.length === 0 ? null : nearest(plot.x.values, x);
        this.drawing?.point(this.cursor);
        this.tell();
    }

    private draw(): void {
        const { plot, library } = this;
        if (plot === null) return;
        const shape = JSON.stringify(plot.lines.map(({ label, area, isStacked }) => [label, area, isStacked]));
        if (shape !== this.shape) {
            this.shape = shape;
            this.values = plot.lines.map(() => make("b"));
            this.legend.replaceChildren(...plot.lines.map((line, n) => make("li", {}, swatch(line), line.label, " ", this.values[n] ?? "")));
            this.drawing?.end();
            this.drawing = null;
        }
        setText(this.unit, plot.unit);
        if (library === null || this.box.clientWidth === 0) return;
        if (this.drawing === null) {
            this.drawing = new library(this.box, plot, (x) => {
                this.pointed.emit(x);
            });
        } else this.drawing.show(plot);
        this.drawing.point(this.cursor);
    }

    /** The place that is told: of the cursor, or else the last one that has been. */
    private get place(): number {
        return this.cursor ?? Math.max(0, (this.plot === null ? 0 : lengthUntil(this.plot)) - 1);
    }

    private tell(): void {
        const { plot, place, box } = this;
        if (plot === null || plot.x.values.length === 0) return;
        // Without a cursor, what is now: the last interval may have begun long before.
        const isNothing = this.cursor === null && lengthUntil(plot) === 0;
        const texts = plot.lines.map(({ values, now }) => written(plot, (this.cursor === null ? now : undefined) ?? (isNothing ? NaN : values[place]) ?? NaN));
        texts.forEach((text, n) => {
            const value = this.values[n];
            // Over time, the last value is what is now; a histogram has no such place.
            if (value !== undefined) setText(value, this.cursor === null && plot.x.isLog ? "" : text);
        });
        // A slider that is told anew four times a second would talk without end.
        if (this.cursor === null && document.activeElement === box) return;
        const told = plot.lines.map(({ label }, n) => `${label} ${texts[n] ?? ""}`).join(", ");
        box.setAttribute("aria-valuemax", String(plot.x.values.length - 1));
        box.setAttribute("aria-valuenow", String(place));
        box.setAttribute("aria-valuetext", `${plot.x.write((this.cursor === null ? plot.x.now : undefined) ?? plot.x.values[place] ?? 0)}: ${told}`);
    }

    private press(event: KeyboardEvent): void {
        const { plot } = this;
        if (plot === null || plot.x.values.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
        const last = plot.x.values.length - 1;
        const moves: Readonly<Record<string, number | null>> = {
            ArrowLeft: this.place - 1,
            ArrowDown: this.place - 1,
            ArrowRight: this.place + 1,
            ArrowUp: this.place + 1,
            PageDown: this.place - PAGE,
            PageUp: this.place + PAGE,
            Home: 0,
            End: last,
            Escape: null,
        };
        const to = moves[event.key];
        if (to === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        this.pointed.emit(to === null ? null : (plot.x.values[Math.min(last, Math.max(0, to))] ?? null));
    }

    private file(kind: "PNG" | "SVG" | "CSV"): HTMLButtonElement {
        const button = make("button", { type: "button", class: "link", disabled: "", "aria-label": `${kind} of ${this.title}` }, kind);
        button.addEventListener("click", () => {
            this.keep(kind).then(
                () => {
                    setText(this.note, "");
                },
                (error: unknown) => {
                    setText(this.note, messageOf(error));
                },
            );
        });
        return button;
    }

    private async keep(kind: "PNG" | "SVG" | "CSV"): Promise<void> {
        const { exportCsv, exportPng, exportSvg } = await import("./files.ts");
        const { plot } = this;
        if (plot === null) return;
        const name = `twinpool-${plot.name}.${kind.toLowerCase()}`;
        if (kind === "PNG") keep(name, await exportPng(plot));
        else if (kind === "SVG") keep(name, new Blob([exportSvg(plot)], { type: "image/svg+xml" }));
        else keep(name, new Blob([exportCsv(plot)], { type: "text/csv" }));
    }
}

function swatch({ colour, isDashed = false, area }: Line): HTMLElement {
    return make("span", { class: `swatch swatch-${colour}${isDashed ? " is-dashed" : ""}${area === undefined ? "" : ` is-${area}`}`, "aria-hidden": "true" });
}
