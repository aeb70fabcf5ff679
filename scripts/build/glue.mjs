// The JavaScript that wasm-bindgen writes, with what src/web/ready.js says in place of errors that only its own makers
// understand, and with src/web/load.js in place of `fetch`, which reads no files in Node.
import { Failure } from "../lib/run.mjs";

/** What is replaced, by what, and how often it is there; undefined for once a class. @type {[found: RegExp, by: string, times: number | undefined][]} */
const CHANGES = [
    [/^let wasmModule, wasmInstance, wasm;$/gm, "let wasmModule, wasmInstance, wasm = notReady;", 1],
    [/^ {4}if \(wasm !== undefined\) return wasm;$/gm, "    if (wasm !== notReady) return wasm;", 2],
    [/= fetch\(module_or_path\);$/gm, "= load(module_or_path);", 1],
    // The bytes of the wasm are a way to call them that stays.
    [/ else \{\n +console\.warn\('using deprecated parameters [^\n]+\n +\}$/gm, "", 2],
    [/^ {8}this\.__wbg_ptr = 0;$/gm, "        markFreed(this);", undefined],
    [/^ {4}free\(\) \{$/gm, "    free() {\n        if (isFreed(this)) return;", undefined],
    // As the garbage collector frees: in the midst of a call, whose listeners may do what they like, once the call is over. With 0
    // it would throw, and never be freed.
    [/^ {8}wasm\.(__wbg_\w+_free)\(ptr, 0\);$/gm, "        wasm.$1(ptr, 1);", undefined],
];

/** @param {string} glue */
export function withOurErrors(glue) {
    const classes = glue.match(/^export class /gm)?.length ?? 0;
    for (const [found, by, times = classes] of CHANGES) {
        const count = glue.match(found)?.length ?? 0;
        if (count !== times) {
            throw new Failure(`wasm-bindgen writes something else than before: ${found} is there ${count} times, not ${times}; see scripts/build/glue.mjs`);
        }
        glue = glue.replace(found, by);
    }
    const imports = 'import { load } from "./load.js";\nimport { isFreed, markFreed, notReady } from "./ready.js";\n';
    return glue.replace(/^(?=import |export )/m, imports);
}
