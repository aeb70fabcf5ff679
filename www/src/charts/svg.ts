/** A plot as an SVG file, which stands alone: with its title, its legend and the colours of the page. */
import { look } from "../look.ts";
import { asMark, drawOrder, heights, highestOf, lengthUntil, type Line, type Plot } from "./plot.ts";
import { logTicks, timeTicks, valueTicks } from "./ticks.ts";

const WIDTH = 760;
const HEIGHT = 360;
const LEFT = 64;
const RIGHT = 20;
const TOP = 76;
const BOTTOM = 36;

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const place = (value: number): string => value.toFixed(1);

type Paint = ReturnType<typeof look>;

export function exportSvg(plot: Plot): string {
    const paint = look();
    const columns = heights(plot.lines, plot.x.values.length);
    const { at: marks } = valueTicks(highestOf(columns), 5);
    const top = marks.at(-1) ?? 1;
    const { from, isLog } = plot.x;
    // What has not been yet is not drawn, and needs no room.
    const to = Math.min(plot.x.to, plot.until);
    const scale = isLog ? Math.log : (value: number): number => value;
    const x = (value: number): number => LEFT + ((scale(value) - scale(from)) / (scale(to) - scale(from) || 1)) * (WIDTH - LEFT - RIGHT);
    const y = (value: number): number => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
    const xTicks = (isLog ? logTicks : timeTicks)(from, to, 8);
    const text = (at: readonly [number, number], content: string, more = ""): string =>
        `<text x="${place(at[0])}" y="${place(at[1])}"${more}>${escaped(content)}</text>`;
    const muted = ` fill="${paint.muted}"`;
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="${escaped(paint.font)}" font-size="12" fill="${paint.ink}">`,
        `<title>${escaped(plot.title)}</title>`,
        ...patterns(plot.lines, paint),
        `<rect width="${WIDTH}" height="${HEIGHT}" fill="${paint.ground}"/>`,
        text([LEFT, 28], plot.title, ` font-size="16" font-weight="600"`),
        ...legend(plot, paint),
        ...marks.flatMap((value) => [
            `<path d="M${LEFT} ${place(y(value))}H${WIDTH - RIGHT}" stroke="${paint.line}"/>`,
            text([LEFT - 8, y(value) + 4], asMark(plot, value), `${muted} text-anchor="end"`),
        ]),
        ...xTicks.at.map((value) => text([x(value), HEIGHT - BOTTOM + 20], plot.x.writeMark(value, xTicks.apart), `${muted} text-anchor="middle"`)),
        ...drawOrder(plot.lines).flatMap((n) => {
            const line = plot.lines[n];
            return line === undefined ? [] : drawn(line, n, plot, columns[n] ?? [], { x, y }, paint);
        }),
        ...plot.marks.flatMap(({ at, label, isDashed }, n) => [
            `<path d="M${place(x(at))} ${TOP}V${HEIGHT - BOTTOM}" stroke="${paint.ink}"${isDashed ? ' stroke-dasharray="3 3"' : ""}/>`,
            text([x(at) + (isNearEnd(x(at)) ? -4 : 4), TOP + 10 + 13 * n], label, ` font-size="11"${isNearEnd(x(at)) ? ' text-anchor="end"' : ""}`),
        ]),
        "</svg>",
    ].join("\n");
}

const isNearEnd = (x: number): boolean => x > WIDTH - RIGHT - 40;

interface Scales {
    readonly x: (value: number) => number;
    readonly y: (value: number) => number;
}

/** Only of what has been. */
function drawn(line: Line, n: number, plot: Plot, column: readonly number[], { x, y }: Scales, paint: Paint): string[] {
    let [path, first] = ["", 0];
    column.slice(0, lengthUntil(plot)).forEach((value, interval) => {
        const at = plot.x.values[interval] ?? NaN;
        if (!Number.isFinite(value)) return;
        if (path === "") {
            first = at;
            path = `M${place(x(at))} ${place(y(value))}`;
        } else if (line.isStepped === true) path += `H${place(x(at))}V${place(y(value))}`;
        else path += `L${place(x(at))} ${place(y(value))}`;
    });
    if (path === "") return [];
    const fill = fillOf(line, n, paint);
    const dash = line.isDashed === true ? ' stroke-dasharray="4 4"' : "";
    return [
        ...(fill === null ? [] : [`<path d="${path}V${place(y(0))}H${place(x(first))}Z" ${fill}/>`]),
        `<path d="${path}" fill="none" stroke="${paint[line.colour]}" stroke-width="1.5" stroke-linejoin="round"${dash}/>`,
    ];
}

function fillOf({ area, colour }: Line, n: number, paint: Paint): string | null {
    if (area === undefined) return null;
    switch (area) {
        case "solid":
            return `fill="${paint[colour]}"`;
        case "faint":
            return `fill="${paint[colour]}" fill-opacity="0.18"`;
        case "hollow":
            return `fill="${paint.ground}"`;
        case "hatched":
            return `fill="url(#hatch-${n})"`;
    }
}

const patterns = (lines: readonly Line[], paint: Paint): string[] =>
    lines.flatMap(({ area, colour }, n) =>
        area === "hatched"
            ? [
                  `<pattern id="hatch-${n}" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="4" height="4" fill="${paint.ground}"/><rect width="2.75" height="4" fill="${paint[colour]}"/></pattern>`,
              ]
            : [],
    );

/** About as wide as a letter is. */
const LETTER = 6.6;

function legend({ lines, unit }: Plot, paint: Paint): string[] {
    let x = LEFT;
    const keys = lines.map((line) => {
        const dash = line.isDashed === true ? ' stroke-dasharray="4 3"' : "";
        const key = `<path d="M${place(x)} 50h16" stroke="${paint[line.colour]}" stroke-width="3"${dash}/><text x="${place(x + 22)}" y="54">${escaped(line.label)}</text>`;
        x += 22 + LETTER * line.label.length + 20;
        return key;
    });
    return [...keys, `<text x="${WIDTH - RIGHT}" y="54" text-anchor="end" fill="${paint.muted}">${escaped(unit)}</text>`];
}
