//! One task after the other.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use super::state::Shared;
use super::submit::Way;
use super::table::Watched;
use super::{SubmitError, Task, TaskKey, TaskOptions};
use crate::exec::Clock;

/// Submits one task after the other; made by [`Pool::submit_all`](super::Pool::submit_all). Dropped while one waits, that
/// one leaves the line.
#[must_use = "it submits nothing unless it is awaited"]
pub struct SubmitAll<'a, I, C>
where
    I: Iterator<Item: Task>,
    C: Clock,
{
    shared: &'a Rc<Shared<I::Item, C>>,
    tasks: I,
    waiting: Option<TaskKey>,
}

impl<'a, I: Iterator<Item: Task>, C: Clock> SubmitAll<'a, I, C> {
    pub(super) fn new(shared: &'a Rc<Shared<I::Item, C>>, tasks: I) -> Self {
        Self {
            shared,
            tasks,
            waiting: None,
        }
    }
}

// Nothing in it is ever pinned.
impl<I: Iterator<Item: Task>, C: Clock> Unpin for SubmitAll<'_, I, C> {}

impl<I: Iterator<Item: Task>, C: Clock> Future for SubmitAll<'_, I, C> {
    type Output = Result<(), SubmitError<I::Item>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        if let Some(key) = this.waiting {
            match this.shared.poll_accepted(key, context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(accepted) => {
                    this.waiting = None;
                    accepted?;
                }
            }
        }
        for task in &mut this.tasks {
            let way = Way::Waiting(context.waker());
            let submission = this
                .shared
                .take_in(task, TaskOptions::default(), way, Watched::UntilAccepted)?;
            if !submission.is_accepted {
                this.waiting = Some(submission.key);
                return Poll::Pending;
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl<I: Iterator<Item: Task>, C: Clock> Drop for SubmitAll<'_, I, C> {
    fn drop(&mut self) {
        if let Some(key) = self.waiting
            && !self.shared.withdraw(key)
        {
            // It was accepted, or refused.
            self.shared.unwatch(key);
        }
    }
}

impl<I: Iterator<Item: Task>, C: Clock> fmt::Debug for SubmitAll<'_, I, C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SubmitAll").finish_non_exhaustive()
    }
}
