/** A way in straight pieces, and points on it. One is used again and again. */
import type { Point } from "./plan.ts";

const MOST_POINTS = 12;

export class Path {
    private readonly xs = new Float64Array(MOST_POINTS);
    private readonly ys = new Float64Array(MOST_POINTS);
    private length = 0;

    begin(x: number, y: number): void {
        this.length = 0;
        this.to(x, y);
    }

    to(x: number, y: number): void {
        if (this.length === MOST_POINTS) this.length -= 1;
        this.xs[this.length] = x;
        this.ys[this.length] = y;
        this.length += 1;
    }

    /** The point at this share of the way. */
    along(share: number, out: Point): void {
        let whole = 0;
        for (let n = 1; n < this.length; n += 1) whole += this.piece(n);
        let left = share * whole;
        for (let n = 1; n < this.length; n += 1) {
            const piece = this.piece(n);
            if (left <= piece || n === this.length - 1) {
                const part = piece > 0 ? Math.min(1, left / piece) : 1;
                out.x = this.x(n - 1) + part * (this.x(n) - this.x(n - 1));
                out.y = this.y(n - 1) + part * (this.y(n) - this.y(n - 1));
                return;
            }
            left -= piece;
        }
    }

    private piece(n: number): number {
        return Math.hypot(this.x(n) - this.x(n - 1), this.y(n) - this.y(n - 1));
    }
    private x(n: number): number {
        return this.xs[n] ?? 0;
    }
    private y(n: number): number {
        return this.ys[n] ?? 0;
    }
}
