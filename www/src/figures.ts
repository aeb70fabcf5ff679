/** The pool's own figures, as `stats()` gives them. */
import type { PoolStats } from "twinpool/live";
import { byId, setText } from "./dom.ts";
import { count, duration, percent, perSecond, seconds } from "./format.ts";

const figures: Readonly<Record<string, (stats: PoolStats) => string>> = {
    throughput: (s) => perSecond(s.throughputPerSecond),
    elapsed: (s) => seconds(s.elapsedMs),
    "queue-mean": (s) => (s.queueLength.mean === null ? "–" : s.queueLength.mean.toFixed(1)),
    "queue-max": (s) => count(s.queueLength.max),
    submitted: (s) => count(s.submitted),
    accepted: (s) => count(s.accepted),
    attempts: (s) => count(s.attempts),
    retries: (s) => count(s.retries),
    "use-busy": (s) => percent(s.utilisation.busy),
    "use-backoff": (s) => percent(s.utilisation.backoff),
    "use-idle": (s) => percent(s.utilisation.idle),
    "blocked-p50": (s) => duration(s.blockedMs.p50),
    "blocked-p99": (s) => duration(s.blockedMs.p99),
    "wait-p50": (s) => duration(s.waitMs.p50),
    "wait-p99": (s) => duration(s.waitMs.p99),
    "sojourn-p50": (s) => duration(s.sojournMs.p50),
    "sojourn-p99": (s) => duration(s.sojournMs.p99),
};

export class Figures {
    private readonly places = Object.entries(figures).map(([id, say]) => ({ place: byId(id, HTMLElement), say }));
    private readonly bar = [...byId("use-bar", HTMLElement).children].filter((part) => part instanceof HTMLElement);

    draw(stats: PoolStats): void {
        for (const { place, say } of this.places) setText(place, say(stats));
        const { busy, backoff, idle } = stats.utilisation;
        [busy, backoff, idle].forEach((share, index) => {
            const part = this.bar[index];
            const width = `${((share ?? 0) * 100).toFixed(2)}%`;
            if (part !== undefined && part.style.width !== width) part.style.width = width;
        });
    }
}
