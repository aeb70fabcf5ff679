/** A sweep as it is shown: the picture with its cursor, what it says there, the legend, and the table and the file behind it. */
import { make, messageOf, setText } from "../dom.ts";
import { count, percent } from "../format.ts";
import { keep } from "../keep.ts";
import { Seldom } from "../seldom.ts";
import { axisTitle, tellValue } from "./axes.ts";
import { bestOf, NEAR, type Best } from "./best.ts";
import { estimateOf, writeEstimate, type Figure } from "./figures.ts";
import { drawHeat } from "./heat-map.ts";
import { leftOut, type LeftOut } from "./left-out.ts";
import { drawLine } from "./line-chart.ts";
import { lostBeside } from "./lost.ts";
import { legendOf } from "./map-legend.ts";
import { aloneOf, type Drawing } from "./picture.ts";
import type { Sweeping } from "./sweeping.ts";

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"] as const;
const GROWS_EVERY_MS = 200;

export class MapView {
    readonly element: HTMLElement;
    private readonly box: HTMLElement;
    private readonly readout = make("p", { class: "tool-readout", "aria-live": "polite" });
    private readonly leftOut = make("span");
    private readonly instead = make("button", { type: "button", class: "link" });
    private readonly legend = make("p", { class: "tool-legend muted" });
    private readonly load = make("button", { type: "button", class: "button tool-load" }, "Load the best");
    private readonly files = make("div", { class: "tool-files", role: "group", "aria-label": "Files of the sweep" });
    private readonly table = make("table");
    private readonly behind = make("details", { class: "tool-behind" }, make("summary", {}, "Table"), make("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Points of the sweep" }, this.table));
    private drawing: Drawing | null = null;
    private sweeping: Sweeping | null = null;
    private figure: Figure | null = null;
    private pointed: number | null = null;
    /** The point that was loaded from here: it is told of, until another one is pointed at. */
    private selected: number | null = null;
    /** The point that runs above. */
    private onShow: number | null = null;
    private loads: readonly HTMLButtonElement[] = [];
    private isAsked = false;
    /** While points come in: a picture that changes with every frame can't be read. */
    private readonly growing = new Seldom(GROWS_EVERY_MS, () => {
        this.ask();
    });

    /**
     * @param chosen hears of a point that shall be loaded
     * @param preferred hears of a figure that shall be looked at
     */
    constructor(
        private readonly chosen: (sweeping: Sweeping, index: number) => void,
        private readonly preferred: (figure: Figure) => void,
    ) {
        this.box = make("div", { class: "tool-picture", tabindex: "0", role: "application", "aria-roledescription": "chart", "aria-label": "Sweep" });
        const below = make("div", { class: "tool-below" }, this.readout, this.load, this.files);
        const caution = make("p", { class: "tool-left-out", "aria-live": "polite" }, this.leftOut, " ", this.instead);
        this.element = make("div", { class: "tool-map" }, this.legend, this.box, caution, below, this.behind);
        this.element.hidden = true;
        this.listen();
        new ResizeObserver(() => {
            this.ask();
        }).observe(this.box);
    }

    put(sweeping: Sweeping, figure: Figure): void {
        if (sweeping !== this.sweeping) {
            this.pointed = null;
            this.selected = null;
        }
        this.sweeping = sweeping;
        this.figure = figure;
        this.element.hidden = false;
        this.ask();
    }

    /** There is another point to see. */
    grow(): void {
        this.growing.ask();
    }

    /** Another point runs above, or none of these. */
    showLoaded(index: number | null): void {
        if (index === this.onShow) return;
        this.onShow = index;
        this.tell();
        this.tellLoaded();
    }

    focus(): void {
        this.box.focus();
    }

    /** All points are there, and all are seen before anybody says so. */
    done(): void {
        this.draw();
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

    private listen(): void {
        const { box } = this;
        const indexAt = (event: MouseEvent): number | null => {
            const { left, top } = box.getBoundingClientRect();
            return this.drawing?.pointAt(event.clientX - left, event.clientY - top) ?? null;
        };
        box.addEventListener("pointermove", (event) => {
            this.point(indexAt(event));
        });
        box.addEventListener("pointerleave", () => {
            this.point(this.selected);
        });
        box.addEventListener("click", (event) => {
            const index = indexAt(event);
            if (index !== null) this.choose(index);
        });
        box.addEventListener("keydown", (event) => {
            const key = ARROWS.find((one) => one === event.key);
            const { drawing, pointed, sweeping } = this;
            if (drawing === null || sweeping === null) return;
            if (key !== undefined) this.point(pointed === null ? this.bestIndex() : drawing.next(pointed, key));
            else if (event.key === "Enter" && pointed !== null) this.choose(pointed);
            else if (event.key === "Home") this.point(0);
            else if (event.key === "End") this.point(sweeping.points.length - 1);
            else return;
            event.preventDefault();
        });
        this.load.addEventListener("click", () => {
            if (this.load.getAttribute("aria-disabled") !== "true") this.choose(this.bestIndex());
        });
        this.instead.addEventListener("click", () => {
            const left = this.leftOutAt(this.shown());
            if (left === null) return;
            this.preferred(left.instead);
            // The button is gone with what it was about.
            this.box.focus();
        });
        this.offerFile("CSV", "csv", (sweeping, figure) => new Blob([sweeping.csv(figure)], { type: "text/csv" }));
        this.offerFile("SVG", "svg", () => new Blob([this.alone()], { type: "image/svg+xml" }));
        this.offerFile("PNG", "png", async () => (await import("../charts/files.ts")).pngOf(this.alone()));
        this.behind.addEventListener("toggle", () => {
            this.fillTable();
        });
    }

    private offerFile(label: string, ending: string, write: (sweeping: Sweeping, figure: Figure) => Blob | Promise<Blob>): void {
        const button = make("button", { type: "button", class: "link" }, label);
        button.addEventListener("click", () => {
            const { sweeping, figure } = this;
            if (sweeping === null || figure === null) return;
            Promise.resolve(write(sweeping, figure)).then(
                (content) => {
                    keep(`twinpool-sweep.${ending}`, content);
                },
                (error: unknown) => {
                    setText(this.readout, `The file could not be made: ${messageOf(error)}.`);
                },
            );
        });
        this.files.append(button);
    }

    private alone(): string {
        const { drawing, box } = this;
        drawing?.mark(null);
        const text = drawing === null ? "" : aloneOf(drawing.element, box.getAttribute("aria-label")?.split(".")[0] ?? "");
        drawing?.mark(this.pointed);
        return text;
    }

    private bestIndex(): number {
        const { sweeping, figure } = this;
        return sweeping === null || figure === null ? 0 : (bestOf(sweeping, figure)?.index ?? 0);
    }

    private choose(index: number): void {
        this.selected = index;
        this.point(index);
        if (this.sweeping !== null) this.chosen(this.sweeping, index);
    }

    private point(index: number | null): void {
        if (index === this.pointed) return;
        this.pointed = index;
        this.drawing?.mark(index);
        this.tell();
    }

    private draw(): void {
        const { box, sweeping, figure } = this;
        const { clientWidth: width, clientHeight: height } = box;
        if (sweeping === null || figure === null || width === 0) return;
        this.drawing = (sweeping.axes.length > 1 ? drawHeat : drawLine)(sweeping, figure, width, height);
        this.drawing.element.setAttribute("aria-hidden", "true");
        box.replaceChildren(this.drawing.element);
        box.setAttribute("aria-label", `${figure.label} by ${sweeping.axes.map(axisTitle).join(" and ")}. Arrow keys move over the points, Enter loads one.`);
        this.drawing.mark(this.pointed);
        this.legend.replaceChildren(...legendOf(sweeping, figure));
        this.fillTable();
        this.tell();
    }

    /** The point that is pointed at; else the best. */
    private shown(): number | null {
        const { sweeping, figure, pointed } = this;
        return sweeping === null || figure === null ? null : (pointed ?? bestOf(sweeping, figure)?.index ?? null);
    }

    private leftOutAt(index: number | null): LeftOut | null {
        const point = index === null ? null : (this.sweeping?.points[index] ?? null);
        // A pool that turns tasks away has no one at the gate.
        return point === null || this.figure === null ? null : (lostBeside(point, this.figure) ?? leftOut(point, this.figure));
    }

    private tell(): void {
        const { sweeping, figure } = this;
        if (sweeping === null || figure === null) return;
        const best = bestOf(sweeping, figure);
        const index = this.shown();
        const left = this.leftOutAt(index);
        setText(this.leftOut, left?.words ?? "");
        setText(this.instead, left === null ? "" : `Look at ${left.instead.label}`);
        this.instead.hidden = left === null;
        // It keeps the focus that it may have.
        const isLoaded = best !== null && best.index === this.onShow;
        this.load.disabled = best === null;
        this.load.setAttribute("aria-disabled", String(isLoaded));
        setText(this.load, isLoaded ? "The best is loaded" : "Load the best");
        if (index === null) {
            setText(this.readout, "Point at a place to read it; click to load it.");
            return;
        }
        const point = sweeping.points[index] ?? null;
        const found = point === null ? "not there yet" : `${figure.label} ${writeEstimate(figure, estimateOf(point, figure))}`;
        const rank = best === null || point === null ? "" : rankOf(index, best);
        setText(this.readout, `${sweeping.nameOf(index)}: ${found}${rank}${index === this.onShow ? "; on show now" : ""}`);
    }

    /** Only while it is open: it may be long. */
    private fillTable(): void {
        const { sweeping, figure } = this;
        if (sweeping === null || figure === null || !this.behind.open) return;
        const heads = [...sweeping.axes.map(axisTitle), figure.label, ""];
        const best = bestOf(sweeping, figure);
        const loads: HTMLButtonElement[] = [];
        const rows = sweeping.points.map((point, index) => {
            const values = sweeping.at(index).map((value, n) => {
                const axis = sweeping.axes[n];
                return make(n === 0 ? "th" : "td", n === 0 ? { scope: "row" } : {}, axis === undefined ? "" : tellValue(axis, value));
            });
            const load = make("button", { type: "button", class: "link" });
            loads.push(load);
            load.addEventListener("click", () => {
                this.choose(index);
            });
            const found = point === null ? "…" : writeEstimate(figure, estimateOf(point, figure));
            return make("tr", best?.all.has(index) === true ? { class: "is-best" } : {}, ...values, make("td", {}, found), make("td", {}, load));
        });
        this.table.replaceChildren(make("thead", {}, make("tr", {}, ...heads.map((head) => (head === "" ? make("td") : make("th", { scope: "col" }, head))))), make("tbody", {}, ...rows));
        this.loads = loads;
        this.tellLoaded();
    }

    private tellLoaded(): void {
        for (const [index, load] of this.loads.entries()) setText(load, index === this.onShow ? "Loaded" : "Load");
    }
}

function rankOf(index: number, { index: taken, all, isSame, rule }: Best): string {
    const near = isSame ? "with the same mean" : `within ${percent(NEAR, 0)} of the best mean`;
    if (index === taken) return all.size === 1 ? "; the best" : `; the best: of ${count(all.size)} ${near}, ${rule}`;
    return all.has(index) ? `; as good: ${isSame ? "the same mean" : near}` : "";
}
