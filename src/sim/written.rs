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
        let mut scenario = Object::default();
        scenario.whole("seed", self.seed);
        scenario.put("pool", pool(&self.pool));
        let mut load = Object::default();
        load.whole("tasks", self.tasks);
        load.put("arrivals", self.arrivals.written());
        scenario.put("load", load.end());
        let mut work = Object::default();
        work.put("service", self.service.written());
        work.number("failureProbability", self.failure_probability);
        let outages = self.outages.iter().map(Outage::written).collect();
        work.put("outages", Value::List(outages));
        scenario.put("work", work.end());
        scenario.whole("warmupTasks", self.warmup_tasks);
        scenario.end()
    }
}

fn pool(config: &PoolConfig) -> Value {
    let options = PoolOptions::from(config);
    let mut retry = Object::default();
    retry.number("maxAttempts", options.retry.max_attempts.into());
    retry.number("baseDelayMs", options.retry.base_delay_ms);
    retry.number("factor", options.retry.factor);
    retry.put(
        "maxDelayMs",
        options.retry.max_delay_ms.map_or(Value::Null, Value::from),
    );
    retry.word("jitter", options.retry.jitter);
    retry.put("holdWorker", options.retry.hold_worker.into());
    retry.put("pauseAfterLastAttempt", options.retry.pause_after_last_attempt.into());
    let mut pool = Object::default();
    pool.whole("workers", options.workers as u64);
    pool.put("bufferSize", options.buffer_size.map_or(Value::Null, Value::from));
    pool.word("whenFull", options.when_full);
    pool.put("retry", retry.end());
    pool.end()
}

impl Arrivals {
    fn written(&self) -> Value {
        let mut object = Object::default();
        match self {
            Self::Closed => object.word("kind", "closed"),
            Self::Poisson { rate_per_second } => {
                object.word("kind", "poisson");
                object.number("ratePerSecond", *rate_per_second);
            }
            Self::Constant { every_ms } => {
                object.word("kind", "constant");
                object.number("everyMs", *every_ms);
            }
            Self::Bursts { size, every_ms } => {
                object.word("kind", "bursts");
                object.whole("size", *size);
                object.number("everyMs", *every_ms);
            }
            Self::Trace { at_ms } => {
                object.word("kind", "trace");
                object.put("atMs", Value::numbers(at_ms));
            }
        }
        object.end()
    }
}

impl Service {
    fn written(&self) -> Value {
        let mut object = Object::default();
        let (kind, numbers) = match self {
            Self::Constant { ms } => ("constant", [("ms", *ms), NONE]),
            Self::Exponential { mean_ms } => ("exponential", [("meanMs", *mean_ms), NONE]),
            Self::Uniform { min_ms, max_ms } => ("uniform", [("minMs", *min_ms), ("maxMs", *max_ms)]),
            Self::Lognormal { mean_ms, cv } => ("lognormal", [("meanMs", *mean_ms), ("cv", *cv)]),
            Self::Erlang { mean_ms, k } => ("erlang", [("meanMs", *mean_ms), ("k", (*k).into())]),
            Self::Hyperexponential { mean_ms, cv } => ("hyperexponential", [("meanMs", *mean_ms), ("cv", *cv)]),
            Self::Pareto { mean_ms, alpha } => ("pareto", [("meanMs", *mean_ms), ("alpha", *alpha)]),
            Self::Empirical { .. } => ("empirical", [NONE; 2]),
        };
        object.word("kind", kind);
        for (name, number) in numbers {
            if !name.is_empty() {
                object.number(name, number);
            }
        }
        if let Self::Empirical { ms } = self {
            object.put("ms", Value::numbers(ms));
        }
        object.end()
    }
}

/// No field.
const NONE: (&str, f64) = ("", 0.0);

impl Outage {
    fn written(&self) -> Value {
        let mut object = Object::default();
        object.number("fromMs", self.from_ms);
        object.number("toMs", self.to_ms);
        object.number("failureProbability", self.failure_probability);
        object.end()
    }
}

/// An object that is being written. Field by field, and by calls that stay calls: lists of fields would be a third more
/// code in the wasm.
#[derive(Default)]
struct Object(Vec<(String, Value)>);

impl Object {
    #[inline(never)]
    fn put(&mut self, name: &str, value: Value) {
        self.0.push((name.to_owned(), value));
    }

    #[inline(never)]
    fn number(&mut self, name: &str, number: f64) {
        self.put(name, Value::Number(number));
    }

    #[expect(clippy::cast_precision_loss, reason = "a scenario's whole numbers end below 2^53")]
    fn whole(&mut self, name: &str, number: u64) {
        self.number(name, number as f64);
    }

    #[inline(never)]
    fn word(&mut self, name: &str, word: &str) {
        self.put(name, Value::Text(word.to_owned()));
    }

    fn end(self) -> Value {
        Value::Object(self.0)
    }
}
