/** The switch between the two clocks. All that the live one needs is loaded when it is chosen. */
import type { Asked } from "../share/address.ts";
import { byId, messageOf } from "../dom.ts";
import { Late } from "../late.ts";
import type { Player } from "../player.ts";
import { complain } from "../problem.ts";
import { Signal } from "../signal.ts";
import type { Live } from "./live.ts";

export class Mode {
    /** The other clock was chosen. */
    readonly changed = new Signal<undefined>();
    private readonly radios = [...byId("mode", HTMLFieldSetElement).querySelectorAll("input")];
    private readonly late: Late<Live>;
    private live: Live | null = null;

    constructor(private readonly player: Player) {
        this.late = new Late(async () => (await import("./live.ts")).loadLive(player));
        for (const radio of this.radios) {
            radio.addEventListener("change", () => {
                this.follow();
            });
        }
        player.loaded.on(() => {
            // Another scenario, or a knob: the live run begins anew.
            if (player.isLive) this.begin();
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
            this.live = await this.late.get();
        } catch (error) {
            complain(`The live pool could not be loaded: ${messageOf(error)}.`);
            this.choose("simulate");
        }
        this.follow();
    }

    private begin(): void {
        const { live } = this;
        if (live === null) void this.load();
        else if (live.begin()) this.changed.emit(undefined);
        else this.choose("simulate");
    }

    private leave(): void {
        this.live?.leave();
        this.changed.emit(undefined);
    }
}
