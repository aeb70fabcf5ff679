// Keeps the server of wasm-bindgen's test runner from leaving a page unserved.
//
// Four of its threads wait for connections, and each stays with the one that it is given. A connection is queued for them
// as long as one is counted as waiting, and one still counts between being called and waking up: of several connections
// in that moment, as a browser makes them for a page's modules, all but the first lie in the queue for good, and the page
// never loads. A connection that finds none waiting gets a thread of its own. So there must be none: connections that ask
// for nothing keep the four. (tiny_http 0.12.0, src/util/task_pool.rs.)
import { connect, createServer } from "node:net";
import { Failure } from "../lib/run.mjs";

/** More than there are threads: those that come before the threads wait get threads of their own. */
const HELD = 8;
/** Between two of them, for the same reason; the browser takes longer than all of them to start. */
const PAUSE_MS = 40;

/** A port of this machine that nobody listens to. @returns {Promise<number>} */
export function freePort() {
    return new Promise((resolve, reject) => {
        const server = createServer();
        server.once("error", reject);
        server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            server.close(() => {
                if (address !== null && typeof address === "object") resolve(address.port);
                else reject(new Failure("this machine gives no port of its own"));
            });
        });
    });
}

/**
 * Holds idle connections to whatever listens to this port, one server after the other.
 * @param {number} port
 * @returns {() => void} ends it
 */
export function holdConnections(port) {
    /** @type {Set<import("node:net").Socket>} */
    const sockets = new Set();
    const timer = setInterval(() => {
        const isOnItsWay = [...sockets].some(({ connecting }) => connecting);
        if (isOnItsWay || sockets.size >= HELD) return;
        const socket = connect(port, "127.0.0.1");
        sockets.add(socket);
        // Nobody listens yet, or the server has ended: the next one is tried then.
        socket.on("error", () => undefined);
        socket.on("close", () => sockets.delete(socket));
    }, PAUSE_MS);
    return () => {
        clearInterval(timer);
        for (const socket of sockets) socket.destroy();
    };
}
