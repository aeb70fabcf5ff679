// Rows of figures as a table of text.

/** @typedef {Record<string, string | number>} Row its keys are the columns, in the order in which they are shown */

/**
 * @param {object[]} rows The ratio, where there is one, comes first.
 */
export function table(rows) {
    const { columns, lines } = read(rows);
    return formatted(columns, lines, widthsOf(columns, lines), true);
}

/**
 * A table that is shown bit by bit, as its rows come. The heading is said again where the rows have other columns than those
 * before, or are wider.
 * @param {(text: string) => void} print
 * @returns {(rows: object[]) => void}
 */
export function growing(print) {
    /** @type {string[]} */
    let shown = [];
    /** @type {number[]} */
    let widths = [];
    return (rows) => {
        const { columns, lines } = read(rows);
        const needed = widthsOf(columns, lines);
        const fits = columns.join() === shown.join() && needed.every((width, index) => width <= (widths[index] ?? 0));
        if (!fits) widths = columns.join() === shown.join() ? needed.map((width, index) => Math.max(width, widths[index] ?? 0)) : needed;
        shown = columns;
        print(formatted(columns, lines, widths, !fits));
    };
}

/** @param {object[]} rows */
function read(rows) {
    const lines = rows.map((row) => /** @type {Row} */ (row));
    const names = [...new Set(lines.flatMap(Object.keys))];
    return { columns: [...names.filter((name) => name === "ratio"), ...names.filter((name) => name !== "ratio")], lines };
}

/** @param {string[]} columns @param {Row[]} lines */
const widthsOf = (columns, lines) => columns.map((name) => Math.max(name.length, ...lines.map((row) => show(row[name]).length)));

/** @param {string[]} columns @param {Row[]} lines @param {number[]} widths @param {boolean} hasHeading */
function formatted(columns, lines, widths, hasHeading) {
    const numeric = columns.map((name) => lines.every((row) => typeof row[name] !== "string"));
    const format = (/** @type {string[]} */ line) =>
        line.map((cell, index) => (numeric[index] ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0))).join("  ").trimEnd();
    const cells = lines.map((row) => columns.map((name) => show(row[name])));
    return (hasHeading ? [columns, ...cells] : cells).map(format).join("\n");
}

/** @param {string | number | undefined} value */
function show(value) {
    if (typeof value !== "number") return value ?? "";
    if (Number.isInteger(value)) return value.toLocaleString("en");
    return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}
