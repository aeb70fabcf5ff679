/** Tabs: one panel on show at a time, chosen by pointer or by the arrow keys. */
import { make } from "../dom.ts";

export interface Tab<Name extends string> {
    readonly name: Name;
    readonly label: string;
}

export class Tabs<Name extends string> {
    readonly element = make("div", { class: "tabs", role: "tablist" });
    private readonly tabs = new Map<Name, { readonly tab: HTMLButtonElement; readonly panel: HTMLElement }>();
    private selected: Name;

    /** @param chosen hears of each choice that a person makes */
    constructor(
        all: readonly [Tab<Name>, ...Tab<Name>[]],
        label: string,
        private readonly chosen: (name: Name) => void,
    ) {
        this.selected = all[0].name;
        this.element.setAttribute("aria-label", label);
        for (const { name, label: text } of all) {
            const tab = make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}` }, text);
            const panel = make("div", { class: "tab-panel", role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}` });
            tab.addEventListener("click", () => {
                this.choose(name);
            });
            this.tabs.set(name, { tab, panel });
            this.element.append(tab);
        }
        this.element.addEventListener("keydown", (event) => {
            this.obey(event);
        });
        this.select(this.selected);
    }

    get current(): Name {
        return this.selected;
    }

    get panels(): HTMLElement[] {
        return [...this.tabs.values()].map(({ panel }) => panel);
    }

    panel(name: Name): HTMLElement {
        const found = this.tabs.get(name);
        if (found === undefined) throw new RangeError(`there is no tab ${name}`);
        return found.panel;
    }

    select(name: Name): void {
        this.selected = name;
        for (const [one, { tab, panel }] of this.tabs) {
            const isSelected = one === name;
            tab.setAttribute("aria-selected", String(isSelected));
            // With Tab one comes to the tab on show, and on to what it shows; arrows lead to the others.
            tab.tabIndex = isSelected ? 0 : -1;
            panel.hidden = !isSelected;
        }
    }

    private choose(name: Name): void {
        this.select(name);
        this.chosen(name);
    }

    private obey(event: KeyboardEvent): void {
        const names = [...this.tabs.keys()];
        const at = names.indexOf(this.selected);
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[event.key];
        if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        const name = names[(to + names.length) % names.length];
        if (name === undefined) return;
        this.choose(name);
        this.tabs.get(name)?.tab.focus();
    }
}
