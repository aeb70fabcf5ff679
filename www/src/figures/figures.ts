/** Six figures at a time, of the run so far, under the transport, each with what it was like on the way here. */
import { byId, make } from "../dom.ts";
import { count, digits, duration, nothing, smallPercent, times, wholePercents } from "../format.ts";
import type { Frame, Series } from "../frame.ts";
import { rateOf } from "../kinds.ts";
import { MEANING, PERCENTILES } from "../meaning.ts";
import type { Player } from "../player.ts";
import { Seldom } from "../seldom.ts";
import { expectedFailures, theoryOf } from "../trust/theories.ts";
import type { Workbench } from "../workbench.ts";
import { Figure, type Parts } from "./figure.ts";
import { highest, means, rates, smooth } from "./gathered.ts";
import { Sparkline } from "./sparkline.ts";
import { Split } from "./split.ts";

const EVERY_MS = 125;

export class Figures {
    private readonly lines = {
        throughput: new Sparkline("queued"),
        wait: new Sparkline("queued"),
        blocked: new Sparkline("blocked"),
        rejected: new Sparkline("blocked"),
        dropped: new Sparkline("blocked"),
        failed: new Sparkline("failed"),
        retries: new Sparkline("backoff"),
    };
    private readonly split = new Split();
    private readonly throughput = new Figure("Finished", this.lines.throughput.element, "throughput", MEANING.throughputPerSecond);
    private readonly utilisation = new Figure("Workers busy", this.split.element, "utilisation", MEANING.utilisation);
    private readonly wait = new Figure("Wait, p50 and p99", this.lines.wait.element, "wait", `${MEANING.waitMs} ${PERCENTILES}`);
    private readonly blocked = new Figure("Senders blocked", this.lines.blocked.element, "blocked", MEANING.blockedNow);
    /** Where a full buffer makes nobody wait, one of these stands in its place. */
    private readonly rejected = new Figure("Turned away", this.lines.rejected.element, "rejected", MEANING.turnedAway);
    private readonly dropped = new Figure("Pushed out", this.lines.dropped.element, "dropped", MEANING.pushedOut);
    private readonly failed = new Figure("Failed for good", this.lines.failed.element, "failed", MEANING.failed);
    private readonly retries = new Figure("Retries", this.lines.retries.element, "retries", MEANING.retries);

    constructor(
        player: Player,
        private readonly workbench: Workbench,
    ) {
        const figures = [this.throughput, this.utilisation, this.wait, this.blocked, this.rejected, this.dropped, this.failed, this.retries];
        byId("figures", HTMLElement).append(make("dl", { class: "figures-row" }, ...figures.map(({ element }) => element)));
        this.choose();
        const numbers = new Seldom(EVERY_MS, () => {
            if (player.frame !== null) this.show(player.frame);
        });
        player.drawn.on(() => {
            numbers.ask();
        });
        player.moved.on(() => {
            if (!player.isPlaying) numbers.now();
        });
        player.charted.on(() => {
            this.draw(player.series);
        });
        player.loaded.on(() => {
            if (player.series === null) this.draw(null);
        });
    }

    private choose(): void {
        const { whenFull } = this.workbench.scenario.pool;
        this.blocked.element.hidden = whenFull !== "wait";
        this.rejected.element.hidden = whenFull !== "reject";
        this.dropped.element.hidden = whenFull !== "dropOldest";
    }

