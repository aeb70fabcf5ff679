//! Scenarios are read field by field, and what makes no sense is refused by its path.

use serde_json::json;
use twinpool::input::Value;
use twinpool::pool::{PoolConfig, WhenFull};
use twinpool::retry::Jitter;
use twinpool::sim::{
    Arrivals, Outage, Scenario, Service, SimulateError, Simulation, Workload, compare, replicate, replications,
    simulate,
};

/// As JSON from outside becomes a value.
fn value(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(flag) => Value::Bool(*flag),
        serde_json::Value::Number(number) => Value::Number(number.as_f64().unwrap()),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Array(items) => Value::List(items.iter().map(value).collect()),
        serde_json::Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, field)| (name.clone(), value(field)))
                .collect(),
        ),
    }
}

fn read(json: &serde_json::Value) -> Result<Scenario, String> {
    Scenario::read(value(json)).map_err(|invalid| invalid.to_string())
}

/// What is said of a scenario with this in it.
fn complaint(field: &str, part: &serde_json::Value) -> String {
    let mut scenario = json!({ "seed": 1, "pool": { "workers": 1 } });
    scenario[field] = part.clone();
    read(&scenario).unwrap_err()
}

#[test]
fn all_but_seed_and_workers_have_the_originals_values() {
    let scenario = read(&json!({ "seed": 42, "pool": { "workers": 3 } })).unwrap();
    let expected = Scenario {
        seed: 42,
        pool: PoolConfig::default(),
        tasks: 20,
        arrivals: Arrivals::Closed,
        service: Service::Constant { ms: 0.0 },
        failure_probability: 0.3,
        outages: Vec::new(),
        warmup_tasks: 0,
    };
    assert_eq!(scenario, expected);
}

#[test]
fn every_field_can_be_set() {
    let scenario = read(&json!({
        "seed": 7,
        "pool": { "workers": 2, "bufferSize": null, "whenFull": "dropOldest", "retry": { "jitter": "full" } },
        "load": { "tasks": 5, "arrivals": { "kind": "poisson", "ratePerSecond": 2.5 } },
        "work": {
            "service": { "kind": "erlang", "meanMs": 10, "k": 4 },
            "failureProbability": 0.1,
            "outages": [{ "fromMs": 1, "toMs": 2, "failureProbability": 1 }]
        },
        "warmupTasks": 3
    }))
    .unwrap();
    assert_eq!(
        (scenario.pool.buffer_size, scenario.pool.when_full),
        (None, WhenFull::DropOldest)
    );
    assert_eq!(scenario.pool.retry.jitter, Jitter::Full);
    assert_eq!(scenario.arrivals, Arrivals::Poisson { rate_per_second: 2.5 });
    assert_eq!(scenario.service, Service::Erlang { mean_ms: 10.0, k: 4 });
    assert_eq!(
        (scenario.tasks, scenario.outages.len(), scenario.warmup_tasks),
        (5, 1, 3)
    );
}

#[test]
fn what_is_missing_is_named() {
    for (scenario, expected) in [
        (
            json!({ "pool": { "workers": 1 } }),
            "seed is missing; it must be a whole number from 0 to 9,007,199,254,740,991",
        ),
        (
            json!({ "seed": 1 }),
            "pool is missing; it must be an object with at least the field workers",
        ),
        (
            json!({ "seed": 1, "pool": {} }),
            "pool.workers is missing; it must be a whole number from 1 to 100,000",
        ),
        (json!([1]), "the scenario must be an object; got an array"),
    ] {
        assert_eq!(read(&scenario).unwrap_err(), expected);
    }
}

