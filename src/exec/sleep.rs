//! The future that waits for a deadline.

use std::fmt;
use std::future::Future;
use std::num::NonZeroU64;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::timer_queue::TimerKey;
use super::{Clock, Handle, Instant};

/// Ends at its deadline; made by [`Handle::sleep`] and [`Handle::sleep_until`]. Dropping it takes the timer back.
#[must_use = "a sleep does nothing unless it is awaited"]
pub struct Sleep<C: Clock> {
    handle: Handle<C>,
    deadline: Instant,
    /// Its timer, while there is one: the key in parts, which so take less room.
    seq: Option<NonZeroU64>,
    slot: u32,
}

impl<C: Clock> Sleep<C> {
    #[inline(always)]
    pub(super) fn new(handle: Handle<C>, deadline: Instant) -> Self {
        Self {
            handle,
            deadline,
            seq: None,
            slot: 0,
        }
    }

    /// When it ends.
    pub fn deadline(&self) -> Instant {
        self.deadline
    }

    // Apart from `poll`, which so stays small where it finds the time come.
    #[inline(never)]
    fn wait(&mut self, waker: &Waker) {
        if let Some(seq) = self.seq {
            let slot = self.slot;
            if self.handle.set_timer_waker(TimerKey { seq, slot }, waker) {
                return;
            }
        }
        let TimerKey { seq, slot } = self.handle.arm_timer(self.deadline, waker);
        (self.seq, self.slot) = (Some(seq), slot);
    }

    #[inline(always)]
    fn disarm(&mut self) {
        if let Some(seq) = self.seq.take() {
            let slot = self.slot;
            let timer = TimerKey { seq, slot };
            if !self.handle.is_timer_gone(timer) {
                self.handle.cancel_timer(timer);
            }
        }
    }
}

impl<C: Clock> Future for Sleep<C> {
    type Output = ();

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        if this.handle.now() >= this.deadline {
            this.disarm();
            return Poll::Ready(());
        }
        this.wait(context.waker());
        Poll::Pending
    }
}

impl<C: Clock> Drop for Sleep<C> {
    #[inline(always)]
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
