/** The scenario on the real pool and the browser's timers, with the luck that the simulation has. */
import type { PoolEvent, TaskContext, WorkerPool } from "twinpool/live";
import { Workload, type CompleteScenario } from "twinpool/sim";
import type { Events, Frame } from "../frame.ts";
import type { LiveSource } from "../player.ts";
import { FLIGHT_MS } from "../scene/moment.ts";
import { Signal } from "../signal.ts";
import { frameOf, Recorder } from "./columns.ts";
import { pause } from "./pause.ts";
import type { Pools } from "./pool.ts";

/** Nobody waits for more. */
export const MOST_TASKS = 200;
export const MOST_MS = 120_000;
/** So many can be shown sixty times a second. */
export const MOST_WORKERS = 2_000;

export class LiveRun implements LiveSource {
    readonly happened = new Signal<PoolEvent>();
    /** What is run: the scenario, with no more tasks than a person waits for. */
    readonly scenario: CompleteScenario;
    /** Tasks that somebody sent by hand; their numbers follow those of the scenario's. */
    byHand = 0;
    /** Whether nobody has stopped or aborted the pool. */
    isOpen = true;
    /** When it was closed before all was done; null where it was not: whoever closes it later changes nothing. */
    endedMs: number | null = null;
    private readonly pool: WorkerPool;
    private readonly workload: Workload;
    private readonly recorder = new Recorder();
    private readonly bornAt = performance.now();
    private readonly leaving = new AbortController();
    private isFed = false;
    private sent = 0;
    private last: Frame | null = null;
    private heardMs = 0;

    constructor(pools: Pools, scenario: CompleteScenario) {
        const tasks = Math.min(scenario.load.tasks, MOST_TASKS);
        this.scenario = { ...scenario, load: { ...scenario.load, tasks } };
        const workload = new Workload(this.scenario);
        this.workload = workload;
        this.pool = new pools.WorkerPool(scenario.pool, { draw: (id, attempt) => workload.jitter(Number(id), attempt) });
        this.pool.subscribe((event) => {
            this.heardMs = event.atMs;
            this.recorder.hear(event);
            this.happened.emit(event);
        });
        void this.feed().catch(() => {
            // It was told to leave.
        });
    }

    /** Has nobody sent a task by hand, and nobody closed the pool before all was done? Only then is it what is simulated. */
    get isUntouched(): boolean {
        return this.byHand === 0 && this.endedMs === null;
    }

    get nowMs(): number {
        return performance.now() - this.bornAt;
    }

    /** When all is done time stands still: nothing is left to happen, and averages over idle time would only sink. */
    frame(): Frame {
        const { last } = this;
        // What flies in the scene comes to rest before.
        if (last?.isFinished === true && last.atMs > this.heardMs + FLIGHT_MS) return last;
        return (this.last = this.look());
    }

    private look(): Frame {
        const stats = this.pool.stats();
        const isIdle = stats.queued + stats.running + stats.backingOff + stats.blocked === 0;
        return frameOf(this.pool.snapshot(), stats, this.workload, isIdle && (this.isFed || !this.isOpen), !this.isOpen);
    }

    takeEvents(): Events {
        return this.recorder.take();
    }

    send(count: number): void {
        for (let n = 0; n < count && this.isOpen; n += 1) {
            this.byHand += 1;
            void this.submit(this.scenario.load.tasks + this.byHand);
        }
    }

    /** What was accepted is still finished. */
    stop(): void {
        this.close();
        void this.pool.stop();
    }

    abort(): void {
        this.close();
        this.pool.abort(new DOMException("somebody aborted the pool", "AbortError"));
    }

    end(): void {
        this.abort();
    }

    private close(): void {
        if (this.isOpen && !this.look().isFinished) this.endedMs = this.nowMs;
        this.isOpen = false;
        // Time may stand still; the gate is closed all the same.
        if (this.last !== null) this.last = { ...this.last, isClosed: true };
        this.leaving.abort(new DOMException("the pool is closed", "AbortError"));
    }

    private async feed(): Promise<void> {
        const { tasks, arrivals } = this.scenario.load;
        const isClosed = arrivals.kind === "closed";
        for (let task = 1; task <= tasks; task += 1) {
            const atMs = isClosed ? this.nowMs : (this.workload.arrivalMs(task) ?? Infinity);
            if (atMs > MOST_MS || !this.isOpen) break;
            await pause(atMs - this.nowMs, this.leaving.signal);
            const accepted = this.submit(task);
            if (isClosed) await accepted;
            this.sent = task;
        }
        this.isFed = true;
    }

    /** So many of the scenario's tasks were sent, and no more will be. */
    get fed(): number | null {
        return this.isFed ? this.sent : null;
    }

    private async submit(id: number): Promise<void> {
        try {
            await this.pool.submit((context) => this.work(context), { id });
        } catch {
            // Turned away: its event says so.
        }
    }

    private async work({ id, attempt, signal }: TaskContext): Promise<void> {
        const { workload } = this;
        const isFailure = workload.fails(Number(id), attempt, this.nowMs);
        await pause(workload.serviceMs(Number(id), attempt), signal);
        if (isFailure) throw new Error("it was its luck to fail");
    }
}
