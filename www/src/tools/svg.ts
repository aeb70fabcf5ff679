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
