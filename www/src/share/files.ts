/** Files of a whole run, written by a worker of their own: the page goes on meanwhile, and may think better of it. */
import type { Setup } from "../setup.ts";

/** The report as JSON, the tasks as CSV, or everything that happened, for ui.perfetto.dev. */
export type FileKind = "report" | "tasks" | "trace";

export interface Order {
    readonly module: WebAssembly.Module;
    readonly kind: FileKind;
    readonly setup: Setup;
}

export type Delivery =
    | { readonly kind: "progress"; readonly share: number }
    | { readonly kind: "file"; readonly blob: Blob }
    | { readonly kind: "refused"; readonly message: string };

/** Rejects with the signal's reason when it is aborted. */
export function writeFile(order: Order, onProgress: (share: number) => void, signal: AbortSignal): Promise<Blob> {
    const worker = new Worker(new URL("./writer.ts", import.meta.url), { type: "module", name: "twinpool-writer" });
    const written = new Promise<Blob>((resolve, reject) => {
        signal.addEventListener("abort", () => {
            reject(signal.reason as Error);
        });
        worker.onerror = ({ message }) => {
            reject(new Error(message));
        };
        worker.onmessage = ({ data }: MessageEvent<Delivery>) => {
            if (data.kind === "progress") onProgress(data.share);
            else if (data.kind === "file") resolve(data.blob);
            else reject(new Error(data.message));
        };
        worker.postMessage(order);
    });
    return written.finally(() => {
        worker.terminate();
    });
}
