//! Makes a series of the events of a run.

use std::cell::{Ref, RefCell};
use std::rc::{Rc, Weak};

use super::accepted::AcceptTimes;
use super::{Gauges, Series};
use crate::exec::Instant;
use crate::pool::{Event, PoolConfig, Step};
use crate::sim::source::SimPool;

/// The series of one run, while it is being made.
#[derive(Debug, Clone)]
pub(in crate::sim) struct Recording {
    recorder: Rc<RefCell<Recorder>>,
}

#[derive(Debug)]
struct Recorder {
    series: Series,
    gauges: Gauges,
    accepted_at: AcceptTimes,
    holds_workers: bool,
    pauses_after_last_attempt: bool,
    /// Asked for the number of workers, because a worker's leaving is no event. Whoever leaves does so after the event that
    /// lets it go, or when a knob is turned; so at the first event of a moment the number is still the one that held since
    /// the moment before.
    pool: Weak<SimPool>,
}

impl Recording {
    /// An empty series of at most so many intervals.
    pub(in crate::sim) fn new(most: usize, config: &PoolConfig) -> Self {
        let recorder = Recorder {
            series: Series::new(most),
            gauges: Gauges::default(),
            accepted_at: AcceptTimes::new(),
            holds_workers: config.hold_worker,
            pauses_after_last_attempt: config.pause_after_last_attempt,
            pool: Weak::new(),
        };
        Self {
            recorder: Rc::new(RefCell::new(recorder)),
        }
    }

    /// The pool of the run.
    pub(in crate::sim) fn watch(&self, pool: Weak<SimPool>) {
        self.recorder.borrow_mut().pool = pool;
    }

    /// Nothing has happened since the last event, until now. To be called before a knob is turned.
    pub(in crate::sim) fn advance(&self, now: Instant) {
        self.recorder.borrow_mut().advance(now.as_nanos());
    }

    pub(in crate::sim) fn hear(&self, event: &Event<u64>) {
        self.recorder.borrow_mut().hear(event);
    }

    pub(in crate::sim) fn series(&self) -> Ref<'_, Series> {
        Ref::map(self.recorder.borrow(), |recorder| &recorder.series)
    }
}

impl Recorder {
    fn advance(&mut self, now: u64) {
        if now > self.series.end_nanos() {
            let workers = self.pool.upgrade().map_or(0, |pool| pool.workers());
            self.series.pass(now, &self.gauges, workers as u64);
        }
    }

    fn hear(&mut self, event: &Event<u64>) {
        let (now, task) = (event.at.as_nanos(), event.task);
        self.advance(now);
        let interval = self.series.at(now);
        let gauges = &mut self.gauges;
        match event.step {
            Step::Submitted => {
                interval.submitted += 1;
                gauges.blocked += 1;
            }
            Step::Accepted { .. } => {
                interval.accepted += 1;
                gauges.blocked -= 1;
                gauges.queued += 1;
                self.accepted_at.insert(task, now);
            }
            Step::Rejected { .. } => {
                interval.rejected += 1;
                gauges.blocked -= 1;
            }
            Step::Withdrawn => gauges.blocked -= 1,
            Step::Started { attempt, .. } => {
                interval.attempts += 1;
                gauges.running += 1;
                if self.holds_workers && attempt > 1 {
                    gauges.held -= 1;
                } else {
                    gauges.queued -= 1;
                }
                if attempt == 1
                    && let Some(accepted_at) = self.accepted_at.get(task)
                {
                    interval.wait.record(now - accepted_at);
                }
            }
            Step::AttemptFailed { delay, .. } => {
                interval.failed_attempts += 1;
                gauges.running -= 1;
                if delay.is_some() {
                    *gauges.backing_off(self.holds_workers) += 1;
                }
            }
            Step::Requeued => {
                gauges.shelved -= 1;
                gauges.queued += 1;
            }
            Step::Succeeded { .. } => {
                interval.succeeded += 1;
                gauges.running -= 1;
            }
            Step::Failed { .. } => {
                interval.failed += 1;
                if self.pauses_after_last_attempt {
                    *gauges.backing_off(self.holds_workers) -= 1;
                }
            }
            Step::Dropped { .. } => {
                interval.dropped += 1;
                gauges.queued -= 1;
                self.accepted_at.remove(task);
            }
            // A simulation cancels none.
            Step::Cancelled { .. } => {}
        }
        if matches!(event.step, Step::Succeeded { .. } | Step::Failed { .. })
            && let Some(accepted_at) = self.accepted_at.remove(task)
        {
            interval.sojourn.record(now - accepted_at);
        }
    }
}

impl Gauges {
    fn backing_off(&mut self, holds_workers: bool) -> &mut u64 {
        if holds_workers {
            &mut self.held
        } else {
            &mut self.shelved
        }
    }
}
