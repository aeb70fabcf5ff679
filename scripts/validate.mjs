// npm run validate: the simulator against theory.
//
//   npm run validate              every row, in a few minutes; writes docs/validation.md
//   npm run validate -- --quick   every row, with fewer tasks and wide intervals, in seconds
//   npm run validate -- --seed N  with other luck
//
// The table goes to standard output; exit code 1 says that theory is contradicted.
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { table } from "./bench/table.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, main, say } from "./lib/run.mjs";
import { FULL, QUICK, validate } from "./validate/validate.mjs";
import { page, shown } from "./validate/page.mjs";

const LARGEST_SEED = 1_000_000;

function options() {
    try {
        const { values } = parseArgs({ options: { quick: { type: "boolean", default: false }, seed: { type: "string", default: "1" } } });
        const seed = Number(values.seed);
        if (Number.isInteger(seed) && seed >= 0 && seed <= LARGEST_SEED) return { quick: values.quick, seed };
    } catch (error) {
        throw new Failure(error instanceof Error ? error.message : String(error));
    }
    throw new Failure("--seed must be a whole number from 0 to 1,000,000");
}

await main(async () => {
    const { quick, seed } = options();
    const result = await validate(quick ? QUICK : FULL, seed);
    if (!quick) {
        console.log(table(result.lines.map(shown)));
        await writeFile(inRoot("docs", "validation.md"), page(result));
        say("wrote docs/validation.md");
    }
    console.log(`\n${result.summary}`);
    if (result.contradictions.length > 0) throw new Failure(`Theory is contradicted:\n${result.contradictions.join("\n")}`);
});
