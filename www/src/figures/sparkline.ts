/** A figure's past as a small line, without an axis: what matters is whether it rises. */

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 28;
/** Room for the dot at the end, and above the highest point. */
const END = 4;
const TOP = 4;

export class Sparkline {
    readonly element = document.createElementNS(SVG, "svg");
    private readonly base = shape("path", "spark-base");
    private readonly line = shape("path", "spark-line");
    private readonly dot = shape("circle", "spark-dot");
    private values: readonly number[] = [];
    private width = 0;

    constructor(colour: "queued" | "blocked" | "failed" | "backoff") {
        this.element.setAttribute("class", `spark spark-${colour}`);
        this.element.setAttribute("aria-hidden", "true");
        this.element.append(this.base, this.line, this.dot);
        this.dot.setAttribute("r", "2.5");
        new ResizeObserver(() => {
            this.width = this.element.clientWidth;
            this.draw();
        }).observe(this.element);
    }

    /** So many points can be told apart. */
    get points(): number {
        return Math.max(2, Math.floor(this.width / 2));
    }

    show(values: readonly number[]): void {
        this.values = values;
        this.draw();
    }

    private draw(): void {
        const { values, width } = this;
        this.base.setAttribute("d", `M0 ${HEIGHT - 0.5}H${width}`);
        const isEmpty = values.length < 2 || width === 0;
        this.dot.setAttribute("visibility", isEmpty ? "hidden" : "visible");
        if (isEmpty) {
            this.line.setAttribute("d", "");
            return;
        }
        const top = Math.max(1e-9, ...values);
        const x = (n: number): number => (n / (values.length - 1)) * (width - END);
        const y = (value: number): number => HEIGHT - 2 - (value / top) * (HEIGHT - 2 - TOP);
        this.line.setAttribute("d", values.map((value, n) => `${n === 0 ? "M" : "L"}${x(n).toFixed(1)} ${y(value).toFixed(1)}`).join(""));
        this.dot.setAttribute("cx", String(width - END));
        this.dot.setAttribute("cy", y(values.at(-1) ?? 0).toFixed(1));
    }
}

function shape(tag: "path" | "circle", name: string): SVGElement {
    const element = document.createElementNS(SVG, tag);
    element.setAttribute("class", name);
    return element;
}
