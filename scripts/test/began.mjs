// Whether a run of Rust tests in a browser failed before any test had begun: because the browser or its driver did not come
// up, died, or never loaded the page. Only then may it be run again. A test that failed, or may have, is never asked twice.

/** What the runner of wasm-bindgen says then, and its driver's answers. */
const TROUBLE = new RegExp(
    [
        "driver failed to (?:start|bind port)",
        "failed to spawn .* binary",
        "failed to create a \\w+ session",
        "webdriver (?:POST|GET|DELETE) \\S+ (?:timed out|request failed)",
        "non-200 response code",
        // The page is there, but its script has not been run.
        "Loading scripts\\.\\.\\.\\s*Failed to detect test as having been run",
    ].join("|"),
);

/** A test's line, a closing line that counts failures, or the line that opens the tests of a page. */
const FAILURE = /^test result: FAILED|^test .* \.\.\. FAIL/m;
const BEGUN = /^running \d+ tests?$|^test /m;

/** Each program of tests ends with this line; what follows belongs to the next one. */
const CLOSING = /^test result: ok\..*$/gm;

/**
 * @param {string} text what the run printed, without colours
 */
export function failedBeforeItBegan(text) {
    if (FAILURE.test(text)) return false;
    const latest = text.split(CLOSING).at(-1) ?? "";
    return TROUBLE.test(latest) && !BEGUN.test(latest);
}
