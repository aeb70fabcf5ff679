//! A pool's life in a browser.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::page::{call, field, gate, js, number, pool, settled, text, turn, unhandled, until};

const NOTHING: JsValue = JsValue::UNDEFINED;

#[track_caller]
fn assert_count(value: &JsValue, path: &str, expected: u32) {
    assert!(
        (number(value, path) - f64::from(expected)).abs() < f64::EPSILON,
        "{path}: {}",
        number(value, path)
    );
}

#[test]
async fn run_gives_the_tasks_value_or_its_last_error() {
    let pool = pool("{ retry: { baseDelayMs: 1 } }");
    let value = settled(&pool.run(js("() => 'value'"), NOTHING)).await.unwrap();
    assert_eq!(value, "value");
    let flaky = js("({ attempt }) => attempt < 3 ? Promise.reject(attempt) : Promise.resolve(attempt)");
    assert_eq!(settled(&pool.run(flaky, NOTHING)).await.unwrap(), 3);
    let failing = js("({ attempt }) => { throw attempt }");
    assert_eq!(settled(&pool.run(failing, NOTHING)).await.unwrap_err(), 3);
    let summary = settled(&pool.stop().into()).await.unwrap();
    assert_count(&summary, "succeeded", 2);
    assert_count(&summary, "failed", 1);
    assert_count(&summary, "retries", 4);
}

#[test]
async fn submit_waits_for_room_and_stop_turns_away_who_still_waits() {
    let pool = pool("{ workers: 1, bufferSize: 0 }");
    let gate = gate();
    let running = settled(&pool.submit(field(&gate, "task"), NOTHING)).await.unwrap();
    let task = js("() => 2");
    let waiting = pool.submit(task.clone(), NOTHING);
    assert_count(&pool.stats(), "blocked", 1);
    let stop = pool.stop();
    let error = settled(&waiting).await.unwrap_err();
    assert_eq!(text(&error, "name"), "PoolClosedError");
    assert_eq!(field(&error, "task"), task);
    call(&field(&gate, "open"), &1.into());
    assert_eq!(settled(&field(&running, "result")).await.unwrap(), 1);
    assert_count(&settled(&stop.into()).await.unwrap(), "rejected", 1);
}

#[test]
async fn abort_rejects_what_runs_and_what_is_queued() {
    let pool = pool("{ workers: 1 }");
    let never = js("() => new Promise(() => undefined)");
    let running = pool.run(never.clone(), js("{ id: 'running' }"));
    let queued = pool.run(never, js("{ id: 'queued' }"));
    turn().await;
    let ids = pool.abort("enough".into());
    assert_eq!(
        (text(&ids, "0"), text(&ids, "1")),
        ("running".to_owned(), "queued".to_owned())
    );
    assert_eq!(settled(&running).await.unwrap_err(), "enough");
    assert_eq!(settled(&queued).await.unwrap_err(), "enough");
    assert_count(&settled(&pool.stop().into()).await.unwrap(), "zombies", 1);
}

#[test]
async fn a_pool_that_is_dropped_while_tasks_run_finishes_them() {
    let pool = pool("{ workers: 1, retry: { baseDelayMs: 1 } }");
    let gate = gate();
    let running = pool.run(field(&gate, "task"), NOTHING);
    let failing = pool.run(
        js("({ attempt }) => { if (attempt < 3) throw attempt; return attempt }"),
        NOTHING,
    );
    turn().await;
    drop(pool);
    call(&field(&gate, "open"), &"done".into());
    assert_eq!(settled(&running).await.unwrap(), "done");
    assert_eq!(settled(&failing).await.unwrap(), 3);
}

#[test]
async fn a_pause_longer_than_a_browsers_timer_does_not_end_at_once() {
    for hold_worker in [true, false] {
        let options = format!("{{ retry: {{ baseDelayMs: 2 ** 31 + 5, holdWorker: {hold_worker} }} }}");
        let pool = pool(&options);
        let result = pool.run(js("() => Promise.reject('again')"), NOTHING);
        until(&pool, |stats| number(stats, "backingOff") > 0.0).await;
        // Timers that were set later have fired.
        for _ in 0..3 {
            turn().await;
        }
        assert_count(&pool.stats(), "attempts", 1);
        pool.abort("enough".into());
        assert_eq!(settled(&result).await.unwrap_err(), "enough");
    }
}

#[test]
async fn a_failure_that_nobody_watches_is_never_raised_as_unhandled() {
    let reasons = unhandled();
    let pool = pool("{ workers: 1, bufferSize: 1, retry: { baseDelayMs: 1 } }");
    let failing = js("() => { throw new Error('boom') }");
    for _ in 0..4 {
        pool.run(failing.clone(), NOTHING);
        pool.submit(failing.clone(), NOTHING);
    }
    until(&pool, |stats| number(stats, "failed") >= 2.0).await;
    // Those that still wait are turned away, and so is this one.
    let stop = pool.stop();
    pool.submit(failing.clone(), NOTHING);
    pool.run(failing, NOTHING);
    settled(&stop.into()).await.unwrap();
    for _ in 0..3 {
        turn().await;
    }
    assert_eq!(reasons.length(), 0, "{:?}", reasons.get(0));
    // The browser does tell: of one that nobody watches.
    js("void Promise.reject(new Error('noticed'))");
    while reasons.length() == 0 {
        turn().await;
    }
}

#[test]
async fn events_tell_a_tasks_life_in_order() {
    let pool = pool("{ workers: 1, retry: { baseDelayMs: 1, maxAttempts: 2 } }");
    let events = js("[]");
    let push = js("(events) => ({ type }) => events.push(type)");
    pool.subscribe(call(&push, &events)).unwrap();
    settled(&pool.run(js("() => Promise.reject(1)"), NOTHING))
        .await
        .unwrap_err();
    let types: Vec<_> = js_sys::Array::from(&events)
        .iter()
        .filter_map(|event| event.as_string())
        .collect();
    let life = [
        "submitted",
        "accepted",
        "started",
        "attemptFailed",
        "started",
        "attemptFailed",
        "failed",
    ];
    assert_eq!(types, life);
}
