/** The buttons and the clock of time, and the speed. */
import { byId, make, setText } from "./dom.ts";
import { clock, pace } from "./format.ts";
import { icon } from "./icons.ts";
import { overloadWords } from "./overload.ts";
import type { Player } from "./player.ts";
import type { Foresight } from "./scout.ts";
import { Seed } from "./seed.ts";
import type { Workbench } from "./workbench.ts";

/** The slider's steps: from a hundredth of real time to as fast as it goes. */
export const SPEEDS: readonly number[] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000, Infinity];

export class Transport {
    private readonly toStart = button("Back to the beginning", "start");
    private readonly stepBack = button("One event back", "back");
    private readonly playing = button("Play", "play");
    private readonly step = button("To the next event", "step");
    private readonly toEnd = button("Run to the end", "end");
    private readonly time = make("output", { class: "clock-now" }, clock(0));
    private readonly whole = make("span", { class: "clock-whole muted" });
    private readonly overload = make("p", { class: "transport-note error small", hidden: "" });
    private readonly slider = make("input", { type: "range", min: "0", max: String(SPEEDS.length - 1), "aria-label": "Speed" });
    private readonly speed = make("output", { class: "speed-now" });
    private readonly seed: Seed;

    constructor(
        private readonly player: Player,
        workbench: Workbench,
    ) {
        this.playing.classList.add("play");
        this.seed = new Seed(player, workbench);
        byId("transport", HTMLElement).append(
            make("div", { class: "buttons" }, this.toStart, this.stepBack, this.playing, this.step, this.toEnd),
            make("p", { class: "clock" }, this.time, this.whole),
            make("div", { class: "speed" }, make("span", { class: "muted" }, "Speed"), this.slider, this.speed),
            ...this.seed.elements,
            this.overload,
        );
        this.toStart.addEventListener("click", () => {
            player.seek(0);
        });
        this.stepBack.addEventListener("click", () => {
            player.stepBack();
        });
        this.playing.addEventListener("click", () => {
            if (player.isPlaying) player.pause();
            else player.play();
        });
        this.step.addEventListener("click", () => {
            player.step();
        });
        this.toEnd.addEventListener("click", () => {
            player.runToEnd();
        });
        this.slider.addEventListener("input", () => {
            player.setSpeed(SPEEDS[this.slider.valueAsNumber] ?? 1);
        });
        for (const signal of [player.moved, player.loaded, player.foreseen]) {
            signal.on(() => {
                this.show();
            });
        }
        player.drawn.on((frame) => {
            this.tell();
            const overload = overloadWords(frame);
            this.overload.hidden = overload === null;
            setText(this.overload, overload ?? "");
        });
        this.show();
    }

    private show(): void {
        const { player } = this;
        const { isPlaying, isLive, speed } = player;
        const word = isPlaying ? "Pause" : "Play";
        // Firefox tells of no click where what the button went down on is gone when it comes up: so not without need.
        if (this.playing.title !== word) {
            this.playing.setAttribute("aria-label", word);
            this.playing.title = word;
            this.playing.replaceChildren(icon(isPlaying ? "pause" : "play"));
        }
        for (const control of [this.toStart, this.stepBack, this.playing, this.step, this.toEnd, this.slider]) {
            control.disabled = isLive;
        }
        const nearest = SPEEDS.reduce((best, one, n) => (distance(one, speed) < distance(SPEEDS[best] ?? 1, speed) ? n : best), 0);
        this.slider.value = String(nearest);
        this.slider.setAttribute("aria-valuetext", pace(speed));
        setText(this.speed, pace(speed));
        this.seed.show();
        this.tell();
    }

    /** What the clock says: the time, and where it ends. */
    private tell(): void {
        const { player } = this;
        const { aimMs, seeking, frame, foresight } = player;
        const nowMs = aimMs ?? seeking?.atMs ?? frame?.atMs ?? 0;
        setText(this.time, clock(nowMs));
        const known = foresight === null ? "" : wholeWords(foresight, nowMs);
        const isAway = seeking !== null && Math.abs(seeking.toMs - seeking.atMs) > 0;
        setText(this.whole, player.isEnding ? " on the way to the end" : isAway ? ` on the way to ${clock(seeking.toMs)}` : known);
    }
}

/** Who has got further than was foreseen is told of no end before that. */
function wholeWords({ isWhole, frame }: Foresight, nowMs: number): string {
    if (isWhole) return ` of ${clock(frame.atMs)}`;
    return frame.atMs > nowMs ? ` of more than ${clock(frame.atMs)}` : ", end not known yet";
}

const distance = (one: number, other: number): number => Math.abs(Math.log(Math.min(one, 1e7)) - Math.log(Math.min(other, 1e7)));

function button(label: string, name: Parameters<typeof icon>[0]): HTMLButtonElement {
    return make("button", { type: "button", class: "icon", "aria-label": label, title: label }, icon(name));
}
