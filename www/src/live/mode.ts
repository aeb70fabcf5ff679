/** The switch between the two clocks, and the buttons of the live one. */
import type { Asked } from "../share/address.ts";
import { byId, make, messageOf } from "../dom.ts";
import { count } from "../format.ts";
import type { Player } from "../player.ts";
import { complain } from "../problem.ts";
import { Signal } from "../signal.ts";
import { Agreement } from "./agreement.ts";
import { LivePanel } from "./panel.ts";
import { loadPools, type Pools } from "./pool.ts";
import { LiveRun, MOST_WORKERS } from "./run.ts";

const COMPARE_EVERY_MS = 250;

export class Mode {
    /** The other clock was chosen. */
    readonly changed = new Signal<undefined>();
    private readonly radios = [...byId("mode", HTMLFieldSetElement).querySelectorAll("input")];
    private readonly panel = new LivePanel();
    private readonly sendOne = button("Send one");
    private readonly sendMany = button("Send 20");
    private readonly stop = button("Stop");
    private readonly abort = button("Abort");
    private readonly again = button("Start again");
    private pools: Pools | null = null;
    private run: LiveRun | null = null;
    private agreement: Agreement | null = null;
    private comparedAt = -Infinity;
    private isOver = false;

    constructor(private readonly player: Player) {
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
        for (const radio of this.radios) {
            radio.addEventListener("change", () => {
                this.follow();
            });
        }
        player.loaded.on(() => {
            // Another scenario, or a knob: the live run begins anew.
            if (player.isLive) this.begin();
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

    /** What a link says of the clock. */
    linkParts(): [string, string][] {
        return this.player.isLive ? [["clock", "live"]] : [];
    }

    /** @throws RangeError */
    read({ rest }: Asked): void {
        const clock = rest.get("clock");
        if (clock !== undefined && clock !== "live") throw new RangeError("its clock can only be live");
        this.choose(clock ?? "simulate");
    }

    private choose(mode: string): void {
        for (const radio of this.radios) radio.checked = radio.value === mode;
        this.follow();
    }

    private follow(): void {
        if (this.isLiveChosen && !this.player.isLive) this.begin();
        else if (!this.isLiveChosen && this.player.isLive) this.leave();
    }

    private get isLiveChosen(): boolean {
        return this.radios.some(({ value, checked }) => checked && value === "live");
    }

    private async load(): Promise<void> {
        try {
            this.pools = await loadPools();
        } catch (error) {
            complain(`The live pool could not be loaded: ${messageOf(error)}.`);
            this.choose("simulate");
        }
        this.follow();
    }

    private begin(): void {
        const { pools } = this;
        if (pools === null) {
            void this.load();
            return;
        }
        const scenario = this.player.scenarioNow();
        this.agreement?.end();
        this.agreement = null;
        if (scenario.pool.workers > MOST_WORKERS) {
            complain(`Live, the page shows at most ${count(MOST_WORKERS)} workers; this scenario has ${count(scenario.pool.workers)}.`);
            this.choose("simulate");
            return;
        }
        this.run = new LiveRun(pools, scenario);
        this.agreement = new Agreement(this.run);
        this.isOver = false;
        this.comparedAt = -Infinity;
        document.documentElement.dataset.clock = "live";
        this.panel.begin(scenario);
        this.player.showLive(this.run);
        this.show();
        this.changed.emit(undefined);
    }

    private leave(): void {
        this.agreement?.end();
        this.agreement = null;
        this.run = null;
        delete document.documentElement.dataset.clock;
        this.panel.hide();
        this.player.showLive(null);
        this.changed.emit(undefined);
    }

    private show(): void {
        const isOpen = this.run?.isOpen === true;
        for (const control of [this.sendOne, this.sendMany, this.stop]) control.disabled = !isOpen;
        this.isOver = false;
    }
}

const button = (text: string): HTMLButtonElement => make("button", { type: "button", class: "button" }, text);
