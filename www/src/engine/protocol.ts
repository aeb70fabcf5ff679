/** What the page and the worker that simulates for it say to each other. */
import type { CompleteScenario } from "twinpool/sim";
import type { Events, Frame, Histogram, HistogramName, Series } from "../frame.ts";
import type { Turn, TurnedKnob } from "../setup.ts";

/** What comes with a frame only when it was asked for. */
export interface Wants {
    readonly series: boolean;
    readonly histogram: HistogramName | null;
}

export const NOTHING_MORE: Wants = { series: false, histogram: null };

export type Command =
    /** Begins another run, at time 0. Frames of earlier runs that are still under way carry another `run`. */
    | {
          readonly kind: "load";
          readonly run: number;
          readonly scenario: CompleteScenario;
          readonly turns: readonly Turn[];
          readonly keepEvents: number;
          readonly keepSeries: number;
      }
    /** Goes on to this time and shows what happens on the way; never back. */
    | { readonly kind: "play"; readonly toMs: number }
    /** Goes to this time, back as well, and shows a frame there. */
    | { readonly kind: "seek"; readonly toMs: number; readonly order: number }
    | { readonly kind: "step" }
    /** From now on; what was turned later is forgotten. */
    | { readonly kind: "turn"; readonly knob: TurnedKnob; readonly value: number }
    /** Stays where it is, and shows a frame there. */
    | { readonly kind: "halt"; readonly order: number }
    /** The last frame was drawn: another one is welcome, and this should come with it. */
    | { readonly kind: "next"; readonly wants: Wants };

export type Answer =
    | {
          readonly kind: "frame";
          readonly run: number;
          readonly frame: Frame;
          readonly events: Events;
          /** The events are not what came after those of the last frame: time was turned back, or it is the first. */
          readonly isNewHistory: boolean;
          /** The last seek or halt that it had heard of when it made the frame. */
          readonly order: number;
          /** Nothing is left of what it was told to do. */
          readonly isIdle: boolean;
          readonly series: Series | null;
          readonly histogram: Histogram | null;
      }
    /** It is on its way to a time that it was told to seek. */
    | { readonly kind: "seeking"; readonly run: number; readonly atMs: number; readonly toMs: number }
    /** A knob was turned, at this time. */
    | { readonly kind: "turned"; readonly run: number; readonly turn: Turn }
    /** What it was told makes no sense; of a run that is refused there is nothing to show. */
    | { readonly kind: "refused"; readonly run: number; readonly command: Command["kind"]; readonly message: string };

/** The first thing that the worker hears. */
export interface Opening {
    readonly module: WebAssembly.Module;
}
