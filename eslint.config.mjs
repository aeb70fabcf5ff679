// One set of rules for the page, what is written by hand in the package, the scripts and the tests: typescript-eslint's strict rules with type information.
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
    { ignores: ["dist/", "pkg/", "target/", "node_modules/", "*.partial/", "docs/"] },
    {
        files: ["www/**/*.ts", "src/web/{refuse,sim,twinpool}.js", "src/web/{sim,theory,threads}/*.js", "scripts/**/*.mjs", "tests/**/*.{mjs,ts}"],
        extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            eqeqeq: "error",
            "no-console": "off",
            // A number in a text reads as it is.
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            // An empty text often means "none", as a missing one does.
            "@typescript-eslint/prefer-nullish-coalescing": ["error", { ignorePrimitives: { string: true } }],
            // `() => doIt()` is how one writes a short arrow that does something.
            "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
        },
    },
    {
        files: ["src/web/{theory,threads}/*.js", "scripts/**/*.mjs", "tests/**/*.mjs"],
        rules: {
            // The compiler asks for brackets where a name comes from an index signature.
            "@typescript-eslint/dot-notation": ["error", { allowIndexSignaturePropertyAccess: true }],
            // In JavaScript the check of what JSON.parse gives is a comment, which this rule can't see.
            "@typescript-eslint/no-unsafe-assignment": "off",
            "@typescript-eslint/no-unsafe-return": "off",
        },
    },
    {
        files: ["tests/**/*.mjs"],
        rules: {
            // node:test's describe and test return promises that are its own business.
            "@typescript-eslint/no-floating-promises": [
                "error",
                { allowForKnownSafeCalls: [{ from: "package", package: "node:test", name: ["test", "describe", "it", "suite"] }] },
            ],
        },
    },
);
