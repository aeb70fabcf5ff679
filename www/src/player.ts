/**
 * Time: plays, pauses, steps and seeks, on the virtual clock or on the live one, and says when there is something new to
 * draw. It knows two engines: one shows the run, the other, the scout, has run ahead and knows how it ends.
 */
import { Engine, type FrameAnswer } from "./engine/engine.ts";
import { NOTHING_MORE, type Wants } from "./engine/protocol.ts";
import type { Events, Frame, Histogram, HistogramName, Series } from "./frame.ts";
import { History } from "./history.ts";
import { Scout, type Foresight } from "./scout.ts";
import { scenarioAt, withTurn, type Setup, type Turn, type TurnedKnob } from "./setup.ts";
import { Signal } from "./signal.ts";
import { Spans } from "./spans.ts";
import { Turning } from "./turning.ts";

/** Beyond every end. */
const FOREVER_MS = 1e15;
/**
 * So many events at most come with a frame: as many as the history keeps, so that a jump to a moment leaves as much of the past
 * as playing up to it. With 20,000 the fastest pace is 5 % faster, and a thousand workers have no past.
 */
const EVENTS_A_FRAME = 1 << 16;
const SERIES_INTERVALS = 512;
/** Figures that change with every frame can't be read. */
const SERIES_EVERY_MS = 250;
/** After a pause of the browser's time goes on where it was, and does not catch up. */
const MOST_A_TICK_MS = 100;

/** Where frames come from on the live clock; see live.ts. */
export interface LiveSource {
    frame(): Frame;
    takeEvents(): Events;
    end(): void;
}

/** Ending: it plays as fast as it goes, to the end, and stands there whatever its speed. */
type Motion = "still" | "playing" | "ending";

export class Player {
    /** There is another frame to draw. */
    readonly drawn = new Signal<Frame>();
    /** Play, pause, speed, clock: what the transport shows. */
    readonly moved = new Signal<undefined>();
    /** Another setup is on show: it was loaded, or a knob was turned. */
    readonly loaded = new Signal<Setup>();
    /** The series, a few times a second, and the histogram that was asked for. */
    readonly charted = new Signal<undefined>();
    readonly foreseen = new Signal<Foresight>();
    readonly refused = new Signal<string>();

    setup: Setup;
    frame: Frame | null = null;
    readonly history = new History();
    readonly spans = new Spans(this.history, () => this.setup.scenario.pool.retry.holdWorker);
    series: Series | null = null;
    histogram: Histogram | null = null;
    /** Which histogram the page shows. */
    histogramOf: HistogramName = "wait";
    foresight: Foresight | null = null;
    /** On its way to another time: where it has got to. */
    seeking: { readonly atMs: number; readonly toMs: number } | null = null;
    /** Where somebody points who is about to go there. */
    aimMs: number | null = null;
    private motion: Motion = "still";
    /** Milliseconds of the run in a millisecond here; Infinity for as fast as it goes. */
    private pace = 1;
    private live: LiveSource | null = null;
    /** Where the simulation was when the live run took its place. */
    private left: { readonly atMs: number; readonly isPlaying: boolean } | null = null;
    private readonly engine: Engine;
    private readonly scout: Scout;
    /** Where the run should be by now. */
    private clockMs = 0;
    private tickedAt: number | null = null;
    private isFresh = false;
    /** Another run was begun, and no frame of it has come yet: the frame is still one of the run before. */
    isLoading = false;
    private chartedAt = -Infinity;
    /** The frame with which the series came last. */
    private chartedFrame: Frame | null = null;
    private isEndless = false;
    /** The engine refused to begin the run that was loaded last. */
    private isLost = false;
    /** It was told to go somewhere, and is not there yet. */
    private isAway = false;
    /** It was told to pause, and plays until the engine has said where it stands: what is paused moves no more. */
    private isHalting = false;
    private readonly turning = new Turning();

    constructor(module: WebAssembly.Module, setup: Setup) {
        this.setup = setup;
        this.engine = new Engine(
            module,
            { events: EVENTS_A_FRAME, series: SERIES_INTERVALS },
            {
                frame: (answer) => {
                    this.take(answer);
                },
                seeking: (atMs, toMs) => {
                    if (this.isEnding) return;
                    this.seeking = { atMs, toMs };
                    this.moved.emit(undefined);
                },
                turned: (turn) => {
                    this.keepTurn(turn);
                },
                refused: (message, command) => {
                    this.refused.emit(message);
                    if (command === "turn") this.turning.settle();
                    if (command === "load") this.lose();
                },
            },
        );
        this.scout = new Scout(module, (foresight) => {
            this.foresee(foresight);
        });
        requestAnimationFrame((now) => {
            this.tick(now);
        });
    }

