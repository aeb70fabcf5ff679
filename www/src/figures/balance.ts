/** The offered load, in workers, against how many there are: the one sum that tells whether a line keeps growing. */
import type { CompleteScenario } from "twinpool/sim";
import { byId, make, setText } from "../dom.ts";
import { brief, count, digits, duration, many } from "../format.ts";
import type { Player } from "../player.ts";
import type { Workbench } from "../workbench.ts";
import { asked, type Asked } from "./asked.ts";

/** From here on waits are long, though it can be done. */
const TIGHT = 0.9;
/** So near to a full load that the first digits don't tell which side of it. */
const NEAR = 0.02;

export class Balance {
    private readonly title = make("h3", { class: "muted" });
    private readonly workers = make("span");
    private readonly work = make("span", { class: "balance-bar split-busy" });
    private readonly backoff = make("span", { class: "balance-bar split-backoff" });
    private readonly room = make("span", { class: "balance-room" });
    private readonly mark = make("span", { class: "balance-mark" });
    private readonly workLabel = make("span");
    private readonly backoffLabel = make("span");
    private readonly words = make("p", { class: "balance-words" });
    private readonly picture = make("div", { class: "balance-picture" });
    private shown: CompleteScenario | null = null;

    constructor(
        player: Player,
        private readonly workbench: Workbench,
    ) {
        for (const bar of [this.work, this.backoff]) bar.style.height = "12px";
        this.picture.append(
            make("span", { class: "balance-workers", "aria-hidden": "true" }, this.workers),
            this.work,
            this.backoff,
            this.room,
            this.mark,
            make("span", { class: "balance-labels" }, this.workLabel, this.backoffLabel),
        );
        byId("balance", HTMLElement).append(this.title, this.picture, this.words);
        player.loaded.on(() => {
            this.show(workbench.scenario);
        });
        player.drawn.on(() => {
            // Scrubbing past the turn of a knob turns it.
            if (player.setup.turns.length > 0) this.show(this.workbench.scenario);
        });
    }

    private show(scenario: CompleteScenario): void {
        if (scenario === this.shown) return;
        this.shown = scenario;
        const { workers } = scenario.pool;
        setText(this.title, `Offered load on ${many(workers, "worker")}`);
        const sum = asked(scenario);
        this.picture.hidden = sum === null;
        if (sum !== null) this.draw(sum, workers);
        this.words.replaceChildren(...(sum === null ? ["No formula gives the offered load: see what the run does."] : sentence(sum, scenario)));
    }

    private draw({ work, backoff }: Asked, workers: number): void {
        const whole = 1.08 * Math.max(workers, work + backoff);
        const place = (element: HTMLElement, from: number, length: number): void => {
            element.style.left = `${((100 * from) / whole).toFixed(2)}%`;
            element.style.width = `${((100 * length) / whole).toFixed(2)}%`;
        };
        place(this.work, 0, work);
        place(this.backoff, work, backoff);
        place(this.room, 0, workers);
        this.mark.style.left = `${((100 * workers) / whole).toFixed(2)}%`;
        setText(this.workers, many(workers, "worker"));
        this.workers.style.marginLeft = `clamp(0%, calc(${((100 * workers) / whole).toFixed(2)}% - 36px), calc(100% - 90px))`;
        setText(this.workLabel, `${few(work)} work`);
        setText(this.backoffLabel, backoff > 0 ? `${few(backoff)} waiting to retry` : "");
    }
}

function sentence({ work, backoff, isClosed, taskMs }: Asked, { pool, work: { outages } }: CompleteScenario): (string | Node)[] {
    const { workers } = pool;
    if (isClosed) {
        return taskMs === 0
            ? ["The sender never pauses, and tasks take no time."]
            : [
                  "The sender never pauses, so all workers are taken. A task holds one for ",
                  make("b", {}, duration(taskMs)),
                  `: ${count(workers)} ${workers === 1 ? "finishes" : "finish"} ${digits((1000 * workers) / taskMs)} a second.`,
              ];
    }
    const all = work + backoff;
    const sum = [make("b", {}, Math.abs(all / workers - 1) < NEAR ? all.toFixed(2) : tenths(all)), " workers needed, ", make("b", {}, count(workers)), " there: "];
    const aside = outages.length > 0 ? " Outages come on top." : "";
    return [...sum, `${verdict(all / workers, pool)}${aside}`];
}

/** Below the bar there is less room than in the sentence. */
const few = (n: number): string => (n < 100 ? tenths(n) : brief(n));

const tenths = (n: number): string => (n < 100 ? n.toFixed(1) : count(n));

function verdict(load: number, { whenFull, bufferSize }: CompleteScenario["pool"]): string {
    if (load >= 1 && whenFull === "wait") return "the line keeps growing.";
    if (load >= 1 && bufferSize === null) return "the buffer keeps growing.";
    if (load >= 1) return whenFull === "reject" ? "what is too much is turned away." : "the oldest are pushed out.";
    return load >= TIGHT ? "enough, with long waits." : "room to spare.";
}
