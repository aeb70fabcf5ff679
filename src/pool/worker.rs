//! One worker's loop: take, attempt, back off, report.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::contain::contain;
use super::state::{At, Seat, Shared};
use super::{Cause, Step, Task, TaskError, TaskKey};
use crate::channel;
use crate::exec::{Clock, Instant, Sleep};
use crate::retry::Jitter;
use crate::stats::{Ending, Place};

/// How an attempt ended.
enum Verdict<T: Task> {
    Done(Result<T::Output, T::Error>),
    TimedOut,
    Panicked(String),
    /// The task was taken away: whoever cancelled it has seen to everything.
    Interrupted,
}

/// What the worker does after an attempt.
enum Next {
    TakeAnother,
    /// Hold on until then; then try again, or, after the last attempt, give the task up.
    Hold(Instant),
}

impl<T: Task, C: Clock> Shared<T, C> {
    pub(super) fn start_workers(shared: &Rc<Self>) {
        let seats = shared.state.borrow().seats.clone();
        for seat in seats {
            shared.exec.spawn(work(Rc::clone(shared), seat));
        }
        if !shared.config.hold_worker {
            shared.exec.spawn(super::shelf::keep(Rc::clone(shared)));
        }
    }
}

async fn work<T: Task, C: Clock>(shared: Rc<Shared<T, C>>, seat: Rc<Seat>) {
    let (shared, seat) = (&*shared, &*seat);
    poll_fn(|context| {
        *seat.worker.borrow_mut() = Some(context.waker().clone());
        Poll::Ready(())
    })
    .await;
    let mut place = None;
    // One place for all attempts, where each is made: moving one costs as much as all the rest of a step.
    let mut execution = pin!(None);
    while let Some(key) = poll_fn(|context| shared.poll_take(&mut place, context)).await {
        loop {
            let verdict = match shared.begin(key, seat, execution.as_mut()) {
                Begun::Running(timeout) => {
                    let mut timeout = timeout.map(|timeout| shared.exec.sleep(timeout));
                    let attempt = |context: &mut Context<'_>| {
                        shared.poll_attempt(seat, execution.as_mut(), timeout.as_mut(), context)
                    };
                    let verdict = poll_fn(attempt).await;
                    discard(execution.as_mut(), verdict)
                }
                Begun::Panicked(message) => Verdict::Panicked(message),
                Begun::Gone => break,
            };
            let Next::Hold(until) = shared.conclude(key, seat, verdict) else {
                break;
            };
            let mut pause = shared.exec.sleep_until(until);
            let is_there = poll_fn(|context| seat.poll_hold(&mut pause, context)).await;
            if !is_there || shared.give_up_after_pause(key) {
                break;
            }
        }
    }
    shared.leave();
}

impl Seat {
    /// Waits a backoff out; tells whether the task is still there.
    #[inline]
    fn poll_hold<C: Clock>(&self, pause: &mut Sleep<C>, context: &mut Context<'_>) -> Poll<bool> {
        if self.is_interrupted.get() {
            return Poll::Ready(false);
        }
        Pin::new(pause).poll(context).map(|()| true)
    }
}

/// Drops an attempt that is over. Here, and contained, because a drop may panic as well.
#[inline]
fn discard<T: Task>(mut execution: Pin<&mut Option<T::Execution>>, verdict: Verdict<T>) -> Verdict<T> {
    match contain(|| execution.set(None)) {
        Err(message) if !matches!(verdict, Verdict::Interrupted) => Verdict::Panicked(message),
        _ => verdict,
    }
}

/// What begins an attempt.
enum Begun {
    /// It runs, and may do so for so long.
    Running(Option<Duration>),
    Panicked(String),
    /// Cancelled before it could begin.
    Gone,
}

impl<T: Task, C: Clock> Shared<T, C> {
    #[inline]
    fn poll_take(&self, place: &mut Option<channel::Place>, context: &Context<'_>) -> Poll<Option<TaskKey>> {
        let (poll, admission, now) = self.step(|state, now| {
            let mut admitted = None;
            let poll = state
                .queue
                .poll_take(place, context, |key, waker| admitted = Some((*key, waker)));
            state.note_promises();
            let admission = state.admit(admitted, now, self.is_listened_to());
            (poll, admission, now)
        });
        self.tell_admission(now, admission);
        poll
    }

    #[inline]
    fn begin(&self, key: TaskKey, seat: &Seat, mut place: Pin<&mut Option<T::Execution>>) -> Begun {
        let begun = self.step(|state, now| {
            let entry = state.tasks.get_mut(key)?;
            let (from, wait) = match entry.at {
                At::Queued if entry.attempt == 0 => (Place::Queued, Some(now.nanos_since(entry.accepted_at))),
                At::Queued => (Place::Queued, None),
                At::Held(_) => (Place::Held, None),
                _ => return None,
            };
            entry.attempt += 1;
            entry.at = At::Running(seat.index);
            entry.since = now;
            state.stats.start(entry.period, from, wait);
            seat.is_interrupted.set(false);
            if self.is_listened_to() {
                let id = entry.id.clone();
                let step = Step::Started {
                    worker: seat.index as usize,
                    attempt: entry.attempt,
                };
                return Some(Err((now, id, step)));
            }
            let task = entry.task.take()?;
            Some(Ok((task, entry.attempt, entry.timeout)))
        });
        let begun = match begun {
            Some(Err((now, id, step))) => {
                self.tell(now, Some(id), step);
                self.pick_up(key, seat)
            }
            Some(Ok(picked_up)) => Some(picked_up),
            None => None,
        };
        let Some((mut task, attempt, timeout)) = begun else {
            return Begun::Gone;
        };
        let begun = contain(|| place.set(Some(task.execute(attempt))));
        self.exec.clock().refresh();
        self.put_back(key, task);
        match begun {
            Ok(()) => Begun::Running(timeout),
            Err(message) => Begun::Panicked(message),
        }
    }

