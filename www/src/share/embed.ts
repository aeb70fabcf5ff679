/** The page inside another one, `?embed`: the pool, its tape and its clock, and a way to all of it. */
import { byId, make } from "../dom.ts";
import type { Player } from "../player.ts";
import type { Address } from "./address.ts";

const query = new URLSearchParams(location.search);
export const isEmbedded = query.has("embed");

/** So much room it needs, and so much on a phone. */
export const SIZES: readonly (readonly [width: number, height: number])[] = [
    [720, 520],
    [360, 640],
];

/** Where this page is, without what it shows. */
export const home = (): string => `${location.origin}${location.pathname}`;

export function embedCode(hash: string, [width, height]: readonly [number, number], theme: string): string {
    const source = `${home()}?embed${theme === "auto" ? "" : `&theme=${theme}`}${hash}`;
    return `<iframe src="${source.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}" width="${width}" height="${height}" title="A worker pool, simulated: twinpool" style="border: 0; max-width: 100%" loading="lazy"></iframe>`;
}

export function embed(player: Player, address: Address): void {
    const link = make("a", { class: "embed-link", target: "_blank", rel: "noopener" }, "Open in twinpool");
    const point = (): void => {
        link.href = `${home()}${address.link(!player.isPlaying) ?? ""}`;
    };
    // Just before it is followed: nobody looks at it earlier.
    for (const event of ["pointerenter", "focus", "click"]) link.addEventListener(event, point);
    point();
    byId("transport", HTMLElement).append(link);
}
