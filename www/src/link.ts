/**
 * The whole state as the part of the address behind "#": what differs from the original's demo, field by field, so that a
 * person can read it. It comes from strangers: nothing in it is believed before it is checked.
 *
 *     #v=1&seed=7&pool.workers=4&load.arrivals.kind=poisson&turn=1500,workers,5&at=9000
 */
import { checkScenario, defaultScenario, type CompleteScenario, type Scenario } from "twinpool/sim";
import { fieldsOf, type Json } from "./paths.ts";
import { knobOf, scenarioAt, type Setup, type Turn, type TurnedKnob } from "./setup.ts";

const VERSION = "1";
/** A longer link is not read, and so it is not written either. */
export const MOST_CHARACTERS = 60_000;
const MOST_TURNS = 200;
const KNOBS: readonly TurnedKnob[] = ["workers", "failureProbability", "ratePerSecond"];
const ROOTS = /^(?:seed|warmupTasks|(?:pool|load|work)(?:\.[a-z]\w*)+)$/i;
/** What else a link may hold: words of the page's parts, and the fields of a second scenario. */
const OTHERS = /^(?!(?:pool|load|work)$)(?:[a-z]{1,20}|b\..+)$/;
const LATEST_MS = 1e12;

export interface Linked {
    readonly setup: Setup;
    /** Everything else: where in time, which story, and so on. Each reader checks its own. */
    readonly rest: ReadonlyMap<string, string>;
}

/** @param prefix what stands before each field: a link can hold a second scenario */
export function writeScenario(scenario: CompleteScenario, prefix = ""): [string, string][] {
    const usual = fieldsOf(defaultScenario());
    const fields = [...fieldsOf(scenario)];
    const different = new Set(fields.filter(([path, value]) => JSON.stringify(usual.get(path)) !== JSON.stringify(value)).map(([path]) => path));
    // Fields that depend on a kind are nothing without it, though it may be the usual one.
    for (const path of [...different]) {
        const kind = path.replace(/\.\w+$/, ".kind");
        if (fields.some(([one]) => one === kind)) different.add(kind);
    }
    return fields.filter(([path]) => different.has(path)).map(([path, value]) => [`${prefix}${path}`, written(value)]);
}

export function writeLink({ scenario, turns }: Setup, rest: Iterable<readonly [string, string]> = []): string {
    const parts: (readonly [string, string])[] = [["v", VERSION], ...writeScenario(scenario)];
    for (const { atMs, knob, value } of turns) parts.push(["turn", `${atMs},${knob},${value}`]);
    return `#${[...parts, ...rest].map(([name, value]) => `${name}=${encode(value)}`).join("&")}`;
}

/**
 * @returns null where there is nothing to read
 * @throws an error that says what is wrong with the link
 */
