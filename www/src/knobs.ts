/** The form of knobs. What a pool may be is for the pool to say: each value is tried on one, and its answer is shown. */
import { WorkerPool, type PoolOptions } from "twinpool/live";
import type { Work } from "./demo.ts";
import { byId, setText } from "./dom.ts";
import { fields, merge } from "./fields.ts";
import { KnobFrame, numberIn, numberInput, optionKnob, problemWith, type OptionKnob } from "./knob.ts";
import { many } from "./format.ts";

type Options = WorkerPool["options"];

export interface KnobsListener {
    /** Take these options for a new pool. @throws what the pool throws */
    restart(options: PoolOptions): void;
}

interface WorkKnob {
    readonly key: keyof Work;
    readonly name: string;
    readonly most: number;
    readonly frame: KnobFrame;
    readonly input: HTMLInputElement;
}

export class Knobs {
    private readonly options: readonly OptionKnob[] = fields.map(optionKnob);
    private readonly works: readonly WorkKnob[] = [
        workKnob("failurePercent", "failure-rate", "Failing attempts", "%, 0 to 100", "The failure rate", 100, 5),
        workKnob("attemptMs", "attempt-time", "Time per attempt", "ms, 0 to 60,000", "The time per attempt", 60_000, 50),
    ];
    private readonly form = byId("knobs", HTMLFormElement);
    private readonly pending = byId("knobs-pending", HTMLElement);
    private readonly error = byId("knobs-error", HTMLElement);
    private inForce: Options | null = null;
    private readonly settled: Work;

    constructor(
        private readonly work: Work,
        private readonly listener: KnobsListener,
    ) {
        this.settled = { ...work };
        for (const knob of this.works) {
            byId("knobs-work", HTMLElement).append(knob.frame.element);
            knob.input.addEventListener("input", () => {
                this.takeWork(knob);
            });
            knob.input.addEventListener("change", () => {
                this.settled[knob.key] = this.work[knob.key];
            });
            knob.input.addEventListener("keydown", (event) => {
                if (event.key === "Enter") event.preventDefault(); // it is in force already; Enter need not start again
            });
        }
        for (const knob of this.options) {
            byId(`knobs-${knob.group}`, HTMLElement).append(knob.frame.element);
            const { control } = knob.frame;
            control.addEventListener("change", () => {
                check(knob);
                this.sayPending();
            });
            control.addEventListener("input", () => {
                if (knob.frame.isExplaining) check(knob);
                this.sayPending();
            });
        }
        this.form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.submit();
        });
    }

    /** Writes the values of these options and of the work into the form. */
    show(options: Options): void {
        for (const knob of this.options) {
            knob.show(options);
            knob.frame.explain(null);
        }
        for (const knob of this.works) {
            this.settled[knob.key] = this.work[knob.key];
            knob.input.value = String(this.work[knob.key]);
            knob.frame.explain(null);
        }
        this.sayPending();
    }

    /** Tells which options the running pool has, so that the form can say what waits for the next one. */
    running(options: Options): void {
        this.inForce = options;
        this.sayPending();
    }

    /** A value counts as it is typed; one that turns out impossible leaves the work as it was before the typing. */
    private takeWork(knob: WorkKnob): void {
        const { key, name, most, frame, input } = knob;
        const value = numberIn(input) ?? NaN;
        const fine = value >= 0 && value <= most;
        frame.explain(fine ? null : `${name} must be a number from 0 to ${most.toLocaleString("en")}; it stays at ${this.settled[key]}`);
        this.work[key] = fine ? value : this.settled[key];
    }

    private submit(): void {
        this.error.hidden = true;
        const [wrongOption] = this.options.filter((knob) => !check(knob)); // every wrong one is explained, not only the first
        const wrong = this.works.find(({ frame }) => frame.isExplaining) ?? wrongOption;
        if (wrong !== undefined) {
            wrong.frame.control.focus();
            return;
        }
        const problem = problemWith(() => {
            this.listener.restart(merge(this.options.map((knob) => knob.read())));
        });
        setText(this.error, problem ?? "");
        this.error.hidden = problem === null;
    }

    private sayPending(): void {
        const { inForce } = this;
        const waiting = inForce === null ? 0 : this.options.filter((knob) => knob.differsFrom(inForce)).length;
        setText(this.pending, waiting === 0 ? "" : `${many(waiting, "change")} ${waiting === 1 ? "waits" : "wait"} for “Start again”.`);
    }
}

/** Tries the knob's value on a pool that is thrown away at once, and shows what it says. */
function check(knob: OptionKnob): boolean {
    const problem = problemWith(() => {
        new WorkerPool(knob.read()).free();
    });
    knob.frame.explain(problem);
    return problem === null;
}

function workKnob(key: keyof Work, id: string, label: string, hint: string, name: string, most: number, step: number): WorkKnob {
    const input = numberInput(step, 0);
    input.max = String(most);
    return { key, name, most, input, frame: new KnobFrame(input, id, label, hint) };
}
