/** Files of the run: buttons that write them, how far they are, and a way out. */
import { make, messageOf, setFill, setText } from "../dom.ts";
import { percent } from "../format.ts";
import { keep } from "../keep.ts";
import type { Player } from "../player.ts";
import { writeFile, type FileKind } from "./files.ts";
import { pictureOf } from "./picture.ts";

const FILES: readonly { readonly kind: FileKind; readonly label: string; readonly name: string }[] = [
    { kind: "report", label: "Report, JSON", name: "twinpool-report.json" },
    { kind: "tasks", label: "Tasks, CSV", name: "twinpool-tasks.csv" },
    { kind: "trace", label: "Trace, for Perfetto", name: "twinpool-trace.json" },
];

export class Keeping {
    readonly element: HTMLElement;
    private readonly buttons: HTMLButtonElement[] = [];
    private readonly fill = make("span", { class: "share-fill" });
    private readonly share = make("span", { class: "muted" });
    private readonly progress: HTMLElement;
    private readonly told = make("p", { role: "status", class: "share-told muted" });
    private abort: AbortController | null = null;

    constructor(
        private readonly player: Player,
        private readonly module: WebAssembly.Module,
    ) {
        for (const { kind, label, name } of FILES) this.offer(label, name, (signal) => this.write(kind, signal));
        this.offer("Picture, PNG", "twinpool.png", () => pictureOf(player));
        const cancel = make("button", { type: "button", class: "link" }, "Cancel");
        cancel.addEventListener("click", () => {
            this.abort?.abort(new DOMException("cancelled", "AbortError"));
        });
        this.progress = make("div", { class: "share-progress" }, make("span", { class: "share-bar" }, this.fill), this.share, cancel);
        this.progress.hidden = true;
        this.element = make("div", {}, make("div", { class: "share-files" }, ...this.buttons), this.progress, this.told);
    }

    private offer(label: string, name: string, write: (signal: AbortSignal) => Promise<Blob>): void {
        const button = make("button", { type: "button", class: "button" }, label);
        button.addEventListener("click", () => {
            void this.run(button, name, write);
        });
        this.buttons.push(button);
    }

    private write(kind: FileKind, signal: AbortSignal): Promise<Blob> {
        this.progress.hidden = false;
        this.show(0);
        return writeFile({ module: this.module, kind, setup: this.player.setup }, (share) => this.show(share), signal);
    }

    private async run(button: HTMLButtonElement, name: string, write: (signal: AbortSignal) => Promise<Blob>): Promise<void> {
        this.abort = new AbortController();
        setText(this.told, "");
        for (const one of this.buttons) one.disabled = true;
        try {
            keep(name, await write(this.abort.signal));
            setText(this.told, `${name} is in your downloads.`);
        } catch (error) {
            const isCancelled = this.abort.signal.aborted;
            setText(this.told, isCancelled ? "Cancelled." : `This can’t be written: ${messageOf(error)}.`);
        }
        for (const one of this.buttons) one.disabled = false;
        this.progress.hidden = true;
        if (document.activeElement === document.body) button.focus();
    }

    private show(share: number): void {
        setFill(this.fill, share);
        setText(this.share, percent(share));
    }
}
