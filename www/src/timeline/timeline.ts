/** Each worker over time, and above the workers how many tasks waited. */
import { Canvas } from "../canvas.ts";
import { byId, make, setText } from "../dom.ts";
import { clock } from "../format.ts";
import type { Frame } from "../frame.ts";
import { Going } from "../going.ts";
import { meanOf } from "../kinds.ts";
import { look } from "../look.ts";
import type { Player } from "../player.ts";
import type { Pointed, Selection } from "../selection.ts";
import type { Setup } from "../setup.ts";
import { Hand } from "./hand.ts";
import { keyOfMarks } from "./key.ts";
import { drawLanes } from "./lanes.ts";
import { Levels } from "./levels.ts";
import { Part } from "./part.ts";
import { plotOf, timeOf, workerAt, type Plot } from "./plot.ts";
import { Raster } from "./raster.ts";
import { drawNames, drawNow, drawPointed, drawPointedLane, drawTimes, drawUnknown } from "./scale.ts";
import { Sight, spanAt, spanOf } from "./sight.ts";
import { drawStaffs } from "./staff.ts";
import { tableOf } from "./table.ts";
import { nothingWords, spanWords } from "./words.ts";

const STEP = 1.5;
/** The pointer need not hit a bar that is a pixel wide. */
const REACH = 4;
/** So many bars can be drawn one by one. */
const MOST_BARS = 3_000;
const SAY_EVERY_MS = 1000;

export class Timeline {
    private readonly about = make("p", { class: "timeline-about muted" });
    private readonly closer = make("button", { type: "button", class: "button square", "aria-label": "Show less time" }, "+");
    private readonly wider = make("button", { type: "button", class: "button square", "aria-label": "Show more time" }, "−");
    private readonly toNow = make("button", { type: "button", class: "button" }, "Now");
    private readonly reading = make("p", { class: "timeline-words" });
    private readonly picture = make("div", { class: "timeline-picture", role: "slider", tabindex: "0", "aria-label": "Part of the run on show", "aria-valuemin": "0" });
    private readonly going: Going;
    private readonly sight: Sight;
    private readonly levels = new Levels();
    private readonly raster = new Raster();
    private readonly part: Part;
    private scenario: Setup["scenario"];
    private isZoomed = false;
    /** Where the pointer rests in the timeline. */
    private pointer: { readonly x: number; readonly y: number } | null = null;
    private isInSight = true;
    /** What its height is for. */
    private lanes = 0;
    private isShelved = false;
    /** As it was told last. */
    private range = "";
    private saidAt = -Infinity;
    private readonly canvas: Canvas;

    constructor(
        private readonly player: Player,
        private readonly selection: Selection,
    ) {
        this.scenario = player.setup.scenario;
        this.part = new Part(usualMs(this.scenario, byId("timeline", HTMLElement).clientWidth));
        this.sight = new Sight(player.spans);
        this.going = new Going(player, selection);
        byId("timeline", HTMLElement).append(
            this.about,
            make("div", { class: "timeline-tools" }, this.wider, this.closer, this.toNow),
            this.picture,
            make("div", { class: "timeline-reading" }, this.reading, this.going.button),
            keyOfMarks(),
            tableOf(player),
        );
        this.grow();
        this.canvas = new Canvas(this.picture, (canvas) => this.paint(canvas));
        this.watch();
        this.listen();
        this.say();
    }

    private watch(): void {
        const { player } = this;
        new IntersectionObserver((entries) => {
            this.isInSight = entries.at(-1)?.isIntersecting ?? true;
            if (this.isInSight) this.canvas.ask();
        }).observe(this.picture);
        player.drawn.on(() => {
            this.grow();
            // What nobody sees need not be drawn.
            if (this.isInSight) this.canvas.draw();
            if ((!player.isPlaying && !player.isLive) || performance.now() - this.saidAt >= SAY_EVERY_MS) this.say();
        });
        player.loaded.on(({ scenario }) => {
            if (scenario !== this.scenario && !this.isZoomed) this.part.show(usualMs(scenario, this.picture.clientWidth));
            this.scenario = scenario;
            this.changed();
        });
        this.selection.changed.on((pointed) => {
            if (this.pointer === null) this.read(pointed);
            this.canvas.ask();
        });
    }

