// npm test: every part in order, up to the first that fails.
//
//   npm test                             everything
//   npm test -- --list                   the names of the parts
//   npm test -- --only rust,page         only these parts
//   npm test -- --only page retries      only these parts, and in them only the tests that these words choose
import { parseArgs } from "node:util";
import { Failure, main } from "./lib/run.mjs";
import { need } from "./setup/need.mjs";
import { parts } from "./test/parts.mjs";

function wanted() {
    const { values, positionals } = parse();
    if (values.list) return { list: true, chosen: parts, words: [] };
    const names = values.only?.flatMap((list) => list.split(",")) ?? [];
    const unknown = names.find((name) => !parts.some((part) => part.name === name));
    if (unknown !== undefined) {
        throw new Failure(`No part is called ${JSON.stringify(unknown)}: they are ${parts.map(({ name }) => name).join(", ")}.`);
    }
    if (positionals.length > 0 && names.length === 0) throw new Failure("Words choose tests only together with --only PART.");
    const chosen = names.length > 0 ? parts.filter(({ name }) => names.includes(name)) : parts;
    return { list: false, chosen, words: positionals };
}

function parse() {
    try {
        return parseArgs({
            allowPositionals: true,
            options: { only: { type: "string", multiple: true }, list: { type: "boolean" } },
        });
    } catch (error) {
        throw new Failure(error instanceof Error ? error.message : String(error));
    }
}

/** @param {number} since */
const seconds = (since) => `${((performance.now() - since) / 1_000).toFixed(1)} s`;

await main(async () => {
    const { list, chosen, words } = wanted();
    if (list) {
        for (const { name, about } of parts) console.log(`${name.padEnd(12)} ${about}`);
        return;
    }
    const start = performance.now();
    await need(chosen.flatMap(({ needs }) => needs));
    let passed = 0;
    for (const { name, about, build, run } of chosen) {
        console.log(`\n== ${name}: ${about}`);
        const partStart = performance.now();
        try {
            await build?.();
            passed += (await run(words)) ?? 0;
        } catch (error) {
            if (error instanceof Failure) error.message += `\nnpm test stopped at the part ${name}. Again: npm test -- --only ${name}`;
            throw error;
        }
        console.log(`== ${name}: passed in ${seconds(partStart)}`);
    }
    console.log(`\nAll ${chosen.length} parts passed in ${seconds(start)}. The tests in them:`);
    // The parts that only check, formatting say, have no tests to count; alone, each of them counts as one.
    console.log(`${passed || chosen.length} passed, 0 failed`);
});
