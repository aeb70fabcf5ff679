//! One run of a scenario.

use std::cell::Cell;
use std::error::Error;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use super::scenario::PROBABILITY;
use super::source::{SimPool, Source};
use super::work::Work;
use super::workload::Luck;
use super::{Arrivals, Knob, Purpose, Report, Scenario};
use crate::Invalid;
use crate::exec::{Executor, Instant, VirtualClock};
use crate::input::Value;
use crate::pool::{Event, MOST_WORKERS, Pool, Snapshot};
use crate::stats::{Figures, Latency, Timing};

/// So many unfinished tasks are too many: a system that takes in more than it can do, for ever, would fill the memory.
pub const MOST_UNFINISHED: u64 = 4_000_000;

/// More tasks were unfinished at once than a simulation keeps: [`MOST_UNFINISHED`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overloaded;

impl Overloaded {
    pub(crate) const MESSAGE: &'static str = "more than 4,000,000 tasks are unfinished at once: more come than the workers \
         can do; simulate fewer tasks, or have a bounded buffer turn some away";
}

impl fmt::Display for Overloaded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(Self::MESSAGE)
    }
}

impl Error for Overloaded {}

/// A scenario that runs, as far as it is told to.
///
/// ```
/// use std::time::Duration;
/// use twinpool::sim::{Scenario, Simulation};
///
/// let simulation = Simulation::new(&Scenario { seed: 42, ..Scenario::default() }).unwrap();
/// simulation.advance(Duration::from_millis(400)); // before the first backoff is over
/// assert!(simulation.report().succeeded > 0);
/// assert!(!simulation.is_finished());
/// simulation.run_to_end().unwrap();
/// assert_eq!(simulation.report().attempts, simulation.report().retries + 20);
/// ```
#[derive(Debug)]
pub struct Simulation {
    seed: u64,
    executor: Executor<VirtualClock>,
    run: Rc<Run>,
}

struct Run {
    pool: Rc<SimPool>,
    work: Rc<Work>,
    source: Rc<Source>,
    /// The end: when, and with which figures.
    end: Cell<Option<(Instant, Figures)>>,
}

impl fmt::Debug for Run {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Run").finish_non_exhaustive()
    }
}

/// Hears of everything that happens in a simulation. Tasks are told by their number, counted from 1.
pub type SimListener = Box<dyn Fn(&Event<u64>)>;

impl Simulation {
    /// A simulation at its beginning.
    ///
    /// # Errors
    ///
    /// Names the field of the scenario that is out of its range.
    pub fn new(scenario: &Scenario) -> Result<Self, Invalid> {
        scenario.validate()?;
        Self::start(scenario, None)
    }

    /// A simulation whose every event is told.
    ///
    /// # Errors
    ///
    /// Those of [`new`](Self::new).
    pub fn with_listener(scenario: &Scenario, listener: impl Fn(&Event<u64>) + 'static) -> Result<Self, Invalid> {
        scenario.validate()?;
        Self::start(scenario, Some(Box::new(listener)))
    }

    /// Of a scenario that is valid.
    pub(super) fn start(scenario: &Scenario, listener: Option<SimListener>) -> Result<Self, Invalid> {
        let executor = Executor::virtual_time();
        let exec = executor.handle();
        let work = Rc::new(Work {
            exec: exec.clone(),
            luck: Luck::of(scenario),
        });
        let draws = work.luck.draws().clone();
        let mut builder = Pool::builder(&exec, scenario.pool)
            .warm_up(scenario.warmup_tasks)
            .draw(move |task, attempt| draws.unit(Purpose::Jitter, *task, attempt));
        if let Some(listener) = listener {
            builder = builder.listen(listener);
        }
        let pool = Rc::new(builder.start().map_err(|invalid| invalid.inside("pool"))?);
        let source = Source::new(
            Rc::clone(&pool),
            Rc::clone(&work),
            scenario.tasks,
            scenario.arrivals.clone(),
        );
        let run = Rc::new(Run {
            pool,
            work,
            source,
            end: Cell::new(None),
        });
        executor.spawn({
            let (run, exec) = (Rc::clone(&run), exec);
            async move {
                run.source.run().await;
                let figures = run.pool.stop().await;
                run.end.set(Some((exec.now(), figures)));
            }
        });
        Ok(Self {
            seed: scenario.seed,
            executor,
            run,
        })
    }

