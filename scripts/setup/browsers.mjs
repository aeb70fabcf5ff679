// Firefox, Chromium and chromedriver: what is installed, else Debian's packages, else one line that says what to do.
import { existsSync } from "node:fs";
import { Failure, isProgram, run, say, which } from "../lib/run.mjs";

/** @typedef {"firefox" | "chromium"} BrowserName */

/** @type {Record<BrowserName, { title: string, variable: string, programs: string[], debian: string }>} */
const browsers = {
    firefox: {
        title: "Firefox",
        variable: "FIREFOX",
        programs: ["firefox", "firefox-esr", "/Applications/Firefox.app/Contents/MacOS/firefox"],
        debian: "firefox-esr",
    },
    chromium: {
        title: "Chromium or Chrome",
        variable: "CHROMIUM",
        programs: [
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
        ],
        debian: "chromium",
    },
};

/**
 * The browser's program. The environment variables FIREFOX and CHROMIUM name one that is not where it usually is.
 * @param {BrowserName} name
 */
export function findBrowser(name) {
    const { variable, programs } = browsers[name];
    const chosen = process.env[variable];
    if (chosen) return chosen;
    return programs.map((program) => (program.startsWith("/") ? program : which(program))).find((path) => path && isProgram(path));
}

/** @param {BrowserName} name */
export async function needBrowser(name) {
    const { title, variable, debian } = browsers[name];
    if (findBrowser(name)) return;
    await installDebian(title, debian, "the tests and pictures of the page need it", `or set ${variable} to its program`);
    if (!findBrowser(name)) throw new Failure(`${debian} was installed, but no ${title} is on PATH.`);
}

export async function needChromedriver() {
    if (which("chromedriver")) return;
    await installDebian("chromedriver", "chromium-driver", "the Rust tests in Chromium need it", "in your Chrome's version");
}

/**
 * @param {string} title
 * @param {string} debian the name of Debian's package
 * @param {string} why
 * @param {string} otherwise
 */
async function installDebian(title, debian, why, otherwise) {
    if (!existsSync("/etc/debian_version") || !which("apt-get") || process.getuid?.() !== 0) {
        throw new Failure(`${title} is missing: install it (Debian: sudo apt-get install ${debian}), ${otherwise}. Because: ${why}.`);
    }
    say(`set-up: installing ${debian} with apt-get, because ${why} (seconds)`);
    await updatePackageList();
    await run("apt-get", [...APT, "install", "-y", "--no-install-recommends", debian], { env: APT_ENV });
}

// Quiet but for errors and progress; patient, because another apt-get may be at work.
const APT = ["-qq", "-oDPkg::Lock::Timeout=300"];
const APT_ENV = { DEBIAN_FRONTEND: "noninteractive" };
let packageListIsNew = false;

/** A fresh machine has no list of packages, and an old list names files that are gone. Once in a run is enough. */
async function updatePackageList() {
    if (!packageListIsNew) await run("apt-get", [...APT, "update"], { env: APT_ENV });
    packageListIsNew = true;
}
