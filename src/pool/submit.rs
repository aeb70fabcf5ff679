//! The way in.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::contain::forget_panic;
use super::state::{At, Ended, Shared, State};
use super::table::Watched;
use super::{Step, Task, TaskKey, TaskOptions, Ticket, WhenFull};
use crate::channel::{Offered, Place, SendError};
use crate::exec::{Clock, Instant, Wakeable};

/// Why a task was not accepted; hands it back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum SubmitError<T> {
    /// There is no room, or others wait for room.
    Full(T),
    /// The pool was stopped or aborted.
    Closed(T),
}

impl<T> SubmitError<T> {
    /// The task that was not accepted.
    pub fn into_inner(self) -> T {
        match self {
            Self::Full(task) | Self::Closed(task) => task,
        }
    }

    /// Whether there was no room.
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Full(_))
    }

    /// Whether the pool was stopped or aborted.
    pub fn is_closed(&self) -> bool {
        matches!(self, Self::Closed(_))
    }
}

impl<T> fmt::Debug for SubmitError<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Full(_) => "Full(..)",
            Self::Closed(_) => "Closed(..)",
        })
    }
}

impl<T> fmt::Display for SubmitError<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Full(_) => "the pool's buffer is full",
            Self::Closed(_) => "the pool is closed: it was stopped or aborted",
        })
    }
}

impl<T> Error for SubmitError<T> {}

/// What became of an [offer](super::Pool::offer).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Submission {
    /// Names the task, for [`cancel`](super::Pool::cancel).
    pub key: TaskKey,
    /// Whether it is in the buffer, or waits for room.
    pub is_accepted: bool,
}

/// Submits a task; made by [`Pool::submit`](super::Pool::submit). Dropped while it waits, it leaves the line.
#[must_use = "a submit does nothing unless it is awaited"]
pub struct Submit<'a, T: Task, C: Clock> {
    shared: &'a Rc<Shared<T, C>>,
    /// Until it is submitted.
    task: Option<T>,
    options: TaskOptions,
    /// While it waits.
    waiting: Option<TaskKey>,
}

impl<'a, T: Task, C: Clock> Submit<'a, T, C> {
    pub(super) fn new(shared: &'a Rc<Shared<T, C>>, task: T, options: TaskOptions) -> Self {
        Self {
            shared,
            task: Some(task),
            options,
            waiting: None,
        }
    }

    fn ticket(&self, key: TaskKey) -> Ticket<T, C> {
        Ticket::new(Rc::clone(self.shared), key)
    }
}

// Nothing in it is ever pinned.
impl<T: Task, C: Clock> Unpin for Submit<'_, T, C> {}

impl<T: Task, C: Clock> Future for Submit<'_, T, C> {
    type Output = Result<Ticket<T, C>, SubmitError<T>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        if let Some(task) = this.task.take() {
            let way = Way::Waiting(context.waker());
            let submission = this.shared.take_in(task, this.options, way, Watched::ByTicket)?;
            if submission.is_accepted {
                return Poll::Ready(Ok(this.ticket(submission.key)));
            }
            this.waiting = Some(submission.key);
            return Poll::Pending;
        }
        let Some(key) = this.waiting else {
            return Poll::Pending;
        };
        let accepted = match this.shared.poll_accepted(key, context) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(accepted) => accepted,
        };
        this.waiting = None;
        Poll::Ready(accepted.map(|()| this.ticket(key)))
    }
}

impl<T: Task, C: Clock> Drop for Submit<'_, T, C> {
    fn drop(&mut self) {
        let Some(key) = self.waiting else {
            return;
        };
        // It may have been accepted without having been polled since: then the task is the pool's, as if its ticket had
        // been dropped.
        if !self.shared.withdraw(key) {
            self.shared.unwatch(key);
        }
    }
}

impl<T: Task, C: Clock> fmt::Debug for Submit<'_, T, C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Submit").finish_non_exhaustive()
    }
}

/// How a submission may come in.
#[derive(Clone, Copy)]
pub(super) enum Way<'a> {
    /// Not at all if it would have to wait.
    AtOnce,
    /// It may wait; nobody is woken when that changes.
    InLine,
    /// It may wait; who is woken when that changes.
    Waiting(&'a Waker),
}

impl Way<'_> {
    #[inline(always)]
    fn waker(self) -> Option<Wakeable> {
        match self {
            Self::Waiting(waker) => Some(Wakeable::of(waker)),
            Self::AtOnce | Self::InLine => None,
        }
    }
}

