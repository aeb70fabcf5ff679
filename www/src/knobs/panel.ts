/** All knobs: four that matter for what is on show stand open, the rest in groups, each with its values in a few words. */
import { byId, make, setText } from "../dom.ts";
import type { Player } from "../player.ts";
import type { Json } from "../paths.ts";
import type { Workbench } from "../workbench.ts";
import { FIELDS, GROUPS, fieldAt, type Field, type Group } from "./fields.ts";
import { makeKnob, type Knob } from "./knob.ts";
import { Turning, type Change } from "./turning.ts";
import { inWords } from "./words.ts";

/** A run that begins anew with every movement of a slider would be a flicker. */
const RESTART_MS = 90;

export const USUAL = ["load.arrivals.ratePerSecond", "pool.workers", "work.failureProbability", "pool.retry.holdWorker"] as const;

export class Knobs {
    private readonly open = make("div", { class: "knobs-open" });
    /** At the knob that was turned: what came of it, while that holds. */
    private readonly note = make("p", { class: "knobs-note muted small", "aria-live": "polite" });
    /** For what the knobs come to; figures/balance.ts fills it. */
    private readonly balance = make("div", { id: "balance", class: "balance" });
    private readonly groups = new Map<Group, { readonly words: HTMLElement; readonly knobs: readonly Knob[] }>();
    private featured: Knob[] = [];
    private paths: readonly string[] = USUAL;
    private timer: ReturnType<typeof setTimeout> | null = null;
    private waiting: Change | null = null;
    private isTurning = false;
    private readonly turning = new Turning();

    constructor(
        private readonly workbench: Workbench,
        player: Player,
    ) {
        const place = byId("knobs-all", HTMLElement);
        place.append(this.open, this.balance, ...(Object.keys(GROUPS) as Group[]).map((group) => this.group(group)));
        player.loaded.on(() => {
            this.show();
        });
        workbench.changed.on(() => {
            // Taken back, or changed elsewhere: what the note tells of is over.
            if (!this.isTurning) this.tell("");
        });
        player.drawn.on(() => {
            // Scrubbing past the turn of a knob turns it.
            if (player.setup.turns.length > 0) this.show();
        });
    }

    /** Which knobs stand open: those that matter for what is on show. */
    feature(paths: readonly string[]): void {
        this.paths = paths;
        this.featured = [];
        this.show();
        // On a phone they stand side by side.
        this.open.scrollLeft = 0;
    }

    private group(group: Group): HTMLElement {
        const knobs = FIELDS.filter((field) => field.group === group).map((field) => this.knob(field));
        const words = make("span", { class: "muted small" });
        this.groups.set(group, { words, knobs });
        return make("details", { class: "knobs-group" }, make("summary", {}, make("b", {}, GROUPS[group]), words), ...knobs.map(({ element }) => element));
    }

    private knob(field: Field): Knob {
        const knob = makeKnob(field, (turned, value) => {
            this.tell("");
            // What can not be turned throws.
            const isAtOnce = this.turn(turned, value);
            if (this.note.parentElement !== knob.element) knob.element.append(this.note);
            this.tell(isAtOnce ? "Takes effect at once." : "Begins the run anew.");
        });
        return knob;
    }

    private tell(words: string): void {
        setText(this.note, words);
    }

    /** What takes effect at once does so, and gives true; what begins the run anew waits until the hand rests. */
    private turn(field: Field, value: Json): boolean {
        const { workbench } = this;
        const isAtOnce = workbench.isTurned(field.path);
        const change = this.turning.of(field, value, workbench.scenario);
        workbench.check(change.path, change.value);
        this.waiting = change;
        if (isAtOnce) this.make();
        else {
            if (this.timer !== null) clearTimeout(this.timer);
            this.timer = setTimeout(() => {
                this.make();
            }, RESTART_MS);
        }
        return isAtOnce;
    }

    private make(): void {
        const { waiting } = this;
        this.waiting = null;
        if (waiting === null) return;
        this.isTurning = true;
        try {
            this.workbench.change(waiting.path, waiting.value);
        } finally {
            this.isTurning = false;
        }
    }

    private show(): void {
        if (this.waiting !== null) return;
        const { scenario } = this.workbench;
        this.turning.note(scenario);
        const featured = this.paths.map((path) => fieldAt(path, scenario)).filter((field) => field !== undefined);
        if (featured.length !== this.featured.length || featured.some((field, n) => field !== this.featured[n]?.field)) {
            this.featured = featured.map((field) => this.knob(field));
            this.open.replaceChildren(...this.featured.map(({ element }) => element));
        }
        for (const knob of this.featured) knob.show(scenario);
        for (const [group, { words, knobs }] of this.groups) {
            setText(words, inWords(group, scenario));
            for (const knob of knobs) {
                knob.element.hidden = !(knob.field.isThere?.(scenario) ?? true);
                if (!knob.element.hidden) knob.show(scenario);
            }
        }
    }
}
