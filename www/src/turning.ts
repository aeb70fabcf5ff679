/** Turns of knobs that were told to the engine, which has not said yet when they took effect. */
import { withTurn, type Setup, type Turn } from "./setup.ts";

export type Told = Omit<Turn, "atMs">;

export class Turning {
    private told: Told[] = [];
    private afterwards: (() => void)[] = [];

    tell(turn: Told): void {
        this.told.push(turn);
    }

    /** The engine has answered the first: it was made, or refused. */
    settle(): void {
        this.told.shift();
        if (this.told.length > 0) return;
        const { afterwards } = this;
        this.afterwards = [];
        for (const run of afterwards) run();
    }

    /** Does something as soon as all turns are settled; not at all if they are forgotten before. */
    after(run: () => void): void {
        if (this.told.length === 0) run();
        else this.afterwards.push(run);
    }

    /** Another run was begun: of this one no answer is heard any more. */
    forget(): void {
        this.told = [];
        this.afterwards = [];
    }

    /** The setup with all turns in it, as if the engine made them at this time. */
    over(setup: Setup, atMs: number): Setup {
        return this.told.reduce((before, turn) => withTurn(before, { atMs, ...turn }), setup);
    }
}
