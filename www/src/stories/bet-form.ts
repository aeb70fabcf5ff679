/** Asks for a bet, and then lets the simulator say what is right. */
import { make, messageOf } from "../dom.ts";
import type { Bet } from "./story.ts";

export class BetForm {
    readonly element = make("form", { class: "bet" });
    private readonly abort = new AbortController();

    constructor(
        private readonly bet: Bet,
        private readonly revealed: () => void,
    ) {
        const choices = bet.choices.map((choice, n) =>
            make("label", {}, make("input", { type: "radio", name: "bet", value: String(n), autocomplete: "off" }), make("span", {}, choice)),
        );
        this.element.append(
            make("fieldset", {}, make("legend", { class: "unseen" }, bet.question), ...choices),
            make("button", { class: "button bet-show" }, "Show me"),
        );
        this.element.addEventListener("submit", (event) => {
            event.preventDefault();
            const chosen = new FormData(this.element).get("bet");
            this.reveal(chosen === null ? null : Number(chosen)).catch((error: unknown) => {
                if (!this.abort.signal.aborted) this.say(`The simulator could not answer: ${messageOf(error)}.`);
            });
        });
    }

    /** Nobody waits for the answer any more. */
    end(): void {
        this.abort.abort();
    }

    private async reveal(chosen: number | null): Promise<void> {
        const { bet } = this;
        this.say("The simulator runs it …");
        const { choice, found } = await bet.reveal(this.abort.signal);
        if (this.abort.signal.aborted) return;
        const right = bet.choices[choice] ?? "";
        const yours = chosen === null || chosen === choice ? "" : ` (you bet “${bet.choices[chosen] ?? ""}”)`;
        this.say(make("b", {}, `${chosen === choice ? "As you bet" : "The answer"}: ${right}`), `${yours}. ${found}`);
        this.revealed();
    }

    private say(...what: (Node | string)[]): void {
        this.element.replaceChildren(make("p", { class: "bet-found", role: "status" }, ...what));
    }
}
