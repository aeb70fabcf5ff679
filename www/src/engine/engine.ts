/** The page's end of the worker that simulates. */
import type { Answer, Command, Opening, Wants } from "./protocol.ts";
import type { Setup, Turn } from "../setup.ts";

export type FrameAnswer = Answer & { kind: "frame" };

export interface EngineListener {
    frame(answer: FrameAnswer): void;
    seeking?(atMs: number, toMs: number): void;
    turned?(turn: Turn): void;
    /** A scenario or the turn of a knob makes no sense; the message names the field. */
    refused(message: string, command: Command["kind"]): void;
}

export interface Keeps {
    /** So many of the latest events come with a frame at most. */
    readonly events: number;
    /** So many intervals a series has at most. */
    readonly series: number;
}

export class Engine {
    private readonly worker: Worker;
    private run = 0;
    private order = 0;

    constructor(
        module: WebAssembly.Module,
        private readonly keeps: Keeps,
        private readonly listener: EngineListener,
    ) {
        this.worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "twinpool-engine" });
        this.worker.onmessage = ({ data }: MessageEvent<Answer>) => {
            this.hear(data);
        };
        const opening: Opening = { module };
        this.worker.postMessage(opening);
    }

    /** Begins another run at time 0; answers of earlier ones are heard no more. */
    load({ scenario, turns }: Setup): void {
        this.run += 1;
        const { events: keepEvents, series: keepSeries } = this.keeps;
        this.tell({ kind: "load", run: this.run, scenario, turns, keepEvents, keepSeries });
    }

    play(toMs: number): void {
        this.tell({ kind: "play", toMs });
    }

    seek(toMs: number): void {
        this.order += 1;
        this.tell({ kind: "seek", toMs, order: this.order });
    }

    step(): void {
        this.tell({ kind: "step" });
    }

    halt(): void {
        this.order += 1;
        this.tell({ kind: "halt", order: this.order });
    }

    turn({ knob, value }: Omit<Turn, "atMs">): void {
        this.tell({ kind: "turn", knob, value });
    }

    /** Another frame is welcome. */
    next(wants: Wants): void {
        this.tell({ kind: "next", wants });
    }

    end(): void {
        this.worker.terminate();
    }

    private tell(command: Command): void {
        this.worker.postMessage(command);
    }

    private hear(answer: Answer): void {
        if (answer.run !== this.run) return;
        // A frame that was under way when it was told to seek, or to halt, is not where that ends.
        if (answer.kind === "frame") this.listener.frame(answer.order === this.order ? answer : { ...answer, isIdle: false });
        else if (answer.kind === "seeking") this.listener.seeking?.(answer.atMs, answer.toMs);
        else if (answer.kind === "turned") this.listener.turned?.(answer.turn);
        else this.listener.refused(answer.message, answer.command);
    }
}
