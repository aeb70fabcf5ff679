//! The future that waits for a deadline.

use std::fmt;
use std::future::Future;
use std::num::NonZeroU64;
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
    /// Of the timer, while there is one. Its deadline is this one's, because none is armed that has passed.
    seq: Option<NonZeroU64>,
    /// Whom the timer wakes; only ever compared.
    data: *const (),
    vtable: *const RawWakerVTable,
}

impl<C: Clock> Sleep<C> {
    #[inline(always)]
    pub(super) fn new(handle: Handle<C>, deadline: Instant) -> Self {
        Self {
            handle,
            deadline,
            seq: None,
            data: ptr::null(),
            vtable: ptr::null(),
        }
    }

    /// When it ends.
    pub fn deadline(&self) -> Instant {
        self.deadline
    }

    #[inline(always)]
    fn wait(&mut self, waker: &Waker) {
        if self.seq.is_none() {
            self.arm(waker);
        } else if self.data != waker.data() || !ptr::eq(self.vtable, waker.vtable()) {
            self.arm_anew(waker);
        }
    }

    // Apart from `poll`, which so stays small where it finds the time come.
    #[inline(never)]
    fn arm(&mut self, waker: &Waker) {
        self.seq = Some(self.handle.arm_timer(self.deadline, waker).seq());
        self.data = waker.data();
        self.vtable = waker.vtable();
    }

    #[cold]
    fn arm_anew(&mut self, waker: &Waker) {
        self.disarm();
        self.arm(waker);
    }

    #[inline(always)]
    fn disarm(&mut self) {
        if let Some(seq) = self.seq.take() {
            let timer = TimerKey::new(self.deadline, seq);
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
