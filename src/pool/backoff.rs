//! What comes after a failed attempt: a pause and another one, or the end.

use std::time::Duration;

use super::contain::forget_panic;
use super::seat::Seat;
use super::state::{At, Shared};
use super::{Cause, Step, Task, TaskError, TaskKey};
use crate::exec::{Clock, Instant};
use crate::retry::Jitter;
use crate::stats::{Ending, Place};

/// What the worker does after an attempt.
pub(super) enum Next {
    TakeAnother,
    /// Hold on until then; then try again, or, after the last attempt, give the task up.
    Hold(Instant),
}

impl<T: Task, C: Clock> Shared<T, C> {
    /// After a failed attempt: gives the task up, lets the worker hold on, or puts the task on the shelf.
    #[inline(never)]
    pub(super) fn back_off(
        &self,
        key: TaskKey,
        seat: &Seat<T>,
        is_retryable: bool,
        error: TaskError<T::Error>,
        cause: Cause,
    ) -> Next {
        let draw = self.draw_jitter(key);
        // Foreign code, which may have cancelled the task.
        if seat.is_interrupted.get() {
            forget_panic(|| drop(error));
            return Next::TakeAnother;
        }
        let mut error = Some(error);
        let (attempt, will_retry, pause, id, shelf_keeper, now) = self.step(|state, now| {
            let id = state.id_of(key, self.is_listened_to());
            let entry = state
                .tasks
                .get_mut(key)
                .expect("a task that was not taken away is there");
            let (attempt, retry) = (entry.attempt, &self.config.retry);
            let will_retry = is_retryable && attempt < retry.max_attempts;
            let is_last_pause = !will_retry && is_retryable && self.config.pause_after_last_attempt;
            if is_last_pause {
                entry.given_up = Some(cause);
                entry.outcome = error.take().map(Err);
            }
            let pause = (will_retry || is_last_pause).then(|| retry.pause_nanos(attempt, entry.previous_pause(), draw));
            entry.pause_nanos = pause.unwrap_or(0);
            entry.since = now;
            let mut shelf_keeper = None;
            if let Some(pause) = pause {
                if self.config.hold_worker {
                    entry.at = At::Held(seat.index);
                    state.stats.pass(Place::Running, Place::Held);
                } else {
                    shelf_keeper = state.shelve(key, seat, now.plus_nanos(pause));
                }
            }
            (attempt, will_retry, pause, id, shelf_keeper, now)
        });
        if let Some(shelf_keeper) = shelf_keeper {
            shelf_keeper.wake();
        }
        if id.is_some() {
            let step = Step::AttemptFailed {
                worker: seat.index as usize,
                attempt,
                cause,
                delay: pause.map(Duration::from_nanos),
                will_retry,
            };
            self.tell(now, id, step);
        }
        let next = match pause {
            // The listener may have cancelled the task.
            _ if seat.is_interrupted.get() => Next::TakeAnother,
            Some(pause) if self.config.hold_worker => Next::Hold(now.plus_nanos(pause)),
            Some(_) => Next::TakeAnother,
            None => {
                if let Some(error) = error.take() {
                    self.give_up(key, error, cause);
                }
                Next::TakeAnother
            }
        };
        forget_panic(|| drop(error));
        next
    }

    #[inline(always)]
    fn draw_jitter(&self, key: TaskKey) -> f64 {
        let Some(draw) = self.draw.as_ref().filter(|_| self.config.retry.jitter != Jitter::None) else {
            return 0.0;
        };
        let drawn_for = self
            .state
            .borrow_mut()
            .entry(key)
            .map(|entry| (entry.id.clone(), entry.attempt));
        drawn_for.map_or(0.0, |(id, attempt)| draw(&id, attempt))
    }

    /// Gives the task up if the pause that is over was the one after its last attempt.
    #[inline(always)]
    pub(super) fn give_up_after_pause(&self, key: TaskKey) -> bool {
        if !self.config.pause_after_last_attempt {
            return false;
        }
        let given_up = self.state.borrow_mut().entry(key).and_then(|entry| {
            let cause = entry.given_up.take()?;
            Some((entry.outcome.take()?.err()?, cause))
        });
        let Some((error, cause)) = given_up else {
            return false;
        };
        self.give_up(key, error, cause);
        true
    }

    fn give_up(&self, key: TaskKey, error: TaskError<T::Error>, cause: Cause) {
        let (ended, now) = self.step(|state, now| {
            let ended = state.end(key, Ending::Failed, Err(error), now, self.is_listened_to());
            (ended, now)
        });
        self.see_off(now, ended, |attempts| Step::Failed { attempts, cause });
    }
}
