//! Bad input is refused in a browser in the same words as in Node: the list is the same one.

use js_sys::Array;
use twinpool::web::WorkerPool;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::page::{field, js, number, pool, settled, text};

#[wasm_bindgen(module = "/tests/package/refused.js")]
extern "C" {
    #[wasm_bindgen(js_name = refusedPoolOptions)]
    fn refused_pool_options() -> Array;

    #[wasm_bindgen(js_name = refusedSubmitOptions)]
    fn refused_submit_options() -> Array;
}

#[track_caller]
fn assert_refused(error: &JsValue, case: &JsValue) {
    assert_eq!(text(error, "message"), text(case, "2"));
    assert_eq!(text(error, "name"), text(case, "1"), "{}", text(case, "2"));
}

#[test]
fn a_pools_options_are_refused_as_in_node() {
    let cases = refused_pool_options();
    assert!(cases.length() > 30);
    for case in cases.iter() {
        let refused = WorkerPool::new(field(&case, "0"), JsValue::UNDEFINED);
        let Err(error) = refused else {
            panic!("accepted, instead of: {}", text(&case, "2"));
        };
        assert_refused(&error, &case);
    }
}

#[test]
async fn a_submission_is_refused_as_in_node() {
    let pool = pool("{}");
    let task = js("() => 1");
    let cases = refused_submit_options();
    assert!(cases.length() > 10);
    for case in cases.iter() {
        let options = field(&case, "0");
        let submitted = settled(&pool.submit(task.clone(), options.clone())).await;
        assert_refused(&submitted.unwrap_err(), &case);
        let run = settled(&pool.run(task.clone(), options.clone())).await;
        assert_refused(&run.unwrap_err(), &case);
        assert_refused(&pool.try_submit(task.clone(), options).unwrap_err(), &case);
    }
    assert!(number(&pool.stats(), "submitted").abs() < f64::EPSILON);
}

#[test]
async fn a_task_is_a_function() {
    let pool = pool("{}");
    let error = settled(&pool.submit(js("3"), JsValue::UNDEFINED)).await.unwrap_err();
    assert_eq!(text(&error, "message"), "task must be a function; got 3");
    assert_eq!(text(&error, "name"), "TypeError");
}
