// A static server for dist/: for people (npm start), for the tests and for the pictures.
// It needs the npm packages, so import it after they are set up.
import { once } from "node:events";
import { createServer } from "node:http";
import sirv from "sirv";

/**
 * @typedef {object} Served
 * @property {string} url where the folder is, with a slash at the end
 * @property {() => Promise<void>} close
 */

/**
 * Serves a folder on this machine only.
 * @param {string} folder
 * @param {object} [options]
 * @param {number} [options.port] Default 0: any that is free.
 * @param {string} [options.base] The path under which the folder appears. Default "/".
 * @returns {Promise<Served>}
 */
export async function serve(folder, { port = 0, base = "/" } = {}) {
    // Looks at the disk at each request, so that a new build shows at the next reload.
    const files = sirv(folder, { dev: true, etag: true });
    const server = createServer((request, response) => {
        const notFound = () => void response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
        const address = request.url ?? "/";
        if (address.startsWith(base)) {
            request.url = `/${address.slice(base.length)}`;
            files(request, response, notFound);
        } else {
            notFound();
        }
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening"); // or throws the error
    const bound = /** @type {import("node:net").AddressInfo} */ (server.address());
    return {
        url: `http://127.0.0.1:${bound.port}${base}`,
        close: async () => {
            server.close();
            server.closeAllConnections();
            await once(server, "close");
        },
    };
}
