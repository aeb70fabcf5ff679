/** What takes a while: a button that begins it, how far it has got, a way out, and what came of it. */
import { make, messageOf, setText } from "../dom.ts";
import { MOST_UNASKED } from "./plan.ts";
import { remaining } from "./remaining.ts";

export interface Told {
    readonly signal: AbortSignal;
    /** How much of it is done, 0 to 1, and what is being done; how long the rest takes is said besides. */
    tell(share: number, words: string): void;
}

export class Running {
    readonly element: HTMLElement;
    private readonly begin: HTMLButtonElement;
    private readonly cancel = make("button", { type: "button", class: "button tool-cancel" }, "Cancel");
    private readonly bar = make("progress", { max: "1", value: "0", "aria-label": "How far it has got" });
    private readonly words = make("p", { class: "tool-words muted", role: "status" });
    private abort: AbortController | null = null;

    /** @param work does it, and gives what to say when it is done */
    constructor(
        private readonly label: string,
        private readonly work: (told: Told) => Promise<string>,
    ) {
        this.begin = make("button", { type: "button", class: "button primary tool-begin" }, label);
        this.begin.addEventListener("click", () => {
            this.start();
        });
        this.cancel.addEventListener("click", () => {
            this.stop("Cancelled.");
        });
        this.element = make("div", { class: "tool-run" }, this.begin, this.cancel, this.bar, this.words);
        this.show(false);
    }

    get isRunning(): boolean {
        return this.abort !== null;
    }

    /**
     * Begins what a link asks for, if it does not take long; else it is for a person to begin it.
     * @param work in attempts, at the most
     * @param plan what it would be, in words
     */
    offer(work: number, plan: string): void {
        if (work <= MOST_UNASKED) this.start();
        else {
            const words = `The link asks for ${plan}. That may take long: press “${this.label}” to begin.`;
            this.stop(words);
            this.say(words);
        }
    }

    start(): void {
        this.abort?.abort();
        const abort = new AbortController();
        this.abort = abort;
        this.bar.value = 0;
        this.show(true);
        setText(this.words, "Running beside the page …");
        const since = performance.now();
        const told: Told = {
            signal: abort.signal,
            tell: (share, words) => {
                if (this.abort !== abort) return;
                this.bar.value = share;
                setText(this.words, `${words}${remaining(performance.now() - since, share)}`);
            },
        };
        this.work(told).then(
            (words) => {
                this.end(abort, words);
            },
            (error: unknown) => {
                this.end(abort, `It could not be done: ${messageOf(error)}.`);
            },
        );
    }

    /** Whatever runs no longer matters. */
    stop(words: string): void {
        const { abort } = this;
        if (abort === null) return;
        this.end(abort, words);
        abort.abort();
    }

    say(words: string): void {
        setText(this.words, words);
    }

    private end(abort: AbortController, words: string): void {
        if (this.abort !== abort) return;
        this.abort = null;
        this.show(false);
        setText(this.words, words);
    }

    private show(isRunning: boolean): void {
        const hadFocus = document.activeElement === this.cancel;
        this.element.classList.toggle("is-running", isRunning);
        this.element.setAttribute("aria-busy", String(isRunning));
        this.cancel.disabled = !isRunning;
        // What is no longer there can't keep the focus.
        if (hadFocus && !isRunning) this.begin.focus();
    }
}
