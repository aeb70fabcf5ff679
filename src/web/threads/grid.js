// The points of a grid: paths of a scenario's fields, each with its values.
import { refuse } from "../refuse.js";

/**
 * A path of the grid, and the values that it takes.
 * @typedef {object} Axis
 * @property {string} path as in "pool.workers" or "work.outages[0].toMs"
 * @property {readonly unknown[]} values
 */

const MOST_POINTS = 10_000;

/** Names, with a dot between, or indexes in brackets. */
const PATH = /^[^.[\]]+(?:\.[^.[\]]+|\[\d+\])*$/;

/**
 * @param {unknown} grid
 * @returns {Axis[]}
 */
export function axesOf(grid) {
    if (typeof grid !== "object" || grid === null || Array.isArray(grid)) {
        refuse(TypeError, "grid", 'an object of paths and lists of values, such as { "pool.workers": [1, 2] }', grid);
    }
    const axes = Object.entries(grid).map(([path, values]) => axisOf(path, values));
    const points = pointsOf(axes);
    if (points > MOST_POINTS) throw new RangeError(`grid must have at most 10,000 points; got ${points}`);
    return axes;
}

/**
 * @param {string} path
 * @param {unknown} values
 * @returns {Axis}
 */
function axisOf(path, values) {
    const field = `grid[${JSON.stringify(path)}]`;
    if (!PATH.test(path)) throw new TypeError(`${field} must be named by the path of a field, such as "pool.retry.factor"`);
    const allowed = "a list of at least one value";
    if (!Array.isArray(values)) refuse(TypeError, field, allowed, values);
    if (values.length === 0) throw new RangeError(`${field} must be ${allowed}; got an empty one`);
    return { path, values: [...values] };
}

/** @param {readonly Axis[]} axes */
export const pointsOf = (axes) => axes.reduce((points, { values }) => points * values.length, 1);

/**
 * The values of one point. The first axis varies most slowly.
 * @param {readonly Axis[]} axes
 * @param {number} index
 * @returns {Record<string, unknown>}
 */
export function valuesAt(axes, index) {
    /** @type {[string, unknown][]} */
    const values = [];
    let rest = index;
    for (const axis of axes.toReversed()) {
        values.push([axis.path, axis.values[rest % axis.values.length]]);
        rest = Math.floor(rest / axis.values.length);
    }
    return Object.fromEntries(values.reverse());
}

/**
 * The scenario with these values in their places. The scenario itself stays as it is.
 * @param {unknown} scenario
 * @param {Record<string, unknown>} values
 */
export function withValues(scenario, values) {
    let changed = scenario;
    for (const [path, value] of Object.entries(values)) changed = withValue(changed, path.match(/[^.[\]]+/g) ?? [], value);
    return changed;
}

/**
 * What is missing on the way is made, and what is no object is replaced by one: whether a field makes sense there is for
 * the scenario to say, in its own words.
 * @param {unknown} outer
 * @param {readonly string[]} path
 * @param {unknown} value
 * @returns {unknown}
 */
function withValue(outer, [name, ...path], value) {
    if (name === undefined) return value;
    const copy = Array.isArray(outer) ? [...outer] : { ...(typeof outer === "object" ? outer : undefined) };
    const inner = Object.getOwnPropertyDescriptor(copy, name)?.value;
    // Not an assignment: the field may be called __proto__.
    Object.defineProperty(copy, name, { value: withValue(inner, path, value), configurable: true, enumerable: true, writable: true });
    return copy;
}
