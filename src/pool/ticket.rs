//! What a submitter holds: the way to the result.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use super::state::{At, Shared};
use super::table::Watched;
use super::{Task, TaskError, TaskKey};
use crate::exec::Clock;

/// An accepted task. As a future it ends with the task, and gives its output or the last attempt's error.
///
/// Dropping it changes nothing for the task: a failure that nobody watches is counted and otherwise silent. Awaited to
/// its end it must not be polled again.
#[must_use = "without its ticket a task's result is lost; drop it explicitly if that is meant"]
pub struct Ticket<T: Task, C: Clock> {
    shared: Rc<Shared<T, C>>,
    key: TaskKey,
}

impl<T: Task, C: Clock> Ticket<T, C> {
    pub(super) fn new(shared: Rc<Shared<T, C>>, key: TaskKey) -> Self {
        Self { shared, key }
    }

    /// Names the task, for [`Pool::cancel`](super::Pool::cancel).
    pub fn key(&self) -> TaskKey {
        self.key
    }

    /// Cancels the task, wherever it is; tells whether it was still unfinished.
    pub fn cancel(&self) -> bool {
        self.shared.cancel(self.key)
    }
}

impl<T: Task, C: Clock> Future for Ticket<T, C> {
    type Output = Result<T::Output, TaskError<T::Error>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // A foreign waker may do anything while it is cloned or dropped: both happen while nothing is borrowed.
        let waker = context.waker().clone();
        let mut state = self.shared.state.borrow_mut();
        let Some(entry) = state.entry(self.key) else {
            return Poll::Pending;
        };
        // During the pause after the last attempt the outcome is there already, but the task has not ended.
        if matches!(entry.at, At::Ended)
            && let Some(outcome) = entry.outcome.take()
        {
            let remains = state.tasks.remove(self.key);
            drop(state);
            drop(remains);
            return Poll::Ready(outcome);
        }
        let replaced = entry.watcher.replace(waker);
        drop(state);
        drop(replaced);
        Poll::Pending
    }
}

impl<T: Task, C: Clock> Drop for Ticket<T, C> {
    fn drop(&mut self) {
        self.shared.unwatch(self.key);
    }
}

impl<T: Task, C: Clock> fmt::Debug for Ticket<T, C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Ticket")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

impl<T: Task, C: Clock> Shared<T, C> {
    /// Nobody asks for this task any more; if it has ended, or was refused, it can go.
    pub(super) fn unwatch(&self, key: TaskKey) {
        let mut state = self.state.borrow_mut();
        let Some(entry) = state.tasks.get_mut(key) else {
            return;
        };
        let remains = if matches!(entry.at, At::Ended | At::Refused) {
            state.tasks.remove(key)
        } else {
            entry.watched = Watched::ByNobody;
            Some((None, None, entry.watcher.take()))
        };
        drop(state);
        drop(remains);
    }
}