#[test]
fn what_is_out_of_range_is_named_with_what_is_allowed() {
    for (field, part, expected) in [
        (
            "seed",
            json!(-1),
            "seed must be a whole number from 0 to 9,007,199,254,740,991; got -1",
        ),
        (
            "seed",
            json!(0.5),
            "seed must be a whole number from 0 to 9,007,199,254,740,991; got 0.5",
        ),
        (
            "pool",
            json!({ "workers": 0 }),
            "pool.workers must be a whole number from 1 to 100,000; got 0",
        ),
        (
            "pool",
            json!({ "workers": 1, "retry": { "factor": 0 } }),
            "pool.retry.factor must be a number from 1 to 1,000; got 0",
        ),
        (
            "load",
            json!({ "tasks": 1e12 }),
            "load.tasks must be a whole number from 0 to 1,000,000,000; got 1000000000000",
        ),
        (
            "work",
            json!({ "failureProbability": 1.5 }),
            "work.failureProbability must be a number from 0 to 1; got 1.5",
        ),
        (
            "warmupTasks",
            json!(-3),
            "warmupTasks must be a whole number from 0 to 1,000,000,000; got -3",
        ),
        (
            "warmup",
            json!(3),
            "warmup is not known; known here: seed, pool, load, work, warmupTasks",
        ),
        (
            "load",
            json!({ "task": 3 }),
            "load.task is not known; known here: tasks, arrivals",
        ),
        (
            "pool",
            json!({ "worker": 3 }),
            "pool.worker is not known; known here: workers, bufferSize, whenFull, retry",
        ),
        (
            "work",
            json!({ "outages": [{ "fromMs": 5, "toMs": 4, "failureProbability": 1 }] }),
            "work.outages[0].toMs must be no earlier than fromMs; got 4",
        ),
        (
            "work",
            json!({ "outages": 3 }),
            "work.outages must be a list of at most 1,000 outages; got 3",
        ),
    ] {
        assert_eq!(complaint(field, &part), expected);
    }
}

#[test]
fn arrivals_that_make_no_sense_are_explained() {
    for (arrivals, expected) in [
        (
            json!({ "kind": "never" }),
            "load.arrivals.kind must be one of \"closed\", \"poisson\", \"constant\", \"bursts\", \"trace\"; got \"never\"",
        ),
        (
            json!({}),
            "load.arrivals.kind is missing; it must be one of \"closed\", \"poisson\", \"constant\", \"bursts\", \"trace\"",
        ),
        (
            json!({ "kind": "poisson", "ratePerSecond": 0 }),
            "load.arrivals.ratePerSecond must be a number of tasks a second, at least 0.000001 and at most \
             1,000,000,000; got 0",
        ),
        (
            json!({ "kind": "constant", "everyMs": 0 }),
            "load.arrivals.everyMs must be a number of milliseconds, at least 0.000001 and at most 1,000,000,000,000; got 0",
        ),
        (
            json!({ "kind": "bursts", "size": 0, "everyMs": 1 }),
            "load.arrivals.size must be a whole number from 1 to 1,000,000; got 0",
        ),
        (
            json!({ "kind": "trace", "atMs": [1, 3, 2] }),
            "load.arrivals.atMs[2] must be no earlier than the time before it; got 2",
        ),
        (
            json!({ "kind": "trace", "atMs": [] }),
            "load.arrivals.atMs must be a list of at least one number of milliseconds; got an empty list",
        ),
        (
            json!({ "kind": "closed", "rate": 1 }),
            "load.arrivals.rate is not known; known here: kind",
        ),
    ] {
        assert_eq!(complaint("load", &json!({ "arrivals": arrivals })), expected);
    }
    let short = json!({ "tasks": 4, "arrivals": { "kind": "trace", "atMs": [1, 2, 3] } });
    assert_eq!(
        complaint("load", &short),
        "load.tasks must be at most the number of times in load.arrivals.atMs; got 4"
    );
}

#[test]
fn services_that_make_no_sense_are_explained() {
    for (service, expected) in [
        (
            json!({ "kind": "exponential", "meanMs": -1 }),
            "work.service.meanMs must be a number of milliseconds from 0 to 1,000,000,000,000; got -1",
        ),
        (
            json!({ "kind": "uniform", "minMs": 3, "maxMs": 2 }),
            "work.service.maxMs must be at least as large as minMs; got 2",
        ),
        (
            json!({ "kind": "erlang", "meanMs": 1, "k": 0 }),
            "work.service.k must be a whole number from 1 to 1,000; got 0",
        ),
        (
            json!({ "kind": "hyperexponential", "meanMs": 1, "cv": 0.5 }),
            "work.service.cv must be a number from 1 (the exponential distribution) to 1,000; got 0.5",
        ),
        (
            json!({ "kind": "pareto", "meanMs": 1, "alpha": 1 }),
            "work.service.alpha must be a number above 1, at most 1,000: at 1 and below the mean is infinite; got 1",
        ),
        (
            json!({ "kind": "empirical", "ms": [] }),
            "work.service.ms must be a list of at least one number of milliseconds; got an empty list",
        ),
        (
            json!({ "kind": "empirical", "ms": [1, "2"] }),
            "work.service.ms[1] must be a number of milliseconds from 0 to 1,000,000,000,000; got \"2\"",
        ),
    ] {
        assert_eq!(complaint("work", &json!({ "service": service })), expected);
    }
}

