/** The scene: draws the pool at the moment on show, and lets one point at what is in it. */
import { Canvas } from "../canvas.ts";
import { byId, make } from "../dom.ts";
import { isCalm, look } from "../look.ts";
import type { Player } from "../player.ts";
import type { Selection } from "../selection.ts";
import { Brush } from "./brush.ts";
import { Census } from "./census.ts";
import { Flights } from "./flights.ts";
import { Hits } from "./hits.ts";
import { Ledger } from "./ledger.ts";
import { FLIGHT_MS, Moment } from "./moment.ts";
import { drawPicture, planOf } from "./picture.ts";
import type { Plan, Shape } from "./plan.ts";
import { Pointing } from "./pointing.ts";

/** Knobs change what is drawn; which knobs they are is looked up when one has been turned. */
const COUNTS_IN_PLAN = ["width", "height", "workers", "places", "whenFull"] as const satisfies readonly (keyof Shape)[];

export class Scene {
    private readonly canvas: Canvas;
    private readonly hits = new Hits();
    private readonly ledger = new Ledger();
    private readonly moment = new Moment();
    private readonly flights = new Flights();
    private readonly pointing: Pointing;
    private brush: Brush;
    private scenario;
    private shape: Shape = { width: 0, height: 0, workers: 0, places: 0, whenFull: "wait" };
    private plan: Plan | null = null;
    /** When time stood still: what is on its way still comes to rest. */
    private stoppedAt = 0;
    private shownMs = NaN;
    private isLanding = false;

    constructor(
        private readonly player: Player,
        private readonly selection: Selection,
    ) {
        const box = byId("scene", HTMLElement);
        const picture = make("div", { class: "scene-picture" });
        box.append(picture);
        this.scenario = player.scenarioNow();
        this.canvas = new Canvas(picture, () => {
            this.paint();
        });
        this.brush = new Brush(this.canvas.context, look());
        this.pointing = new Pointing(picture, player, selection, this.hits, () => {
            this.canvas.ask();
        });
        player.drawn.on(() => {
            this.show();
        });
        player.loaded.on(() => {
            this.scenario = player.scenarioNow();
            this.canvas.ask();
        });
        selection.changed.on(() => {
            this.canvas.ask();
        });
        // After the picture, with which the ledger is brought up to date.
        new Census(box, player, this.ledger);
    }

    private get isMoving(): boolean {
        return this.player.isPlaying || this.player.isLive;
    }

    private show(): void {
        const { player } = this;
        if (this.isMoving || player.nowMs !== this.shownMs) this.stoppedAt = performance.now();
        this.shownMs = player.nowMs;
        if (player.setup.turns.length > 0) this.scenario = player.scenarioNow();
        this.canvas.draw();
        this.pointing.follow();
        if (!this.isMoving) this.land();
    }

    /** Draws on for as long as something may be on its way, though time stands still. */
    private land(): void {
        if (this.isLanding) return;
        this.isLanding = true;
        const goOn = (): void => {
            const isOver = this.isMoving || performance.now() - this.stoppedAt > FLIGHT_MS;
            this.isLanding = !isOver;
            if (!this.isMoving) this.canvas.draw();
            if (!isOver) requestAnimationFrame(goOn);
        };
        requestAnimationFrame(goOn);
    }

    private paint(): void {
        const { player, brush, hits, ledger, moment, flights, selection, scenario } = this;
        const { frame, history } = player;
        if (frame === null) return;
        if (brush.look !== look()) this.brush = new Brush(this.canvas.context, look());
        const plan = this.planNow(frame.workers.length);
        const isHeld = scenario.pool.retry.holdWorker;
        const pace = isCalm() || player.isEnding ? 0 : player.isLive ? 1 : player.speed;
        const landedMs = this.isMoving ? 0 : Math.min(FLIGHT_MS, performance.now() - this.stoppedAt);
        ledger.follow(history);
        moment.look(history, frame.workers, frame.atMs + (pace > 0 && pace < Infinity ? landedMs * pace : 0), pace, isHeld);
        const { pointed } = selection;
        drawPicture({ brush: this.brush, plan, frame, scenario, history, ledger, moment, flights, hits, pointed, isHeld, isCalm: isCalm() });
    }

    private planNow(workers: number): Plan {
        const { width, height } = this.canvas;
        const { bufferSize: places, whenFull } = this.scenario.pool;
        const shape: Shape = { width, height, workers, places, whenFull };
        if (this.plan === null || COUNTS_IN_PLAN.some((name) => shape[name] !== this.shape[name])) {
            this.shape = shape;
            this.plan = planOf(shape);
        }
        return this.plan;
    }
}
