// npm start: builds the page and serves it on this machine.
import { buildSite } from "./build/site.mjs";
import { dist } from "./lib/paths.mjs";
import { Failure, main } from "./lib/run.mjs";

const FIRST_PORT = 8080;
const LAST_PORT = 8180;

/** @param {unknown} error */
const isTaken = (error) => error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES");

/** The port that PORT names, else the first free one. */
async function serveSite() {
    const { serve } = await import("./lib/serve.mjs");
    const chosen = process.env["PORT"];
    const [first, last] = chosen ? [Number(chosen), Number(chosen)] : [FIRST_PORT, LAST_PORT];
    if (!Number.isInteger(first) || first < 0 || first > 65_535) {
        throw new Failure(`PORT is ${JSON.stringify(chosen)}: it must be a whole number from 0 to 65535.`);
    }
    for (let port = first; port <= last; port += 1) {
        try {
            return await serve(dist, { port });
        } catch (error) {
            if (!isTaken(error)) throw error;
        }
    }
    throw new Failure(chosen ? `Port ${chosen} is in use or not allowed: choose another PORT.` : `No port from ${FIRST_PORT} to ${LAST_PORT} is free: set PORT.`);
}

await main(async () => {
    await buildSite();
    const { url } = await serveSite();
    console.log(`twinpool is at ${url} (Ctrl-C stops it)`);
});
