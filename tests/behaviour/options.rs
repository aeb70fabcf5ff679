//! A pool's options: every one that makes no sense is refused, and the message says which and why.

use twinpool::exec::Executor;
use twinpool::input::Value;
use twinpool::pool::{FnTask, Pool, PoolConfig, PoolOptions, WhenFull};
use twinpool::retry::{Jitter, RetryPolicy};

fn object(fields: Vec<(&str, Value)>) -> Value {
    Value::Object(
        fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[track_caller]
fn refused(name: &str, value: Value, message: &str) {
    let outer = PoolConfig::from_options(Some(object(vec![(name, value)])));
    assert_eq!(outer.unwrap_err().to_string(), format!("{name} {message}"));
}

#[track_caller]
fn retry_refused(name: &str, value: Value, message: &str) {
    let retry = object(vec![("retry", object(vec![(name, value)]))]);
    let message = format!("retry.{name} {message}");
    assert_eq!(PoolConfig::from_options(Some(retry)).unwrap_err().to_string(), message);
}

#[test]
fn nothing_and_an_empty_object_mean_the_originals_options() {
    assert_eq!(PoolConfig::from_options(None), Ok(PoolConfig::default()));
    assert_eq!(
        PoolConfig::from_options(Some(object(vec![]))),
        Ok(PoolConfig::default())
    );
    let json = serde_json::to_value(PoolOptions::from(&PoolConfig::default())).unwrap();
    let expected = serde_json::json!({
        "workers": 3, "bufferSize": 10, "whenFull": "wait",
        "retry": { "maxAttempts": 3, "baseDelayMs": 500.0, "factor": 2.0, "maxDelayMs": null, "jitter": "none",
                   "holdWorker": true, "pauseAfterLastAttempt": false },
    });
    assert_eq!(json, expected);
}

#[test]
fn every_option_is_read() {
    let options = object(vec![
        ("workers", Value::Number(8.0)),
        ("bufferSize", Value::Null),
        ("whenFull", text("reject")),
        (
            "retry",
            object(vec![
                ("maxAttempts", Value::Number(5.0)),
                ("baseDelayMs", Value::Number(0.5)),
                ("factor", Value::Number(1.25)),
                ("maxDelayMs", Value::Number(60_000.0)),
                ("jitter", text("decorrelated")),
                ("holdWorker", Value::Bool(false)),
                ("pauseAfterLastAttempt", Value::Bool(true)),
            ]),
        ),
    ]);
    let expected = PoolConfig {
        workers: 8,
        buffer_size: None,
        when_full: WhenFull::Reject,
        retry: RetryPolicy {
            max_attempts: 5,
            base_delay: std::time::Duration::from_micros(500),
            factor: 1.25,
            max_delay: Some(std::time::Duration::from_secs(60)),
            jitter: Jitter::Decorrelated,
        },
        hold_worker: false,
        pause_after_last_attempt: true,
    };
    assert_eq!(PoolConfig::from_options(Some(options)), Ok(expected));
}

#[test]
fn the_number_of_workers_is_from_1_to_100_000() {
    let allowed = "must be a whole number from 1 to 100,000";
    for (value, shown) in [
        (0.0, "0"),
        (1e9, "1000000000"),
        (1.5, "1.5"),
        (-1.0, "-1"),
        (f64::NAN, "NaN"),
    ] {
        refused("workers", Value::Number(value), &format!("{allowed}; got {shown}"));
    }
    refused("workers", text("3"), &format!("{allowed}; got \"3\""));
    refused("workers", Value::Null, &format!("{allowed}; got null"));
}

#[test]
fn the_buffer_size_is_a_whole_number_or_null() {
    let allowed = "must be a whole number from 0 to 1,000,000,000, or null for no bound";
    for (value, shown) in [
        (-1.0, "-1"),
        (0.5, "0.5"),
        (f64::INFINITY, "Infinity"),
        (1e10, "10000000000"),
    ] {
        refused("bufferSize", Value::Number(value), &format!("{allowed}; got {shown}"));
    }
}

#[test]
fn the_retry_policy_is_checked_like_the_rest() {
    let attempts = "must be a whole number from 1 to 1,000,000";
    retry_refused("maxAttempts", Value::Number(0.0), &format!("{attempts}; got 0"));
    retry_refused("maxAttempts", Value::Number(2.5), &format!("{attempts}; got 2.5"));
    let delay = "must be a number of milliseconds from 0 to 1,000,000,000,000";
    for (value, shown) in [
        (-1.0, "-1"),
        (f64::NAN, "NaN"),
        (f64::INFINITY, "Infinity"),
        (1e13, "10000000000000"),
    ] {
        retry_refused("baseDelayMs", Value::Number(value), &format!("{delay}; got {shown}"));
        retry_refused(
            "maxDelayMs",
            Value::Number(value),
            &format!("{delay}, or null for no cap; got {shown}"),
        );
    }
    retry_refused("baseDelayMs", Value::Null, &format!("{delay}; got null"));
    for (value, shown) in [(0.0, "0"), (1e308, "1e308"), (-2.0, "-2"), (f64::NAN, "NaN")] {
        retry_refused(
            "factor",
            Value::Number(value),
            &format!("must be a number from 1 to 1,000; got {shown}"),
        );
    }
    let jitter = "must be one of \"none\", \"full\", \"equal\", \"decorrelated\"";
    retry_refused("jitter", text("x"), &format!("{jitter}; got \"x\""));
    retry_refused("holdWorker", Value::Number(1.0), "must be true or false; got 1");
    retry_refused(
        "pauseAfterLastAttempt",
        text("yes"),
        "must be true or false; got \"yes\"",
    );
    refused(
        "whenFull",
        text("explode"),
        "must be one of \"wait\", \"reject\", \"dropOldest\"; got \"explode\"",
    );
    refused("retry", Value::Null, "must be an object; got null");
}

#[test]
fn an_unknown_option_is_refused_at_every_level() {
    refused(
        "wrokers",
        Value::Number(3.0),
        "is not known; known here: workers, bufferSize, whenFull, retry",
    );
    let known = "maxAttempts, baseDelayMs, factor, maxDelayMs, jitter, holdWorker, pauseAfterLastAttempt";
    retry_refused(
        "retries",
        Value::Number(3.0),
        &format!("is not known; known here: {known}"),
    );
}

#[test]
fn options_are_an_object_or_nothing() {
    for (value, shown) in [
        (Value::Null, "null"),
        (Value::Number(3.0), "3"),
        (Value::List(vec![]), "an array"),
    ] {
        let error = PoolConfig::from_options(Some(value)).unwrap_err();
        assert_eq!(error.to_string(), format!("the options must be an object; got {shown}"));
    }
}

type Nothing = FnTask<u32, fn(u32) -> std::future::Ready<Result<(), ()>>>;

fn start(config: PoolConfig) -> Result<Pool<Nothing, twinpool::exec::VirtualClock>, twinpool::Invalid> {
    Pool::start(&Executor::virtual_time().handle(), config)
}

#[test]
fn a_configuration_made_in_rust_is_checked_as_well() {
    let config = PoolConfig::default();
    let message = |config| start(config).unwrap_err().to_string();
    assert_eq!(
        message(PoolConfig { workers: 0, ..config }),
        "workers must be a whole number from 1 to 100,000; got 0"
    );
    let too_large = Some(1_000_000_001);
    assert_eq!(
        message(PoolConfig {
            buffer_size: too_large,
            ..config
        }),
        "bufferSize must be a whole number from 0 to 10^9, or null for no bound; got 1000000001"
    );
    let retry = RetryPolicy {
        max_attempts: 0,
        ..config.retry
    };
    assert_eq!(
        message(PoolConfig { retry, ..config }),
        "retry.maxAttempts must be a whole number from 1 to 1,000,000; got 0"
    );
}

#[test]
fn jitter_without_randomness_is_refused() {
    let retry = RetryPolicy {
        jitter: Jitter::Full,
        ..RetryPolicy::default()
    };
    let config = PoolConfig {
        retry,
        ..PoolConfig::default()
    };
    let message = start(config).unwrap_err().to_string();
    assert!(
        message.starts_with("retry.jitter must be None for a pool without a source of randomness"),
        "{message}"
    );
    assert!(
        Pool::<Nothing, _>::builder(&Executor::virtual_time().handle(), config)
            .draw(|_, _| 0.5)
            .start()
            .is_ok()
    );
}
