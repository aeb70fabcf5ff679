/** Elements of a drawing. */
export function svg<K extends keyof SVGElementTagNameMap>(
    tag: K,
    attributes: Readonly<Record<string, string | number>> = {},
    ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, typeof value === "number" ? String(Number(value.toFixed(2))) : value);
    element.append(...children);
    return element;
}

/** The path of a square that stands on a corner. */
export function diamond(x: number, y: number, half: number): string {
    return `M${x.toFixed(1)} ${(y - half).toFixed(1)}l${half} ${half}l${-half} ${half}l${-half} ${-half}Z`;
}

/** So far below each other are the lines of a label. */
const LINE = 13;

/** A label in lines that are not long, the first of them where it is told to be; raised by this share of what the others add. */
export function label(text: string, at: { readonly x: number; readonly y: number; readonly "text-anchor": string }, raised = 0): SVGTextElement {
    const lines = text.match(/(?:.{1,12}|\S+)(?: |$)/g) ?? [];
    const y = at.y - raised * LINE * (lines.length - 1);
    return svg("text", at, ...lines.map((line, n) => svg("tspan", { x: at.x, y: y + LINE * n }, line.trim())));
}
