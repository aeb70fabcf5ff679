/** The charts over time and the histogram. The library that draws them comes when they are about to be seen. */
import { byId, make, messageOf, setText } from "../dom.ts";
import { duration, many, percent } from "../format.ts";
import type { HistogramName, Series } from "../frame.ts";
import type { Player } from "../player.ts";
import type { Selection } from "../selection.ts";
import { theoryOf } from "../trust/theories.ts";
import type { Workbench } from "../workbench.ts";
import { Chart } from "./chart.ts";
import { plotOf as histogramOf, shortest, summed, type Durations } from "./durations.ts";
import { NAMES, TITLES, plotOf } from "./over-time.ts";

/** It takes a moment until the library is here. */
const NEAR = "600px";

const CHOICES: readonly { readonly name: HistogramName; readonly label: string }[] = [
    { name: "wait", label: "wait" },
    { name: "sojourn", label: "in all" },
    { name: "blocked", label: "at the gate" },
];

export class Charts {
    private readonly charts = NAMES.map((name) => ({ name, chart: new Chart(TITLES[name]) }));
    private readonly histogram = new Chart("Histogram");
    private readonly words = make("p", { class: "histogram-words", "aria-live": "off" });
    private readonly about = make("p", { class: "muted", role: "status" });
    private readonly note = make("p", { class: "error", role: "status" });
    private isNear = false;
    /** The right end of the axes: it stays where it was until it is known anew. */
    private endMs = 0;

    constructor(
        private readonly player: Player,
        private readonly workbench: Workbench,
        selection: Selection,
    ) {
        const section = byId("charts", HTMLElement);
        section.append(
            this.about,
            this.note,
            make("div", { class: "charts-grid" }, ...this.charts.map(({ chart }) => chart.element)),
            make("div", { class: "histogram" }, make("div", { class: "histogram-head" }, this.choice(), this.words), this.histogram.element),
        );
        for (const { chart } of this.charts) {
            chart.pointed.on((atMs) => {
                if (atMs === null) selection.leave();
                else selection.hover({ atMs });
            });
        }
        this.histogram.pointed.on((ms) => {
            this.histogram.point(ms);
        });
        selection.changed.on(({ atMs }) => {
            if (this.isNear) for (const { chart } of this.charts) chart.point(atMs);
        });
        player.moved.on(() => {
            setText(this.about, player.isLive ? "These are of the simulation; the tape shows the live run." : "");
        });
        player.charted.on(() => {
            this.show();
        });
        player.foreseen.on(({ frame }) => {
            this.endMs = frame.atMs;
            this.show();
        });
        this.watch(section);
    }

    private choice(): HTMLElement {
        const choices = CHOICES.map(({ name, label }) => {
            const radio = make("input", { type: "radio", name: "histogram", value: name });
            radio.checked = name === this.player.histogramOf;
            radio.addEventListener("change", () => {
                this.player.histogramOf = name;
                this.player.histogram = null;
                this.player.chart();
            });
            return make("label", {}, radio, make("span", {}, label));
        });
        return make("fieldset", { class: "segments" }, make("legend", { class: "unseen" }, "Histogram of the time"), ...choices);
    }

    private watch(section: HTMLElement): void {
        const observer = new IntersectionObserver(
            (entries) => {
                this.isNear = entries.some(({ isIntersecting }) => isIntersecting);
                if (!this.isNear) return;
                this.load().catch((error: unknown) => {
                    setText(this.note, `The charts can’t be drawn: ${messageOf(error)}. Their tables can be read.`);
                });
                this.show();
            },
            { rootMargin: NEAR },
        );
        observer.observe(section);
    }

    private async load(): Promise<void> {
        const { Drawing } = await import("./drawing.ts");
        for (const chart of [...this.charts.map(({ chart }) => chart), this.histogram]) chart.use(Drawing);
        // Where time stands still, nothing else would draw what is known.
        this.show();
    }

    private show(): void {
        if (!this.isNear) return;
        const told = this.told();
        if (told !== null) for (const { name, chart } of this.charts) chart.show(plotOf(name, told));
        this.showHistogram();
    }

    /** The whole run where it is foreseen, so that one sees what is still to come; otherwise what has been. */
    private told(): Parameters<typeof plotOf>[1] | null {
        const { player } = this;
        const { foresight, frame, nowMs } = player;
        const series: Series | null = foresight?.isWhole === true ? foresight.series : player.series;
        if (series === null || series.length === 0 || frame === null) return null;
        const { pool } = this.workbench.scenario;
        return { series, frame, endMs: Math.max(nowMs, this.endMs, 1), places: pool.bufferSize, isHeld: pool.retry.holdWorker };
    }

    private showHistogram(): void {
        const { histogram, histogramOf: of, setup } = this.player;
        if (histogram === null) return;
        const all = summed(histogram);
        const plot = histogramOf(of, histogram, setup.turns.length > 0 ? null : theoryOf(setup.scenario));
        const from = shortest(histogram, all);
        setText(this.words, told(of, all, from));
        if (plot === null) this.histogram.empty(all.total > 0 && of === "sojourn" ? "No task took any time yet." : NOTHING[of]);
        else this.histogram.show(plot);
    }
}

const NOTHING: Readonly<Record<HistogramName, string>> = {
    wait: "Nobody has waited yet.",
    sojourn: "No task is done yet.",
    blocked: "Nobody has waited at the gate yet.",
};

const WHAT: Readonly<Record<HistogramName, readonly [string, string]>> = {
    wait: ["From accepted to the first attempt", "waited not at all"],
    sojourn: ["From accepted to done, retries included", "took no time"],
    blocked: ["From submit to accepted", "found room at once"],
};

function told(of: HistogramName, { total, none }: Durations, fromMs: number | null): string {
    const [what, nothing] = WHAT[of];
    if (total === 0) return `${what}: nothing measured yet.`;
    const all = `${what}, ${many(total, "task")}`;
    if (none === total) return `${all}; all of them ${nothing}.`;
    const least = fromMs === null ? "" : ` The axis begins at ${duration(fromMs)}; 1 % of the others were shorter.`;
    return `${all}${none > 0 ? `; ${percent(none / total)} ${nothing}` : ""}.${least}`;
}
