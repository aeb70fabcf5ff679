// The types of a pool's events, by the numbers that columns.rs and reporter.rs give them. It is a snippet of wasm-bindgen's,
// which its neighbours import, and an export of the package.

export const EVENT_TYPES = /** @type {const} */ ([
    "submitted",
    "accepted",
    "rejected",
    "withdrawn",
    "started",
    "attemptFailed",
    "requeued",
    "succeeded",
    "failed",
    "cancelled",
    "dropped",
]);
