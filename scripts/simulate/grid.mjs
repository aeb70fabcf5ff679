// What --sweep says: PATH=VALUES, where VALUES are 1,2,4 or 1..16 or 0..1:0.1, or several of these.
import { WrongInput } from "./wrong.mjs";

/** @typedef {import("./package.mjs").Grid} Grid */
/** @typedef {Grid[string][number]} FieldValue */

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const IS_NUMBER = new RegExp(`^${NUMBER}$`, "i");
const RANGE = new RegExp(String.raw`^(${NUMBER})\.\.(${NUMBER})(?::(${NUMBER}))?$`, "i");
const MOST_VALUES = 10_000;
/** The last value of 0..1:0.1 is 1, although ten times 0.1 is a little more. */
const NEARLY = 1e-9;
/** In which 3 times 0.1 is 0.3. */
const DIGITS = 12;

/** @type {Map<string, FieldValue>} */
const words = new Map([
    ["true", true],
    ["false", false],
    ["null", null],
]);

/**
 * @param {string[]} sweeps
 * @returns {Grid}
 */
export function gridOf(sweeps) {
    /** @type {Map<string, FieldValue[]>} */
    const grid = new Map();
    for (const sweep of sweeps) {
        const [, path = "", values = ""] = /^([^=]+)=(.+)$/s.exec(sweep) ?? [];
        if (path === "") throw new WrongInput(`--sweep must be PATH=VALUES, such as pool.workers=1..16; got ${JSON.stringify(sweep)}`);
        if (grid.has(path)) throw new WrongInput(`--sweep names ${path} twice`);
        grid.set(
            path,
            values.split(",").flatMap((item) => valuesOf(item.trim(), `--sweep ${path}`)),
        );
    }
    return Object.fromEntries(grid);
}

/**
 * @param {string} item
 * @param {string} option
 * @returns {FieldValue[]}
 */
function valuesOf(item, option) {
    if (item === "") throw new WrongInput(`${option} has an empty place in its list`);
    const range = RANGE.exec(item);
    if (range) return numbersOf(item, range.slice(1).map(Number), option);
    if (item.includes("..")) throw new WrongInput(`${option} must have ranges such as 1..16 or 0..1:0.1; got ${JSON.stringify(item)}`);
    const word = words.get(item);
    if (word !== undefined) return [word];
    return [IS_NUMBER.test(item) ? Number(item) : item];
}

/**
 * @param {string} item
 * @param {number[]} range its ends and its step, which is NaN when there is none
 * @param {string} option
 */
function numbersOf(item, [first = NaN, last = NaN, given = NaN], option) {
    const step = Number.isNaN(given) ? Math.sign(last - first) || 1 : given;
    const steps = Math.floor((last - first) / step + NEARLY);
    if (!(steps >= 0 && step !== 0)) throw new WrongInput(`${option} has a range whose step does not lead from its first end to its last: ${item}`);
    if (steps >= MOST_VALUES) throw new WrongInput(`${option} has a range of more than 10,000 values: ${item}`);
    return Array.from({ length: steps + 1 }, (_, index) => Number((first + index * step).toPrecision(DIGITS)));
}
