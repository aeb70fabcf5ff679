// npm test runs a browser's tests again if the browser did not come up, and never if a test may have failed.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { failedBeforeItBegan } from "../../scripts/test/began.mjs";

const running = "     Running tests/live/main.rs (target/wasm32-unknown-unknown/debug/deps/live-1.wasm)\n";
const headless = "Running headless tests in Firefox on `http://127.0.0.1:4444/`\nTry find `webdriver.json` for configure browser's capabilities:\nOk\n";
const died = "driver status: signal: 9 (SIGKILL)\nError: webdriver POST /session/7/url request failed\n\nCaused by:\n    http status: 500\n";
const passed = "running 2 tests\ntest one ... ok\ntest two ... ok\n\ntest result: ok. 2 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.1s\n";
const failed = "running 2 tests\ntest one ... ok\ntest two ... FAIL\n\ntest result: FAILED. 1 passed; 1 failed; 0 ignored; 0 filtered out; finished in 0.1s\nError: some tests failed\n";

describe("a run in a browser is made again", () => {
    for (const [why, trouble] of Object.entries({
        "the page could not be asked for": died,
        "there was no session": "Error: webdriver POST /session timed out after 180.0s\n",
        "the driver refused a session": "Error: non-200 response code: 500\n{}\n",
        "Chromium gave no session": "Error: failed to create a Chrome session: session not created: DevToolsActivePort file doesn't exist\n",
        "the driver did not start": "Error: driver failed to bind port during startup\n",
        "the page's script was never run": "Loading scripts...Failed to detect test as having been run. It might have timed out.\nError: some tests failed\n",
    })) {
        test(`if ${why}`, () => {
            assert.ok(failedBeforeItBegan(running + headless + trouble));
            assert.ok(failedBeforeItBegan(running + headless + passed + running + headless + trouble), "the second program's");
        });
    }
});

describe("a run in a browser is not made again", () => {
    test("if a test failed", () => {
        assert.ok(!failedBeforeItBegan(running + headless + failed));
        // Whatever came after it.
        assert.ok(!failedBeforeItBegan(running + headless + failed + running + headless + died));
        assert.ok(!failedBeforeItBegan(running + headless + "running 2 tests\ntest one ... FAIL\n" + died));
    });
    test("if the browser died, or time ran out, once a test had begun", () => {
        assert.ok(!failedBeforeItBegan(running + headless + "running 2 tests\n" + died));
        assert.ok(!failedBeforeItBegan(running + headless + "running 2 tests\ntest one ... ok\n" + died));
        assert.ok(!failedBeforeItBegan(running + headless + "running 1 test\nFailed to detect test as having been run. It might have timed out.\n"));
    });
    test("if it was not the browser's fault", () => {
        assert.ok(!failedBeforeItBegan("error[E0425]: cannot find value `x` in this scope\nerror: could not compile `twinpool`\n"));
        assert.ok(!failedBeforeItBegan(running + headless + passed));
    });
});
