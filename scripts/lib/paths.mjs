// Where things are: in this clone, and in the person's cache.
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** @param {...string} parts */
export const inRoot = (...parts) => join(root, ...parts);

/** The built npm package. */
export const pkg = inRoot("pkg");
/** The built static site. */
export const dist = inRoot("dist");
/** Stamps and locks: beside cargo's own output, so that `cargo clean` forgets them too. */
export const state = inRoot("target", "twinpool");

// Set to nothing, the variable counts as not set.
const cache = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");

/** Tools built by cargo: one folder per version, shared by every clone; ~/.cargo/bin is left alone. */
export const toolCache = join(cache, "twinpool", "tools");
