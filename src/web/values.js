// Values on their way in, and the errors that they may be. Getters and proxies are foreign code: what they throw must not pass
// through the wasm, whose stacks would keep what lies on them, until after some hundred times nothing in it works any more.
// @ts-check

/** What reading the value threw that is about to be refused, if anything: then that is the error. @type {unknown[]} */
const thrown = [];

/**
 * @template V, T
 * @param {(value: V) => T} read
 * @returns {(value: V) => T | undefined} nothing where it throws
 */
const tried = (read) => (value) => {
    try {
        return read(value);
    } catch (error) {
        thrown[0] = error;
        return undefined;
    }
};

export const isArray = tried((/** @type {unknown} */ value) => Array.isArray(value));

export const itemsOf = tried((/** @type {Iterable<unknown>} */ array) => Array.from(array));

export const entriesOf = tried((/** @type {object} */ object) => Object.entries(object));

/** @param {string} message @param {boolean} isWrongType */
export function refusalOf(message, isWrongType) {
    const [error = new (isWrongType ? TypeError : RangeError)(message)] = thrown.splice(0);
    return error;
}