    get nowMs(): number {
        return this.frame?.atMs ?? 0;
    }

    /** The moment of the simulated run: also while a live one is on show. */
    get momentMs(): number {
        return this.left?.atMs ?? this.nowMs;
    }

    get isPlaying(): boolean {
        return this.motion !== "still";
    }

    get isEnding(): boolean {
        return this.motion === "ending";
    }

    get isLive(): boolean {
        return this.live !== null;
    }

    get speed(): number {
        return this.pace;
    }

    /** Begins a run, at 0 or further on. */
    load(setup: Setup, atMs = 0): void {
        if (this.isEnding) this.stand();
        this.setup = setup;
        this.clockMs = atMs;
        this.isEndless = false;
        this.series = null;
        this.seeking = null;
        this.isLoading = true;
        this.isLost = false;
        if (this.left !== null) this.left = { ...this.left, atMs };
        this.turning.forget();
        this.engine.load(setup);
        this.isAway = atMs > 0;
        if (atMs > 0) this.engine.seek(atMs);
        this.look();
        this.loaded.emit(setup);
        this.moved.emit(undefined);
    }

    /** Turns a knob at the moment on show. Without effect on the past; what was turned later is forgotten. */
    turn(knob: TurnedKnob, value: number): void {
        this.turning.tell({ knob, value });
        this.engine.turn({ knob, value });
        this.isEndless = false;
    }

    /** Does something as soon as the setup holds all turns that were made; not at all if another run begins before. */
    afterTurns(run: () => void): void {
        this.turning.after(run);
    }

    // On the live clock nothing of this is possible.
    play(): void {
        if (this.isLive || this.isLost || (this.isPlaying && !this.isHalting)) return;
        if (this.frame?.isFinished === true && !this.isLoading) this.seek(0);
        this.isHalting = false;
        this.motion = "playing";
        this.tickedAt = null;
        this.moved.emit(undefined);
    }

    pause(): void {
        if (!this.isPlaying || this.isHalting) return;
        this.isHalting = true;
        this.isEndless = false;
        this.engine.halt();
    }

    /** There is no run, and no frame of it will come. */
    private lose(): void {
        this.isLost = true;
        this.stand();
    }

    /** Time stands still from here on. */
    private stand(): void {
        this.isHalting = false;
        this.motion = "still";
        this.moved.emit(undefined);
    }

    setSpeed(speed: number): void {
        if (this.isEndless) this.engine.halt();
        this.isEndless = false;
        this.pace = speed;
        this.clockMs = this.nowMs;
        this.moved.emit(undefined);
    }

    aim(atMs: number | null): void {
        if (this.aimMs === atMs) return;
        this.aimMs = atMs;
        this.moved.emit(undefined);
    }

    seek(toMs: number): void {
        if (this.isLive) return;
        if (this.isEnding) this.stand();
        this.clockMs = Math.max(0, toMs);
        this.isEndless = false;
        this.isAway = true;
        this.engine.seek(this.clockMs);
    }

    /** To the next event. */
    step(): void {
        if (this.isLive) return;
        this.pause();
        this.engine.step();
    }

    /** To the moment of the last event before the one on show. */
    stepBack(): void {
        this.pause();
        const { history, nowMs } = this;
        let event = history.firstAfter(nowMs) - 1;
        while (event >= history.first && history.atMs(event) >= nowMs) event -= 1;
        // Where nothing earlier is known, there is nothing earlier but the beginning, or it was too long ago to be kept.
        this.seek(event >= history.first ? history.atMs(event) : 0);
    }

    /** Until then it plays, so that one can pause it: the end may be hours away, or minutes of the person's time. */
    runToEnd(): void {
        if (this.isLive || this.isLost) return;
        this.seek(FOREVER_MS);
        this.seeking = null;
        this.isHalting = false;
        this.motion = "ending";
        this.moved.emit(undefined);
    }

    /** Shows a live run in place of the simulated one; null goes back to that, and to where it was. */
    showLive(source: LiveSource | null): void {
        this.live?.end();
        this.live = source;
        this.history.clear();
        if (source === null) {
            const { atMs, isPlaying } = this.left ?? { atMs: 0, isPlaying: false };
            this.left = null;
            this.isFresh = false;
            this.motion = isPlaying ? "playing" : "still";
            this.load(this.setup, atMs);
            return;
        }
        this.left ??= { atMs: this.nowMs, isPlaying: this.isPlaying && !this.isHalting && !this.isEnding };
        this.isHalting = false;
        this.motion = "still";
        this.seeking = null;
        this.engine.halt();
        this.series = null;
        this.charted.emit(undefined);
        this.moved.emit(undefined);
    }

