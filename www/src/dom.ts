/** The few things that every part of the page asks of the document. */

/** The element with this id; a page without it is a page that was built wrong. */
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
    const found = document.getElementById(id);
    if (!(found instanceof kind)) throw new Error(`index.html has no ${kind.name} with the id ${id}`);
    return found;
}

export function make<K extends keyof HTMLElementTagNameMap>(
    tag: K,
    attributes: Readonly<Record<string, string>> = {},
    ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
}

/** Writes only what differs: a frame in which nothing changed costs no layout. */
export function setText(element: Element, text: string): void {
    if (element.textContent !== text) element.textContent = text;
}

export function setState(element: HTMLElement, state: string): void {
    if (element.dataset.state !== state) element.dataset.state = state;
}

/** How much of a bar is filled, 0 to 1. */
export function setFill(element: HTMLElement, share: number): void {
    const transform = `scaleX(${Math.min(1, Math.max(0, share)).toFixed(3)})`;
    if (element.style.transform !== transform) element.style.transform = transform;
}

/** What was thrown, as a sentence. */
export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
