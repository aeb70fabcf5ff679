/** A button that takes the player to the moment of what was chosen; there while one can go. */
import { make, setText } from "./dom.ts";
import { clock } from "./format.ts";
import type { Player } from "./player.ts";
import type { Selection } from "./selection.ts";

export class Going {
    readonly button = make("button", { type: "button", class: "link going", hidden: "" });
    private atMs: number | null = null;

    constructor(
        private readonly player: Player,
        private readonly selection: Selection,
    ) {
        this.button.addEventListener("click", () => {
            if (this.atMs !== null) player.seek(this.atMs);
        });
        player.moved.on(() => this.show());
        selection.changed.on(() => this.show());
    }

    /** Null for nowhere. */
    offer(atMs: number | null): void {
        this.atMs = atMs;
        this.show();
    }

    private show(): void {
        const { player, selection, atMs, button } = this;
        button.hidden = atMs === null || player.isPlaying || player.isLive || !selection.isPinned;
        if (atMs !== null) setText(button, `Go to ${clock(atMs)}`);
    }
}
