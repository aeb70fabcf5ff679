//! The future that waits for a deadline.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::ptr;
use std::task::{Context, Poll, RawWakerVTable, Waker};

use super::timer_queue::TimerKey;
use super::{Clock, Handle, Instant};

/// Ends at its deadline; made by [`Handle::sleep`] and [`Handle::sleep_until`]. Dropping it takes the timer back.
#[must_use = "a sleep does nothing unless it is awaited"]
pub struct Sleep<C: Clock> {
    handle: Handle<C>,
    deadline: Instant,
    timer: Option<Armed>,
}

/// A timer, and whom it wakes; that is only ever compared.
struct Armed {
    key: TimerKey,
    data: *const (),
    vtable: &'static RawWakerVTable,
}

impl Armed {
    fn will_wake(&self, waker: &Waker) -> bool {
        self.data == waker.data() && ptr::eq(self.vtable, waker.vtable())
    }
}

impl<C: Clock> Sleep<C> {
    #[inline(always)]
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

    // Apart from `poll`, which so stays small where it finds the time come.
    #[inline(never)]
    fn wait(&mut self, waker: &Waker) {
        if self.timer.as_ref().is_none_or(|timer| !timer.will_wake(waker)) {
            self.disarm();
            self.timer = Some(Armed {
                key: self.handle.arm_timer(self.deadline, waker),
                data: waker.data(),
                vtable: waker.vtable(),
            });
        }
    }

    #[inline(always)]
    fn disarm(&mut self) {
        if let Some(timer) = self.timer.take()
            && !self.handle.is_timer_gone(timer.key)
        {
            self.handle.cancel_timer(timer.key);
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
