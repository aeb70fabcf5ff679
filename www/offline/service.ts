/**
 * The service worker: keeps the whole page, so that it opens without a network. Each build is a version with a store of its
 * own. A new one is fetched while the old one is on show, and is there at the next visit.
 */
/** The build puts the files of the page here; see precache.ts. */
declare const PRECACHED: readonly string[];
declare const VERSION: string;

const worker = self as unknown as ServiceWorkerGlobalScope;

const FAMILY = `twinpool ${worker.registration.scope} `;
/** Two names of the page; it is kept under the first. */
const PAGES = ["./", "./index.html"];
const STORE = `${FAMILY}${VERSION}`;

worker.addEventListener("install", (event) => {
    event.waitUntil(fill());
});

worker.addEventListener("activate", (event) => {
    event.waitUntil(forgetOld());
});

worker.addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.method === "GET" && request.url.startsWith(worker.registration.scope)) event.respondWith(answer(request));
});

async function fill(): Promise<void> {
    const store = await caches.open(STORE);
    // Past the browser's own cache, in which a file of another version may lie under the same name.
    await store.addAll(PRECACHED.map((path) => new Request(path, { cache: "no-cache" })));
    await worker.skipWaiting();
}

/** All but this version and the one before it: a page of that may still be open, and ask for a part that it has not loaded. */
async function forgetOld(): Promise<void> {
    // In the order in which they were made.
    const stores = (await caches.keys()).filter((name) => name.startsWith(FAMILY) && name !== STORE);
    await Promise.all(stores.slice(0, -1).map((name) => caches.delete(name)));
    await worker.clients.claim();
}

async function answer(request: Request): Promise<Response> {
    // What follows the "?" is read by the page itself.
    const { scope } = worker.registration;
    const isPage = request.mode === "navigate" && PAGES.some((name) => new URL(name, scope).pathname === new URL(request.url).pathname);
    const wanted = isPage ? scope : request;
    const store = await caches.open(STORE);
    return (await store.match(wanted, { ignoreSearch: true })) ?? (await caches.match(wanted)) ?? fetch(request);
}
