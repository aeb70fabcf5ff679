//! A long run in slices; see `slices.js`.

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/web/slices.js")]
extern "C" {
    /// Calls `work` until it gives false, and lets others have their turn in between.
    #[wasm_bindgen(js_name = inSlices, catch)]
    pub(super) async fn in_slices(work: &Function, signal: &JsValue) -> Result<JsValue, JsValue>;

    /// The signal in the options of `runToEnd`.
    #[wasm_bindgen(js_name = signalOf, catch)]
    pub(super) fn signal_of(options: &JsValue) -> Result<JsValue, JsValue>;
}
