/** The button and the key that ask for help. */
import { byId, make, messageOf } from "./dom.ts";
import { offerKeys } from "./keys.ts";
import { Late } from "./late.ts";
import { complain } from "./problem.ts";

export function offerHelp(): void {
    const help = new Late(() => import("./help.ts"));
    const dialog = make("dialog", { id: "help-dialog", class: "help", "aria-labelledby": "help-title" });
    document.body.append(dialog);
    const open = (): void => {
        help.get().then(
            ({ helpIn }) => {
                dialog.replaceChildren(...helpIn(dialog));
                if (!dialog.open) dialog.showModal();
            },
            (error: unknown) => {
                complain(`The help could not be loaded: ${messageOf(error)}.`);
            },
        );
    };
    byId("help", HTMLButtonElement).addEventListener("click", open);
    dialog.addEventListener("click", (event) => {
        if (event.target === dialog) dialog.close();
    });
    offerKeys({ key: "?", does: "This help", run: open });
}
