/**
 * The whole run on one line: what is past at full strength, and, paler, what is still to come: the scout has computed it
 * already. It is a slider as well, that moves time.
 */
import { Canvas } from "../canvas.ts";
import { byId, make, setText } from "../dom.ts";
import { clock, count, percent } from "../format.ts";
import { look } from "../look.ts";
import type { Player } from "../player.ts";
import type { Selection } from "../selection.ts";
import type { Setup, Turn } from "../setup.ts";
import { drawCursor, drawOutages, drawPlayhead, drawTear, drawTimes, drawTurns } from "./marks.ts";
import { Picture, type Measures } from "./picture.ts";
import { Recorder } from "./recorder.ts";
import { Scrub } from "./scrub.ts";
import { wordsAt, wordsNow, type Told } from "./told.ts";

/** How strongly one sees what is still to come. */
const FAINT = 0.35;
/** So much room has the tear at the right end. */
const TEAR = 14;
/** A listener is told so often where time has got to; one who moves it, at once. */
const SAY_EVERY_MS = 1000;
/** Less than that is the tremble of a tap. */
const STILL = 6;

export class Tape {
    private readonly track = make("div", { class: "tape-track", role: "slider", tabindex: "0", "aria-label": "Time", "aria-valuemin": "0" });
    private readonly tip = make("p", { class: "tape-tip", "aria-hidden": "true", hidden: "" });
    private readonly picture = new Picture();
    private readonly recorder = new Recorder();
    private readonly scrub: Scrub;
    private setup: Setup;
    private told: Told | null = null;
    /** It is the live run's. */
    private isRecorded = false;
    /** The told is good up to here: after the turn of a knob what follows is no longer true. */
    private goodUntilMs = Infinity;
    private wholeMs = 60_000;
    private isWhole = true;
    private saidAt = -Infinity;
    private width = 1;
    private readonly canvas: Canvas;

    constructor(
        private readonly player: Player,
        private readonly selection: Selection,
    ) {
        this.scrub = new Scrub(player);
        this.setup = player.setup;
        byId("tape", HTMLElement).append(this.track, this.tip);
        this.canvas = new Canvas(this.track, (canvas) => {
            this.paint(canvas);
        });
        player.drawn.on((frame) => {
            if (player.isLive) this.recorder.take(frame, player.history);
            this.canvas.draw();
            this.say(!player.isPlaying && !player.isLive);
        });
        player.foreseen.on(() => {
            this.goodUntilMs = Infinity;
            this.choose();
            this.canvas.ask();
            this.say(true);
        });
        player.loaded.on((next) => {
            this.goodUntilMs = Math.min(this.goodUntilMs, sameUntil(this.setup, next));
            this.setup = next;
            this.canvas.ask();
        });
        for (const signal of [player.moved, player.charted]) signal.on(() => this.canvas.ask());
        selection.changed.on(() => this.canvas.ask());
        this.listenToHand();
        this.track.addEventListener("keydown", (event) => {
            this.press(event);
        });
        this.say(true);
    }

    private listenToHand(): void {
        const { track, scrub, selection } = this;
        let holder: number | null = null;
        // A finger may be about to scroll the page: then the browser takes it away, and time has not moved.
        let isSure = false;
        let startX = 0;
        track.addEventListener("pointerdown", (event) => {
            if (event.button !== 0 || this.player.isLive) return;
            holder = event.pointerId;
            startX = event.clientX;
            isSure = event.pointerType === "mouse";
            track.setPointerCapture(holder);
            if (isSure) scrub.take(this.timeAt(event));
        });
        track.addEventListener("pointermove", (event) => {
            const atMs = this.timeAt(event);
            if (event.pointerId === holder) {
                if (isSure) scrub.go(atMs);
                else if (Math.abs(event.clientX - startX) > STILL) {
                    isSure = true;
                    scrub.take(atMs);
                }
            }
            selection.hover({ atMs });
            this.showTip(event, atMs);
        });
        const end = (event: PointerEvent, isTap: boolean): void => {
            if (event.pointerId !== holder) return;
            holder = null;
            if (isTap && !isSure) scrub.take(this.timeAt(event));
            if (isTap || isSure) scrub.letGo();
            if (event.pointerType !== "mouse") this.leave();
        };
        track.addEventListener("pointerup", (event) => {
            end(event, true);
        });
        track.addEventListener("pointercancel", (event) => {
            end(event, false);
        });
        track.addEventListener("pointerleave", () => {
            if (holder === null) this.leave();
        });
    }