    private listen(): void {
        const { part, player } = this;
        const middle = (): number => (part.fromMs(player.nowMs) + part.toMs(player.nowMs)) / 2;
        this.closer.addEventListener("click", () => this.zoom(1 / STEP, middle()));
        this.wider.addEventListener("click", () => this.zoom(STEP, middle()));
        this.toNow.addEventListener("click", () => {
            part.follow();
            this.changed();
        });
        new Hand(this.picture, {
            pan: (byPixels) => this.pan(-byPixels * (this.lay()?.msPerPixel ?? 0)),
            zoom: (factor, x) => {
                const plot = this.lay();
                if (plot !== null) this.zoom(factor, timeOf(plot, x));
            },
            point: (x, y) => this.point(x, y),
            choose: (x, y) => this.choose(x, y),
            leave: () => {
                this.pointer = null;
                this.selection.leave();
            },
        });
        this.picture.addEventListener("keydown", (event) => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            const run = {
                "+": () => this.zoom(1 / STEP, middle()),
                "=": () => this.zoom(1 / STEP, middle()),
                "-": () => this.zoom(STEP, middle()),
                ArrowLeft: () => this.pan(-part.lengthMs / 10),
                ArrowRight: () => this.pan(part.lengthMs / 10),
                PageDown: () => this.pan(-part.lengthMs),
                PageUp: () => this.pan(part.lengthMs),
                Home: () => this.pan(-Infinity),
                End: () => this.pan(Infinity),
                ArrowUp: () => this.step(-1),
                ArrowDown: () => this.step(1),
            }[event.key];
            if (run === undefined) return;
            event.preventDefault();
            run();
        });
    }

    private pan(byMs: number): void {
        this.part.pan(byMs, this.player.nowMs);
        this.changed();
    }

    private zoom(factor: number, aroundMs: number): void {
        this.isZoomed = true;
        this.part.zoom(factor, aroundMs, this.player.nowMs);
        this.changed();
    }

    private changed(): void {
        this.canvas.ask();
        this.say();
    }

    /** The span under the pointer. */
    private find(x: number, y: number): { readonly span: number | null; readonly worker: number | null; readonly atMs: number | null } {
        const { player } = this;
        // Laid out anew: what is out of sight is not drawn, and a pointer may be quicker than the next drawing.
        const plot = this.lay();
        if (plot === null || x < plot.left || x > plot.left + plot.width) return { span: null, worker: null, atMs: null };
        const atMs = timeOf(plot, x);
        // A bar that goes on ends where the present is drawn.
        if (atMs > player.nowMs + REACH * plot.msPerPixel) return { span: null, worker: null, atMs: null };
        const worker = workerAt(plot, y);
        if (worker === null) return { span: null, worker, atMs };
        const span = spanAt(player.spans, worker, plot.perRow, atMs, REACH * plot.msPerPixel);
        return { span, worker: span === null ? worker : player.spans.worker(span), atMs };
    }

    private point(x: number, y: number): void {
        this.pointer = { x, y };
        this.tell();
    }

    /** What is under the pointer. */
    private tell(): void {
        if (this.pointer === null) return;
        const { x, y } = this.pointer;
        const { span, worker, atMs } = this.find(x, y);
        const { spans, nowMs } = this.player;
        this.selection.hover({ task: span === null ? null : spans.task(span), worker, atMs });
        const nothing = worker === null ? "" : nothingWords(spans, worker, atMs ?? 0);
        setText(this.reading, span === null ? nothing : spanWords(spans, span, nowMs));
    }

    /** What is pointed at elsewhere. */
    private read({ task, worker, atMs }: Pointed): void {
        const { spans, nowMs } = this.player;
        const span = task === null ? null : spanOf(spans, task, atMs ?? Infinity);
        if (span !== null) setText(this.reading, spanWords(spans, span, nowMs));
        else setText(this.reading, task !== null ? `Task ${task}` : worker !== null ? `Worker ${worker + 1}` : "");
    }

    private choose(x: number, y: number): void {
        const { span, worker, atMs } = this.find(x, y);
        if (worker === null) return;
        this.point(x, y);
        this.selection.pin({ task: span === null ? null : this.player.spans.task(span), worker, atMs });
        this.going.offer(atMs);
    }

    /** From worker to worker, with keys: what each does at the right end of what is on show. */
    private step(by: number): void {
        const { player, selection, part } = this;
        const plot = this.lay();
        if (plot === null) return;
        this.pointer = null;
        const old = selection.pointed.worker ?? (by > 0 ? -1 : plot.lanes);
        const worker = Math.min(plot.lanes - 1, Math.max(0, old + by));
        const atMs = Math.min(player.nowMs, part.toMs(player.nowMs));
        const span = spanAt(player.spans, worker, 1, atMs, REACH * plot.msPerPixel);
        selection.hover({ task: span === null ? null : player.spans.task(span), worker, atMs });
        setText(this.reading, span === null ? nothingWords(player.spans, worker, atMs) : spanWords(player.spans, span, player.nowMs));
        this.picture.setAttribute("aria-valuetext", this.reading.textContent);
    }

    /** Where everything stands now; null as long as there is nothing. */
    private lay(width = this.canvas.width): Plot | null {
        const { player, part } = this;
        const { frame, setup, nowMs } = player;
        if (frame === null) return null;
        // Time has been turned back: what was looked at lies ahead.
        if (part.toMs(nowMs) > Math.max(nowMs, part.lengthMs)) part.follow();
        return plotOf(width, workersOf(setup, frame), hasShelf(setup), part.fromMs(nowMs), part.lengthMs);
    }

    /** As high as its lanes want, also while nobody sees it: nothing below may move when one scrolls there. */
    private grow(): void {
        const { setup, frame } = this.player;
        const workers = workersOf(setup, frame);
        if (this.lanes === workers && this.isShelved === hasShelf(setup)) return;
        this.lanes = workers;
        this.isShelved = hasShelf(setup);
        this.picture.style.height = `${plotOf(0, workers, this.isShelved, 0, 1).height}px`;
    }

    private paint({ context, width }: Canvas): void {
        const { player, selection, levels, sight, part } = this;
        const { frame, spans, setup } = player;
        const plot = this.lay(width);
        if (frame === null || plot === null) return;
        const { pool } = setup.scenario;
        // The picture may have moved under a pointer that rests.
        this.tell();
        const colours = look();
        const { pointed } = selection;
        sight.look(plot.fromMs, plot.fromMs + part.lengthMs);
        levels.measure(frame, player.history, player.series, plot.fromMs, plot.msPerPixel, Math.ceil(plot.width), hasShelf(setup));
        drawTimes(context, plot, frame, colours);
        drawPointedLane(context, plot, pointed, colours);
        drawStaffs(context, plot, levels, frame, pool.bufferSize, colours);
        if (plot.isThin || sight.length > MOST_BARS) this.raster.draw(context, plot, spans, sight, frame, colours);
        else drawLanes(context, plot, spans, sight, player.setup, frame, colours);
        drawUnknown(context, plot, spans.knownFromMs, colours);
        drawPointed(context, plot, pointed, spans, sight, frame, colours);
        drawNames(context, plot, pointed, colours);
        drawNow(context, plot, frame, colours);
    }

    private say(): void {
        this.saidAt = performance.now();
        const { picture, part, player } = this;
        const { nowMs } = player;
        const [from, to] = [part.fromMs(nowMs), part.toMs(nowMs)];
        setText(this.about, part.isFollowing ? `each worker, the last ${stretch(part.lengthMs)}` : `each worker, ${clock(from)} to ${clock(to)}`);
        this.toNow.disabled = part.isFollowing;
        // Whoever pressed one up to its bound goes on from there with the keys: it keeps the focus.
        this.closer.setAttribute("aria-disabled", String(part.isShortest));
        this.wider.setAttribute("aria-disabled", String(part.isLongest(nowMs)));
        picture.setAttribute("aria-valuemax", String(Math.round(Math.max(nowMs, part.lengthMs))));
        picture.setAttribute("aria-valuenow", String(Math.round(to)));
        const { knownFromMs } = player.spans;
        const lost = Math.max(from, 0) < knownFromMs ? `, not all kept before ${clock(knownFromMs)}` : "";
        const range = `${clock(from)} to ${clock(to)}${part.isFollowing ? ", follows the present" : ""}${lost}`;
        // While it stands still, what a step from worker to worker said stays.
        if (range !== this.range) picture.setAttribute("aria-valuetext", range);
        this.range = range;
    }
}

