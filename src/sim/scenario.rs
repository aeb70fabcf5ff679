//! What is simulated: every knob, its range and its default.

use std::rc::Rc;

use super::{Arrivals, Service};
use crate::Invalid;
use crate::input::{Fields, Value, item_path};
use crate::pool::PoolConfig;

/// A pool, its load, and the work that it does. The default is the original's demo, but for the seed.
///
/// ```
/// use twinpool::input::Value;
/// use twinpool::sim::Scenario;
///
/// let pool = Value::object(vec![("workers", Value::Number(8.0))]);
/// let scenario = Scenario::read(Value::object(vec![("seed", Value::Number(42.0)), ("pool", pool.clone())])).unwrap();
/// assert_eq!((scenario.pool.workers, scenario.tasks), (8, 20));
///
/// let error = Scenario::read(Value::object(vec![("pool", pool)])).unwrap_err();
/// assert_eq!(error.to_string(), "seed is missing; it must be a whole number from 0 to 9,007,199,254,740,991");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The run's luck: 0 to 2^53 - 1.
    pub seed: u64,
    /// The pool.
    pub pool: PoolConfig,
    /// How many tasks come: at most [`MOST_TASKS`].
    pub tasks: u64,
    /// When they come.
    pub arrivals: Arrivals,
    /// How long an attempt takes. One that fails takes its time as well.
    pub service: Service,
    /// The share of attempts that fail.
    pub failure_probability: f64,
    /// When more of them do.
    pub outages: Vec<Outage>,
    /// So many tasks, the first ones, are left out of the figures.
    pub warmup_tasks: u64,
}

/// A time in which more attempts fail: those that begin in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outage {
    /// From when on, this moment included.
    pub from_ms: f64,
    /// Until when, this moment excluded.
    pub to_ms: f64,
    /// The share of attempts that fail meanwhile, if it is higher than otherwise.
    pub failure_probability: f64,
}

/// More tasks would take minutes: 10^9 are a matter of five.
pub const MOST_TASKS: u64 = 1_000_000_000;
/// Seeds are numbers that JavaScript can write.
pub const LARGEST_SEED: u64 = (1 << 53) - 1;
const MOST_OUTAGES: usize = 1_000;
pub(super) const PROBABILITY: &str = "a number from 0 to 1";

impl Default for Scenario {
    fn default() -> Self {
        Self {
            seed: 0,
            pool: PoolConfig::default(),
            tasks: 20,
            arrivals: Arrivals::Closed,
            service: Service::Constant { ms: 0.0 },
            failure_probability: 0.3,
            outages: Vec::new(),
            warmup_tasks: 0,
        }
    }
}

impl Scenario {
    /// Reads a scenario; all but `seed` and `pool.workers` may be left out.
    ///
    /// # Errors
    ///
    /// Names the first field that is missing, unknown, of the wrong type, or out of its range.
    pub fn read(value: Value) -> Result<Self, Invalid> {
        if !matches!(value, Value::Object(_)) {
            return Err(Invalid::wrong_type("the scenario", value, "an object"));
        }
        Self::read_at("", value)
    }

    /// Checks every field against its range: those that a scenario would be refused for if it came from outside.
    ///
    /// ```
    /// use twinpool::sim::Scenario;
    ///
    /// let scenario = Scenario { failure_probability: 1.5, ..Scenario::default() };
    /// let error = scenario.validate().unwrap_err();
    /// assert_eq!(error.to_string(), "work.failureProbability must be a number from 0 to 1; got 1.5");
    /// ```
    ///
    /// # Errors
    ///
    /// Names the first field that is out of its range, as JavaScript spells it.
    pub fn validate(&self) -> Result<(), Invalid> {
        Self::read(self.written()).map(drop)
    }

    /// [`read`](Self::read), for one that is itself a field, at this path.
    pub(crate) fn read_at(path: &str, value: Value) -> Result<Self, Invalid> {
        let mut fields = Fields::of(path, value)?;
        let mut scenario = Self {
            seed: fields.needed_whole("seed", 0..=LARGEST_SEED)?,
            pool: read_pool(&mut fields)?,
            ..Self::default()
        };
        let load = fields.object("load")?;
        if let Some(load) = load {
            scenario.read_load(load)?;
        }
        if let Some(work) = fields.object("work")? {
            scenario.read_work(work)?;
        }
        if let Some(tasks) = fields.whole("warmupTasks", 0..=MOST_TASKS)? {
            scenario.warmup_tasks = tasks;
        }
        fields.finish()?;
        Ok(scenario)
    }

    fn read_load(&mut self, mut load: Fields) -> Result<(), Invalid> {
        let tasks = load.whole("tasks", 0..=MOST_TASKS)?;
        if let Some(arrivals) = load.object("arrivals")? {
            self.arrivals = Arrivals::read(arrivals)?;
        }
        if let Some(tasks) = tasks {
            self.tasks = tasks;
        }
        if let Arrivals::Trace { at_ms } = &self.arrivals {
            let length = at_ms.len() as u64;
            self.tasks = tasks.unwrap_or(length);
            if self.tasks > length {
                let allowed = "at most the number of times in load.arrivals.atMs";
                return Err(Invalid::new(load.path_of("tasks"), self.tasks, allowed));
            }
        }
        load.finish()
    }

    fn read_work(&mut self, mut work: Fields) -> Result<(), Invalid> {
        if let Some(service) = work.object("service")? {
            self.service = Service::read(service)?;
        }
        if let Some(probability) = work.number("failureProbability", 0.0..=1.0, PROBABILITY)? {
            self.failure_probability = probability;
        }
        let path = work.path_of("outages");
        match work.take("outages") {
            None => {}
            Some(Value::List(items)) if items.len() <= MOST_OUTAGES => {
                for (index, item) in items.into_iter().enumerate() {
                    let fields = Fields::of(item_path(&path, index), item)?;
                    self.outages.push(Outage::read(fields)?);
                }
            }
            Some(other) => return Err(Invalid::wrong_type(path, other, "a list of at most 1,000 outages")),
        }
        work.finish()
    }

    /// The share of attempts that fail, of those that begin at this time.
    pub(super) fn outage_probability(outages: &Rc<[Outage]>, at_ms: f64) -> f64 {
        let now = outages
            .iter()
            .filter(|outage| (outage.from_ms..outage.to_ms).contains(&at_ms));
        now.map(|outage| outage.failure_probability).fold(0.0, f64::max)
    }
}

impl Outage {
    fn read(mut fields: Fields) -> Result<Self, Invalid> {
        let outage = Self {
            from_ms: fields.time("fromMs")?,
            to_ms: fields.time("toMs")?,
            failure_probability: fields.needed("failureProbability", 0.0..=1.0, PROBABILITY)?,
        };
        if outage.to_ms < outage.from_ms {
            let path = fields.path_of("toMs");
            return Err(Invalid::new(path, outage.to_ms, "no earlier than fromMs"));
        }
        fields.finish()?;
        Ok(outage)
    }
}

fn read_pool(fields: &mut Fields) -> Result<PoolConfig, Invalid> {
    let pool = fields.object("pool")?;
    let missing = |name, allowed| Invalid::missing(fields.path_of(name), allowed);
    let pool = pool.ok_or_else(|| missing("pool", "an object with at least the field workers"))?;
    let has_workers = pool.has("workers");
    // First: a misspelt name explains why the right one is missing.
    let config = PoolConfig::read(pool)?;
    if has_workers {
        Ok(config)
    } else {
        Err(missing("pool.workers", "a whole number from 1 to 100,000"))
    }
}
