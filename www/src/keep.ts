/** Hands the person a file. */
import { make } from "./dom.ts";

/** By then the browser has taken the address. */
const TAKEN_MS = 60_000;

export function keep(name: string, content: Blob): void {
    const address = URL.createObjectURL(content);
    make("a", { href: address, download: name }).click();
    setTimeout(() => {
        URL.revokeObjectURL(address);
    }, TAKEN_MS);
}
