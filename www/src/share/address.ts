/** The address follows what is on show, and what is on show follows an address that somebody pastes. */
import { messageOf } from "../dom.ts";
import { momentOf, MOST_CHARACTERS, readLink, writeLink, type Linked } from "../link.ts";
import type { Player } from "../player.ts";
import { complain, forgetProblem } from "../problem.ts";
import type { Setup } from "../setup.ts";
import type { Signal } from "../signal.ts";
import type { Workbench } from "../workbench.ts";

/** Browsers refuse to hear of a new address too often. */
const EVERY_MS = 500;

/** What a part of the page adds to a link. */
export type LinkParts = () => Iterable<readonly [string, string]>;

/** A part of the page follows what an address says to it: at once, or when it has been loaded. */
type Reader = (asked: Asked) => Promise<void> | void;

/** What an address asks for, checked. */
export interface Asked extends Linked {
    /** Null where the link names no moment. */
    readonly atMs: number | null;
}

/** @throws an error that says what is wrong with the link */
export function askedBy(hash: string): Asked | null {
    const linked = readLink(hash);
    return linked === null ? null : { ...linked, atMs: momentOf(linked.rest) };
}

export class Address {
    private timer: ReturnType<typeof setTimeout> | null = null;
    private readonly parts: LinkParts[] = [];
    private readonly readers: Reader[] = [];

    /** @param opening what runs when the address says nothing: it goes on saying nothing until something else is on show */
    constructor(
        private readonly player: Player,
        private readonly workbench: Workbench,
        private readonly opening: Setup,
    ) {
        for (const signal of [player.moved, player.loaded]) {
            signal.on(() => {
                this.follow();
            });
        }
        player.drawn.on(() => {
            if (!player.isPlaying && !player.isLive) this.follow();
        });
        addEventListener("hashchange", () => {
            this.obey();
        });
    }

    /** A part of the page has a word to say in each link. */
    offer(changed: Signal<undefined>, parts: LinkParts, read: Reader): void {
        changed.on(() => {
            this.follow();
        });
        this.parts.push(parts);
        this.readers.push(read);
    }

    private follow(): void {
        this.timer ??= setTimeout(() => {
            this.timer = null;
            this.write();
        }, EVERY_MS);
    }

    /** The link to what is on show; null where it would be too long. */
    link(isAtMoment: boolean): string | null {
        const { player } = this;
        const rest = this.parts.flatMap((parts) => [...parts()]);
        const moment: [string, string][] = isAtMoment && player.momentMs > 0 ? [["at", String(player.momentMs)]] : [];
        const hash = writeLink(player.setup, [...rest, ...moment]);
        return hash.length > MOST_CHARACTERS ? null : hash;
    }

    /** Lets each part read what the address says to it, and complains of what it can't follow. */
    tell(asked: Asked): void {
        for (const read of this.readers) {
            this.tellOne(read, asked).catch((error: unknown) => {
                complain(`This link can’t be followed: ${messageOf(error)}.`);
            });
        }
    }

    /** Async, so that what is thrown at once and what is thrown later come to the same end. */
    private async tellOne(read: Reader, asked: Asked): Promise<void> {
        await read(asked);
    }

    private write(): void {
        const { player } = this;
        const isUntouched = location.hash === "" && player.setup === this.opening && (player.isPlaying || player.isLive);
        const hash = this.link(!player.isPlaying);
        if (isUntouched || hash === null || hash === location.hash) return;
        history.replaceState(history.state, "", hash);
    }

    private obey(): void {
        try {
            const asked = askedBy(location.hash);
            if (asked === null) return;
            forgetProblem();
            // Who shares a moment wants it to be seen.
            if (asked.atMs !== null) this.player.pause();
            this.workbench.replace(asked.setup.scenario, asked.setup.turns, asked.atMs ?? 0);
            if (asked.atMs === null && !this.player.isLive) this.player.play();
            this.tell(asked);
        } catch (error) {
            complain(`This link can’t be opened: ${messageOf(error)}. The page goes on as it was.`);
        }
    }
}