    private show(frame: Frame): void {
        const { stats, atMs, blocked, warmUp } = frame;
        const { scenario } = this.workbench;
        this.choose();
        if (warmUp !== null) {
            this.showWarmUp(frame, frame.isFinished ? "all was warm-up" : `warming up, ${Math.floor((100 * warmUp.came) / warmUp.of)} %`);
            return;
        }
        const arriving = rateOf(scenario.load.arrivals);
        this.throughput.show(
            [{ text: stats.throughputPerSecond === null ? nothing : digits(stats.throughputPerSecond) }, unit("/ s")],
            arriving === null ? "one sender, never idle" : `arrivals: ${digits(arriving)} / s`,
        );
        const { busy, backoff, idle } = stats.utilisation;
        this.split.show(busy, backoff);
        const [atWork, held, free] = wholePercents([busy, backoff, idle]);
        this.utilisation.show([{ text: atWork ?? nothing }, unit("%")], `${atWork} busy · ${held} retry · ${free} idle`);
        this.wait.show(waits(stats.waitMs.p50, stats.waitMs.p99), "once let in, to first attempt");
        const longestMs = Math.max(stats.blockedMs.max ?? 0, blocked.length > 0 ? atMs - (blocked.sinceMs[0] ?? atMs) : 0);
        this.blocked.show([{ text: count(stats.blocked) }], longestMs > 0 ? `longest so far ${duration(longestMs)}` : "none had to wait so far");
        const { rejectedShare, droppedShare } = theoryOf(scenario)?.figures ?? {};
        showShare(this.rejected, stats.rejected, stats.submitted, rejectedShare);
        showShare(this.dropped, stats.dropped, stats.submitted, droppedShare);
        showShare(this.failed, stats.failed, stats.succeeded + stats.failed, expectedFailures(scenario) ?? undefined);
        const begun = stats.attempts - stats.retries;
        this.retries.show([{ text: count(stats.retries) }], begun === 0 ? nothing : `${times(stats.attempts / begun)} attempts a task`);
    }

    /** Nothing is counted yet: zeros would be wrong, and dashes alone would be a riddle. */
    private showWarmUp({ stats }: Frame, note: string): void {
        this.split.show(0, 0);
        for (const figure of [this.throughput, this.utilisation, this.wait, this.rejected, this.dropped, this.failed, this.retries]) figure.show([{ text: nothing }], note);
        this.blocked.show([{ text: count(stats.blocked) }], note);
    }

    private draw(series: Series | null): void {
        const { throughput, wait, blocked, rejected, dropped, failed, retries } = this.lines;
        if (series === null) {
            for (const line of Object.values(this.lines)) line.show([]);
            return;
        }
        const { columns } = series;
        const at = (name: keyof typeof columns) => (interval: number) => columns[name][interval] ?? 0;
        const { points } = throughput;
        throughput.show(smooth(rates(series, points, (interval) => (columns.succeeded[interval] ?? 0) + (columns.failed[interval] ?? 0))));
        wait.show(means(series, points, at("waitMean")));
        blocked.show(highest(series, points, at("blockedMax")));
        rejected.show(summed(rates(series, points, at("rejected"))));
        dropped.show(summed(rates(series, points, at("dropped"))));
        failed.show(summed(rates(series, points, at("failed"))));
        // An attempt after the first is a retry.
        retries.show(smooth(rates(series, points, at("attemptsFailed"))));
    }
}

/** A count, of how many, and its share beside that of theory. */
function showShare(figure: Figure, part: number, whole: number, expected: number | undefined): void {
    const share = whole === 0 ? nothing : smallPercent(part / whole);
    figure.show([{ text: count(part) }, unit(`of ${count(whole)}`)], expected === undefined ? share : `${share}, theory ${smallPercent(expected)}`);
}

const unit = (text: string): Parts[number] => ({ text, isSmall: true });

/** Two durations, in one unit where they have the same. */
function waits(p50: number | null, p99: number | null): Parts {
    const [one, two] = [brief(p50).split(" "), brief(p99).split(" ")];
    const first = [{ text: one[0] ?? nothing }, ...(one[1] === two[1] ? [] : [unit(one[1] ?? "")])];
    return [...first, unit("·"), { text: two[0] ?? nothing }, unit(two[1] ?? "")];
}

/** Two digits have to do: "2.7 s", "43 ms". */
function brief(ms: number | null): string {
    if (ms === null) return nothing;
    const [value, word] = ms >= 1000 ? [ms / 1000, "s"] : [ms, "ms"];
    return `${value === 0 ? "0" : value < 9.95 ? value.toFixed(1) : count(value)} ${word}`;
}

function summed(values: readonly number[]): number[] {
    let sum = 0;
    return values.map((value) => (sum += value));
}
