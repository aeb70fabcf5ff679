/** After the first visit the page works without a network: a service worker keeps all of it. */

export function keepOffline(): void {
    // While one builds the page, nothing should stand between it and the server.
    if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
    keep().catch(() => {
        // Not allowed here, in a private window, say, or there is no network. The page does without.
    });
}

async function keep(): Promise<void> {
    const registration = await navigator.serviceWorker.register(new URL("sw.js", document.baseURI));
    // Browsers look for a new version when they find the time; so the next visit has it.
    await registration.update();
}
