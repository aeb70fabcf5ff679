/** The live clock: its runs, their buttons, and the comparison with the simulation. */
import { byId, make } from "../dom.ts";
import { count } from "../format.ts";
import type { Player } from "../player.ts";
import { complain } from "../problem.ts";
import { Agreement } from "./agreement.ts";
import { LivePanel } from "./panel.ts";
import { loadPools, type Pools } from "./pool.ts";
import { LiveRun, MOST_WORKERS } from "./run.ts";

const COMPARE_EVERY_MS = 250;

/** With the pool's wasm, which is another than the simulator's. */
export async function loadLive(player: Player): Promise<Live> {
    return new Live(player, await loadPools());
}

export class Live {
    private readonly panel = new LivePanel();
    private readonly sendOne = button("Send one");
    private readonly sendMany = button("Send 20");
    private readonly stop = button("Stop");
    private readonly abort = button("Abort");
    private readonly again = button("Start again");
    private run: LiveRun | null = null;
    private agreement: Agreement | null = null;
    private comparedAt = -Infinity;
    private isOver = false;

    constructor(
        private readonly player: Player,
        private readonly pools: Pools,
    ) {
        const group = make("div", { class: "live-buttons", role: "group", "aria-label": "The live pool" }, this.sendOne, this.sendMany, this.stop, this.abort, this.again);
        byId("transport", HTMLElement).prepend(group);
        this.sendOne.addEventListener("click", () => this.run?.send(1));
        this.sendMany.addEventListener("click", () => this.run?.send(20));
        this.stop.addEventListener("click", () => {
            this.run?.stop();
            this.show();
        });
        this.abort.addEventListener("click", () => {
            this.run?.abort();
            this.show();
        });
        this.again.addEventListener("click", () => {
            this.begin();
        });
        player.drawn.on(({ atMs, isFinished }) => {
            const now = performance.now();
            if (this.run === null || this.agreement === null || this.isOver || now - this.comparedAt < COMPARE_EVERY_MS) return;
            this.comparedAt = now;
            const comparison = this.agreement.compare(atMs, isFinished);
            this.isOver = comparison.isOver;
            this.panel.show(comparison, this.run);
        });
    }

    /** Runs what is on show. False where that can't be done live, which is said. */
    begin(): boolean {
        const scenario = this.player.scenarioNow();
        this.agreement?.end();
        this.agreement = null;
        if (scenario.pool.workers > MOST_WORKERS) {
            complain(`Live, the page shows at most ${count(MOST_WORKERS)} workers; this scenario has ${count(scenario.pool.workers)}.`);
            return false;
        }
        this.run = new LiveRun(this.pools, scenario);
        this.agreement = new Agreement(this.run);
        // Also after all was done: what was sent since is to be told of.
        this.run.happened.on(() => {
            this.isOver = false;
        });
        this.comparedAt = -Infinity;
        document.documentElement.dataset.clock = "live";
        this.panel.begin(scenario);
        this.player.showLive(this.run);
        this.show();
        return true;
    }

    leave(): void {
        this.agreement?.end();
        this.agreement = null;
        this.run = null;
        delete document.documentElement.dataset.clock;
        this.panel.hide();
        this.player.showLive(null);
    }

    private show(): void {
        const isOpen = this.run?.isOpen === true;
        for (const control of [this.sendOne, this.sendMany, this.stop]) control.disabled = !isOpen;
        this.isOver = false;
    }
}

const button = (text: string): HTMLButtonElement => make("button", { type: "button", class: "button" }, text);
