// dist/: the static site, with relative addresses only.
import { join } from "node:path";
import { fingerprint, remake } from "../lib/fingerprint.mjs";
import { withLock } from "../lib/lock.mjs";
import { dist, inRoot, state } from "../lib/paths.mjs";
import { run, say } from "../lib/run.mjs";
import { need } from "../setup/need.mjs";
import { buildPackage } from "./package.mjs";

/** Builds dist/, and before it pkg/, unless they are there and up to date. */
export async function buildSite() {
    await buildPackage();
    await need(["npm packages"]);
    await withLock(join(state, "build-site"), async () => {
        const inputs = await fingerprint(["www", "pkg", "package-lock.json", "scripts/build/site.mjs", "scripts/simulate/tracer.mjs"]);
        await remake(dist, inputs, async (folder) => {
            say("building dist/, the static site");
            await run("vite", ["build", "--config", inRoot("www", "vite.config.ts"), "--outDir", folder, "--emptyOutDir"]);
        });
    });
}
