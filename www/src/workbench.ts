/** Changes to what is run, checked before they are made, and taken back again. */
import { checkScenario, type CompleteScenario, type Scenario } from "twinpool/sim";
import { knobOf, type Setup } from "./setup.ts";
import { changeInWords } from "./knobs/told.ts";
import { fieldsOf, valueAt, withValue, type Json } from "./paths.ts";
import type { Player } from "./player.ts";
import { Signal } from "./signal.ts";

interface Past {
    readonly setup: Setup;
    readonly atMs: number;
    /** What was changed then: taken back or made again, it is the same change. */
    readonly change: Change;
}

interface Change {
    readonly before: CompleteScenario;
    readonly after: CompleteScenario;
    /** Where it has a name of its own. */
    readonly name: string | null;
}

const MOST_KEPT = 200;
/** Changes to one field that follow so quickly are one drag, and taken back as one. */
const ONE_DRAG_MS = 700;
const NOTHING_YET = { path: "", at: -Infinity };

export class Workbench {
    /** What can be taken back has changed. */
    readonly changed = new Signal<undefined>();
    /** This was taken back, by its name: null for what is no more than its fields. */
    readonly tookBack = new Signal<string | null>();
    /** And this was made again. */
    readonly madeAgain = new Signal<string | null>();
    private undone: Past[] = [];
    private done: Past[] = [];
    private last = NOTHING_YET;

    constructor(private readonly player: Player) {}

    /** The scenario as the knobs stand. */
    get scenario(): CompleteScenario {
        return this.player.scenarioNow();
    }

    /** What would be taken back, in words: "Workers 3 → 5", "story “Bursts”"; null where there is nothing. */
    get undoes(): string | null {
        const change = this.done.at(-1)?.change;
        return change === undefined ? null : (change.name ?? changeInWords(change.before, change.after));
    }

    /** Whether a change of this field takes effect at once, and the run goes on: not where it has not begun or is over. */
    isTurned(path: string): boolean {
        const { player } = this;
        return knobOf(path, this.scenario) !== null && !player.isLive && player.nowMs > 0 && player.frame?.isFinished === false;
    }

    /** @throws what `change` would throw */
    check(path: string, value: Json): void {
        checkScenario(withValue(this.scenario, path, value));
    }

    /**
     * Changes one field.
     * @throws RangeError or TypeError that names the field; then nothing has changed
     */
    change(path: string, value: Json): void {
        const old = this.scenario;
        if (valueAt(old, path) === value) return;
        const scenario = checkScenario(withValue(old, path, value));
        this.remember(path, { before: old, after: scenario, name: null });
        const knob = knobOf(path, old);
        if (knob !== null && typeof value === "number" && this.isTurned(path)) this.player.turn(knob, value);
        else this.player.load({ scenario, turns: [] });
        this.changed.emit(undefined);
    }

    /**
     * Another scenario altogether; it is checked.
     * @param name what is taken back when this is undone, where it is more than its fields
     * @throws RangeError or TypeError that names the field
     */
    replace(scenario: unknown, turns: Setup["turns"] = [], atMs = 0, name: string | null = null): void {
        const checked = checkScenario(scenario as Scenario);
        this.remember("", { before: this.scenario, after: checked, name });
        this.player.load({ scenario: checked, turns }, atMs);
        this.changed.emit(undefined);
    }

    // What is swapped for another has to be whole: when a turn takes effect, only the engine knows.
    undo(): void {
        this.player.afterTurns(() => {
            this.swap(this.done, this.undone, this.tookBack);
        });
    }

    redo(): void {
        this.player.afterTurns(() => {
            this.swap(this.undone, this.done, this.madeAgain);
        });
    }

    private swap(from: Past[], to: Past[], told: Signal<string | null>): void {
        const past = from.pop();
        if (past === undefined) return;
        const { player } = this;
        to.push({ setup: player.setup, atMs: player.nowMs, change: past.change });
        this.last = NOTHING_YET;
        // A turn is taken back where one stands; a run that began anew goes back to where the old one was.
        player.load(past.setup, sameStart(past.setup, player.setup) ? player.nowMs : past.atMs);
        this.changed.emit(undefined);
        told.emit(past.change.name);
    }

    private remember(path: string, change: Change): void {
        const { player } = this;
        const at = performance.now();
        const isOneDrag = path !== "" && path === this.last.path && at - this.last.at < ONE_DRAG_MS;
        this.last = { path, at };
        this.undone = [];
        const begun = isOneDrag ? this.done.pop() : undefined;
        if (begun === undefined) {
            // Where the run begins anew, the engine will not say any more when it made the turns that are under way.
            this.done.push({ setup: player.setupAt(player.nowMs), atMs: player.nowMs, change });
        } else if (isSame(begun.change.before, change.after)) {
            // There and back again: the next turn is not part of what came before that.
            this.last = NOTHING_YET;
        } else {
            this.done.push({ ...begun, change: { ...change, before: begun.change.before } });
        }
        if (this.done.length > MOST_KEPT) this.done.shift();
    }
}

function sameStart(one: Setup, other: Setup): boolean {
    return isSame(one.scenario, other.scenario);
}

function isSame(one: CompleteScenario, other: CompleteScenario): boolean {
    const fields = fieldsOf(other);
    return [...fieldsOf(one)].every(([path, value]) => JSON.stringify(fields.get(path)) === JSON.stringify(value));
}
