// Idle connections keep the test runner's server from leaving a page unserved: they are there whenever a server is.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { freePort, holdConnections } from "../../scripts/test/held.mjs";

/** More than the four threads that wait in the server. */
const ENOUGH = 5;

test("one server after the other has its idle connections, until it is over", async () => {
    const port = await freePort();
    const letGo = holdConnections(port);
    try {
        for (const which of ["first", "second"]) {
            /** @type {import("node:net").Socket[]} */
            const sockets = [];
            let bytes = 0;
            const server = createServer((socket) => {
                socket.on("data", (data) => (bytes += data.length)).on("error", () => undefined);
                sockets.push(socket);
                server.emit("held");
            });
            server.listen(port, "127.0.0.1");
            while (sockets.length < ENOUGH) await once(server, "held");
            assert.equal(bytes, 0, `the ${which} is asked for nothing`);
            assert.ok(sockets.every(({ destroyed }) => !destroyed));
            for (const socket of sockets) socket.destroy();
            server.close();
            await once(server, "close");
        }
    } finally {
        letGo();
    }
    const server = createServer(() => assert.fail("it was over")).listen(port, "127.0.0.1");
    await new Promise((resolve) => setTimeout(resolve, 200));
    server.close();
});
