// Reads an object's fields, one by one, as src/input does: what makes no sense is refused in the same words.
import { refuse } from "../refuse.js";

const MOST_MS = 1e12;
const MILLIS = "a number of milliseconds from 0 to 1,000,000,000,000";
const grouped = (/** @type {number} */ number) => number.toLocaleString("en-US");

export class Fields {
    #path;
    #known = /** @type {string[]} */ ([]);
    /** @type {Map<string, unknown>} */
    #left;

    /** @param {string} path empty for the outermost @param {unknown} value @param {string} [called] where the path is empty */
    constructor(path, value, called = path) {
        if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(TypeError, called, "an object", value);
        this.#path = path;
        this.#left = new Map(Object.entries(value).filter(([, field]) => field !== undefined));
    }

    /** @param {string} name */
    path(name) {
        return this.#path ? `${this.#path}.${name}` : name;
    }

    /** @param {string} name */
    has(name) {
        return this.#left.has(name);
    }

    /** A field of any type. @param {string} name @returns {unknown} */
    take(name) {
        this.#known.push(name);
        const value = this.#left.get(name);
        this.#left.delete(name);
        return value;
    }

    /** @param {string} name @returns {Fields | undefined} */
    object(name) {
        const value = this.take(name);
        return value === undefined ? undefined : new Fields(this.path(name), value);
    }

    /** @param {string} name @param {number} low @param {number} high @param {string} allowed the same in words */
    number(name, low, high, allowed) {
        const value = this.take(name);
        return value === undefined ? undefined : numberOf(this.path(name), value, low, high, allowed);
    }

    /** @param {string} name @param {number} low @param {number} high @param {string} allowed */
    needed(name, low, high, allowed) {
        return this.number(name, low, high, allowed) ?? this.#missing(name, allowed);
    }

    /** @param {string} name @param {number} low @param {number} high */
    whole(name, low, high, orElse = "") {
        const value = this.take(name);
        const allowed = wholeFrom(low, high) + orElse;
        if (value === undefined) return undefined;
        const number = numberOf(this.path(name), value, low, high, allowed);
        return Number.isInteger(number) ? number : refuse(RangeError, this.path(name), allowed, number);
    }

    /** @param {string} name @param {number} low @param {number} high */
    neededWhole(name, low, high) {
        return this.whole(name, low, high) ?? this.#missing(name, wholeFrom(low, high));
    }

    /** A duration. @param {string} name */
    millis(name, orElse = "") {
        return this.number(name, 0, MOST_MS, MILLIS + orElse);
    }

    /** @param {string} name */
    time(name) {
        return this.needed(name, 0, MOST_MS, MILLIS);
    }

    /** @param {string} name */
    positiveTime(name) {
        return this.needed(name, 1e-6, MOST_MS, "a number of milliseconds, at least 0.000001 and at most 1,000,000,000,000");
    }

    /** @param {string} name @returns {number[]} */
    times(name) {
        const allowed = "a list of at least one number of milliseconds";
        const value = this.take(name);
        if (value === undefined) return this.#missing(name, allowed);
        const path = this.path(name);
        if (!Array.isArray(value)) return refuse(TypeError, path, allowed, value);
        if (value.length === 0) throw new RangeError(`${path} must be ${allowed}; got an empty list`);
        return Array.from(value, (/** @type {unknown} */ time, index) => numberOf(`${path}[${index}]`, time, 0, MOST_MS, MILLIS));
    }

    /** What may also be null. @template T @param {string} name @param {() => T} read @returns {T | null} */
    orNull(name, read) {
        if (this.#left.get(name) !== null) return read();
        this.take(name);
        return null;
    }

    /** @param {string} name */
    flag(name) {
        const value = this.take(name);
        return value === undefined || typeof value === "boolean" ? value : refuse(TypeError, this.path(name), "true or false", value);
    }

    /** @template {string} T @param {string} name @param {readonly T[]} words @returns {T | undefined} */
    choice(name, words) {
        const value = this.take(name);
        if (value === undefined) return undefined;
        return words.find((word) => word === value) ?? refuse(TypeError, this.path(name), oneOf(words), value);
    }

    /** @template {string} T @param {readonly T[]} kinds @returns {T} */
    kind(kinds) {
        return this.choice("kind", kinds) ?? this.#missing("kind", oneOf(kinds));
    }

    /** The end: refuses what was not read. */
    finish() {
        const [unknown] = this.#left.keys();
        if (unknown !== undefined) throw new TypeError(`${this.path(unknown)} is not known; known here: ${this.#known.join(", ")}`);
    }

    /** @param {string} name @param {string} allowed @returns {never} */
    #missing(name, allowed) {
        throw new TypeError(`${this.path(name)} is missing; it must be ${allowed}`);
    }
}

/** @param {string} path @param {unknown} value @param {number} low @param {number} high @param {string} allowed */
function numberOf(path, value, low, high, allowed) {
    if (typeof value !== "number") return refuse(TypeError, path, allowed, value);
    return value >= low && value <= high ? value : refuse(RangeError, path, allowed, value);
}

/** @param {number} low @param {number} high */
const wholeFrom = (low, high) => `a whole number from ${grouped(low)} to ${grouped(high)}`;
/** @param {readonly string[]} words */
const oneOf = (words) => `one of ${words.map((word) => `"${word}"`).join(", ")}`;
