//! The future that waits for a deadline.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::{Clock, Handle, Instant, TimerKey};

/// Ends at its deadline; made by [`Handle::sleep`] and [`Handle::sleep_until`]. Dropping it takes the timer back.
#[must_use = "a sleep does nothing unless it is awaited"]
pub struct Sleep<C: Clock> {
    handle: Handle<C>,
    deadline: Instant,
    timer: Option<TimerKey>,
}

impl<C: Clock> Sleep<C> {
    pub(super) fn new(handle: Handle<C>, deadline: Instant) -> Self {
        Self {
            handle,
            deadline,
            timer: None,
        }
    }

    /// When it ends.
    pub fn deadline(&self) -> Instant {
        self.deadline
    }
}

impl<C: Clock> Future for Sleep<C> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        if this.handle.now() >= this.deadline {
            this.disarm();
            return Poll::Ready(());
        }
        this.timer = Some(this.handle.arm_timer(this.timer, this.deadline, context.waker()));
        Poll::Pending
    }
}

impl<C: Clock> Sleep<C> {
    fn disarm(&mut self) {
        if let Some(timer) = self.timer.take() {
            self.handle.cancel_timer(timer);
        }
    }
}

impl<C: Clock> Drop for Sleep<C> {
    fn drop(&mut self) {
        self.disarm();
    }
}

impl<C: Clock> fmt::Debug for Sleep<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Sleep")
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}
