/** The workers: a lane each, or, when there are many, one bar of their states. */
import type { PoolSnapshot, WorkerSnapshot } from "twinpool/live";
import { make, setFill, setState, setText } from "./dom.ts";
import { count, seconds } from "./format.ts";

const mostLanes = 40;
const roomyLanes = 6;
const mostPips = 6;

export class Lanes {
    private lanes: Lane[] = [];
    private bar: StateBar | null = null;

    constructor(
        private readonly list: HTMLElement,
        private readonly counter: HTMLElement,
    ) {}

    /** Makes the lanes of a new pool. */
    reset(workers: number, maxAttempts: number): void {
        this.list.replaceChildren();
        this.lanes = [];
        this.bar = null;
        this.list.dataset.size = workers <= roomyLanes ? "roomy" : workers <= mostLanes ? "tight" : "bar";
        if (workers > mostLanes) {
            this.bar = new StateBar();
            this.list.append(this.bar.element);
        } else {
            this.lanes = Array.from({ length: workers }, (_, index) => new Lane(index + 1, maxAttempts, workers > roomyLanes));
            this.list.append(...this.lanes.map((lane) => lane.element));
        }
    }

    draw({ atMs, workers }: PoolSnapshot): void {
        const states = { running: 0, backoff: 0, idle: 0 };
        for (const worker of workers) states[worker.state] += 1;
        const said = [`${count(states.running)} busy`, `${count(states.backoff)} in backoff`, `${count(states.idle)} idle`];
        setText(this.counter, said.join(", "));
        this.bar?.draw(states, workers.length);
        this.lanes.forEach((lane, index) => {
            const worker = workers[index];
            if (worker !== undefined) lane.draw(worker, atMs);
        });
    }
}

class Lane {
    readonly element: HTMLElement;
    private readonly task = make("span", { class: "mark", "aria-hidden": "true" });
    private readonly pips = make("span", { class: "pips", "aria-hidden": "true" });
    private readonly spoken = make("span", { class: "unseen" });
    private readonly text = make("span", { class: "lane-text" });
    private readonly fill = make("span");

    constructor(
        number: number,
        private readonly maxAttempts: number,
        private readonly terse: boolean,
    ) {
        const name = make("span", { class: "lane-name" }, make("span", { class: "word" }, "Worker "), String(number));
        const bar = make("span", { class: "lane-bar", "aria-hidden": "true" }, this.fill);
        if (maxAttempts <= mostPips) {
            for (let pip = 0; pip < maxAttempts; pip++) this.pips.append(make("span", { class: "pip" }));
        }
        this.element = make("li", { class: "lane" }, name, this.task, this.spoken, this.pips, this.text, bar);
    }

    draw(worker: WorkerSnapshot, atMs: number): void {
        setState(this.element, worker.state);
        if (worker.state === "idle") {
            setText(this.task, "");
            setState(this.task, "empty");
            setText(this.spoken, "");
            setText(this.text, "idle");
            setFill(this.fill, 0);
            this.drawPips(0, false);
            return;
        }
        setText(this.task, String(worker.id));
        setState(this.task, worker.state);
        setText(this.spoken, `task ${worker.id}, attempt ${worker.attempt} of ${this.maxAttempts}: `);
        this.drawPips(worker.attempt, worker.state === "backoff");
        if (worker.state === "running") {
            const time = seconds(atMs - worker.sinceMs);
            setText(this.text, this.terse ? `▸ ${time}` : `at work ${time}`);
            setFill(this.fill, 1);
        } else {
            const left = worker.untilMs - atMs;
            const what = worker.attempt < this.maxAttempts ? "retry in" : "pauses for";
            setText(this.text, `${this.terse ? "↻" : what} ${seconds(left)}`);
            setFill(this.fill, left / (worker.untilMs - worker.sinceMs));
        }
    }

    /** One pip for each attempt allowed: crossed when it failed, full while it runs, hollow when it is still to come. */
    private drawPips(attempt: number, failed: boolean): void {
        if (this.maxAttempts > mostPips) {
            setText(this.pips, attempt === 0 ? "" : `${count(attempt)} of ${count(this.maxAttempts)}`);
            return;
        }
        [...this.pips.children].forEach((pip, index) => {
            const state = index + 1 < attempt || (index + 1 === attempt && failed) ? "failed" : index + 1 === attempt ? "running" : "ahead";
            if (pip instanceof HTMLElement) setState(pip, state);
        });
    }
}

const barStates = ["running", "backoff", "idle"] as const;

class StateBar {
    readonly element = make("li", { class: "state-bar" });
    private readonly parts = barStates.map((state) => {
        const part = make("span", { "data-state": state });
        this.element.append(part);
        return { state, part };
    });

    draw(states: Readonly<Record<(typeof barStates)[number], number>>, workers: number): void {
        for (const { state, part } of this.parts) {
            const width = `${((states[state] / workers) * 100).toFixed(2)}%`;
            if (part.style.width !== width) part.style.width = width;
        }
    }
}
