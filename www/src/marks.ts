/** A row of small squares, one for each task. */
import { make, setState, setText } from "./dom.ts";

export type MarkState = "blocked" | "queued" | "empty" | "running" | "backoff" | "done" | "failed" | "more";

export interface Mark {
    readonly text: string;
    readonly state: MarkState;
}

export class Marks {
    private readonly squares: HTMLElement[] = [];

    constructor(private readonly place: HTMLElement) {}

    draw(marks: readonly Mark[]): void {
        while (this.squares.length > marks.length) this.squares.pop()?.remove();
        marks.forEach(({ text, state }, index) => {
            let square = this.squares[index];
            if (square === undefined) {
                square = make("span", { class: "mark" });
                this.squares.push(square);
                this.place.append(square);
            }
            setText(square, text);
            setState(square, state);
            square.toggleAttribute("data-long", text.length > 3 && state !== "backoff");
        });
    }

    /** At most so many squares: of a longer line the first ones, and how many more there are. */
    drawSome(marks: readonly Mark[], atMost: number): void {
        if (marks.length <= atMost) {
            this.draw(marks);
        } else {
            const drawn = marks.slice(0, atMost - 1);
            this.draw([...drawn, { text: `+${marks.length - drawn.length}`, state: "more" }]);
        }
    }
}
