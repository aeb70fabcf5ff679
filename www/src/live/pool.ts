/** The live pool: a wasm of its own, which is loaded when somebody asks for the live clock. */
import liveAddress from "twinpool/live_bg.wasm?url";

export type Pools = typeof import("twinpool/live");

export async function loadPools(): Promise<Pools> {
    const [pools, module] = await Promise.all([import("twinpool/live"), WebAssembly.compileStreaming(fetch(liveAddress))]);
    pools.initSync({ module });
    return pools;
}
