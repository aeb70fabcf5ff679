//! What the pool's events mean for its jobs, and for those who listen.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::job::Workshop;
use super::worker_pool::Live;
use crate::input::millis_of;
use crate::pool::{Event, Step};

/// Settles jobs, and passes events on.
pub(super) struct Reporter {
    pub(super) workshop: Rc<Workshop>,
    pub(super) is_listened_to: Cell<bool>,
    /// The pool, when its JavaScript object has gone, for as long as somebody waits for room.
    pub(super) let_go: RefCell<Option<Rc<Live>>>,
}

impl Reporter {
    pub(super) fn report(&self, event: &Event<u32>) {
        let slot = event.task;
        let jobs = &self.workshop.jobs;
        // Before anybody hears of it: a listener may cancel the job, and then its slot is nobody's, or another's.
        if matches!(event.step, Step::Accepted { waited: true }) {
            jobs.admit(slot);
        }
        if self.is_listened_to.get() {
            self.pass_on(event);
        }
        // After that, for a listener is told the job's id. These jobs have ended, so it can't end them again.
        match event.step {
            Step::Rejected { is_closed } => jobs.refuse(slot, is_closed),
            Step::Succeeded { .. } => jobs.succeed(slot),
            Step::Failed { .. } => jobs.fail(slot),
            Step::Cancelled { .. } => jobs.cancel(slot),
            Step::Dropped { .. } => jobs.drop(slot),
            Step::Withdrawn => jobs.withdraw(slot),
            _ => {}
        }
        if let Some(live) = self.let_go.take() {
            self.let_go(live);
        }
    }

    /// Ends the pool as soon as nobody waits for room.
    pub(super) fn let_go(&self, live: Rc<Live>) {
        if live.pool.has_line() {
            *self.let_go.borrow_mut() = Some(live);
        } else {
            drop(Live::stop(&live));
        }
    }

    /// Numbers instead of an object: JavaScript makes its own.
    #[expect(clippy::cast_possible_truncation, reason = "far fewer than 2^32 workers")]
    fn pass_on(&self, event: &Event<u32>) {
        const NO_DELAY: f64 = -1.0;
        // The numbers are places in the list of names in `events.js`.
        let (step, worker, attempt, delay_ms, will_retry) = match event.step {
            Step::Submitted => (0, 0, 0, NO_DELAY, false),
            Step::Accepted { .. } => (1, 0, 0, NO_DELAY, false),
            Step::Rejected { .. } => (2, 0, 0, NO_DELAY, false),
            Step::Withdrawn => (3, 0, 0, NO_DELAY, false),
            Step::Started { worker, attempt } => (4, worker as u32, attempt, NO_DELAY, false),
            Step::AttemptFailed {
                worker,
                attempt,
                delay,
                will_retry,
                ..
            } => (5, worker as u32, attempt, delay.map_or(NO_DELAY, millis_of), will_retry),
            Step::Requeued => (6, 0, 0, NO_DELAY, false),
            Step::Succeeded { attempts } => (7, 0, attempts, NO_DELAY, false),
            Step::Failed { attempts, .. } => (8, 0, attempts, NO_DELAY, false),
            Step::Cancelled { attempts } => (9, 0, attempts, NO_DELAY, false),
            Step::Dropped { attempts } => (10, 0, attempts, NO_DELAY, false),
        };
        let at_ms = event.at.as_millis_f64();
        let is_heard = self
            .workshop
            .jobs
            .emit(step, event.task, at_ms, worker, attempt, delay_ms, will_retry);
        self.is_listened_to.set(is_heard);
    }
}