#[test]
fn numbers_that_json_can_not_write_are_refused_too() {
    for (number, written) in [(f64::NAN, "NaN"), (f64::INFINITY, "Infinity")] {
        let work = Value::Object(vec![("failureProbability".into(), Value::Number(number))]);
        let pool = Value::Object(vec![("workers".into(), Value::Number(1.0))]);
        let fields = [("seed", Value::Number(1.0)), ("pool", pool), ("work", work)];
        let scenario = fields.map(|(name, field)| (name.to_owned(), field));
        let error = Scenario::read(Value::Object(scenario.into())).unwrap_err();
        let expected = format!("work.failureProbability must be a number from 0 to 1; got {written}");
        assert_eq!(error.to_string(), expected);
    }
}

/// In Rust nothing has been read, so whoever runs a scenario asks.
#[test]
fn whatever_runs_a_scenario_refuses_one_that_makes_no_sense() {
    let demo = Scenario::default();
    let outage = Outage {
        from_ms: 5.0,
        to_ms: 2.0,
        failure_probability: 1.0,
    };
    let work = |service| Scenario {
        service,
        ..demo.clone()
    };
    let load = |arrivals| Scenario {
        arrivals,
        ..demo.clone()
    };
    #[rustfmt::skip]
    let refused = [
        (Scenario { seed: 1 << 53, ..demo.clone() }, "seed"),
        (Scenario { tasks: 1_000_000_001, ..demo.clone() }, "load.tasks"),
        (Scenario { warmup_tasks: u64::MAX, ..demo.clone() }, "warmupTasks"),
        (Scenario { failure_probability: 2.0, ..demo.clone() }, "work.failureProbability"),
        (Scenario { failure_probability: f64::NAN, ..demo.clone() }, "work.failureProbability"),
        (Scenario { outages: vec![outage], ..demo.clone() }, "work.outages[0].toMs"),
        (Scenario { pool: PoolConfig { workers: 0, ..demo.pool }, ..demo.clone() }, "pool.workers"),
        (work(Service::Exponential { mean_ms: -5.0 }), "work.service.meanMs"),
        (work(Service::Exponential { mean_ms: f64::NAN }), "work.service.meanMs"),
        (work(Service::Uniform { min_ms: 9.0, max_ms: 2.0 }), "work.service.maxMs"),
        (work(Service::Pareto { mean_ms: 5.0, alpha: 0.5 }), "work.service.alpha"),
        (work(Service::Empirical { ms: [].into() }), "work.service.ms"),
        (load(Arrivals::Poisson { rate_per_second: 0.0 }), "load.arrivals.ratePerSecond"),
        (load(Arrivals::Poisson { rate_per_second: -1.0 }), "load.arrivals.ratePerSecond"),
        (load(Arrivals::Trace { at_ms: [3.0, 1.0].into() }), "load.arrivals.atMs[1]"),
        (load(Arrivals::Trace { at_ms: [1.0].into() }), "load.tasks"),
    ];
    let path = |error: SimulateError| match error {
        SimulateError::Invalid(invalid) => invalid.path().to_owned(),
        SimulateError::Overloaded(_) => unreachable!("nothing has run"),
    };
    for (scenario, field) in refused {
        assert_eq!(scenario.validate().unwrap_err().path(), field);
        assert_eq!(path(simulate(&scenario).unwrap_err()), field);
        assert_eq!(Simulation::new(&scenario).unwrap_err().path(), field);
        let listening = Simulation::with_listener(&scenario, |_| {});
        assert_eq!(listening.unwrap_err().path(), field);
        assert_eq!(path(replicate(&scenario, 2).unwrap_err()), field);
        assert_eq!(path(replications(&scenario, 0..2).unwrap_err()), field);
        assert_eq!(
            path(compare(&scenario, &demo, 2).unwrap_err()),
            format!("first.{field}")
        );
        assert_eq!(
            path(compare(&demo, &scenario, 2).unwrap_err()),
            format!("second.{field}")
        );
        assert_eq!(Workload::new(&scenario).err().unwrap().path(), field);
    }
}
