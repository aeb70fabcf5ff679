import { defineConfig } from "vite";
import { precache } from "./precache.ts";
import { workers } from "./workers.ts";

const here = (path: string): string => decodeURIComponent(new URL(path, import.meta.url).pathname);

export default defineConfig({
    root: here("."),
    // Relative addresses: the site works under any path of any static server.
    base: "./",
    resolve: {
        alias: [
            { find: /^twinpool\//, replacement: here("../pkg/") },
        ],
    },
    worker: { format: "es" },
    plugins: [workers(), precache()],
    server: { fs: { allow: [here(".."), here(".")] } },
    build: {
        outDir: here("../dist"),
        emptyOutDir: true,
        target: "es2022",
        // Newer than the scripts need, so that light-dark() reaches the browser as it was written.
        cssTarget: ["chrome123", "firefox120", "safari17.5"],
        // The content security policy allows no script or font from a data: address.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: {
            input: { index: here("./index.html"), sw: here("./offline/service.ts") },
            output: {
                // A service worker has power over the folder in which it lies, and is looked for under the same name for ever.
                entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
                // What page and workers share would else come in crumbs, each with a request and a header of its own.
                codeSplitting: {
                    groups: [
                        { name: "simulator", test: /\/sim-bindings\.js$|\/sim\/refuse\.js$|\/web\/(?:shapes|columns|slices|events)\.js$|\/src\/(?:frame|signal|engine\/protocol)\.ts$/ },
                        { name: "threads", test: /sim\/threads\/(?!worker)/ },
                    ],
                },
            },
        },
    },
});