    /// The time now.
    pub fn now(&self) -> Instant {
        self.executor.now()
    }

    /// Whether everything has happened: all tasks have ended and the workers have left.
    pub fn is_finished(&self) -> bool {
        self.run.end.get().is_some()
    }

    /// Whether it gave up taking tasks in; see [`Overloaded`].
    pub fn is_overloaded(&self) -> bool {
        self.overloaded_at().is_some()
    }

    /// When it gave up taking tasks in, if it did; what it had accepted by then, it still finishes.
    pub fn overloaded_at(&self) -> Option<Instant> {
        self.run.source.overloaded_at()
    }

    /// When the next event is due for which time has to pass, if there is one: what is ready at the beginning, or after a knob
    /// has been turned, may set another one.
    pub fn next_event_at(&self) -> Option<Instant> {
        if self.is_finished() {
            return None;
        }
        self.executor.handle().next_deadline()
    }

    pub(super) fn pool(&self) -> &Rc<SimPool> {
        &self.run.pool
    }

    /// How long this attempt takes, whether it has begun or not.
    pub fn service_time(&self, task: u64, attempt: u32) -> Duration {
        self.run.work.luck.service_time(task, attempt)
    }

    /// Does what can be done without time passing.
    pub(super) fn settle(&self) {
        self.executor.run_until_stalled();
    }

    /// Goes on to the next event; tells whether there was one.
    pub fn step(&self) -> bool {
        !self.is_finished() && self.executor.step()
    }

    /// Goes on by this much time, or to the end if that comes first.
    pub fn advance(&self, duration: Duration) {
        self.run_until(self.now() + duration);
    }

    /// Goes on until then, or to the end if that comes first.
    pub fn run_until(&self, instant: Instant) {
        self.executor.run_due(instant);
        if !self.is_finished() {
            self.executor.run_until(instant);
        }
    }

    /// Goes on for so many polls of futures, some two for each attempt, and stops in the middle of an instant if it must: so
    /// a run stays interruptible in which everything happens at once. Tells whether the end has not come yet.
    pub fn run_for(&self, polls: u64) -> bool {
        let mut left = polls;
        !self.is_finished() && self.executor.run_polls(Instant::MAX, &mut left) && !self.is_finished()
    }

    /// Goes on until then with at most so many polls, which it takes from `left`. Tells whether it got there, or to the end.
    pub(super) fn run_some_until(&self, instant: Instant, left: &mut u64) -> bool {
        if self.executor.run_polls(instant, left) {
            return self.is_finished();
        }
        if !self.is_finished() {
            self.executor.run_until(instant);
        }
        true
    }

    /// Goes on to the end.
    ///
    /// # Errors
    ///
    /// [`Overloaded`]; the figures so far are there all the same.
    pub fn run_to_end(&self) -> Result<(), Overloaded> {
        self.executor.run();
        if self.is_overloaded() { Err(Overloaded) } else { Ok(()) }
    }

    /// The figures: of the whole run, or so far.
    pub fn report(&self) -> Report {
        let (end, figures) = self
            .run
            .end
            .get()
            .unwrap_or_else(|| (self.now(), self.run.pool.figures()));
        Report::new(self.seed, end.as_millis_f64(), &figures)
    }

    /// The pool's figures now, gauges among them.
    pub fn figures(&self) -> Figures {
        self.run.pool.figures()
    }

    /// The durations behind the report's figures, with their histogram.
    pub fn latency(&self, timing: Timing) -> Latency {
        self.run.pool.latency(timing)
    }

