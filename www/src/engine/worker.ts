/** Simulates, away from the page: whatever it is told to do, the page goes on drawing. */
import { initSync, Simulation } from "twinpool/sim";
import { EVENT_TYPES, MOST_IN_LINE, type Events, type Frame, type Series, type SeriesName, SERIES_NAMES } from "../frame.ts";
import { NOTHING_MORE, type Answer, type Command, type Opening, type Wants } from "./protocol.ts";
import type { Turn, TurnedKnob } from "../setup.ts";

/** So long it simulates before it listens again. */
const SLICE_MS = 6;
/** Frames come no faster than this. */
const FRAME_MS = 14;
const TELL_MS = 100;
/** So many events at most come with a frame at full speed, where the next one follows at once: nobody can look at more. */
const FLEETING = 2_000;
/** Beyond every end. */
const FOREVER_MS = 1e15;

const SUBMITTED = EVENT_TYPES.indexOf("submitted");

const say = (answer: Answer): void => {
    postMessage(answer);
};

class Engine {
    private run = 0;
    private order = 0;
    private simulation: Simulation | null = null;
    /** Turns of knobs that came with the scenario, and whose time has not come: after that the simulation remembers them itself. */
    private due: readonly Turn[] = [];
    private goal: { readonly toMs: number; readonly isSeeking: boolean } | null = null;
    private trouble: string | null = null;
    private warmupTasks = 0;
    /** The last task that has come. */
    private came = 0;
    private isNewHistory = true;
    private mayShow = true;
    private hasNews = false;
    private wants: Wants = NOTHING_MORE;
    private shownAt = -Infinity;
    private toldAt = -Infinity;
    private isPumping = false;
    private readonly bell = new MessageChannel();

    constructor() {
        this.bell.port1.onmessage = () => {
            this.pump();
        };
    }

    obey(command: Command): void {
        try {
            this.take(command);
        } catch (error) {
            say({ kind: "refused", run: this.run, command: command.kind, message: error instanceof Error ? error.message : String(error) });
        }
        this.ring();
    }

    private take(command: Command): void {
        if (command.kind === "load") {
            this.load(command);
            return;
        }
        const { simulation } = this;
        switch (command.kind) {
            case "play":
                // Whoever says so may not have seen yet how far it is.
                if (simulation !== null && command.toMs >= simulation.nowMs) this.goTo(Math.min(command.toMs, FOREVER_MS), false);
                break;
            case "seek":
                this.order = command.order;
                this.goTo(Math.min(command.toMs, FOREVER_MS), true);
                break;
            case "step":
                this.goal = null;
                if (simulation !== null) this.step(simulation);
                this.hasNews = true;
                break;
            case "halt":
                this.order = command.order;
                this.goal = null;
                this.hasNews = true;
                break;
            case "turn":
                if (simulation !== null) this.turn(simulation, command);
                break;
            case "next":
                this.mayShow = true;
                this.wants = command.wants;
                if (command.wants.series || command.wants.histogram !== null) this.hasNews = true;
                break;
        }
    }

    private load({ run, scenario, turns, keepEvents, keepSeries }: Command & { kind: "load" }): void {
        this.run = run;
        this.simulation?.free();
        this.simulation = null;
        this.goal = null;
        this.trouble = null;
        const simulation = new Simulation(scenario, { keepEvents, keepSeries });
        this.simulation = simulation;
        this.warmupTasks = scenario.warmupTasks;
        this.due = turns;
        this.isNewHistory = true;
        this.hasNews = true;
        this.mayShow = true;
        this.shownAt = -Infinity;
    }

    private goTo(toMs: number, isSeeking: boolean): void {
        const { simulation } = this;
        if (simulation === null) return;
        if (toMs < simulation.nowMs) {
            simulation.rewind();
            this.trouble = null;
            this.isNewHistory = true;
        }
        this.goal = { toMs, isSeeking };
    }

    private turn(simulation: Simulation, { knob, value }: Command & { kind: "turn" }): void {
        this.goal = null;
        turn(simulation, knob, value);
        this.due = [];
        say({ kind: "turned", run: this.run, turn: { atMs: simulation.nowMs, knob, value } });
        this.hasNews = true;
    }

    /** To the next event; or to one that comes before it, because a knob is turned. */
    private step(simulation: Simulation): void {
        simulation.step();
        const [next] = this.due;
        if (next === undefined || simulation.nowMs <= next.atMs) return;
        // Too far: what came after the turn has to come again.
        simulation.seek(next.atMs);
        this.turnDue(simulation, next);
        this.isNewHistory = true;
        this.step(simulation);
    }

    private turnDue(simulation: Simulation, { knob, value }: Turn): void {
        this.due = this.due.slice(1);
        turn(simulation, knob, value);
    }

    private ring(): void {
        if (this.isPumping) return;
        this.isPumping = true;
        this.bell.port2.postMessage(null);
    }

    /** Simulates for a slice, shows what there is to see, and comes back if something is left to do. */
    private pump(): void {
        this.isPumping = false;
        const { simulation } = this;
        if (simulation === null) return;
        if (this.goal !== null) this.goOn(simulation, this.goal);
        const now = performance.now();
        const { goal } = this;
        // The way to the end may be long: it is shown, seldom enough to cost nothing, with all events, which stand in the log then.
        const isToEnd = goal?.isSeeking === true && goal.toMs === FOREVER_MS;
        if (goal?.isSeeking === true && !isToEnd) this.tellSeeking(simulation, now);
        else if (this.hasNews && this.mayShow && (goal === null || now - this.shownAt >= (isToEnd ? TELL_MS : FRAME_MS))) this.show(simulation, now);
        if (this.goal !== null) this.ring();
    }