/** As much as there is room for: a minute, but of attempts that are short no more than can be told apart. */
function usualMs({ work, pool }: Setup["scenario"], width: number): number {
    const long = Math.max(meanOf(work.service), pool.retry.baseDelayMs / 4, 1);
    const steps = [100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000];
    return steps.findLast((one) => one <= 60 * long * Math.min(1, width / 1000)) ?? 100;
}

/** A length of time as one says it: "60 s", "3.4 min". */
function stretch(ms: number): string {
    const short = (value: number): string => String(Number(value.toPrecision(2)));
    if (ms < 1000) return `${short(ms)} ms`;
    return ms < 120_000 ? `${short(ms / 1000)} s` : ms < 7_200_000 ? `${short(ms / 60_000)} min` : `${short(ms / 3_600_000)} h`;
}

/** As many lanes as there ever are workers, so that none jumps when a knob is turned. */
function workersOf({ scenario, turns }: Setup, frame: Frame | null): number {
    const most = Math.max(scenario.pool.workers, frame?.workers.length ?? 0);
    return turns.reduce((lanes, { knob, value }) => (knob === "workers" ? Math.max(lanes, value) : lanes), most);
}

/** Tasks that wait for a retry beside the pool stand on a shelf of their own. */
const hasShelf = ({ scenario }: Setup): boolean => !scenario.pool.retry.holdWorker;
