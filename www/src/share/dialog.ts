/** What to take away: a link, a piece of another page, files, and the code of this very pool. */
import { make, setText } from "../dom.ts";
import { clock } from "../format.ts";
import { icon } from "../icons.ts";
import type { Player } from "../player.ts";
import type { Address } from "./address.ts";
import { Copying } from "./copying.ts";
import { embedCode, home, SIZES } from "./embed.ts";
import { javascriptOf } from "./javascript.ts";
import { Keeping } from "./keeping.ts";
import { rustOf } from "./rust.ts";

const CODE_ROWS = 10;
const THEMES = ["auto", "light", "dark"] as const;

export class ShareDialog {
    private readonly dialog = make("dialog", { id: "share-dialog", class: "share", "aria-labelledby": "share-title" });
    private readonly link = new Copying("Link", "Copy link");
    private readonly embedding = new Copying("Code for another page", "Copy code", 4, true);
    private readonly code = new Copying("The code of this pool", "Copy code", CODE_ROWS);
    private readonly isAtMoment = make("input", { type: "checkbox" });
    private readonly moment = make("span");
    private readonly size = select("Size", SIZES.map(([width, height]) => `${width} × ${height}`));
    private readonly theme = select("Theme", THEMES.map((theme) => `${theme} theme`));
    private readonly languages = segments("Language", ["JavaScript", "Rust"]);

    constructor(
        private readonly player: Player,
        private readonly address: Address,
        module: WebAssembly.Module,
    ) {
        const close = make("button", { type: "button", class: "button square", "aria-label": "Close" }, icon("close"));
        close.addEventListener("click", () => {
            this.dialog.close();
        });
        this.dialog.append(
            make("div", { class: "share-head" }, make("h2", { id: "share-title" }, "Share and keep"), close),
            part("Link", "All of it is in the link: whoever opens it sees this very run.", this.link.element, make("label", { class: "share-check" }, this.isAtMoment, this.moment)),
            part("In your own page", "The pool, its tape and its clock, in a frame.", make("div", { class: "share-choices" }, this.size, this.theme), this.embedding.element),
            part("Files", "Of the whole run, from its beginning to its end; the picture is of this moment.", new Keeping(player, module).element),
            part("As code", "Builds this pool, and simulates it under the same load.", this.languages, this.code.element),
        );
        document.body.append(this.dialog);
        this.dialog.addEventListener("click", (event) => {
            if (event.target === this.dialog) this.dialog.close();
        });
        for (const control of [this.isAtMoment, this.size, this.theme, this.languages]) {
            control.addEventListener("change", () => {
                this.show();
            });
        }
    }

    open(): void {
        const { momentMs, isPlaying, isLive } = this.player;
        // A run that goes on is wherever it is; one that was paused was paused for something.
        this.isAtMoment.checked = !isPlaying && !isLive && momentMs > 0;
        this.show();
        this.dialog.showModal();
    }

    private show(): void {
        const { player, address } = this;
        setText(this.moment, `at this moment, ${clock(player.momentMs)}`);
        const hash = address.link(this.isAtMoment.checked);
        this.link.show(hash === null ? "This scenario is too long for a link" : `${home()}${hash}`);
        this.embedding.show(hash === null ? "" : embedCode(hash, SIZES[this.size.selectedIndex] ?? [720, 520], THEMES[this.theme.selectedIndex] ?? "auto"));
        const isRust = this.languages.querySelector<HTMLInputElement>("input:checked")?.value === "Rust";
        this.code.show(isRust ? rustOf(player.setup) : javascriptOf(player.setup));
    }
}

function part(title: string, about: string, ...content: readonly Node[]): HTMLElement {
    return make("section", {}, make("h3", {}, title), make("p", { class: "muted" }, about), ...content);
}

function select(label: string, choices: readonly string[]): HTMLSelectElement {
    return make("select", { "aria-label": label }, ...choices.map((choice) => make("option", {}, choice)));
}

function segments(label: string, choices: readonly string[]): HTMLFieldSetElement {
    const radios = choices.map((value, n) => {
        const radio = make("input", { type: "radio", name: label, value });
        radio.defaultChecked = n === 0;
        return make("label", {}, radio, make("span", {}, value));
    });
    return make("fieldset", { class: "segments" }, make("legend", { class: "unseen" }, label), ...radios);
}
