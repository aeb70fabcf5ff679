/** The live pool: a wasm of its own, which is loaded when somebody asks for the live clock. */
import liveAddress from "twinpool/live_bg.wasm?url";

/** What is used of it: the rest need not be loaded. */
export type Pools = Pick<typeof import("twinpool/live"), "WorkerPool">;

export async function loadPools(): Promise<Pools> {
    const compiled = WebAssembly.compileStreaming(fetch(liveAddress));
    // Told below, or not at all if there is nothing to run it with.
    compiled.catch(() => undefined);
    // In this form bundlers leave out what is not named.
    const { initSync, WorkerPool } = await import("twinpool/live");
    initSync({ module: await compiled });
    return { WorkerPool };
}
