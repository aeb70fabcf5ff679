// What the tests in Rust need of JavaScript.

/** The rejections that the browser finds unhandled, from now on. @returns {unknown[]} */
export function unhandled() {
    /** @type {unknown[]} */
    const reasons = [];
    addEventListener("unhandledrejection", (event) => {
        reasons.push(event.reason);
        event.preventDefault();
    });
    return reasons;
}

/** A turn of the event loop and more: a browser reports rejections in a task of its own. */
export const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A task that can be ended from outside. */
export function gate() {
    /** @type {(value: unknown) => void} */
    let open = () => undefined;
    const passed = new Promise((resolve) => {
        open = resolve;
    });
    return { open, task: () => passed };
}

