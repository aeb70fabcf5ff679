// Which benchmarks, and which parts of one, the command line asks for.
import { parseArgs } from "node:util";
import { Failure } from "../lib/run.mjs";

export function options() {
    try {
        const { values, positionals } = parseArgs({
            allowPositionals: true,
            options: { only: { type: "string" }, json: { type: "string" }, list: { type: "boolean" }, large: { type: "boolean", default: false } },
        });
        return { ...values, words: positionals };
    } catch (error) {
        throw new Failure(error instanceof Error ? error.message : String(error));
    }
}

/**
 * @template {{ name: string }} Bench
 * @param {Bench[]} benches
 * @param {string | undefined} only
 */
export function benchesOf(benches, only) {
    const chosen = benches.filter(({ name }) => only === undefined || name === only);
    if (chosen.length > 0) return chosen;
    throw new Failure(`No benchmark${only === undefined ? "" : ` is called ${only}`}: there are ${benches.map(({ name }) => name).join(", ") || "none"}.`);
}

/**
 * The parts whose names contain one of these words; all where there is none.
 * @param {{ name: string, parts?: readonly string[] }} bench
 * @param {string[]} words
 */
export function partsOf({ name, parts = [] }, words) {
    const chosen = parts.filter((part) => words.length === 0 || words.some((word) => part.includes(word)));
    if (chosen.length > 0 || words.length === 0) return chosen;
    throw new Failure(`No part of ${name} has ${words.join(" or ")} in its name: ${parts.length > 0 ? `they are ${parts.join(", ")}` : "it has no parts"}.`);
}
