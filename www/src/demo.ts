/** The original's demo: twenty e-mails, some of which fail, handed to a pool on the browser's own timers. */
import { WorkerPool, type PoolEvent, type PoolOptions, type PoolStats, type TaskContext } from "twinpool/live";

/** What an attempt does. Tasks read it at every attempt, so a change counts at once. */
export interface Work {
    failurePercent: number;
    attemptMs: number;
}

export const originalWork: Readonly<Work> = { failurePercent: 30, attemptMs: 0 };
export const originalTasks = 20;

export type Phase = "open" | "stopping" | "stopped";

export interface DemoListener {
    event(event: PoolEvent): void;
    /** Something that the senders, not the pool, have to say. */
    note(text: string): void;
    /** Something changed that no event tells. */
    changed(): void;
}

export function recipientOf(id: string | number): string {
    return `user_${id}`;
}

/** One pool with its senders, from "start" to "start again". */
export class Demo {
    readonly pool: WorkerPool;
    phase: Phase = "open";
    /** Tasks that the one-by-one sender still holds, behind the one it is handing in. */
    stillToSend = 0;
    private lastId = 0;
    private ended = false;

    /** @throws what the pool throws at options that it refuses */
    constructor(
        options: PoolOptions,
        private readonly work: Readonly<Work>,
        private readonly listener: DemoListener,
    ) {
        this.pool = new WorkerPool(options);
        this.pool.subscribe((event) => {
            if (!this.ended) listener.event(event);
        });
    }

    /** One sender with a pile of tasks: it hands in the next as soon as the last is accepted, as the original does. */
    async sendOneByOne(tasks: number): Promise<void> {
        this.stillToSend = tasks;
        while (this.stillToSend > 0) {
            this.stillToSend -= 1;
            if (!(await this.send())) {
                if (this.stillToSend > 0) this.say(`The sender keeps the other ${this.stillToSend}: the door is closed`);
                this.stillToSend = 0;
                break;
            }
        }
        if (!this.ended) this.listener.changed();
    }

    /** As many senders as tasks, all at the same moment. */
    sendAtOnce(tasks: number): void {
        for (let sent = 0; sent < tasks; sent++) void this.send();
    }

    async stop(): Promise<PoolStats | null> {
        if (this.phase !== "open") return null;
        this.phase = "stopping";
        const summary = await this.pool.stop();
        if (this.ended) return null;
        this.phase = "stopped";
        this.listener.changed();
        return summary;
    }

    /** Drops everything unfinished; the pool is gone afterwards. */
    end(): void {
        if (this.ended) return;
        this.ended = true;
        this.stillToSend = 0;
        this.pool.abort("started again");
        this.pool.free();
    }

    /** Ends with whether the task was accepted. A task's failure is the pool's to report; nobody waits for it here. */
    private async send(): Promise<boolean> {
        if (this.ended) return false;
        this.lastId += 1;
        const id = this.lastId;
        try {
            await this.pool.submit((context) => this.attempt(context), { id });
            return true;
        } catch (error) {
            if (error instanceof Error && error.name === "PoolClosedError") return false;
            throw error;
        }
    }

    private attempt(context: TaskContext): string | Promise<string> {
        const { attemptMs } = this.work;
        return attemptMs > 0 ? pause(attemptMs, context.signal).then(() => this.outcome(context)) : this.outcome(context);
    }

    private outcome({ id }: TaskContext): string {
        if (Math.random() * 100 < this.work.failurePercent) throw new Error(`no answer from ${recipientOf(id)}`);
        return `e-mail sent to ${recipientOf(id)}`;
    }

    private say(text: string): void {
        if (!this.ended) this.listener.note(text);
    }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, ms);
        signal.addEventListener(
            "abort",
            () => {
                clearTimeout(timer);
                reject(new Error("the attempt was called off", { cause: signal.reason }));
            },
            { once: true },
        );
    });
}
