// How an argument is refused: in the words in which Rust refuses the fields of a scenario.

/**
 * @param {ErrorConstructor} Refusal a TypeError, or a RangeError
 * @param {string} field
 * @param {string} allowed
 * @param {unknown} found
 * @returns {never}
 */
export function refuse(Refusal, field, allowed, found) {
    throw new Refusal(`${field} must be ${allowed}; got ${written(found)}`);
}

/** @param {unknown} value */
function written(value) {
    if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
    if (typeof value === "function") return "a function";
    if (typeof value !== "object" || value === null) return String(value);
    return Array.isArray(value) ? "an array" : "an object";
}
