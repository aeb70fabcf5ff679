//! A long run in slices; see `slices.js`.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/slices.js")]
extern "C" {
    /// Calls `work` until it gives something, and lets others have their turn in between. The promise is JavaScript's own:
    /// one of Rust's would bring an executor along, 3 KB gzipped.
    #[wasm_bindgen(js_name = inSlices)]
    pub(super) fn in_slices(work: &Function, options: &JsValue) -> Promise;
}
