/** The numbers behind a chart, for whoever would rather read them. */
import { make } from "../dom.ts";
import { nothing } from "../format.ts";
import { lengthUntil, type Plot } from "./plot.ts";

const MOST_ROWS = 24;

export class ChartTable {
    readonly element: HTMLDetailsElement;
    private readonly scroll: HTMLElement;
    private plot: Plot | null = null;

    constructor(title: string) {
        this.scroll = make("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": `Table: ${title}` });
        this.element = make("details", { class: "chart-table" }, make("summary", {}, "Table"), this.scroll);
        this.element.addEventListener("toggle", () => {
            this.write();
        });
    }

    /** It is written only while somebody looks at it. Null for nothing. */
    show(plot: Plot | null): void {
        this.plot = plot;
        this.write();
    }

    private write(): void {
        const { plot } = this;
        if (!this.element.open) return;
        if (plot === null) {
            this.scroll.replaceChildren();
            return;
        }
        const length = lengthUntil(plot);
        const step = Math.max(1, Math.ceil(length / MOST_ROWS));
        const caption = step === 1 ? plot.unit : `${plot.unit}; one row in ${step}, the CSV file has all`;
        const head = make("tr", {}, ...[plot.x.name, ...plot.lines.map(({ label }) => label)].map((name) => make("th", { scope: "col" }, name)));
        const rows: HTMLElement[] = [];
        for (let n = 0; n < length; n += step) {
            const cells = plot.lines.map(({ values }) => make("td", {}, written(plot, values[n] ?? NaN)));
            rows.push(make("tr", {}, make("th", { scope: "row" }, plot.x.write(plot.x.values[n] ?? 0)), ...cells));
        }
        this.scroll.replaceChildren(make("table", {}, make("caption", {}, caption), make("thead", {}, head), make("tbody", {}, ...rows)));
    }
}

export const written = (plot: Plot, value: number): string => (Number.isFinite(value) ? plot.writeValue(value) : nothing);
