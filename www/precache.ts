/** After the build, tells the service worker which files the page consists of, and which version they are. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const WORKER = "sw.js";

export function precache(): Plugin {
    return {
        name: "precache",
        apply: "build",
        enforce: "post",
        writeBundle({ dir = "" }) {
            const files = readdirSync(dir, { recursive: true, withFileTypes: true })
                .filter((entry) => entry.isFile() && entry.name !== WORKER)
                .map((entry) => join(entry.parentPath, entry.name).slice(dir.length).replace(/^[\\/]/, "").replaceAll("\\", "/"))
                .sort();
            const worker = readFileSync(join(dir, WORKER), "utf8");
            const hash = createHash("sha256").update(worker);
            for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(dir, file)));
            const version = hash.digest("hex").slice(0, 16);
            // Some servers send one who asks for index.html to the folder, and a page must not come from an answer that was sent on.
            const addresses = files.map((file) => (file === "index.html" ? "./" : file));
            // Text before the code: the names in it are globals of the worker.
            writeFileSync(join(dir, WORKER), `const PRECACHED = ${JSON.stringify(addresses)}, VERSION = "${version}";\n${worker}`);
        },
    };
}
