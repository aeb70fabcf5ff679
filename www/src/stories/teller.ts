/** Tells stories: which one, which step, and puts on show what the step is about. */
import { byId, messageOf } from "../dom.ts";
import type { Knobs } from "../knobs/panel.ts";
import { USUAL } from "../knobs/panel.ts";
import { Late } from "../late.ts";
import type { Player } from "../player.ts";
import { complain } from "../problem.ts";
import { Signal } from "../signal.ts";
import type { Workbench } from "../workbench.ts";
import type { BetForm } from "./bet-form.ts";
import { beginsAt, knobsOf, scenarioOf, speedOf, type Bet, type Step, type Story } from "./story.ts";

export class Storyteller {
    /** Another story, another step, or none. */
    readonly changed = new Signal<undefined>();
    /** What the step is about has been seen. */
    readonly seen = new Signal<undefined>();
    /** In the order of the menu; none until they have come. */
    stories: readonly Story[] = [];
    story: Story | null = null;
    /** From 0. */
    index = 0;
    isSeen = false;
    /** What asks for a bet; it comes with the stories. */
    betForm: ((bet: Bet, revealed: () => void) => BetForm) | null = null;
    /** What was told with a change of this name, up to when it was taken back. */
    private readonly told = new Map<string, { readonly story: Story; readonly index: number }>();
    private readonly late = new Late(() => import("./all.ts"));

    constructor(
        private readonly player: Player,
        private readonly workbench: Workbench,
        private readonly knobs: Knobs,
    ) {
        for (const signal of [player.drawn, player.moved]) {
            signal.on(() => {
                this.watch();
            });
        }
        // Its text would tell of what is no longer on show.
        workbench.tookBack.on((name) => {
            if (name === null || this.story === null) return;
            // Steps that show what ran before have no change of their own.
            if (this.told.get(name)?.story === this.story) this.told.set(name, { story: this.story, index: this.index });
            this.leave();
        });
        workbench.madeAgain.on((name) => {
            const told = this.told.get(name ?? "");
            if (told === undefined) return;
            this.story = told.story;
            this.show(told.index, true);
        });
    }

    get step(): Step | null {
        return this.story?.steps[this.index] ?? null;
    }

    get isLastStep(): boolean {
        return this.story !== null && this.index === this.story.steps.length - 1;
    }

    /** The story after this one; null after the last, and where none is told. */
    get following(): Story | null {
        const at = this.story === null ? -1 : this.stories.indexOf(this.story);
        return at < 0 ? null : (this.stories[at + 1] ?? null);
    }

    /** Brings the stories, unless they are here. */
    async load(): Promise<readonly Story[]> {
        if (this.stories.length === 0) {
            const { allStories, BetForm } = await this.late.get();
            this.stories = allStories();
            this.betForm = (bet, revealed) => new BetForm(bet, revealed);
        }
        return this.stories;
    }

    /** For what can't be done without stories. */
    whenLoaded(run: (stories: readonly Story[]) => void): void {
        this.load().then(run, (error: unknown) => {
            complain(`The stories could not be loaded: ${messageOf(error)}.`);
        });
    }

    begin(story: Story): void {
        this.story = story;
        this.enter(0, true);
    }

    /** To the next step, the next story, or out of the last one. */
    next(): void {
        if (this.story === null) return;
        if (!this.isLastStep) this.enter(this.index + 1, false);
        else if (this.following !== null) this.begin(this.following);
        else this.leave();
    }

    back(): void {
        if (this.index > 0) this.enter(this.index - 1, true);
    }

    /** What is on show stays there. */
    leave(): void {
        this.story = null;
        this.index = 0;
        this.knobs.feature(USUAL);
        this.changed.emit(undefined);
    }

    /** Story and step for a link: nothing where none is told. */
    linkParts(): [string, string][] {
        return this.story === null
            ? []
            : [
                  ["story", this.story.name],
                  ["step", String(this.index + 1)],
              ];
    }

    /**
     * Goes on with the story that a link names.
     * @param hasScenario the link tells what to run as well: then that is on show, whatever the step would show
     * @throws RangeError where the link names none that there is
     */
    async restore(rest: ReadonlyMap<string, string>, hasScenario: boolean): Promise<void> {
        const name = rest.get("story");
        if (name === undefined) return;
        const story = (await this.load()).find((one) => one.name === name);
        if (story === undefined) throw new RangeError(`this page knows no story ${JSON.stringify(name.slice(0, 40))}`);
        const step = rest.get("step") ?? "1";
        if (!/^[1-9]\d?$/.test(step) || Number(step) > story.steps.length) {
            throw new RangeError(`the story “${story.title}” has steps 1 to ${story.steps.length}; got ${JSON.stringify(step.slice(0, 40))}`);
        }
        this.story = story;
        if (hasScenario) this.show(Number(step) - 1, true);
        else this.enter(Number(step) - 1, true);
    }

    /** @param isAnew not from the step before: then what that one would have left behind has to be put there */
    private enter(index: number, isAnew: boolean): void {
        const { story, player } = this;
        const step = story?.steps[index];
        if (story === null || step === undefined) return;
        const scenario = isAnew ? scenarioOf(story, index) : step.scenario;
        const speed = isAnew ? speedOf(story, index) : step.speed;
        // Before the run is another: the clock stays where it is when the speed changes.
        if (speed !== undefined) player.setSpeed(speed);
        if (scenario !== undefined) {
            if (player.isLive) byId("mode", HTMLElement).querySelector<HTMLInputElement>("[value=simulate]")?.click();
            const name = index === 0 ? `story “${story.title}”` : `step ${index + 1} of story “${story.title}”`;
            this.told.set(name, { story, index });
            this.workbench.replace(scenario, [], beginsAt(story, index), name);
        } else if (step.atMs !== undefined && !player.isLive) player.seek(step.atMs);
        if (!player.isLive) player.play();
        this.show(index, isAnew);
    }

    private show(index: number, isAnew: boolean): void {
        this.index = index;
        const { story, step } = this;
        if (story === null || step === null) return;
        const knobs = isAnew ? knobsOf(story, index) : step.knobs;
        if (knobs !== undefined) this.knobs.feature(knobs);
        // What is on show still belongs to the step before: it is watched from the next frame on.
        this.isSeen = step.seen === undefined && step.bet === undefined;
        this.changed.emit(undefined);
    }

    /** A bet is seen when it is answered. */
    see(): void {
        if (this.isSeen) return;
        this.isSeen = true;
        this.seen.emit(undefined);
    }

    private watch(): void {
        const { step, player } = this;
        const { frame } = player;
        if (this.isSeen || frame === null || player.isLoading || step?.seen === undefined) return;
        if (step.seen(frame, player)) this.see();
    }
}
