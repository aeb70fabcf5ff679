// Reports as a table: one line a point, one column a figure, named by its path; a comma between, as RFC 4180 has it.

/** @typedef {import("../../pkg/twinpool.js").Estimate} Estimate */
/** @typedef {[column: string, value: unknown]} Cell */

/**
 * @param {unknown} result a report, estimates, or the points of a sweep
 */
export function csv(result) {
    const rows = (Array.isArray(result) ? result : [result]).map(cellsOf);
    const columns = rows[0]?.map(([column]) => column) ?? [];
    return [columns, ...rows.map((row) => row.map(([, value]) => value))].map((line) => line.map(written).join(",")).join("\n");
}

/**
 * @param {object} result
 * @returns {Cell[]}
 */
function cellsOf(result) {
    if ("values" in result && "estimates" in result) {
        const values = Object.entries(/** @type {object} */ (result.values));
        const names = new Set(values.map(([name]) => name)); // the seed may be among them
        return [...values, ...cellsOf(/** @type {object} */ (result.estimates)).filter(([name]) => !names.has(name))];
    }
    // A single run has no interval.
    const hasIntervals = "runs" in result && Number(result.runs) > 1;
    return "runs" in result ? estimates("", result, hasIntervals) : figures("", result);
}

/**
 * @param {string} prefix
 * @param {object} inner
 * @returns {Cell[]}
 */
function figures(prefix, inner) {
    return Object.entries(inner).flatMap(([name, value]) => (isObject(value) ? figures(`${prefix}${name}.`, value) : [[`${prefix}${name}`, value]]));
}

/**
 * @param {string} prefix
 * @param {object} inner
 * @param {boolean} hasIntervals
 * @returns {Cell[]}
 */
function estimates(prefix, inner, hasIntervals) {
    return Object.entries(inner).flatMap(([name, value]) => {
        const path = `${prefix}${name}`;
        if (typeof value === "number") return [[path, value]];
        if (isObject(value) && !("low" in value)) return estimates(`${path}.`, value, hasIntervals);
        const { mean, low, high } = /** @type {Partial<Estimate>} */ (value ?? {});
        /** @type {Cell[]} */
        const interval = [
            [`${path}.low`, low],
            [`${path}.high`, high],
        ];
        return [[path, mean], ...(hasIntervals ? interval : [])];
    });
}

/**
 * @param {unknown} value
 * @returns {value is object}
 */
const isObject = (value) => typeof value === "object" && value !== null;

/** @param {unknown} value */
function written(value) {
    const text = typeof value === "string" ? value : JSON.stringify(value ?? "");
    if (value === null || value === undefined) return "";
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