    /// Who is where.
    pub fn snapshot(&self) -> Snapshot<u64> {
        self.run.pool.snapshot()
    }

    /// Whether a knob could be turned like this.
    ///
    /// # Errors
    ///
    /// If the value is out of its range, or the scenario has no such knob.
    pub fn check_knob(&self, knob: Knob) -> Result<(), Invalid> {
        match knob {
            Knob::Workers(workers) if (1..=MOST_WORKERS).contains(&workers) => Ok(()),
            Knob::Workers(workers) => Err(Invalid::new("workers", workers, "a whole number from 1 to 100,000")),
            Knob::FailureProbability(probability) if (0.0..=1.0).contains(&probability) => Ok(()),
            Knob::FailureProbability(probability) => {
                let found = Value::Number(probability);
                Err(Invalid::new("failureProbability", found, PROBABILITY))
            }
            Knob::RatePerSecond(rate) if self.run.source.has_rate() => Arrivals::check_rate(rate),
            Knob::RatePerSecond(rate) => {
                let found = Value::Number(rate);
                let allowed = "left alone: only Poisson arrivals have a rate";
                Err(Invalid::new("ratePerSecond", found, allowed))
            }
        }
    }

    /// Turns a knob: so many workers from now on.
    ///
    /// # Errors
    ///
    /// If it is out of its range.
    pub fn set_workers(&self, workers: usize) -> Result<(), Invalid> {
        self.run.pool.set_workers(workers)
    }

    /// Turns a knob: so many attempts fail, of those that begin from now on.
    ///
    /// # Errors
    ///
    /// If it is out of its range.
    pub fn set_failure_probability(&self, probability: f64) -> Result<(), Invalid> {
        self.check_knob(Knob::FailureProbability(probability))?;
        self.run.work.luck.failure_probability.set(probability);
        Ok(())
    }

    /// Turns a knob: so many tasks come a second from now on.
    ///
    /// # Errors
    ///
    /// If it is out of its range, or the arrivals are not Poisson.
    pub fn set_rate_per_second(&self, rate: f64) -> Result<(), Invalid> {
        self.check_knob(Knob::RatePerSecond(rate))?;
        self.run.source.set_rate(rate);
        Ok(())
    }

    /// Holds the pool's counts against the conservation law, which a defect of this crate would break.
    ///
    /// # Errors
    ///
    /// Names the law.
    pub fn check_conservation(&self) -> Result<(), crate::stats::NotConserved> {
        self.run.pool.check_conservation()
    }
}

/// Runs a scenario to its end.
///
/// # Errors
///
/// [`SimulateError::Invalid`] names the field of the scenario that is out of its range;
/// [`SimulateError::Overloaded`] says that too many tasks were unfinished.
pub fn simulate(scenario: &Scenario) -> Result<Report, SimulateError> {
    scenario.validate()?;
    simulate_valid(scenario)
}

/// [`simulate`] of a scenario that is valid: to ask a long trace whether it is, run by run, would take its time.
pub(crate) fn simulate_valid(scenario: &Scenario) -> Result<Report, SimulateError> {
    let simulation = Simulation::start(scenario, None)?;
    simulation.run_to_end()?;
    Ok(simulation.report())
}

/// Why a scenario gave no report.
#[derive(Debug, Clone, PartialEq)]
pub enum SimulateError {
    /// It makes no sense.
    Invalid(Invalid),
    /// It takes in more than it can do.
    Overloaded(Overloaded),
}

impl From<Invalid> for SimulateError {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(invalid)
    }
}

impl From<Overloaded> for SimulateError {
    fn from(overloaded: Overloaded) -> Self {
        Self::Overloaded(overloaded)
    }
}

impl fmt::Display for SimulateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(invalid) => invalid.fmt(formatter),
            Self::Overloaded(overloaded) => overloaded.fmt(formatter),
        }
    }
}

impl Error for SimulateError {}
