//! The luck of a scenario, for a pool that is not simulated.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use super::arrivals::nanos_of;
use super::{Arrivals, Draws, Outage, Purpose, Scenario, Service};
use crate::Invalid;
use crate::exec::Instant;

/// What chance decides of a run's attempts.
pub(super) struct Luck {
    draws: Draws,
    service: Service,
    /// A knob, so it may change while a simulation runs.
    pub(super) failure_probability: Cell<f64>,
    outages: Rc<[Outage]>,
}

impl Luck {
    pub(super) fn of(scenario: &Scenario) -> Self {
        Self {
            draws: Draws::new(scenario.seed),
            service: scenario.service.clone(),
            failure_probability: Cell::new(scenario.failure_probability),
            outages: scenario.outages.as_slice().into(),
        }
    }

    pub(super) fn draws(&self) -> &Draws {
        &self.draws
    }

    #[inline(always)]
    pub(super) fn service_nanos(&self, task: u64, attempt: u32) -> u64 {
        nanos_of(self.service.draw_ms(&self.draws, task, attempt))
    }

    /// The same for those who ask now and then: not inlined, because it is large.
    #[inline(never)]
    pub(super) fn service_time(&self, task: u64, attempt: u32) -> Duration {
        Duration::from_nanos(self.service_nanos(task, attempt))
    }

    /// Whether an attempt fails that begins at this time.
    #[inline(always)]
    pub(super) fn fails(&self, task: u64, attempt: u32, at_ms: impl FnOnce() -> f64) -> bool {
        let mut probability = self.failure_probability.get();
        if !self.outages.is_empty() {
            probability = probability.max(Scenario::outage_probability(&self.outages, at_ms()));
        }
        self.draws.unit(Purpose::Failure, task, attempt) < probability
    }
}

/// The tasks of a scenario, with the very draws of its simulation: when they come, how long their attempts take, which of
/// them fail, and what jitter is made from. So the same scenario can be run on a real clock, by the real pool.
///
/// ```
/// use std::time::Duration;
/// use twinpool::exec::Instant;
/// use twinpool::sim::{Arrivals, Scenario, Service, Workload};
///
/// let scenario = Scenario {
///     seed: 42,
///     arrivals: Arrivals::Constant { every_ms: 5.0 },
///     service: Service::Exponential { mean_ms: 20.0 },
///     ..Scenario::default()
/// };
/// let mut workload = Workload::new(&scenario).unwrap();
/// assert_eq!(workload.arrival(3), Some(Instant::ZERO + Duration::from_millis(10)));
/// assert_eq!(workload.arrival(21), None); // there are 20
/// assert_ne!(workload.service_time(3, 1), workload.service_time(3, 2));
/// ```
pub struct Workload {
    luck: Luck,
    arrivals: Arrivals,
    tasks: u64,
    /// The last of the arrivals that was asked for: its number, and when it is.
    arrived: (u64, Instant),
}

impl Workload {
    /// The tasks of this scenario.
    ///
    /// # Errors
    ///
    /// Names the field of the scenario that is out of its range.
    pub fn new(scenario: &Scenario) -> Result<Self, Invalid> {
        scenario.validate()?;
        Ok(Self {
            luck: Luck::of(scenario),
            arrivals: scenario.arrivals.clone(),
            tasks: scenario.tasks,
            arrived: (0, Instant::ZERO),
        })
    }

    /// When task `number`, counted from 1, comes; `None` if there is none, or if the load is closed: then it comes when the
    /// one before has been accepted. Quick if asked in order; one that is earlier than the last may take as many draws as it
    /// has predecessors.
    pub fn arrival(&mut self, number: u64) -> Option<Instant> {
        if !(1..=self.tasks).contains(&number) {
            return None;
        }
        let draws = &self.luck.draws;
        if !matches!(self.arrivals, Arrivals::Poisson { .. }) {
            return self.arrivals.at(number - 1, Instant::ZERO, draws);
        }
        if number < self.arrived.0 {
            self.arrived = (0, Instant::ZERO);
        }
        while self.arrived.0 < number {
            let (before, previous) = self.arrived;
            self.arrived = (before + 1, self.arrivals.at(before, previous, draws)?);
        }
        Some(self.arrived.1)
    }

    /// How long an attempt takes; tasks and attempts are counted from 1.
    pub fn service_time(&self, task: u64, attempt: u32) -> Duration {
        self.luck.service_time(task, attempt)
    }

    /// Whether an attempt fails that begins at this time, in milliseconds. Only outages depend on it.
    pub fn fails(&self, task: u64, attempt: u32, at_ms: f64) -> bool {
        self.luck.fails(task, attempt, || at_ms)
    }

    /// The number from [0, 1) from which the pause after this attempt is made, if it fails.
    pub fn jitter(&self, task: u64, attempt: u32) -> f64 {
        self.luck.draws.unit(Purpose::Jitter, task, attempt)
    }
}
