//! Scenarios written out, every field there.

use super::{Arrivals, Outage, Scenario, Service};
use crate::input::Value;
use crate::pool::{PoolConfig, PoolOptions};

impl Scenario {
    /// The scenario with every field, as [`read`](Self::read) takes it.
    ///
    /// ```
    /// use twinpool::sim::Scenario;
    ///
    /// let scenario = Scenario { seed: 42, ..Scenario::default() };
    /// assert_eq!(Scenario::read(scenario.written()), Ok(scenario));
    /// ```
    pub fn written(&self) -> Value {
        let load = Value::object(vec![
            ("tasks", self.tasks.into()),
            ("arrivals", self.arrivals.written()),
        ]);
        let outages = self.outages.iter().map(Outage::written).collect();
        let work = Value::object(vec![
            ("service", self.service.written()),
            ("failureProbability", self.failure_probability.into()),
            ("outages", Value::List(outages)),
        ]);
        Value::object(vec![
            ("seed", self.seed.into()),
            ("pool", pool(&self.pool)),
            ("load", load),
            ("work", work),
            ("warmupTasks", self.warmup_tasks.into()),
        ])
    }
}

fn pool(config: &PoolConfig) -> Value {
    let options = PoolOptions::from(config);
    let retry = &options.retry;
    let written = Value::object(vec![
        ("maxAttempts", retry.max_attempts.into()),
        ("baseDelayMs", retry.base_delay_ms.into()),
        ("factor", retry.factor.into()),
        ("maxDelayMs", retry.max_delay_ms.map_or(Value::Null, Value::from)),
        ("jitter", word(retry.jitter)),
        ("holdWorker", retry.hold_worker.into()),
        ("pauseAfterLastAttempt", retry.pause_after_last_attempt.into()),
    ]);
    Value::object(vec![
        ("workers", options.workers.into()),
        ("bufferSize", options.buffer_size.map_or(Value::Null, Value::from)),
        ("whenFull", word(options.when_full)),
        ("retry", written),
    ])
}

fn word(word: &str) -> Value {
    Value::Text(word.to_owned())
}

fn kind(name: &str, mut fields: Vec<(&str, Value)>) -> Value {
    fields.insert(0, ("kind", word(name)));
    Value::object(fields)
}

impl Arrivals {
    fn written(&self) -> Value {
        match self {
            Self::Closed => kind("closed", Vec::new()),
            Self::Poisson { rate_per_second } => kind("poisson", vec![("ratePerSecond", (*rate_per_second).into())]),
            Self::Constant { every_ms } => kind("constant", vec![("everyMs", (*every_ms).into())]),
            Self::Bursts { size, every_ms } => kind(
                "bursts",
                vec![("size", (*size).into()), ("everyMs", (*every_ms).into())],
            ),
            Self::Trace { at_ms } => kind("trace", vec![("atMs", Value::numbers(at_ms))]),
        }
    }
}

impl Service {
    fn written(&self) -> Value {
        let spread =
            |name, mean_ms: f64, shape, value: f64| kind(name, vec![("meanMs", mean_ms.into()), (shape, value.into())]);
        match self {
            Self::Constant { ms } => kind("constant", vec![("ms", (*ms).into())]),
            Self::Exponential { mean_ms } => kind("exponential", vec![("meanMs", (*mean_ms).into())]),
            Self::Uniform { min_ms, max_ms } => kind(
                "uniform",
                vec![("minMs", (*min_ms).into()), ("maxMs", (*max_ms).into())],
            ),
            Self::Lognormal { mean_ms, cv } => spread("lognormal", *mean_ms, "cv", *cv),
            Self::Erlang { mean_ms, k } => spread("erlang", *mean_ms, "k", f64::from(*k)),
            Self::Hyperexponential { mean_ms, cv } => spread("hyperexponential", *mean_ms, "cv", *cv),
            Self::Pareto { mean_ms, alpha } => spread("pareto", *mean_ms, "alpha", *alpha),
            Self::Empirical { ms } => kind("empirical", vec![("ms", Value::numbers(ms))]),
        }
    }
}

impl Outage {
    fn written(&self) -> Value {
        Value::object(vec![
            ("fromMs", self.from_ms.into()),
            ("toMs", self.to_ms.into()),
            ("failureProbability", self.failure_probability.into()),
        ])
    }
}
