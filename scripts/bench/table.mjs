// Rows of figures as a table of text.

/** @typedef {Record<string, string | number>} Row its keys are the columns, in the order in which they are shown */

/**
 * @param {object[]} rows The ratio, where there is one, comes first.
 */
export function table(rows) {
    const lines = rows.map((row) => /** @type {Row} */ (row));
    const names = [...new Set(lines.flatMap(Object.keys))];
    const columns = [...names.filter((name) => name === "ratio"), ...names.filter((name) => name !== "ratio")];
    const cells = lines.map((row) => columns.map((name) => show(row[name])));
    const widths = columns.map((name, index) => Math.max(name.length, ...cells.map((line) => line[index]?.length ?? 0)));
    const numeric = columns.map((name) => lines.every((row) => typeof row[name] !== "string"));
    const format = (/** @type {string[]} */ line) =>
        line.map((cell, index) => (numeric[index] ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0))).join("  ").trimEnd();
    return [columns, ...cells].map(format).join("\n");
}

/** @param {string | number | undefined} value */
function show(value) {
    if (typeof value !== "number") return value ?? "";
    if (Number.isInteger(value)) return value.toLocaleString("en");
    return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}
