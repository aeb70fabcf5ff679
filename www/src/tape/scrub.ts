/** Takes the player to wherever the hand is, as fast as the engine can follow. */
import type { Player } from "../player.ts";

/** If no frame has come after so long, the engine has further to go: then it may as well be told of a new goal. */
const PATIENCE_MS = 400;

export class Scrub {
    /** Where it should be, until it is there. */
    private goalMs: number | null = null;
    private isUnderWay = false;
    private toldAt = 0;
    private toldMs = NaN;
    private isHeld = false;
    private mayPlayOn = false;

    constructor(private readonly player: Player) {
        player.drawn.on(() => {
            this.arrive();
        });
        player.loaded.on(() => {
            this.forget();
        });
    }

    /** The time from which a key goes on: that of a jump under way, or the moment on show. */
    get fromMs(): number {
        return this.goalMs ?? this.player.nowMs;
    }

    /** A hand takes hold: time stands still until it lets go. */
    take(atMs: number): void {
        const { player } = this;
        this.isHeld = true;
        this.mayPlayOn = player.isPlaying && !player.isEnding;
        player.pause();
        this.go(atMs);
    }

    go(atMs: number): void {
        this.goalMs = atMs;
        if (this.isHeld) this.player.aim(atMs);
        if (!this.isUnderWay || performance.now() - this.toldAt > PATIENCE_MS) this.tell(atMs);
    }

    letGo(): void {
        this.isHeld = false;
        // The clock goes on showing where it will land until it is there.
        if (this.goalMs !== null) this.tell(this.goalMs);
        else this.playOn();
    }

    private tell(atMs: number): void {
        this.isUnderWay = true;
        this.toldAt = performance.now();
        this.toldMs = atMs;
        this.player.seek(atMs);
    }

    private arrive(): void {
        const { player, goalMs } = this;
        if (!this.isUnderWay || goalMs === null) return;
        if (this.isThere(goalMs)) {
            this.isUnderWay = false;
            if (this.isHeld) return;
            this.goalMs = null;
            player.aim(null);
            this.playOn();
        } else if (goalMs !== this.toldMs) {
            this.tell(goalMs);
        } else if (!this.isHeld && player.seeking === null && performance.now() - this.toldAt > PATIENCE_MS) {
            // Somebody else has sent the player elsewhere.
            this.forget();
        }
    }

    private isThere(goalMs: number): boolean {
        const { frame, nowMs } = this.player;
        if (frame === null) return false;
        return Math.abs(nowMs - goalMs) < 1e-3 || frame.trouble !== null || (frame.isFinished && nowMs < goalMs);
    }

    private playOn(): void {
        if (this.mayPlayOn && this.player.frame?.isFinished === false) this.player.play();
        this.mayPlayOn = false;
    }

    private forget(): void {
        this.goalMs = null;
        this.player.aim(null);
        this.isUnderWay = false;
    }
}