export function readLink(hash: string): Linked | null {
    const text = hash.replace(/^#/, "");
    if (text === "") return null;
    if (text.length > MOST_CHARACTERS) throw new RangeError("the link is too long");
    if (isBroken(text)) throw new URIError("the link can’t be read, as it is cut off or damaged");
    const parts = [...new URLSearchParams(text)];
    const version = parts.find(([name]) => name === "v")?.[1];
    if (version === undefined) return null;
    if (version !== VERSION) throw new RangeError(`the link is of version ${shortened(version)}, and this page reads version ${VERSION}`);
    checkNames(parts);
    const rest = new Map(parts.filter(([name]) => name !== "v" && name !== "turn" && !ROOTS.test(name)));
    const setup: Setup = { scenario: readScenario(parts), turns: turnsOf(parts) };
    checkTurns(setup);
    return { setup, rest };
}

/** The moment of the run at which a link opens; null where it names none. @throws an error that says what is wrong with it */
export function momentOf(rest: Linked["rest"]): number | null {
    const text = rest.get("at");
    if (text === undefined) return null;
    const atMs = Number(text);
    if (text.trim() === "" || !(atMs >= 0 && atMs <= LATEST_MS)) {
        throw new RangeError(`the link’s moment, at, must be a number of milliseconds from 0 to 10^12; got ${shortened(text)}`);
    }
    return atMs;
}

function checkNames(parts: readonly (readonly [string, string])[]): void {
    const seen = new Set<string>();
    for (const [name] of parts) {
        if (!ROOTS.test(name) && !OTHERS.test(name)) throw new TypeError(`the link has a field that this page does not know: ${shortened(name)}`);
        if (seen.has(name) && name !== "turn") throw new TypeError(`the link has ${shortened(name)} more than once`);
        seen.add(name);
    }
}

/** Each turn must be possible where it is made. */
function checkTurns(setup: Setup): void {
    for (const { atMs, knob } of setup.turns) {
        const scenario = scenarioAt(setup, atMs);
        if (knob === "ratePerSecond" && knobOf("load.arrivals.ratePerSecond", setup.scenario) === null) {
            throw new TypeError("the link turns ratePerSecond, which only Poisson arrivals have");
        }
        checkScenario(scenario);
    }
}

/** @throws an error that names the field */
export function readScenario(parts: Iterable<readonly [string, string]>, prefix = ""): CompleteScenario {
    const found: Record<string, Json> = {};
    for (const [name, value] of parts) {
        const path = name.startsWith(prefix) ? name.slice(prefix.length) : "";
        if (ROOTS.test(path)) found[path] = read(name, value);
        else if (prefix !== "" && path !== "") throw new TypeError(`the link has a field that no scenario has: ${name.slice(0, 60)}`);
    }
    return checkScenario(nested(found) as Scenario);
}

/** Fields that belong to the default's kind of arrivals or service must not be mixed with those of the link's. */
function nested(found: Readonly<Record<string, Json>>): unknown {
    const root: Record<string, unknown> = { seed: defaultScenario().seed, pool: { workers: defaultScenario().pool.workers } };
    for (const [path, value] of Object.entries(found)) {
        const names = path.split(".");
        const last = names.pop() ?? "";
        let place = root;
        for (const name of names) {
            if (!Object.hasOwn(place, name)) place[name] = {};
            place = place[name] as Record<string, unknown>;
            if (typeof place !== "object") throw new TypeError(`the link has both ${name} and fields in it`);
        }
        place[last] = value;
    }
    return root;
}

function turnsOf(parts: readonly (readonly [string, string])[]): Turn[] {
    const turns = parts.filter(([name]) => name === "turn").map(([, text]) => turnOf(text));
    if (turns.length > MOST_TURNS) throw new RangeError(`the link turns knobs more than ${MOST_TURNS} times`);
    if (turns.some(({ atMs }, n) => atMs < (turns[n - 1]?.atMs ?? 0))) throw new RangeError("the link’s turns of knobs are out of order");
    return turns;
}

function turnOf(text: string): Turn {
    const [at = "", name = "", to = ""] = text.split(",");
    const atMs = Number(at);
    const value = Number(to);
    const knob = KNOBS.find((one) => one === name);
    if (knob === undefined || to === "" || at === "" || !(atMs >= 0 && atMs <= LATEST_MS) || !Number.isFinite(value)) {
        throw new TypeError(`the link has a turn of a knob that can’t be read: ${shortened(text)}`);
    }
    return { atMs, knob, value };
}

/** Objects inside lists, such as outages, as JSON; the rest as one would write it by hand. */
function written(value: Json): string {
    return Array.isArray(value) && value.some((one) => typeof one === "object") ? JSON.stringify(value) : plain(value);
}

function plain(value: Json): string {
    if (Array.isArray(value)) return `[${value.map(plain).join(",")}]`;
    return typeof value === "string" ? value : JSON.stringify(value);
}

function read(name: string, text: string): Json {
    if (/^[A-Za-z]+$/.test(text) && !["null", "true", "false"].includes(text)) return text;
    try {
        return JSON.parse(text) as Json;
    } catch {
        throw new TypeError(`the link’s ${shortened(name)} can’t be read: ${text === "" ? "nothing stands there" : shortened(text)}`);
    }
}

/** URLSearchParams takes what is no escape as it is. What comes of it is asked for: a bundler leaves out a call without a use. */
function isBroken(text: string): boolean {
    try {
        return decodeURIComponent(text) === "";
    } catch {
        return true;
    }
}

/** What a stranger wrote is repeated, but not all of it. */
const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Commas, colons and brackets may stand in an address as they are. */
const encode = (text: string): string => encodeURIComponent(text).replaceAll(/%(?:2C|3A|5B|5D)/g, decodeURIComponent);
