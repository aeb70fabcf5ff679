// The parts of `npm test`, in the order in which they run: what is quick to fail comes first.
import { buildPackage } from "../build/package.mjs";
import { buildSite } from "../build/site.mjs";
import { quickly } from "../validate/validate.mjs";
import { check, count, countNode } from "./checks.mjs";
import { freePort, holdConnections } from "./held.mjs";

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} about
 * @property {import("../setup/need.mjs").Need[]} needs
 * @property {() => Promise<void>} [build] What has to be built before.
 * @property {(words: string[]) => Promise<number | void>} run Gives the number of tests, where it counts them. The
 *   words choose among the tests.
 */

const WASM = ["--target", "wasm32-unknown-unknown"];
const CLIPPY = ["clippy", "--workspace", "--all-targets"];
const DENY_WARNINGS = ["--", "-D", "warnings"];

/** On a busy machine a browser may die as it starts, or its driver take too long. */
const AGAIN = 2;

/**
 * Rust's tests in a browser. The time limits are for a slow machine: the runner's own 20 seconds are not enough for one
 * that also starts a browser for the first time.
 * @param {string[]} args
 */
async function wasmPack(...args) {
    const port = await freePort();
    const letGo = holdConnections(port);
    try {
        return await count(
            "wasm-pack",
            ["test", "--headless", ...args],
            { WASM_BINDGEN_TEST_ADDRESS: `127.0.0.1:${port}`, WASM_BINDGEN_TEST_TIMEOUT: "90", WASM_BINDGEN_TEST_DRIVER_TIMEOUT: "60" },
            AGAIN,
        );
    } finally {
        letGo();
    }
}

/** A test of the page waits for a frame, a worker or a browser's start half of its time. Without a graphics card, more than two starve each other. */
const PAGES_AT_ONCE = 2;

/** @param {string[]} words */
const afterDashes = (words) => (words.length > 0 ? ["--", ...words] : []);

/** @type {Part[]} */
export const parts = [
    {
        name: "fmt",
        about: "the Rust code is formatted",
        needs: ["rust", "rustfmt"],
        run: () => check("cargo", ["fmt", "--all", "--check"]),
    },
    {
        name: "clippy",
        about: "Rust lints, for this machine",
        needs: ["rust", "clippy"],
        run: () => check("cargo", [...CLIPPY, ...DENY_WARNINGS]),
    },
    {
        name: "clippy-wasm",
        about: "Rust lints, for wasm",
        needs: ["rust", "clippy", "wasm target"],
        run: async () => {
            await check("cargo", [...CLIPPY, ...WASM, ...DENY_WARNINGS]);
            // As a Rust crate takes it that exports no JavaScript, and as twinpool/live is built.
            for (const feature of ["live", "web"]) {
                await check("cargo", ["clippy", "-p", "twinpool", "--no-default-features", "--features", feature, ...WASM, ...DENY_WARNINGS]);
            }
        },
    },
    {
        name: "doc",
        about: "Rust documentation, without a warning",
        needs: ["rust"],
        run: () => check("cargo", ["doc", "--no-deps"], { RUSTDOCFLAGS: "-D warnings" }),
    },
    {
        name: "rust",
        about: "Rust tests, natively, with the examples in the documentation",
        needs: ["rust"],
        run: (words) => count("cargo", ["test", ...words]),
    },
    {
        name: "build",
        about: "the npm package and the static site build",
        needs: ["rust", "wasm target", "npm packages", "wasm-bindgen"],
        run: buildSite,
    },
    {
        name: "types",
        about: "TypeScript's strict check of the page, the package, the scripts and the tests",
        needs: ["npm packages"],
        build: buildPackage,
        run: async () => {
            for (const project of ["www", "www/offline", "src/web", "scripts", "tests"]) await check("tsc", ["--noEmit", "--project", project]);
        },
    },
    {
        name: "eslint",
        about: "lints of the page, the package, the scripts and the tests",
        needs: ["npm packages"],
        build: buildPackage,
        run: () => check("eslint", ["--max-warnings", "0", "."]),
    },
    {
        name: "styles",
        about: "lints of the page's styles",
        needs: ["npm packages"],
        run: () => check("stylelint", ["--max-warnings", "0", "www/**/*.css"]),
    },
    {
        name: "html",
        about: "the page is valid HTML",
        needs: ["npm packages"],
        run: () => check("html-validate", ["--max-warnings", "0", "www/index.html"]),
    },
    {
        name: "firefox",
        about: "Rust tests in Firefox",
        needs: ["rust", "wasm target", "npm packages", "wasm-bindgen", "wasm-pack", "firefox", "geckodriver"],
        run: (words) => wasmPack("--firefox", ...afterDashes(words)),
    },
    {
        name: "chromium",
        about: "Rust tests in Chromium",
        needs: ["rust", "wasm target", "npm packages", "wasm-bindgen", "wasm-pack", "chromium", "chromedriver"],
        run: (words) => wasmPack("--chrome", ...afterDashes(words)),
    },
    {
        name: "package",
        about: "the npm package in Node",
        needs: ["npm packages"],
        build: buildPackage,
        run: (words) => countNode("package", words),
    },
    {
        name: "validate",
        about: "the simulator against theory, in short",
        needs: ["npm packages"],
        build: buildPackage,
        run: quickly,
    },
    {
        name: "page",
        about: "the built page in Firefox and Chromium",
        needs: ["npm packages", "firefox", "chromium"],
        build: buildSite,
        run: (words) => countNode("page", words, PAGES_AT_ONCE),
    },
];
