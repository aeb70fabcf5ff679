/** How often each scenario is run: a number that stands there before anything runs, and that a link tells where it is not the usual one. */
import { make } from "../dom.ts";

const LEAST = 2;
const MOST = 1000;

export class RunsField {
    readonly element: HTMLElement;
    private readonly input: HTMLInputElement;

    constructor(
        private readonly label: string,
        private readonly usual: number,
        /** What a link calls it. */
        readonly name: string,
        changed: () => void,
    ) {
        this.input = make("input", { type: "number", min: String(LEAST), max: String(MOST), step: "1", "aria-label": label, autocomplete: "off" });
        this.input.value = String(usual);
        this.input.addEventListener("change", changed);
        this.element = make("label", { class: "tool-runs" }, make("span", { class: "muted" }, `${label} `), this.input);
    }

    /** Null where there is no sense in it. */
    get found(): number | null {
        const { valueAsNumber } = this.input;
        return Number.isInteger(valueAsNumber) && valueAsNumber >= LEAST && valueAsNumber <= MOST ? valueAsNumber : null;
    }

    /** @throws RangeError */
    get runs(): number {
        const { found } = this;
        if (found === null) throw new RangeError(`${this.label.toLowerCase()} must be a whole number from ${LEAST} to ${MOST}`);
        return found;
    }

    linkParts(): [string, string][] {
        const { found } = this;
        return found === null || found === this.usual ? [] : [[this.name, String(found)]];
    }

    /** @throws RangeError that says what is wrong with the link */
    restore(rest: ReadonlyMap<string, string>): void {
        const text = rest.get(this.name);
        this.input.value = text ?? String(this.usual);
        if (text === undefined || (/^\d+$/.test(text) && this.found !== null)) return;
        this.input.value = String(this.usual);
        throw new RangeError(`the link’s number of runs, ${this.name}, must be from ${LEAST} to ${MOST}; got ${text.slice(0, 40)}`);
    }
}