    private leave(): void {
        this.tip.hidden = true;
        this.selection.leave();
    }

    private press(event: KeyboardEvent): void {
        if (this.player.isLive || event.ctrlKey || event.metaKey || event.altKey) return;
        const { wholeMs, scrub } = this;
        const target = {
            ArrowLeft: scrub.fromMs - wholeMs / 100,
            ArrowDown: scrub.fromMs - wholeMs / 100,
            ArrowRight: scrub.fromMs + wholeMs / 100,
            ArrowUp: scrub.fromMs + wholeMs / 100,
            PageDown: scrub.fromMs - wholeMs / 10,
            PageUp: scrub.fromMs + wholeMs / 10,
            Home: 0,
            End: wholeMs,
        }[event.key];
        if (target === undefined) return;
        event.preventDefault();
        this.saidAt = -Infinity;
        scrub.go(Math.min(wholeMs, Math.max(0, target)));
    }

    private timeAt({ clientX }: PointerEvent): number {
        const { left } = this.track.getBoundingClientRect();
        return Math.min(1, Math.max(0, (clientX - left) / this.room)) * this.wholeMs;
    }

    private get room(): number {
        return Math.max(1, this.width - (this.isWhole ? 0 : TEAR));
    }

    private showTip({ clientX }: PointerEvent, atMs: number): void {
        const { tip, told, track, player } = this;
        const isNow = Math.abs(atMs - player.nowMs) * this.room <= this.wholeMs;
        const turn = this.setup.turns.find((one) => Math.abs(one.atMs - atMs) < (4 * this.wholeMs) / this.room);
        const words = isNow && player.frame !== null ? wordsNow(player.frame) : told === null ? null : wordsAt(told, atMs);
        const parts = [clock(isNow ? player.nowMs : atMs), words ?? "not looked at yet"];
        if (turn !== undefined) parts.push(wordsOf(turn));
        setText(tip, parts.join(" · "));
        tip.hidden = false;
        const box = track.getBoundingClientRect();
        const left = Math.min(box.width - tip.offsetWidth, Math.max(0, clientX - box.left - tip.offsetWidth / 2));
        tip.style.transform = `translateX(${left.toFixed(0)}px)`;
    }

    /** What there is to show, and how long the whole of it is. */
    private choose(): void {
        const { player } = this;
        const { foresight, nowMs } = player;
        if (player.isLive) {
            this.isRecorded = true;
            this.told = this.recorder.told;
            this.wholeMs = Math.max(1000, this.told.untilMs * 1.02);
            this.isWhole = true;
            return;
        }
        if (this.isRecorded) this.told = null;
        this.isRecorded = false;
        const foreseen = foresight?.series ?? null;
        const further = player.series !== null && player.series.untilMs > (foreseen?.untilMs ?? this.goodUntilMs);
        if (foreseen !== null && !further) {
            this.told = foreseen;
            this.goodUntilMs = Infinity;
        } else if (further) {
            this.told = player.series;
        } else if (this.goodUntilMs === 0) {
            this.told = null;
        }
        this.wholeMs = Math.max(this.wholeMs, nowMs);
        if (foresight === null) return;
        const knownMs = foresight.isWhole ? foresight.frame.atMs : foresight.series.untilMs;
        this.isWhole = foresight.isWhole || (player.frame?.isFinished === true && nowMs >= knownMs);
        this.wholeMs = Math.max(1, knownMs, nowMs);
    }