    /// Takes the task out of the table, if the listener that was just told has not cancelled it.
    #[cold]
    fn pick_up(&self, key: TaskKey, seat: &Seat) -> Option<(T, u32, Option<Duration>)> {
        if seat.is_interrupted.get() {
            return None;
        }
        let mut state = self.state.borrow_mut();
        let entry = state.tasks.get_mut(key)?;
        Some((entry.task.take()?, entry.attempt, entry.timeout))
    }

    #[inline]
    fn put_back(&self, key: TaskKey, task: T) {
        let mut state = self.state.borrow_mut();
        match state.tasks.get_mut(key) {
            Some(entry) if matches!(entry.at, At::Running(_)) => entry.task = Some(task),
            // It has cancelled itself. Dropped after the borrow has ended.
            _ => {
                drop(state);
                drop(task);
            }
        }
    }

    #[inline]
    fn poll_attempt(
        &self,
        seat: &Seat,
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
                // It may have cancelled itself while it was polled; then its result comes too late.
                Ok(Poll::Ready(result)) if !seat.is_interrupted.get() => return Poll::Ready(Verdict::Done(result)),
                Ok(_) => {}
            }
        }
        if seat.is_interrupted.get() {
            return Poll::Ready(Verdict::Interrupted);
        }
        match timeout {
            Some(timeout) => Pin::new(timeout).poll(context).map(|()| Verdict::TimedOut),
            None => Poll::Pending,
        }
    }

    /// Counts and tells what came of an attempt, and decides what comes next.
    #[inline]
    fn conclude(&self, key: TaskKey, seat: &Seat, verdict: Verdict<T>) -> Next {
        // Also where it was cancelled from inside its own drop, or while its `execute` panicked.
        if seat.is_interrupted.get() {
            return Next::TakeAnother;
        }
        let (error, cause) = match verdict {
            Verdict::Interrupted => return Next::TakeAnother,
            Verdict::Done(Ok(output)) => {
                let (ended, now) = self.step(|state, now| {
                    (
                        state.end(key, Ending::Succeeded, Ok(output), now, self.is_listened_to()),
                        now,
                    )
                });
                self.see_off(now, ended, |attempts| Step::Succeeded { attempts });
                return Next::TakeAnother;
            }
            Verdict::Done(Err(error)) => (TaskError::Failed(error), Cause::Error),
            Verdict::TimedOut => (TaskError::TimedOut, Cause::TimedOut),
            Verdict::Panicked(message) => (TaskError::Panicked(message), Cause::Panicked),
        };
        let is_retryable = match &error {
            TaskError::Failed(error) => T::is_retryable(error),
            _ => true,
        };
        self.back_off(key, seat, is_retryable, error, cause)
    }

    /// After a failed attempt: gives the task up, lets the worker hold on, or puts the task on the shelf.
    fn back_off(
        &self,
        key: TaskKey,
        seat: &Seat,
        is_retryable: bool,
        error: TaskError<T::Error>,
        cause: Cause,
    ) -> Next {
        let draw = self.draw_jitter(key);
        let mut error = Some(error);
        let (step, pause, id, shelf_keeper, now) = self.step(|state, now| {
            let id = state.id_of(key, self.is_listened_to());
            let entry = state
                .tasks
                .get_mut(key)
                .expect("a task that was not taken away is there");
            let (attempt, retry) = (entry.attempt, &self.config.retry);
            let mut pause = if is_retryable {
                retry.delay_after(attempt, entry.pause, draw)
            } else {
                None
            };
            let will_retry = pause.is_some();
            if !will_retry && is_retryable && self.config.pause_after_last_attempt {
                pause = Some(retry.pause_after(attempt, entry.pause, draw));
                entry.given_up = Some(cause);
                entry.outcome = error.take().map(Err);
            }
            entry.pause = pause;
            entry.since = now;
            let mut shelf_keeper = None;
            if let Some(pause) = pause {
                if self.config.hold_worker {
                    entry.at = At::Held(seat.index);
                    state.stats.pass(Place::Running, Place::Held);
                } else {
                    shelf_keeper = state.shelve(key, now + pause);
                }
            }
            let worker = seat.index as usize;
            let step = Step::AttemptFailed {
                worker,
                attempt,
                cause,
                delay: pause,
                will_retry,
            };
            (step, pause, id, shelf_keeper, now)
        });
        if let Some(shelf_keeper) = shelf_keeper {
            shelf_keeper.wake();
        }
        self.tell(now, id, step);
        match pause {
            // The listener may have cancelled the task.
            _ if seat.is_interrupted.get() => Next::TakeAnother,
            Some(pause) if self.config.hold_worker => Next::Hold(now + pause),
            Some(_) => Next::TakeAnother,
            None => {
                if let Some(error) = error {
                    self.give_up(key, error, cause);
                }
                Next::TakeAnother
            }
        }
    }

    #[inline]
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
    #[inline]
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
            (
                state.end(key, Ending::Failed, Err(error), now, self.is_listened_to()),
                now,
            )
        });
        self.see_off(now, ended, |attempts| Step::Failed { attempts, cause });
    }

    /// The worker goes home; the last one leaves the summary.
    fn leave(&self) {
        let waiting = self.step(|state, _| {
            state.workers -= 1;
            if state.workers > 0 {
                return Vec::new();
            }
            let mut summary = state.stats.figures();
            summary.zombies = self.zombies.count();
            state.summary = Some(summary);
            std::mem::take(&mut state.waiting_for_summary)
        });
        waiting.into_iter().for_each(Waker::wake);
    }
}
