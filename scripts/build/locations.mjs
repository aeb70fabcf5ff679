// Takes the places of Rust's panics out of a wasm module: file names, some of them of the machine that built it, with lines
// and columns. Nobody reads them once the messages have gone. They are 2 KB, gzipped.
import { readFile, writeFile } from "node:fs/promises";
import { Failure, say } from "../lib/run.mjs";

const DATA = 11;
const I32_CONST = 0x41;
const END = 0x0b;
/** Pointer and length of the file's name, line, column: `core::panic::Location`. */
const WORDS = 4;
const WORD = 4;

/** A part of the memory as it begins: where it lies there, and in the file. @typedef {{ address: number, start: number, length: number }} Segment */

/** @param {string} file a wasm module; it is changed */
export async function dropPanicLocations(file) {
    const bytes = await readFile(file);
    const segments = segmentsOf(bytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    /** Where these bytes of the memory are in the file. @param {number} address @param {number} length */
    const find = (address, length) => {
        const segment = segments.find((segment) => address >= segment.address && address + length <= segment.address + segment.length);
        return segment && segment.start + address - segment.address;
    };
    /** @type {[start: number, end: number][]} */
    const names = [];
    for (const { address, start, length } of segments) {
        const first = start + ((WORD - (address % WORD)) % WORD);
        for (let at = first; at + WORDS * WORD <= start + length; at += WORD) {
            const [pointer = 0, size = 0, line = 0, column = 0] = Array.from({ length: WORDS }, (_, word) => view.getUint32(at + word * WORD, true));
            if (size < 4 || size > 300 || line === 0 || line > 100_000 || column === 0 || column > 1_000) continue;
            const name = find(pointer, size);
            // Whatever the folders are called that lead to it.
            if (name === undefined || !bytes.toString("latin1", name, name + size).endsWith(".rs")) continue;
            names.push([name, name + size]);
            bytes.fill(0, at, at + WORDS * WORD);
        }
    }
    if (names.length === 0) {
        say("this rustc notes the places of panics in a way of its own: they stay in the wasm, which is 2 KB larger");
        return;
    }
    // Last, because several places share a name.
    for (const [start, end] of names) bytes.fill(0, start, end);
    await writeFile(file, bytes);
}

/** @param {Buffer} bytes @returns {Segment[]} */
function segmentsOf(bytes) {
    let at = 8;
    const number = () => {
        let [value, shift] = [0, 0];
        for (;;) {
            const byte = bytes[at++] ?? 0;
            value += (byte & 0x7f) * 2 ** shift;
            shift += 7;
            if (byte < 0x80) return value;
        }
    };
    while (at < bytes.length) {
        const id = bytes[at++];
        const length = number();
        if (id !== DATA) {
            at += length;
            continue;
        }
        return Array.from({ length: number() }, () => {
            // Active, in the one memory, at a constant: an address of less than 2^31, so its sign can't be in the way.
            if (number() !== 0 || bytes[at++] !== I32_CONST) throw new Failure("a segment of the wasm's data is of an unknown kind");
            const address = number();
            if (bytes[at++] !== END) throw new Failure("a segment of the wasm's data has no constant address");
            const size = number();
            const segment = { address, start: at, length: size };
            at += size;
            return segment;
        });
    }
    return [];
}
