/** Wires the parts together: the pool tells what happens, the parts draw it, the buttons and knobs answer. */
import init, { defaultPoolOptions, type PoolOptions } from "twinpool/live";
import { Announcer, summaryOf } from "./announce.ts";
import { Demo, originalTasks, originalWork, type DemoListener, type Work } from "./demo.ts";
import { byId, messageOf, setText } from "./dom.ts";
import { Figures } from "./figures.ts";
import { count, many, seconds } from "./format.ts";
import { Knobs } from "./knobs.ts";
import { lineOf, Log } from "./log.ts";
import { Loop } from "./loop.ts";
import { moves, Scene } from "./scene.ts";
import { offerTheme } from "./theme.ts";

const figuresEveryMs = 100;

function run(): void {
    const work: Work = { ...originalWork };
    const scene = new Scene();
    const figures = new Figures();
    const log = new Log(byId("log-lines", HTMLElement));
    const announcer = new Announcer(byId("summary", HTMLElement));
    const submitOne = byId("submit-one", HTMLButtonElement);
    const submitMany = byId("submit-many", HTMLButtonElement);
    const stop = byId("stop", HTMLButtonElement);
    let demo: Demo | null = null;
    let figuresDrawnMs = -Infinity;

    const loop = new Loop((nowMs) => {
        if (demo === null) return false;
        const snapshot = demo.pool.snapshot();
        const stats = demo.pool.stats();
        scene.draw(demo, snapshot, stats);
        log.write();
        announcer.say(summaryOf(stats, demo));
        const moving = moves(snapshot);
        if (moving && nowMs - figuresDrawnMs < figuresEveryMs) return true;
        figures.draw(stats);
        figuresDrawnMs = nowMs;
        return moving;
    });

    const note = (text: string): void => {
        if (demo !== null) log.add({ atMs: demo.pool.stats().elapsedMs, text, state: "plain" });
        loop.ask();
    };

    const listener: DemoListener = {
        event: (event) => {
            const line = lineOf(event, demo?.pool.options.retry.maxAttempts ?? Infinity);
            if (line !== null) log.add(line);
            scene.event(event);
            loop.ask();
        },
        note,
        changed: () => {
            loop.ask();
        },
    };

    const open = (isOpen: boolean): void => {
        for (const button of [submitOne, submitMany, stop]) button.disabled = !isOpen;
    };

    const start = (options: PoolOptions): void => {
        const next = new Demo(options, work, listener); // throws at options that a pool cannot have; the old one goes on then
        demo?.end();
        demo = next;
        log.clear();
        scene.reset(next);
        knobs.running(next.pool.options);
        open(true);
        const { workers, bufferSize } = next.pool.options;
        const places = bufferSize === null ? "a buffer without bound" : `a buffer of ${count(bufferSize)}`;
        note(`A new pool: ${many(workers, "worker")}, ${places}; one sender with ${originalTasks} tasks`);
        void next.sendOneByOne(originalTasks);
    };

    const knobs = new Knobs(work, { restart: start });
    knobs.show(defaultPoolOptions());

    submitOne.addEventListener("click", () => {
        demo?.sendAtOnce(1);
    });
    submitMany.addEventListener("click", () => {
        demo?.sendAtOnce(originalTasks);
    });
    stop.addEventListener("click", () => {
        if (demo === null) return;
        const hadFocus = document.activeElement === stop;
        open(false);
        if (hadFocus) byId("restart", HTMLButtonElement).focus();
        note("Stop: the door is closed, what was accepted is finished");
        void demo.stop().then((summary) => {
            if (summary !== null) {
                note(`Stopped after ${seconds(summary.elapsedMs)}: ${count(summary.succeeded)} done, ${count(summary.failed)} failed`);
            }
        });
    });
    byId("defaults", HTMLButtonElement).addEventListener("click", () => {
        Object.assign(work, originalWork);
        knobs.show(defaultPoolOptions());
    });
    for (const id of ["restart", "apply", "defaults"]) byId(id, HTMLButtonElement).disabled = false;

    whenSeen(() => {
        if (demo === null) start(defaultPoolOptions());
    });
}

/** A page that was opened in the background starts when it is looked at: its first two seconds are worth seeing. */
function whenSeen(action: () => void): void {
    if (document.visibilityState === "visible") {
        action();
        return;
    }
    document.addEventListener("visibilitychange", () => { whenSeen(action); }, { once: true });
}

function sayProblem(error: unknown): void {
    const problem = byId("problem", HTMLElement);
    setText(
        problem,
        `The pool could not be loaded, so there is nothing to see yet: its WebAssembly file did not arrive, or this browser does not run it. ` +
            `Reload the page, or try a current browser. What the browser said: ${messageOf(error)}`,
    );
    problem.hidden = false;
    setText(byId("state", HTMLElement), "Not running");
}

offerTheme(byId("theme", HTMLElement), byId("theme-name", HTMLElement));
try {
    await init();
    run();
} catch (error) {
    sayProblem(error);
}
