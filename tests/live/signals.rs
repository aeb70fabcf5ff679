//! Signals and timeouts in a browser.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::page::{call, field, gate, js, number, pool, settled, text, until};

/// A submission's options with a signal, and what aborts it.
fn with_signal() -> (JsValue, JsValue) {
    let both = js("(() => {
        const controller = new AbortController();
        return { options: { signal: controller.signal }, abort: (reason) => controller.abort(reason) };
    })()");
    (field(&both, "options"), field(&both, "abort"))
}

#[test]
async fn a_signal_cancels_a_task_that_runs() {
    let pool = pool("{ workers: 1 }");
    let (options, abort) = with_signal();
    let never = js("() => new Promise(() => undefined)");
    let result = pool.run(never, options);
    until(&pool, |stats| number(stats, "running") > 0.0).await;
    call(&abort, &"changed my mind".into());
    assert_eq!(settled(&result).await.unwrap_err(), "changed my mind");
    // Its worker goes on.
    assert_eq!(settled(&pool.run(js("() => 2"), JsValue::UNDEFINED)).await.unwrap(), 2);
}

#[test]
async fn a_signal_takes_a_submission_out_of_the_line() {
    let pool = pool("{ workers: 1, bufferSize: 0 }");
    let gate = gate();
    settled(&pool.submit(field(&gate, "task"), JsValue::UNDEFINED))
        .await
        .unwrap();
    let (options, abort) = with_signal();
    let waiting = pool.submit(js("() => 2"), options);
    call(&abort, &"too slow".into());
    assert_eq!(settled(&waiting).await.unwrap_err(), "too slow");
    assert!(number(&pool.stats(), "withdrawn") > 0.0);
    call(&field(&gate, "open"), &1.into());
}

#[test]
async fn an_attempt_that_takes_too_long_is_a_timeout_error_and_a_zombie_until_it_ends() {
    let pool = pool("{ retry: { maxAttempts: 1 } }");
    let gate = gate();
    let error = settled(&pool.run(field(&gate, "task"), js("{ timeoutMs: 1 }")))
        .await
        .unwrap_err();
    assert_eq!(text(&error, "name"), "TimeoutError");
    assert!(call(&js("(error) => error instanceof DOMException"), &error).is_truthy());
    assert!(number(&pool.stats(), "zombies") > 0.0);
    call(&field(&gate, "open"), &1.into());
    until(&pool, |stats| number(stats, "zombies") < 1.0).await;
}

#[test]
async fn a_tasks_own_signal_tells_it_of_its_timeout() {
    let pool = pool("{ retry: { maxAttempts: 1 } }");
    let heard = js("({ reason: undefined })");
    let make = js("(heard) => ({ signal }) => new Promise(() => {
        signal.addEventListener('abort', () => { heard.reason = signal.reason; });
    })");
    let error = settled(&pool.run(call(&make, &heard), js("{ timeoutMs: 1 }")))
        .await
        .unwrap_err();
    assert_eq!(field(&heard, "reason"), error);
}

/// A browser tells one signal after the other, and lets microtasks run in between.
#[test]
async fn none_of_those_that_wait_is_begun_when_a_timeout_aborts_them_all() {
    for options in [
        "(signal) => ({ signal })",
        "(signal) => ({ signal: AbortSignal.any([signal]) })",
    ] {
        let pool = pool("{ workers: 2, bufferSize: null }");
        let counter = js("(() => {
            const counter = { calls: 0, task: () => { counter.calls += 1; return new Promise(() => undefined); } };
            return counter;
        })()");
        let (options, timeout) = (js(options), js("AbortSignal.timeout(30)"));
        let run = |_| pool.run(field(&counter, "task"), call(&options, &timeout));
        let results: Vec<_> = (0..50).map(run).collect();
        for result in results {
            let error = settled(&result).await.unwrap_err();
            assert_eq!(text(&error, "name"), "TimeoutError");
        }
        assert!(
            (number(&counter, "calls") - 2.0).abs() < f64::EPSILON,
            "{}",
            number(&counter, "calls")
        );
    }
}
