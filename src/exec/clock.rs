//! Where time comes from.

use std::cell::Cell;

use super::Instant;

/// A source of time. The pool is written against this trait and can't tell which kind it runs on.
pub trait Clock: 'static {
    /// The time now. Never goes back.
    fn now(&self) -> Instant;

    /// Foreign code has run, so time may have passed. A clock that is dear to read may give the same answer until it is
    /// told so; called before every poll, and by a pool after every call of a task.
    #[inline(always)]
    fn refresh(&self) {}

    /// The earliest deadline that somebody waits for is now this one. A live clock arms its timeout here; a virtual one
    /// is asked for the time only once it has been moved, and does nothing.
    fn arm(&self, earliest: Option<Instant>);

    /// The time of the next deadline has come, and whoever waits for it is woken next. A virtual clock moves there.
    #[inline(always)]
    fn reach(&self, deadline: Instant) {
        let _ = deadline;
    }
}

/// A clock that stands still until its executor moves it to the next deadline.
///
/// See [`Executor::virtual_time`](super::Executor::virtual_time).
#[derive(Debug, Default)]
pub struct VirtualClock {
    now: Cell<Instant>,
}

impl VirtualClock {
    /// Moves to a later instant; an earlier one changes nothing, so time never runs backwards.
    pub(super) fn advance_to(&self, instant: Instant) {
        if instant > self.now.get() {
            self.now.set(instant);
        }
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Instant {
        self.now.get()
    }

    fn arm(&self, _earliest: Option<Instant>) {}

    fn reach(&self, deadline: Instant) {
        self.advance_to(deadline);
    }
}
