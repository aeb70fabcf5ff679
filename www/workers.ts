/**
 * Builds the scripts of workers together with the page: what both need, the package above all, is then one file that both
 * load. By itself the bundler makes a whole program of each worker.
 */
import { dirname, resolve } from "node:path";
import type { Plugin } from "vite";

const WORKER = /new URL\(("\.\/[\w/]*worker\.[jt]s"|"\.\/[\w/]*writer\.ts"), import\.meta\.url\)/g;

export function workers(): Plugin {
    return {
        name: "workers",
        apply: "build",
        enforce: "pre",
        transform: {
            filter: { code: /new Worker\(new URL\(/ },
            handler(code, id) {
                return code.replace(WORKER, (_, quoted: string) => {
                    const path = JSON.parse(quoted) as string;
                    const file = this.emitFile({ type: "chunk", id: resolve(dirname(id), path) });
                    return `import.meta.ROLLUP_FILE_URL_${file}`;
                });
            },
        },
    };
}
