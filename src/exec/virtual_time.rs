//! Running in virtual time: nobody sleeps, time jumps to the next deadline.

use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::rc::Rc;
use std::time::Duration;

use super::{Executor, Instant, VirtualClock};

/// Nothing is left that could ever wake what is being waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stalled;

impl fmt::Display for Stalled {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .write_str("the future waits for something that can never happen: no future is ready and no timer is armed")
    }
}

impl Error for Stalled {}

impl Executor<VirtualClock> {
    /// An executor in virtual time, which begins at [`Instant::ZERO`].
    pub fn virtual_time() -> Self {
        Self::new(VirtualClock::default())
    }

    /// Runs what is ready, then jumps to the next deadline, wakes the one who waits for it, and runs what follows from
    /// that. Of several with the same deadline the first armed goes first, one a step. Tells whether anything is left.
    ///
    /// ```
    /// use std::time::Duration;
    /// use twinpool::exec::{Executor, Instant};
    ///
    /// let executor = Executor::virtual_time();
    /// executor.spawn(executor.handle().sleep(Duration::from_nanos(7)));
    /// assert!(executor.step());
    /// assert_eq!(executor.now(), Instant::from_nanos(7));
    /// assert!(!executor.step());
    /// ```
    pub fn step(&self) -> bool {
        self.step_until(Instant::MAX)
    }

    /// Like [`step`](Self::step), unless the next deadline is later than `limit`.
    fn step_until(&self, limit: Instant) -> bool {
        let handle = self.handle_ref();
        handle.enter().is_some_and(|run| {
            run.drain();
            let has_woken = run.wake_next_due(limit);
            run.drain();
            has_woken
        })
    }

    /// Runs everything that happens up to and at `instant`, and leaves the clock there.
    pub fn run_until(&self, instant: Instant) {
        if self.run_due(instant) {
            self.handle_ref().clock().advance_to(instant);
        }
    }

    /// Runs what happens up to and at `instant`, with at most so many polls of futures, which it takes from `left`: it
    /// stops in the middle of an instant if it must. Leaves the clock at the last of what happened. Tells whether anything
    /// is left.
    pub(crate) fn run_polls(&self, instant: Instant, left: &mut u64) -> bool {
        let handle = self.handle_ref();
        let Some(run) = handle.enter() else {
            return false;
        };
        loop {
            if !run.drain_some(left) {
                return true;
            }
            if !run.wake_next_due(instant) {
                return false;
            }
        }
    }

    /// Runs everything that happens up to and at `instant`, and leaves the clock at the last of it. Tells whether it
    /// could run: not from inside one of its own futures.
    pub(crate) fn run_due(&self, instant: Instant) -> bool {
        let handle = self.handle_ref();
        let Some(run) = handle.enter() else {
            return false;
        };
        run.run_due(instant);
        true
    }

    /// Runs everything that happens in the next `duration`.
    pub fn advance(&self, duration: Duration) {
        self.run_until(self.now() + duration);
    }

    /// Runs until nothing is left to happen.
    pub fn run(&self) {
        self.run_due(Instant::MAX);
    }

    /// Runs until this future ends. Other futures go on only so far.
    ///
    /// # Errors
    ///
    /// [`Stalled`] if nothing is left that could wake it; and from inside of one of the executor's own futures, where nothing
    /// can run before that one gives way. Then it goes on as if it had been [spawned](Self::spawn).
    pub fn block_on<T: 'static>(&self, future: impl Future<Output = T> + 'static) -> Result<T, Stalled> {
        let output = Rc::new(RefCell::new(None));
        let slot = Rc::clone(&output);
        self.spawn(async move {
            let value = future.await;
            *slot.borrow_mut() = Some(value);
        });
        loop {
            self.run_until_stalled();
            if let Some(value) = output.borrow_mut().take() {
                return Ok(value);
            }
            if !self.step() {
                return output.borrow_mut().take().ok_or(Stalled);
            }
        }
    }
}
