/** How it works, how we know it is right, and what differs from the program that this began as. */
import { byId, make } from "./dom.ts";

const HOW: readonly string[] = [
    "twinpool is a worker pool: a bounded buffer, some workers, retries with backoff. It is written once, and does not know where time comes from. On the browser’s clock it runs your functions. On a virtual clock, which you see above, nobody sleeps: time jumps to the next event, and an hour is over at once. Nothing on this page computes what a pool would do; it asks the pool.",
    "Luck is drawn by seed, purpose, task and attempt, never by order. So a link is the same run in every browser, and two policies meet the same arrivals, work and failures.",
];

const RIGHT: readonly string[] = [
    "It is held against queueing theory: Erlang’s, Pollaczek and Khinchine’s and other exact results, figure by figure, with confidence intervals.",
    "It is held against the original: a thousand runs of the Go program have the same mean.",
    "It is held against itself: recorded runs are the same to the last bit natively and in browsers, and at every instant every accepted task is somewhere.",
    "It is held against a clock: choose Live, and the same scenario runs on real timers.",
    "What it leaves out: the processor’s own work, late timers, and a service that slows down because it is asked so much.",
];

const DIFFERENCES: readonly (readonly [string, string])[] = [
    ["Last failed attempt", "no pause after it, unless you ask for one: the original sleeps once more, for nothing"],
    ["Backoff", "may release its worker, have a cap, and jitter"],
    ["Attempts", "counted from 1"],
    ["A full buffer", "waits, as the original; or rejects, or drops the oldest"],
    ["Results", "a ticket for each task, not a line in a log"],
    ["Hopeless errors", "need not be tried again"],
    ["Stopping twice, or sending after it", "an answer or an error, not a crash"],
    ["Ending early", "abort, and what was unfinished is told"],
    ["Threads", "one: tasks take turns, and do not compute side by side"],
];

export function tellAbout(): void {
    byId("about", HTMLElement).append(
        make(
            "div",
            { class: "about-parts" },
            make("div", {}, make("h3", {}, "One pool, two clocks"), ...HOW.map((text) => make("p", {}, text))),
            make("div", {}, make("h3", {}, "How we know that it is right"), make("ul", {}, ...RIGHT.map((text) => make("li", {}, text)))),
            make(
                "div",
                {},
                make("h3", {}, "What differs from the original"),
                make("dl", {}, ...DIFFERENCES.flatMap(([what, how]) => [make("dt", {}, what), make("dd", {}, how)])),
            ),
        ),
    );
}