    private paint({ context, width, height, element }: Canvas): void {
        this.width = width;
        this.choose();
        const { player, told, wholeMs } = this;
        const colours = look();
        const { room } = this;
        const measures: Measures = { width: room, top: 12, foot: height - 24 };
        const { top, foot } = measures;
        const msPerPixel = wholeMs / room;
        const placeOf = (ms: number): number => ms / msPerPixel;
        context.fillStyle = colours.sunken;
        context.fillRect(0, top, width, foot - top);
        const now = Math.min(room, placeOf(player.nowMs));
        if (told !== null) {
            const sharpness = element.width / width;
            this.picture.draw(told, wholeMs, this.setup.scenario.pool.bufferSize, measures, sharpness, colours);
            const good = Math.max(now, Math.min(room, placeOf(this.goodUntilMs)));
            this.copy(context, 0, now, 1, sharpness);
            this.copy(context, now, good, player.isLive ? 1 : FAINT, sharpness);
            this.picture.label(context, now, colours);
        }
        context.fillStyle = colours.edge;
        context.fillRect(0, foot, width, 1);
        drawOutages(context, this.setup.scenario.work.outages, placeOf, width, 4, now, colours);
        drawTurns(context, this.setup.turns, placeOf, top, foot, colours);
        if (!this.isWhole) drawTear(context, room, top, foot + 1, width, colours);
        drawTimes(context, msPerPixel, room, height - 2, colours);
        const { atMs } = this.selection.pointed;
        if (atMs !== null && atMs <= wholeMs) drawCursor(context, placeOf(atMs), top, foot + 8, colours);
        drawPlayhead(context, now, 0, foot + 9, width, false, colours);
        const aim = player.aimMs ?? player.seeking?.toMs ?? null;
        if (aim !== null && aim <= wholeMs && Math.abs(placeOf(aim) - now) > 1) drawPlayhead(context, placeOf(aim), 0, foot + 9, width, true, colours);
    }

    private copy(context: CanvasRenderingContext2D, from: number, to: number, alpha: number, sharpness: number): void {
        const { canvas } = this.picture;
        const left = Math.round(from * sharpness);
        const wide = Math.min(canvas.width, Math.round(to * sharpness)) - left;
        if (wide <= 0) return;
        context.globalAlpha = alpha;
        context.drawImage(canvas, left, 0, wide, canvas.height, left / sharpness, 0, wide / sharpness, canvas.height / sharpness);
        context.globalAlpha = 1;
    }

    private say(isUrgent: boolean): void {
        const now = performance.now();
        if (!isUrgent && now - this.saidAt < SAY_EVERY_MS) return;
        this.saidAt = now;
        const { track, player } = this;
        const { frame } = player;
        if (player.isLive) track.setAttribute("aria-disabled", "true");
        else track.removeAttribute("aria-disabled");
        track.setAttribute("aria-valuemax", String(Math.round(this.wholeMs)));
        track.setAttribute("aria-valuenow", String(Math.round(player.nowMs)));
        const words = frame === null ? "" : `, ${wordsNow(frame)}`;
        track.setAttribute("aria-valuetext", `${clock(player.nowMs).slice(0, -2)}${words}`);
    }
}

/** Up to when two setups make the same run. */
function sameUntil(one: Setup, other: Setup): number {
    if (one.scenario !== other.scenario) return 0;
    const isSame = (a: Turn | undefined, b: Turn | undefined): boolean => a?.atMs === b?.atMs && a?.knob === b?.knob && a?.value === b?.value;
    for (let n = 0; n < Math.max(one.turns.length, other.turns.length); n += 1) {
        const [a, b] = [one.turns[n], other.turns[n]];
        if (!isSame(a, b)) return Math.min(a?.atMs ?? Infinity, b?.atMs ?? Infinity);
    }
    return Infinity;
}

function wordsOf({ knob, value }: Turn): string {
    if (knob === "workers") return `workers turned to ${count(value)}`;
    if (knob === "failureProbability") return `attempts that fail turned to ${percent(value, 1)}`;
    return `tasks arriving turned to ${count(value)} / s`;
}
