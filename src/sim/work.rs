//! What the simulated workers do: nothing, for a drawn time.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use super::arrivals::nanos_of;
use super::{Draws, Outage, Purpose, Scenario, Service};
use crate::exec::{Handle, Sleep, VirtualClock};
use crate::pool::Task;

/// What all attempts of a run have in common.
pub(super) struct Work {
    pub(super) exec: Handle<VirtualClock>,
    pub(super) draws: Draws,
    pub(super) service: Service,
    /// A knob, so it may change while the simulation runs.
    pub(super) failure_probability: Cell<f64>,
    pub(super) outages: Rc<[Outage]>,
}

impl Work {
    #[inline]
    pub(super) fn service_nanos(&self, task: u64, attempt: u32) -> u64 {
        nanos_of(self.service.draw_ms(&self.draws, task, attempt))
    }

    #[inline]
    fn has_failed(&self, task: u64, attempt: u32) -> bool {
        let mut probability = self.failure_probability.get();
        if !self.outages.is_empty() {
            let now_ms = self.exec.now().as_millis_f64();
            probability = probability.max(Scenario::outage_probability(&self.outages, now_ms));
        }
        self.draws.unit(Purpose::Failure, task, attempt) < probability
    }
}

/// A task of a simulation, by its number, counted from 1.
pub(super) struct Job {
    pub(super) work: Rc<Work>,
    pub(super) number: u64,
}

impl Task for Job {
    type Id = u64;
    type Output = ();
    type Error = ();
    type Execution = Attempt;

    #[inline]
    fn id(&self) -> u64 {
        self.number
    }

    #[inline]
    fn execute(&mut self, attempt: u32) -> Attempt {
        let work = &*self.work;
        let end = work.exec.now().plus_nanos(work.service_nanos(self.number, attempt));
        Attempt {
            sleep: work.exec.sleep_until(end),
            has_failed: work.has_failed(self.number, attempt),
        }
    }
}

/// An attempt, which takes its time whether it fails or not.
pub(super) struct Attempt {
    sleep: Sleep<VirtualClock>,
    has_failed: bool,
}

impl Future for Attempt {
    type Output = Result<(), ()>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = if self.has_failed { Err(()) } else { Ok(()) };
        Pin::new(&mut self.sleep).poll(context).map(|()| outcome)
    }
}
