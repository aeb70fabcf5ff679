// Values on their way in, and the errors that they may be. Getters and proxies are foreign code: what they throw must not pass
// through the wasm, whose stacks would keep what lies on them, until after some hundred times nothing in it works any more.
// @ts-check

/** What reading the value threw that is about to be refused, if anything: then that is the error. @type {unknown[]} */
let thrown = [];

/**
 * @template T
 * @param {() => T} read
 * @returns {T | undefined} nothing where it throws
 */
function tried(read) {
    try {
        return read();
    } catch (error) {
        thrown = [error];
        return undefined;
    }
}

/** @param {unknown} value */
export const isArray = (value) => tried(() => Array.isArray(value)) ?? false;

/** @param {Iterable<unknown>} array */
export const itemsOf = (array) => tried(() => Array.from(array));

/** @param {object} object */
export const entriesOf = (object) => tried(() => Object.entries(object));

/** @param {string} message @param {boolean} isWrongType */
export function refusalOf(message, isWrongType) {
    const [first] = thrown.length > 0 ? thrown : [new (isWrongType ? TypeError : RangeError)(message)];
    thrown = [];
    return first;
}
