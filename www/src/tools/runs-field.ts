/** How often each scenario is run: a number that stands there before anything runs, and that a link tells where it is not the usual one. */
import { make, setText } from "../dom.ts";

const LEAST = 2;
const MOST = 1000;

export class RunsField {
    readonly element: HTMLElement;
    private readonly input: HTMLInputElement;
    private readonly problem = make("span", { class: "error", role: "alert" });

    constructor(
        private readonly label: string,
        private readonly usual: number,
        /** What a link calls it. */
        readonly name: string,
        changed: () => void,
    ) {
        this.input = make("input", { type: "number", min: String(LEAST), max: String(MOST), step: "1", "aria-label": label, autocomplete: "off" });
        this.input.value = String(usual);
        // As soon as one types: what was found with another number is old, and a number that can't be run is told of here.
        this.input.addEventListener("input", changed);
        this.input.addEventListener("input", () => {
            this.tell();
        });
        const id = `${name}-problem`;
        this.problem.id = id;
        this.input.setAttribute("aria-describedby", id);
        this.element = make("div", { class: "tool-runs" }, make("label", {}, make("span", { class: "muted" }, `${label} `), this.input), this.problem);
    }

    /** Null where there is no sense in it. */
    get found(): number | null {
        const { valueAsNumber } = this.input;
        return Number.isInteger(valueAsNumber) && valueAsNumber >= LEAST && valueAsNumber <= MOST ? valueAsNumber : null;
    }

    /** @throws RangeError */
    get runs(): number {
        const { found } = this;
        this.tell();
        if (found !== null) return found;
        this.input.focus();
        throw new RangeError(`${this.label.toLowerCase()} must be a whole number from ${LEAST} to ${MOST}`);
    }

    private tell(): void {
        const isWrong = this.found === null;
        this.input.setAttribute("aria-invalid", String(isWrong));
        setText(this.problem, isWrong ? `A whole number from ${LEAST} to ${MOST}.` : "");
    }

    linkParts(): [string, string][] {
        const { found } = this;
        return found === null || found === this.usual ? [] : [[this.name, String(found)]];
    }

    /** @throws RangeError that says what is wrong with the link */
    restore(rest: ReadonlyMap<string, string>): void {
        const text = rest.get(this.name);
        this.input.value = text ?? String(this.usual);
        this.tell();
        if (text === undefined || (/^\d+$/.test(text) && this.found !== null)) return;
        this.input.value = String(this.usual);
        this.tell();
        throw new RangeError(`the link’s number of runs, ${this.name}, must be from ${LEAST} to ${MOST}; got ${text.slice(0, 40)}`);
    }
}
