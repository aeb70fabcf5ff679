/** The button that shares. What it opens is loaded when it is first asked for. */
import { byId, messageOf } from "../dom.ts";
import { Late } from "../late.ts";
import type { Player } from "../player.ts";
import { complain } from "../problem.ts";
import type { Address } from "./address.ts";
import type { ShareDialog } from "./dialog.ts";

export function offerSharing(player: Player, address: Address, module: WebAssembly.Module): void {
    const dialog = new Late<ShareDialog>(() => import("./dialog.ts").then(({ ShareDialog }) => new ShareDialog(player, address, module)));
    const open = async (): Promise<void> => {
        try {
            (await dialog.get()).open();
        } catch (error) {
            complain(`The page could not load what shares it: ${messageOf(error)}.`);
        }
    };
    byId("share", HTMLButtonElement).addEventListener("click", () => {
        void open();
    });
}
