// Modules of the page, as Node can read them: Vite bundles them as it does for the page, but for the package, which is taken
// as it is.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";
import { pkg } from "../scripts/lib/paths.mjs";

/**
 * @param {string} entry exports what is asked for, from "./NAME.ts", as in www/src
 * @returns {Promise<unknown>}
 */
export async function pageModules(entry) {
    const source = fileURLToPath(new URL("../www/src/", import.meta.url));
    const folder = await mkdtemp(join(tmpdir(), "twinpool-page-"));
    const file = join(folder, "entry.ts");
    try {
        await writeFile(file, entry.replaceAll("./", source));
        await build({
            configFile: false,
            logLevel: "error",
            root: source,
            plugins: [
                {
                    name: "the whole package, which the tests have begun, in place of the simulator alone",
                    enforce: "pre",
                    resolveId: (id) => (id === "twinpool/sim" ? { id: pathToFileURL(join(pkg, "twinpool.js")).href, external: true } : null),
                },
            ],
            build: { ssr: file, outDir: join(folder, "out"), target: "node20", rolldownOptions: { output: { entryFileNames: "modules.mjs" } } },
        });
        return await import(pathToFileURL(join(folder, "out", "modules.mjs")).href);
    } finally {
        await rm(folder, { recursive: true });
    }
}
