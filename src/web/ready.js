// What the bindings that wasm-bindgen writes say when they are used too early or too late: scripts/build/glue.mjs puts it
// into them.
// @ts-check

/** In place of the wasm, until there is one. @type {any} */
export const notReady = new Proxy(
    {},
    {
        get() {
            throw new Error("twinpool is not ready: call init or initSync first");
        },
    },
);

/** In place of an object's place in the wasm, once it has none. */
const freed = {
    get() {
        throw new Error("it has been freed");
    },
};

/** @param {object} object */
export const markFreed = (object) => Object.defineProperty(object, "__wbg_ptr", freed);

/** @param {object} object */
export const isFreed = (object) => Object.getOwnPropertyDescriptor(object, "__wbg_ptr")?.get !== undefined;
