// The package's types as files: complete, sound by themselves, and without `any`. How they are used: types.test-d.ts.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { pkg } from "../../scripts/lib/paths.mjs";

/** @type {ts.CompilerOptions} */
const options = {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.esnext.disposable.d.ts"],
    types: [],
    noEmit: true,
};

for (const name of ["twinpool", "sim", "live", "theory/theory"]) {
    describe(`${name}.d.ts`, () => {
        const path = join(pkg, `${name}.d.ts`);
        const program = ts.createProgram([path], options);
        const source = program.getSourceFile(path);
        assert.ok(source);

        test("compiles without skipLibCheck", () => {
            const complaints = ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
            assert.deepEqual(complaints, []);
        });

        test("says nowhere `any`", () => {
            /** @type {string[]} */
            const found = [];
            const look = (/** @type {ts.Node} */ node) => {
                if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(node.parent.getText());
                ts.forEachChild(node, look);
            };
            ts.forEachChild(source, look);
            assert.deepEqual(found, []);
        });

        test("declares what the module exports, and nothing else", async () => {
            /** @type {object} */
            const module = await import(pathToFileURL(join(pkg, `${name}.js`)).href);
            const checker = program.getTypeChecker();
            const symbol = checker.getSymbolAtLocation(source);
            assert.ok(symbol);
            // What comes from another file is an alias.
            const meant = (/** @type {ts.Symbol} */ given) => (given.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(given) : given);
            const values = checker.getExportsOfModule(symbol).filter((given) => meant(given).flags & ts.SymbolFlags.Value);
            assert.deepEqual(values.map((value) => value.name).sort(), Object.keys(module).sort());
        });

        test("declares a list of names as the module has it, in its order", async () => {
            /** @type {Record<string, unknown>} */
            const module = await import(pathToFileURL(join(pkg, `${name}.js`)).href);
            const checker = program.getTypeChecker();
            const symbol = checker.getSymbolAtLocation(source);
            assert.ok(symbol);
            const lists = Object.keys(module).filter((key) => Array.isArray(module[key]));
            assert.deepEqual(lists, ["twinpool", "sim"].includes(name) ? ["EVENT_TYPES"] : []);
            for (const list of lists) {
                const declared = checker.getExportsOfModule(symbol).find((given) => given.name === list);
                assert.ok(declared);
                const type = checker.getTypeOfSymbol(declared);
                const names = checker.getTypeArguments(/** @type {ts.TypeReference} */ (type)).map((one) => (one.isStringLiteral() ? one.value : checker.typeToString(one)));
                assert.deepEqual(names, module[list]);
            }
        });
    });
}
