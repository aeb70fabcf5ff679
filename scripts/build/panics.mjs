// Takes the messages of Rust's panics out of a wasm module. std writes them to its standard error, which a browser's wasm
// has not got, so nobody ever reads them; a panic is a trap with them and without. They are 4 KB, gzipped.
import { readFile, writeFile } from "node:fs/promises";
import { Failure, say } from "../lib/run.mjs";

/** These never come back, whoever calls them. */
const ENDS = [
    /^core::panicking::/,
    /^core::(option|result)::(expect|unwrap)_failed$/,
    /^core::slice::index::slice_.*fail/,
    /^core::str::slice_error_fail/,
    /^core::cell::panic_/,
    /^core::cell::lazy::panic_/,
    /^__rustc::(rust_begin_unwind|rust_panic|__rust_alloc_error_handler)$/,
    /^alloc::alloc::handle_alloc_error$/,
    /^alloc::raw_vec::(handle_error|capacity_overflow)$/,
];

/** These write the message, and must have no other use. */
const WRITES = [
    /\bcore::fmt::/,
    /^<u\d+>::_fmt/,
    /^core::str::count::/,
    /^core::unicode::printable::/,
    /^<char>::escape_debug/,
    /^std::panicking::/,
    /^<std::panicking::/,
    /^std::sys::backtrace::/,
    /^std::alloc::(rust_oom|default_alloc_error_hook)/,
];

/** @param {string} file a wasm module with its names; it is changed */
export async function dropPanicMessages(file) {
    // Imported here: the npm packages are set up by the command that comes to this.
    const { default: binaryen } = await import("binaryen");
    binaryen.setDebugInfo(true); // keeps the names
    const module = binaryen.readBinary(await readFile(file));
    const functions = Array.from({ length: module.getNumFunctions() }, (_, index) => binaryen.getFunctionInfo(module.getFunctionByIndex(index)));
    const own = functions.filter(({ base }) => !base); // what is imported has a base
    const ends = own.filter(({ name }) => ENDS.some((pattern) => pattern.test(plain(name))));
    const writes = own.filter(({ name }) => WRITES.some((pattern) => pattern.test(plain(name))));
    if (ends.length === 0 || writes.length === 0) {
        say("this rustc names its panics in a way of its own: their messages stay in the wasm, which is 4 KB larger");
        module.dispose();
        return;
    }
    refuseOtherUses(module.emitText(), new Set([...ends, ...writes].map(({ name }) => name)), new Set(writes.map(({ name }) => name)));
    for (const { name, params, results } of [...ends, ...writes]) {
        module.removeFunction(name);
        module.addFunction(name, params, results, [], module.unreachable());
    }
    await writeFile(file, module.emitBinary());
    module.dispose();
}

/**
 * Without the hashes of crates and of functions.
 * @param {string} name
 */
const plain = (name) => name.replace(/\[[0-9a-f]+\]/g, "").replace(/::h[0-9a-f]{16}$/, "");

/**
 * @param {string} text of the module
 * @param {Set<string>} gone
 * @param {Set<string>} writes
 */
function refuseOtherUses(text, gone, writes) {
    const NAME = /\((func|call) \$(?:"((?:[^"\\]|\\.)*)"|([^\s()]+))/g;
    let caller = "";
    for (const [, what, quoted, bare = ""] of text.matchAll(NAME)) {
        const name = quoted?.replace(/\\([0-9a-f]{2})/g, (_, /** @type {string} */ code) => String.fromCharCode(parseInt(code, 16))) ?? bare;
        if (what === "func") caller = name;
        else if (writes.has(name) && !gone.has(caller)) {
            throw new Failure(`${plain(caller)} uses ${plain(name)}, which the package's wasm is built without: see scripts/build/panics.mjs`);
        }
    }
}
