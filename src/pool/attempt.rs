//! One attempt at a task: begun, executed, polled, concluded.

use std::future::Future;
use std::num::NonZeroU32;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::backoff::Next;
use super::contain::{contain, forget_panic};
use super::seat::Seat;
use super::state::{At, Shared, State};
use super::{Cause, Step, Task, TaskError, TaskKey};
use crate::exec::{Clock, Instant, Sleep};
use crate::stats::{Ending, Place};

/// How an attempt ended.
pub(super) enum Verdict<T: Task> {
    Done(Result<T::Output, T::Error>),
    TimedOut,
    Panicked(String),
    /// The task was taken away: whoever cancelled it has seen to everything.
    Interrupted,
}

impl<T: Task> State<T> {
    /// Counts an attempt, and sees to it that its task is with the worker. Tells its number, `None` if there is nothing to
    /// begin. Nothing foreign is called yet.
    #[inline(always)]
    pub(super) fn begin(&mut self, key: TaskKey, seat: &Seat<T>, now: Instant) -> Option<NonZeroU32> {
        let entry = self.tasks.get_mut(key)?;
        let (from, wait) = match entry.at {
            At::Queued => {
                seat.seat(entry.task.take()?);
                let is_first = entry.attempt == 0;
                (Place::Queued, is_first.then(|| now.nanos_since(entry.accepted_at)))
            }
            At::Held(_) => (Place::Held, None),
            _ => return None,
        };
        entry.attempt += 1;
        entry.at = At::Running(seat.index);
        entry.since = now;
        self.stats.start(entry.period, from, wait);
        seat.is_interrupted.set(false);
        NonZeroU32::new(entry.attempt)
    }
}

impl<T: Task, C: Clock> Shared<T, C> {
    /// [`State::begin`], and tells the listener; `None` also if that has cancelled the task.
    #[inline(never)]
    pub(super) fn begin(&self, key: TaskKey, seat: &Seat<T>) -> Option<NonZeroU32> {
        let (begun, id, now) = self.step(|state, now| {
            state.in_hand = None;
            let begun = state.begin(key, seat, now);
            (begun, state.id_of(key, self.is_listened_to()), now)
        });
        let attempt = begun?;
        let worker = seat.index as usize;
        let step = Step::Started {
            worker,
            attempt: attempt.get(),
        };
        self.tell(now, id, step);
        (!seat.is_interrupted.get()).then_some(attempt)
    }

    /// Calls the task, which may do to the pool whatever it likes.
    #[inline(always)]
    pub(super) fn execute(
        &self,
        attempt: u32,
        seat: &Seat<T>,
        mut place: Pin<&mut Option<T::Execution>>,
    ) -> Result<(), String> {
        let mut task = seat.task.borrow_mut();
        let Some(called) = task.as_mut() else {
            return Ok(());
        };
        let begun = contain(|| place.set(Some(called.execute(attempt))));
        self.exec.clock().refresh();
        if seat.is_interrupted.get() {
            // It has cancelled itself. Dropped after the borrow has ended.
            let cancelled = task.take();
            drop(task);
            forget_panic(|| drop(cancelled));
        }
        begun
    }

    #[inline(always)]
    pub(super) fn poll_attempt(
        &self,
        seat: &Seat<T>,
        execution: Pin<&mut Option<T::Execution>>,
        timeout: Option<&mut Sleep<C>>,
        context: &mut Context<'_>,
    ) -> Poll<Verdict<T>> {
        if !seat.is_interrupted.get()
            && let Some(execution) = execution.as_pin_mut()
        {
            let poll = contain(|| execution.poll(context));
            self.exec.clock().refresh();
            match poll {
                Err(message) => return Poll::Ready(Verdict::Panicked(message)),
                // If it has cancelled itself meanwhile, that comes too late: see `conclude`.
                Ok(Poll::Ready(result)) => return Poll::Ready(Verdict::Done(result)),
                Ok(Poll::Pending) => {}
            }
        }
        if seat.is_interrupted.get() {
            return Poll::Ready(Verdict::Interrupted);
        }
        match timeout {
            Some(timeout) => poll_timeout(timeout, context).map(|()| Verdict::TimedOut),
            None => Poll::Pending,
        }
    }

    /// Counts and tells what came of an attempt, and decides what comes next.
    #[inline(always)]
    pub(super) fn conclude(&self, key: TaskKey, seat: &Seat<T>, verdict: Verdict<T>) -> Next {
        // Also where it was cancelled from inside its own poll or drop, or while its `execute` panicked.
        if seat.is_interrupted.get() {
            forget_panic(|| drop(verdict));
            return Next::TakeAnother;
        }
        let (error, cause) = match verdict {
            Verdict::Interrupted => return Next::TakeAnother,
            Verdict::Done(Ok(output)) => {
                self.succeed(key, seat, output);
                return Next::TakeAnother;
            }
            Verdict::Done(Err(error)) => (TaskError::Failed(error), Cause::Error),
            Verdict::TimedOut => (TaskError::TimedOut, Cause::TimedOut),
            Verdict::Panicked(message) => (TaskError::Panicked(message), Cause::Panicked),
        };
        let is_retryable = match &error {
            TaskError::Failed(error) => contain(|| T::is_retryable(error)),
            _ => Ok(true),
        };
        match is_retryable {
            Ok(is_retryable) => self.back_off(key, seat, is_retryable, error, cause),
            Err(message) => {
                forget_panic(|| drop(error));
                self.back_off(key, seat, true, TaskError::Panicked(message), Cause::Panicked)
            }
        }
    }

    #[inline(always)]
    fn succeed(&self, key: TaskKey, seat: &Seat<T>, output: T::Output) {
        if !self.is_listened_to()
            && let Some(was_last) = self.step(|state, now| state.succeed_unwatched(key, now))
        {
            let unneeded = (seat.take_task(), output);
            if was_last {
                self.send_workers_home();
            }
            forget_panic(|| drop(unneeded));
            return;
        }
        self.succeed_watched(key, output);
    }

    #[inline(never)]
    fn succeed_watched(&self, key: TaskKey, output: T::Output) {
        let (ended, now) = self.step(|state, now| {
            let ended = state.end(key, Ending::Succeeded, Ok(output), now, self.is_listened_to());
            (ended, now)
        });
        self.see_off(now, ended, |attempts| Step::Succeeded { attempts });
    }
}

/// Apart, because few tasks have one, and it would stand wherever an attempt is polled.
#[cold]
fn poll_timeout<C: Clock>(timeout: &mut Sleep<C>, context: &mut Context<'_>) -> Poll<()> {
    Pin::new(timeout).poll(context)
}

/// Drops an attempt that is over. Here, and contained, because a drop may panic as well.
#[inline(always)]
pub(super) fn discard<T: Task>(mut execution: Pin<&mut Option<T::Execution>>, verdict: Verdict<T>) -> Verdict<T> {
    match contain(|| execution.set(None)) {
        Err(message) => {
            forget_panic(|| drop(verdict));
            Verdict::Panicked(message)
        }
        Ok(()) => verdict,
    }
}