impl<T: Task, C: Clock> Shared<T, C> {
    pub(super) fn take_in(
        &self,
        task: T,
        options: TaskOptions,
        way: Way<'_>,
        watched: Watched,
    ) -> Result<Submission, SubmitError<T>> {
        let id = task.id();
        if options.timeout.is_some() {
            self.has_timeouts.set(true);
        }
        let told = self.is_listened_to().then(|| id.clone());
        let when_full = self.config.when_full;
        let may_wait = !matches!(way, Way::AtOnce) && when_full == WhenFull::Wait;
        let mut dropped = None;
        // A foreign waker may do anything while it is cloned, so that happens before the state is borrowed.
        let has_to_wait = |state: &State<T>| state.is_open && state.queue.is_full();
        let mut waker = if may_wait && has_to_wait(&self.state.borrow()) {
            way.waker()
        } else {
            None
        };
        let (result, receiver, now) = self.step(|state, now| {
            let period = state.next_period();
            state.stats.submit(period);
            if !state.is_open {
                state.stats.reject(period);
                return (Err(SubmitError::Closed(task)), None, now);
            }
            if !may_wait && state.queue.is_full() {
                if when_full == WhenFull::DropOldest {
                    dropped = Some(state.make_room(options.priority, now, self.is_listened_to()));
                }
                if state.queue.is_full() {
                    state.stats.reject(period);
                    return (Err(SubmitError::Full(task)), None, now);
                }
            }
            let (key, entry) = state.tasks.insert(id, task, options, watched, period, now);
            let mut receiver = None;
            let is_accepted = match state.queue.push_or_wait(key, options.priority, || waker.take()) {
                Ok(Offered::Admitted(waker)) => {
                    receiver = waker;
                    entry.accept(&mut state.stats, now);
                    state.note_promises();
                    true
                }
                Ok(Offered::Waiting(place)) => {
                    entry.at = At::Blocked(place);
                    state.stats.block();
                    false
                }
                Err(SendError(_)) => unreachable!("an open pool has an open queue"),
            };
            (Ok(Submission { key, is_accepted }), receiver, now)
        });
        // To clone it may have made room; then it is dropped here, because that is foreign code as well.
        drop(waker);
        if let Some(receiver) = receiver {
            receiver.wake();
        }
        self.tell(now, told.clone(), Step::Submitted);
        if let Some(dropped) = dropped {
            self.see_dropped_off(now, dropped);
        }
        if told.is_some() {
            match &result {
                // The listener may have cancelled it.
                Ok(submission) if submission.is_accepted && self.is_unfinished(submission.key) => {
                    self.tell(now, told, Step::Accepted { waited: false });
                }
                Ok(_) => {}
                Err(error) => {
                    let is_closed = error.is_closed();
                    self.tell(now, told, Step::Rejected { is_closed });
                }
            }
        }
        result
    }

    #[cold]
    fn see_dropped_off(&self, now: Instant, dropped: Vec<Ended<T>>) {
        for dropped in dropped {
            self.see_off(now, dropped, |attempts| Step::Dropped { attempts });
        }
    }

    #[inline(always)]
    pub(super) fn poll_accepted(&self, key: TaskKey, context: &Context<'_>) -> Poll<Result<(), SubmitError<T>>> {
        let mut state = self.state.borrow_mut();
        let at = state.entry(key).map(|entry| (entry.at, entry.priority));
        match at {
            Some((At::Blocked(place), priority)) => {
                drop(state);
                self.wait_on(priority, place, context);
                Poll::Pending
            }
            Some((At::Refused, _)) => {
                let task = state.tasks.remove(key).and_then(|(task, ..)| task);
                let task = task.expect("a task that was never accepted was never called");
                Poll::Ready(Err(SubmitError::Closed(task)))
            }
            Some(_) | None => Poll::Ready(Ok(())),
        }
    }

    /// Polled without a reason, maybe by somebody else.
    #[cold]
    fn wait_on(&self, priority: i32, place: Place, context: &Context<'_>) {
        // A foreign waker may do anything while it is cloned or dropped: both happen while nothing is borrowed.
        let waker = Wakeable::of(context.waker());
        let replaced = self.state.borrow_mut().queue.replace_waker(priority, place, waker);
        if let Err(waker) = replaced {
            // To clone it has let the submission in.
            waker.wake();
        }
    }

    /// Takes a submission out of the line; tells whether it was there.
    pub(super) fn withdraw(&self, key: TaskKey) -> bool {
        let withdrawn = self.step(|state, now| {
            let entry = state.tasks.get_mut(key)?;
            let At::Blocked(place) = entry.at else {
                return None;
            };
            let (id, period, priority) = (entry.id.clone(), entry.period, entry.priority);
            let withdrawn = state.queue.withdraw(priority, place);
            state.stats.unblock();
            state.stats.withdraw(period);
            Some((state.tasks.remove(key), withdrawn, id, now))
        });
        let Some((remains, withdrawn, id, now)) = withdrawn else {
            return false;
        };
        self.tell(now, Some(id), Step::Withdrawn);
        // As with a task that was accepted, its drop is not the caller's business.
        forget_panic(|| drop((remains, withdrawn)));
        true
    }
}
