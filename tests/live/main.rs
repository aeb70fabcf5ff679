//! `WorkerPool` as JavaScript sees it, in a browser. How it behaves is tested in Node as well (`tests/package`), in more
//! detail; here are those things that a browser does in its own way: timers, promises, errors, microtasks.

#![cfg(target_arch = "wasm32")]

mod page;

mod pool;
mod refused;
mod signals;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
