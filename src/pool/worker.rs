//! One worker's loop: take, attempt, back off, report.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::contain::contain;
use super::seat::Seat;
use super::state::{At, Shared, State};
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
            Self::staff(shared, seat);
        }
        if !shared.config.hold_worker {
            shared.exec.spawn(super::shelf::keep(Rc::clone(shared)));
        }
    }

    /// Puts a worker into a seat that has none.
    pub(super) fn staff(shared: &Rc<Self>, seat: Rc<Seat<T>>) {
        if !seat.is_staffed.replace(true) {
            shared.exec.spawn(work(Rc::clone(shared), seat));
        }
    }
}

async fn work<T: Task, C: Clock>(shared: Rc<Shared<T, C>>, seat: Rc<Seat<T>>) {
    let (shared, seat) = (&*shared, &*seat);
    poll_fn(|context| {
        *seat.worker.borrow_mut() = Some(context.waker().clone());
        Poll::Ready(())
    })
    .await;
    let mut place = None;
    // One place for all attempts, where each is made: moving one costs as much as all the rest of a step.
    let mut execution = pin!(None);
    while let Some((key, mut begun)) = poll_fn(|context| shared.poll_take(&mut place, seat, context)).await {
        while let Some(attempt) = begun {
            let verdict = match shared.execute(attempt.number, seat, execution.as_mut()) {
                Ok(()) => {
                    let mut timeout = attempt.timeout.map(|timeout| shared.exec.sleep(timeout));
                    let attempt = |context: &mut Context<'_>| {
                        shared.poll_attempt(seat, execution.as_mut(), timeout.as_mut(), context)
                    };
                    let verdict = poll_fn(attempt).await;
                    discard(execution.as_mut(), verdict)
                }
                Err(message) => Verdict::Panicked(message),
            };
            let Next::Hold(until) = shared.conclude(key, seat, verdict) else {
                break;
            };
            let mut pause = shared.exec.sleep_until(until);
            let is_there = poll_fn(|context| seat.poll_hold(&mut pause, context)).await;
            if !is_there || shared.give_up_after_pause(key) {
                break;
            }
            begun = shared.begin(key, seat);
        }
    }
    shared.leave(seat);
}

impl<T> Seat<T> {
    /// Waits a backoff out; tells whether the task is still there.
    #[inline(always)]
    fn poll_hold<C: Clock>(&self, pause: &mut Sleep<C>, context: &mut Context<'_>) -> Poll<bool> {
        if self.is_interrupted.get() {
            return Poll::Ready(false);
        }
        Pin::new(pause).poll(context).map(|()| true)
    }
}

/// Drops an attempt that is over. Here, and contained, because a drop may panic as well.
#[inline(always)]
fn discard<T: Task>(mut execution: Pin<&mut Option<T::Execution>>, verdict: Verdict<T>) -> Verdict<T> {
    match contain(|| execution.set(None)) {
        Err(message) if !matches!(verdict, Verdict::Interrupted) => Verdict::Panicked(message),
        _ => verdict,
    }
}

/// An attempt that has begun, though nothing foreign has been called yet.
struct Attempt {
    number: u32,
    timeout: Option<Duration>,
}

impl<T: Task> State<T> {
    /// Counts an attempt, and sees to it that its task is with the worker. `None` if there is nothing to begin.
    #[inline(always)]
    fn begin(&mut self, key: TaskKey, seat: &Seat<T>, now: Instant) -> Option<Attempt> {
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
        Some(Attempt {
            number: entry.attempt,
            timeout: entry.timeout,
        })
    }
}

impl<T: Task, C: Clock> Shared<T, C> {
    /// Takes the next task and begins its first attempt, or, if it was released, its next one.
    #[inline(always)]
    fn poll_take(
        &self,
        place: &mut Option<channel::Place>,
        seat: &Seat<T>,
        context: &Context<'_>,
    ) -> Poll<Option<(TaskKey, Option<Attempt>)>> {
        if !seat.is_wanted.get() {
            return self.excuse(place);
        }
        let is_listened_to = self.is_listened_to();
        let (poll, admission, now) = self.step(|state, now| {
            let mut admitted = None;
            let poll = state
                .queue
                .poll_take(place, context, |key, waker| admitted = Some((*key, waker)));
            state.note_promises();
            let admission = state.admit(admitted, now, is_listened_to);
            let poll = poll.map(|key| {
                // With a listener it begins later: it has to hear of the admission first.
                let begin = |key| {
                    (
                        key,
                        if is_listened_to {
                            None
                        } else {
                            state.begin(key, seat, now)
                        },
                    )
                };
                key.map(begin)
            });
            (poll, admission, now)
        });
        self.tell_admission(now, admission);
        match poll {
            Poll::Ready(Some((key, None))) if is_listened_to => Poll::Ready(Some((key, self.begin(key, seat)))),
            poll => poll,
        }
    }

    #[inline(always)]
    fn begin(&self, key: TaskKey, seat: &Seat<T>) -> Option<Attempt> {
        let (begun, id, now) = self.step(|state, now| {
            let begun = state.begin(key, seat, now);
            (begun, state.id_of(key, self.is_listened_to()), now)
        });
        let attempt = begun?;
        let worker = seat.index as usize;
        let step = Step::Started {
            worker,
            attempt: attempt.number,
        };
        self.tell(now, id, step);
        // The listener may have cancelled it.
        (!seat.is_interrupted.get()).then_some(attempt)
    }

    /// Calls the task, which may do to the pool whatever it likes.
    #[inline(always)]
    fn execute(&self, attempt: u32, seat: &Seat<T>, mut place: Pin<&mut Option<T::Execution>>) -> Result<(), String> {
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
            drop(cancelled);
        }
        begun
    }

    #[inline(always)]
    fn poll_attempt(
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
    #[inline(always)]
    fn conclude(&self, key: TaskKey, seat: &Seat<T>, verdict: Verdict<T>) -> Next {
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
        seat: &Seat<T>,
        is_retryable: bool,
        error: TaskError<T::Error>,
        cause: Cause,
    ) -> Next {
        let draw = self.draw_jitter(key);
        // Foreign code, which may have cancelled the task.
        if seat.is_interrupted.get() {
            return Next::TakeAnother;
        }
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
                    shelf_keeper = state.shelve(key, seat, now + pause);
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
            (
                state.end(key, Ending::Failed, Err(error), now, self.is_listened_to()),
                now,
            )
        });
        self.see_off(now, ended, |attempts| Step::Failed { attempts, cause });
    }

    /// The worker goes home; the last one leaves the summary.
    fn leave(&self, seat: &Seat<T>) {
        seat.is_staffed.set(false);
        seat.worker.take();
        let waiting = self.step(|state, _| {
            state.workers -= 1;
            state.stats.set_workers(state.workers as u64);
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
