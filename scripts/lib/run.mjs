// Running other programs, and ending with one clear line when one of them fails.
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { root } from "./paths.mjs";

/** A failure whose message says all there is to say: no stack trace is printed. */
export class Failure extends Error {}

/**
 * Runs a command of this repository.
 * @param {() => Promise<void>} command
 */
export async function main(command) {
    // Leave by process.exit, so that what waits for the exit is done: locks are let go, programs we started end.
    process.on("SIGINT", () => process.exit(130));
    process.on("SIGTERM", () => process.exit(143));
    try {
        await command();
    } catch (error) {
        console.error(error instanceof Failure ? `\n${error.message}` : error);
        process.exit(1);
    }
}

/**
 * Tells the person what is going on. Standard error: standard output is for results.
 * @param {string} line
 */
export function say(line) {
    console.error(line);
}

/**
 * The program's path, if there is one of that name on PATH.
 * @param {string} name
 */
export function which(name) {
    for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
        const path = join(folder, name);
        if (folder !== "" && isProgram(path)) return path;
    }
    return undefined;
}

/** @param {string} path */
export function isProgram(path) {
    try {
        accessSync(path, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}

/**
 * Later programs are looked for in this folder first.
 * @param {string} folder
 */
export function putOnPath(folder) {
    const path = process.env["PATH"] ?? "";
    if (!path.split(delimiter).includes(folder)) process.env["PATH"] = `${folder}${delimiter}${path}`;
}

/**
 * What a quick command prints, or undefined when it is missing or fails.
 * @param {string} command
 * @param {string[]} args
 */
export function output(command, args) {
    const { status, stdout } = spawnSync(command, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
    return status === 0 ? stdout.trim() : undefined;
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] Default: the root of the repository.
 * @property {Record<string, string>} [env] Added to the environment.
 * @property {NodeJS.WriteStream} [show] Where what it prints goes. Default: standard error.
 * @property {(text: string) => void} [listen] Also gets what the command prints; it no longer sees a terminal then.
 */

/**
 * Runs a command to its end and shows what it prints. Throws a Failure when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<void>}
 */
export function run(command, args, { cwd = root, env = {}, show = process.stderr, listen } = {}) {
    return new Promise((resolve, reject) => {
        const child = spawn(command, args, {
            cwd,
            env: { ...process.env, ...env },
            stdio: listen ? ["ignore", "pipe", "pipe"] : ["ignore", show, show],
        });
        const end = () => child.kill();
        process.once("exit", end);
        for (const stream of [child.stdout, child.stderr]) {
            stream?.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
                show.write(text);
                listen?.(text);
            });
        }
        const shown = [command.replace(`${root}/`, ""), ...args].join(" ");
        child.on("error", (error) => {
            reject(new Failure(`could not start \`${shown}\`: ${error.message}`));
        });
        child.on("close", (code, signal) => {
            process.off("exit", end);
            if (code === 0) resolve();
            else reject(new Failure(`\`${shown}\` failed (${signal ?? `exit code ${code}`})`));
        });
    });
}