    private goOn(simulation: Simulation, { toMs }: { readonly toMs: number }): void {
        this.hasNews = true;
        try {
            const [next] = this.due;
            const isTurnFirst = next !== undefined && next.atMs <= toMs;
            const isThere = simulation.advanceWithin(Math.max(0, (isTurnFirst ? next.atMs : toMs) - simulation.nowMs), SLICE_MS);
            if (isTurnFirst && isThere) this.turnDue(simulation, next);
            else if (isThere || simulation.isFinished) this.goal = null;
        } catch (error) {
            this.trouble = error instanceof Error ? error.message : String(error);
            this.goal = null;
        }
    }

    private tellSeeking(simulation: Simulation, now: number): void {
        if (now - this.toldAt < TELL_MS || this.goal === null) return;
        this.toldAt = now;
        say({ kind: "seeking", run: this.run, atMs: simulation.nowMs, toMs: this.goal.toMs });
    }

    private show(simulation: Simulation, now: number): void {
        const { wants } = this;
        // Each is copied before the next is asked for: they lie in the wasm's memory.
        const { goal } = this;
        const events = eventsOf(simulation, goal?.toMs === FOREVER_MS && !goal.isSeeking ? FLEETING : Infinity);
        const series = wants.series ? seriesOf(simulation) : null;
        const histogram = wants.histogram === null ? null : simulation.histogram(wants.histogram);
        this.came = lastComer(events) ?? (this.isNewHistory ? 0 : this.came);
        const frame = frameOf(simulation, this.trouble, { came: this.came, of: this.warmupTasks });
        const { run, order, isNewHistory } = this;
        say({ kind: "frame", run, order, frame, events, isNewHistory, isIdle: this.goal === null, series, histogram });
        this.isNewHistory = false;
        this.mayShow = false;
        this.hasNews = false;
        this.wants = NOTHING_MORE;
        this.shownAt = now;
    }
}

function turn(simulation: Simulation, knob: TurnedKnob, value: number): void {
    if (knob === "workers") simulation.setWorkers(value);
    else if (knob === "failureProbability") simulation.setFailureProbability(value);
    else simulation.setRatePerSecond(value);
}

function lastComer({ length, type, task }: Events): number | null {
    const event = type.lastIndexOf(SUBMITTED, length - 1);
    return length === 0 || event < 0 ? null : (task[event] ?? null);
}

function frameOf(simulation: Simulation, trouble: string | null, warmUp: { readonly came: number; readonly of: number }): Frame {
    const { isFinished, overloadedAtMs } = simulation;
    const stats = simulation.stats();
    const { atMs, queue, blocked, blockedSinceMs, workers, shelf } = simulation.view();
    return {
        atMs,
        isFinished,
        isClosed: false,
        trouble,
        overloadedAtMs,
        queue: { length: queue.length, task: queue.slice(0, MOST_IN_LINE) },
        blocked: { length: blocked.length, task: blocked.slice(0, MOST_IN_LINE), sinceMs: blockedSinceMs.slice(0, MOST_IN_LINE) },
        workers: {
            length: workers.state.length,
            state: workers.state.slice(),
            task: workers.task.slice(),
            attempt: workers.attempt.slice(),
            sinceMs: workers.sinceMs.slice(),
            untilMs: workers.untilMs.slice(),
        },
        shelf: {
            length: shelf.task.length,
            task: shelf.task.slice(0, MOST_IN_LINE),
            attempt: shelf.attempt.slice(0, MOST_IN_LINE),
            sinceMs: shelf.sinceMs.slice(0, MOST_IN_LINE),
            untilMs: shelf.untilMs.slice(0, MOST_IN_LINE),
        },
        stats,
        // The first task after the warm-up is the first that counts.
        warmUp: warmUp.of > 0 && stats.submitted === 0 ? warmUp : null,
    };
}

function eventsOf(simulation: Simulation, most: number): Events {
    const { length, forgotten, type, atMs, task, worker, attempt, delayMs } = simulation.takeEvents();
    const from = Math.max(0, length - most);
    return {
        length: length - from,
        forgotten: forgotten + from,
        type: type.slice(from),
        atMs: atMs.slice(from),
        task: task.slice(from),
        worker: worker.slice(from),
        attempt: attempt.slice(from),
        delayMs: delayMs.slice(from),
    };
}

function seriesOf(simulation: Simulation): Series {
    const series = simulation.series();
    const { queueLength, blocked, waitMs, sojournMs } = series;
    const columns: Record<SeriesName, Float64Array> = {
        submitted: series.submitted,
        accepted: series.accepted,
        rejected: series.rejected,
        dropped: series.dropped,
        started: series.attempts,
        attemptsFailed: series.failedAttempts,
        succeeded: series.succeeded,
        failed: series.failed,
        queueMean: queueLength.mean,
        queueMax: queueLength.max,
        blockedMean: blocked.mean,
        blockedMax: blocked.max,
        busyMean: series.busy,
        heldMean: series.backoff,
        shelfMean: series.shelf,
        workersMean: series.workers,
        waitMean: waitMs.mean,
        waitMax: waitMs.max,
        sojournMean: sojournMs.mean,
        sojournMax: sojournMs.max,
    };
    for (const name of SERIES_NAMES) columns[name] = columns[name].slice();
    return { intervalMs: series.intervalMs, length: series.length, untilMs: series.endMs, columns };
}

let engine: Engine | null = null;

globalThis.onmessage = ({ data }: MessageEvent<Opening | Command>) => {
    if (engine === null) {
        initSync({ module: (data as Opening).module });
        engine = new Engine();
    } else {
        engine.obey(data as Command);
    }
};
