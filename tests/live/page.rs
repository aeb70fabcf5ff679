//! JavaScript, from Rust.

use js_sys::{Array, Function, Promise, Reflect};
use twinpool::web::WorkerPool;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/tests/live/page.js")]
extern "C" {
    /// The rejections that the browser finds unhandled, from now on.
    pub fn unhandled() -> Array;

    #[wasm_bindgen(js_name = turn)]
    fn a_turn() -> Promise;

    /// A task that can be ended from outside: `open(value)` and `task`.
    pub fn gate() -> JsValue;
}

/// A value, by its source text.
pub fn js(source: &str) -> JsValue {
    Function::new_no_args(&format!("return ({source})"))
        .call0(&JsValue::UNDEFINED)
        .expect("the test's own code is right")
}

pub fn pool(options: &str) -> WorkerPool {
    WorkerPool::new(js(options), JsValue::UNDEFINED).expect("the test's own options are right")
}

/// A field, however deep: `stats.waitMs`.
pub fn field(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, name| {
        Reflect::get(&value, &name.into()).expect("the test knows what is there")
    })
}

pub fn number(value: &JsValue, path: &str) -> f64 {
    field(value, path).as_f64().expect("it is a number")
}

pub fn text(value: &JsValue, path: &str) -> String {
    field(value, path).as_string().expect("it is a text")
}

pub async fn settled(promise: &JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(promise.clone().unchecked_into::<Promise>()).await
}

pub async fn turn() {
    settled(&a_turn()).await.expect("a timer never fails");
}

/// Waits until the pool's figures say so.
pub async fn until(pool: &WorkerPool, condition: impl Fn(&JsValue) -> bool) {
    while !condition(&pool.stats()) {
        turn().await;
    }
}

pub fn call(function: &JsValue, argument: &JsValue) -> JsValue {
    function
        .unchecked_ref::<Function>()
        .call1(&JsValue::UNDEFINED, argument)
        .expect("the test's own function is right")
}
