// The README is held against what it describes: its JavaScript runs, its tables are complete, its links lead somewhere.
// Its Rust example is a doctest (src/lib.rs).
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { defaultPoolOptions } from "./support.mjs";

const root = new URL("../../", import.meta.url);
const readme = await readFile(new URL("README.md", root), "utf8");

/**
 * Every match's first group.
 * @param {string} text
 * @param {RegExp} pattern
 */
const all = (text, pattern) => [...text.matchAll(pattern)].map(([, group = ""]) => group);

/** @param {string} code @param {URL} cwd */
async function run(code, cwd) {
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", code], { cwd: fileURLToPath(cwd) });
    return stdout.trimEnd().split("\n");
}

const pkg = new URL("pkg/", root);
/** In the package's own folder its name leads to itself. @type {[whose: string, text: string, cwd: URL, ways: string[]][]} */
const texts = [
    ["README", readme, root, ["await init()", "initSync", "await init()"]],
    ["package's README", await readFile(new URL("README.md", pkg), "utf8"), pkg, ["await init()", "await init()"]],
];

for (const [whose, text, cwd, ways] of texts) {
    describe(`the ${whose}'s JavaScript`, () => {
        const blocks = all(text, /^```js\n(.*?)^```$/gms);

        test("is there, for the pool and for the simulator", () => {
            assert.deepEqual(
                blocks.map((code) => /await init\(\)|initSync/.exec(code)?.[0]),
                ways,
            );
        });

        for (const [index, code] of blocks.entries()) {
            test(`runs, and prints what its comments say: example ${index + 1}`, async () => {
                const promised = all(code, /console\.log\(.*\); \/\/ (.*)$/gm);
                assert.notEqual(promised.length, 0);
                assert.deepEqual(await run(code, cwd), promised);
            });
        }
    });
}

test("the package's README leads nowhere that is not in the package", () => {
    assert.deepEqual(all(texts[1]?.[1] ?? "", /\]\(([^)]+)\)/g), []);
});

test("the README's options are those that there are, with their defaults", () => {
    const rows = [...readme.matchAll(/^\| `([\w.]+)` \| `([^`]+)` \|/gm)];
    const { retry, ...pool } = defaultPoolOptions();
    const retryOptions = Object.entries(retry).map(([name, value]) => [`retry.${name}`, value]);
    assert.deepEqual(
        rows.map(([, name, value = ""]) => [name, JSON.parse(value)]),
        [...Object.entries(pool), ...retryOptions],
    );
});

test("the README gives a reason for every dependency", async () => {
    const [, section = ""] = /^## Dependencies\n(.*?)^## /ms.exec(readme) ?? [];
    const listed = all(section, /^\| (`[^|]*)\|/gm).flatMap((cell) => all(cell, /`([^`]+)`/g));

    /** @type {{ dependencies?: object, devDependencies: object }} */
    const { dependencies = {}, devDependencies } = JSON.parse(await readFile(new URL("package.json", root), "utf8"));
    const crates = await Promise.all(["Cargo.toml", "tests/speed/Cargo.toml"].map(cratesOf));
    const used = new Set([...Object.keys(dependencies), ...Object.keys(devDependencies), ...crates.flat()]);
    used.delete("twinpool"); // the benchmarks' own
    assert.deepEqual(listed.sort(), [...used].sort());
});

/**
 * The crates that a Cargo.toml asks for, for whatever target and purpose.
 * @param {string} path
 */
async function cratesOf(path) {
    const cargo = await readFile(new URL(path, root), "utf8");
    const sections = all(cargo, /^\[(?:target\..*\.)?(?:dev-|build-)?dependencies\]\n((?:(?!\[).*\n?)*)/gm);
    return sections.flatMap((section) => all(section, /^([\w-]+) *=/gm));
}

test("the README's links lead somewhere", async () => {
    const targets = all(readme, /\]\(([^)]+)\)/g).filter((target) => !target.startsWith("https://"));
    assert.ok(targets.includes("docs/screenshot.png"));
    for (const target of targets) assert.ok((await stat(new URL(target, root))).isFile(), target);
});