    /** Asks for a frame with everything in it, also when nothing moves: another histogram was chosen, say. */
    chart(): void {
        this.chartedAt = -Infinity;
        this.engine.next(this.wants(performance.now()));
    }

    private look(): void {
        this.foresight = null;
        this.scout.look(this.setup);
    }

    /** The end is known once it has been seen, by whichever engine: it stays so until the run is another one. */
    private foresee(foresight: Foresight): void {
        if (this.foresight?.isWhole === true) return;
        this.foresight = foresight;
        this.foreseen.emit(foresight);
    }

    private keepTurn(turn: Turn): void {
        this.setup = withTurn(this.setup, turn);
        this.look();
        this.loaded.emit(this.setup);
        this.turning.settle();
    }

    /** The setup with the turns in it that the engine is only just making, as if it made them at this time. */
    setupAt(atMs: number): Setup {
        return this.turning.over(this.setup, atMs);
    }

    /** The scenario as the knobs stand now. */
    scenarioNow(): Setup["scenario"] {
        // On the way to another time, as they stand there.
        const atMs = this.left?.atMs ?? (this.isAway ? this.clockMs : this.nowMs);
        return scenarioAt(this.setupAt(atMs), atMs);
    }

    private take(answer: FrameAnswer): void {
        if (this.live !== null) return;
        this.absorb(answer.frame, answer.events, answer.isNewHistory);
        if (answer.isIdle) this.isAway = false;
        if (answer.isIdle && this.seeking !== null) {
            this.seeking = null;
            this.moved.emit(undefined);
        }
        // The engine may be further than it was told to be last, when it had been told to go on without end; or at the end.
        if (answer.isIdle || (!this.isAway && answer.frame.atMs > this.clockMs)) this.clockMs = answer.frame.atMs;
        if (answer.isIdle && (this.isHalting || this.isEnding)) this.stand();
        if (answer.series !== null) {
            this.series = answer.series;
            this.chartedFrame = answer.frame;
            // The scout may have been called back before it came there.
            if (answer.frame.isFinished) this.foresee({ series: answer.series, frame: answer.frame, isWhole: true });
        }
        if (answer.histogram !== null) this.histogram = answer.histogram;
        if (answer.series !== null || answer.histogram !== null) this.charted.emit(undefined);
    }

    private absorb(frame: Frame, events: Events, isNewHistory: boolean): void {
        if (isNewHistory) this.history.clear();
        this.history.append(events);
        this.spans.follow();
        this.frame = frame;
        this.isLoading = false;
        this.isFresh = true;
    }

    private tick(now: number): void {
        const passed = Math.min(MOST_A_TICK_MS, now - (this.tickedAt ?? now));
        this.tickedAt = now;
        if (this.live !== null) this.absorb(this.live.frame(), this.live.takeEvents(), false);
        if (this.isFresh && this.frame !== null) this.draw(this.frame, now);
        else if (this.isChartOwed(now)) this.engine.next(this.wants(now));
        if (this.isPlaying && this.live === null) this.goOn(passed);
        requestAnimationFrame((next) => {
            this.tick(next);
        });
    }

    private draw(frame: Frame, now: number): void {
        this.isFresh = false;
        this.drawn.emit(frame);
        if (this.live === null) this.engine.next(this.wants(now));
        // The end of the run before is not where this one stops.
        if (frame.isFinished && this.isPlaying && !this.isLoading) {
            this.chart();
            this.stand();
        }
    }

    private goOn(passedMs: number): void {
        if (this.isAway || this.isHalting) return;
        if (this.pace === Infinity) {
            if (!this.isEndless) this.engine.play(FOREVER_MS);
            this.isEndless = true;
            return;
        }
        // Where the engine can't keep up, the clock waits for it.
        const behindMs = this.clockMs - this.nowMs;
        if (behindMs > 4 * passedMs * this.pace) return;
        this.clockMs += passedMs * this.pace;
        this.engine.play(this.clockMs);
    }

    /** Series come a few times a second only; where time stands still, the one that belongs to the last frame is still to come. */
    private isChartOwed(now: number): boolean {
        return this.live === null && this.frame !== null && this.frame !== this.chartedFrame && now - this.chartedAt >= SERIES_EVERY_MS;
    }

    private wants(now: number): Wants {
        if (now - this.chartedAt < SERIES_EVERY_MS) return NOTHING_MORE;
        this.chartedAt = now;
        return { series: true, histogram: this.histogramOf };
    }
}
