/** What can be pointed at, and where it is: written down while it is drawn. */
const CAPACITY = 1024;

export type Way = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

export class Hits {
    length = 0;
    private readonly boxes = new Float64Array(4 * CAPACITY);
    private readonly tasks = new Float64Array(CAPACITY);
    private readonly workers = new Int32Array(CAPACITY);

    clear(): void {
        this.length = 0;
    }

    /** A task (0 for none) or a worker (-1 for none). What comes later lies above what came before. */
    add(x: number, y: number, width: number, height: number, task: number, worker: number): void {
        if (this.length === CAPACITY || (task === 0 && worker < 0)) return;
        const at = 4 * this.length;
        this.boxes[at] = x;
        this.boxes[at + 1] = y;
        this.boxes[at + 2] = width;
        this.boxes[at + 3] = height;
        this.tasks[this.length] = task;
        this.workers[this.length] = worker;
        this.length += 1;
    }

    x(hit: number): number {
        return this.boxes[4 * hit] ?? 0;
    }
    y(hit: number): number {
        return this.boxes[4 * hit + 1] ?? 0;
    }
    width(hit: number): number {
        return this.boxes[4 * hit + 2] ?? 0;
    }
    height(hit: number): number {
        return this.boxes[4 * hit + 3] ?? 0;
    }
    task(hit: number): number | null {
        const task = this.tasks[hit] ?? 0;
        return task === 0 ? null : task;
    }
    worker(hit: number): number | null {
        const worker = this.workers[hit] ?? -1;
        return worker < 0 ? null : worker;
    }

    /** The task at this point, or at most so far from it; or else the worker there; -1 if there is neither. */
    at(x: number, y: number, slack: number): number {
        let nearest = -1;
        let least = slack;
        let under = -1;
        for (let hit = this.length - 1; hit >= 0; hit -= 1) {
            const dx = Math.max(this.x(hit) - x, 0, x - this.x(hit) - this.width(hit));
            const dy = Math.max(this.y(hit) - y, 0, y - this.y(hit) - this.height(hit));
            const away = Math.max(dx, dy);
            if (this.task(hit) === null) {
                if (away === 0 && under < 0) under = hit;
            } else if (away < least) {
                least = away;
                nearest = hit;
            }
        }
        return nearest >= 0 ? nearest : under;
    }

    find(task: number | null, worker: number | null): number {
        for (let hit = 0; hit < this.length; hit += 1) {
            if (this.task(hit) === task && this.worker(hit) === worker) return hit;
        }
        return -1;
    }

    /** The next thing in this direction, seen from a point; -1 if there is none. */
    next(fromX: number, fromY: number, way: Way): number {
        const isSideways = way === "ArrowLeft" || way === "ArrowRight";
        const sign = way === "ArrowLeft" || way === "ArrowUp" ? -1 : 1;
        let best = -1;
        let least = Infinity;
        for (let hit = 0; hit < this.length; hit += 1) {
            const dx = this.middleX(hit) - fromX;
            const dy = this.y(hit) + this.height(hit) / 2 - fromY;
            const ahead = sign * (isSideways ? dx : dy);
            const aside = Math.abs(isSideways ? dy : dx);
            const cost = ahead + 3 * aside;
            if (ahead > 1 && cost < least) {
                least = cost;
                best = hit;
            }
        }
        return best;
    }

    /** A lane is met where it begins: its task, further on, is another thing. */
    middleX(hit: number): number {
        return this.x(hit) + Math.min(this.width(hit), 32) / 2;
    }
}
