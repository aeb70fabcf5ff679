//! One worker's loop: take, attempt, back off, report.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::contain::contain;
use super::state::{At, GivenUp, Outcome, Seat, Shared};
use super::{Cause, Step, Task, TaskError, TaskKey};
use crate::exec::{Clock, Instant};
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
    let mut place = None;
    while let Some(key) = poll_fn(|context| {
        seat.note_worker(context);
        shared.poll_take(&mut place, context)
    })
    .await
    {
        loop {
            let verdict = shared.attempt(key, &seat).await;
            match shared.conclude(key, &seat, verdict) {
                Next::TakeAnother => break,
                Next::Hold(until) => {
                    if !shared.hold(&seat, until).await || shared.give_up_after_pause(key) {
                        break;
                    }
                }
            }
        }
    }
    shared.leave();
}

impl Seat {
    fn note_worker(&self, context: &Context<'_>) {
        let mut worker = self.worker.borrow_mut();
        match &mut *worker {
            Some(waker) if waker.will_wake(context.waker()) => {}
            _ => *worker = Some(context.waker().clone()),
        }
    }
}

impl<T: Task, C: Clock> Shared<T, C> {
    fn poll_take(&self, place: &mut Option<crate::channel::Place>, context: &Context<'_>) -> Poll<Option<TaskKey>> {
        let (poll, admission, now) = self.step(|state, now| {
            let mut admitted = None;
            let poll = state
                .queue
                .poll_take(place, context, |key, waker| admitted = Some((*key, waker)));
            let admission = state.admit(admitted, now, self.is_listened_to());
            (poll, admission, now)
        });
        self.tell_admission(now, admission);
        poll
    }

    /// Makes one attempt.
    async fn attempt(&self, key: TaskKey, seat: &Seat) -> Verdict<T> {
        let (execution, timeout) = match self.begin(key, seat) {
            Begun::Execution(execution, timeout) => (execution, timeout),
            Begun::Panicked(message) => return Verdict::Panicked(message),
            Begun::Gone => return Verdict::Interrupted,
        };
        let mut execution = pin!(Some(execution));
        let mut timeout = pin!(timeout.map(|timeout| self.exec.sleep(timeout)));
        let verdict = poll_fn(|context| {
            if !seat.is_interrupted.get()
                && let Some(execution) = execution.as_mut().as_pin_mut()
            {
                match contain(|| execution.poll(context)) {
                    Err(message) => return Poll::Ready(Verdict::Panicked(message)),
                    // It may have cancelled itself while it was polled; then its result comes too late.
                    Ok(Poll::Ready(result)) if !seat.is_interrupted.get() => return Poll::Ready(Verdict::Done(result)),
                    Ok(_) => {}
                }
            }
            if seat.is_interrupted.get() {
                return Poll::Ready(Verdict::Interrupted);
            }
            match timeout.as_mut().as_pin_mut() {
                Some(timeout) => timeout.poll(context).map(|()| Verdict::TimedOut),
                None => Poll::Pending,
            }
        })
        .await;
        // Here, and contained, because a drop may panic as well.
        match contain(|| execution.set(None)) {
            Err(message) if !matches!(verdict, Verdict::Interrupted) => Verdict::Panicked(message),
            _ => verdict,
        }
    }

    fn begin(&self, key: TaskKey, seat: &Seat) -> Begun<T> {
        let begun = self.step(|state, now| {
            let entry = state.entry(key)?;
            let (from, wait) = match entry.at {
                At::Queued if entry.attempt == 0 => (Place::Queued, Some(now.nanos_since(entry.accepted_at))),
                At::Queued => (Place::Queued, None),
                At::Held(_) => (Place::Held, None),
                _ => return None,
            };
            entry.attempt += 1;
            entry.at = At::Running(seat.index);
            entry.since = now;
            let (attempt, timeout, period) = (entry.attempt, entry.timeout, entry.period);
            let id = self.is_listened_to().then(|| entry.id.clone());
            state.stats.start(period, from, wait);
            seat.is_interrupted.set(false);
            Some((attempt, timeout, id, now))
        });
        let Some((attempt, timeout, id, now)) = begun else {
            return Begun::Gone;
        };
        let worker = seat.index;
        self.tell(now, id, Step::Started { worker, attempt });
        // The listener may have cancelled the task.
        let task = self
            .state
            .borrow_mut()
            .entry(key)
            .filter(|_| !seat.is_interrupted.get())
            .and_then(|entry| entry.task.take());
        let Some(mut task) = task else {
            return Begun::Gone;
        };
        let execution = contain(|| task.execute(attempt));
        let unwanted = {
            let mut state = self.state.borrow_mut();
            match state.entry(key) {
                Some(entry) if matches!(entry.at, At::Running(_)) => entry.task.replace(task),
                _ => Some(task),
            }
        };
        drop(unwanted);
        match execution {
            Ok(execution) => Begun::Execution(execution, timeout),
            Err(message) => Begun::Panicked(message),
        }
    }

    /// Counts and tells what came of an attempt, and decides what comes next.
    fn conclude(&self, key: TaskKey, seat: &Seat, verdict: Verdict<T>) -> Next {
        let (error, cause) = match verdict {
            Verdict::Interrupted => return Next::TakeAnother,
            // Cancelled from inside its own drop, or while its `execute` panicked.
            _ if seat.is_interrupted.get() => return Next::TakeAnother,
            Verdict::Done(Ok(output)) => {
                self.finish(key, Ending::Succeeded, Ok(output), |attempts| Step::Succeeded {
                    attempts,
                });
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
        self.back_off(key, seat, is_retryable, (error, cause))
    }

    /// After a failed attempt: gives the task up, lets the worker hold on, or puts the task on the shelf.
    fn back_off(&self, key: TaskKey, seat: &Seat, is_retryable: bool, given_up: GivenUp<T>) -> Next {
        let draw = self.draw_jitter(key);
        let cause = given_up.1;
        let mut given_up = Some(given_up);
        let (step, pause, id, shelf_keeper, now) = self.step(|state, now| {
            let entry = state.entry(key).expect("a task that was not taken away is there");
            let (attempt, retry) = (entry.attempt, &self.config.retry);
            let mut pause = retry.delay_after(attempt, entry.pause, draw).filter(|_| is_retryable);
            let will_retry = pause.is_some();
            if !will_retry && is_retryable && self.config.pause_after_last_attempt {
                pause = Some(retry.pause_after(attempt, entry.pause, draw));
            }
            entry.pause = pause;
            let id = self.is_listened_to().then(|| entry.id.clone());
            let mut shelf_keeper = None;
            if let Some(pause) = pause {
                if !will_retry {
                    entry.given_up = given_up.take();
                }
                entry.since = now;
                if self.config.hold_worker {
                    entry.at = At::Held(seat.index);
                    state.stats.pass(Place::Running, Place::Held);
                } else {
                    shelf_keeper = state.shelve(key, now + pause);
                }
            }
            let step = Step::AttemptFailed {
                worker: seat.index,
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
            None => {
                if let Some(given_up) = given_up {
                    self.give_up(key, given_up);
                }
                Next::TakeAnother
            }
            Some(pause) if self.config.hold_worker => Next::Hold(now + pause),
            Some(_) => Next::TakeAnother,
        }
    }

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

    /// Waits a backoff out; tells whether the task is still there.
    async fn hold(&self, seat: &Seat, until: Instant) -> bool {
        let mut sleep = pin!(self.exec.sleep_until(until));
        poll_fn(|context| {
            if seat.is_interrupted.get() {
                return Poll::Ready(false);
            }
            sleep.as_mut().poll(context).map(|()| true)
        })
        .await
    }

    /// Gives the task up if the pause that is over was the one after its last attempt.
    pub(super) fn give_up_after_pause(&self, key: TaskKey) -> bool {
        let given_up = self
            .state
            .borrow_mut()
            .entry(key)
            .and_then(|entry| entry.given_up.take());
        let is_last = given_up.is_some();
        if let Some(given_up) = given_up {
            self.give_up(key, given_up);
        }
        is_last
    }

    fn give_up(&self, key: TaskKey, (error, cause): GivenUp<T>) {
        self.finish(key, Ending::Failed, Err(error), |attempts| Step::Failed {
            attempts,
            cause,
        });
    }

    fn finish(&self, key: TaskKey, ending: Ending, outcome: Outcome<T>, step: impl FnOnce(u32) -> Step) {
        let (mut aftermath, now) =
            self.step(|state, now| (state.finish(key, ending, outcome, now, self.is_listened_to()), now));
        aftermath.wake();
        self.tell(now, aftermath.id.take(), step(aftermath.attempts));
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

enum Begun<T: Task> {
    Execution(T::Execution, Option<Duration>),
    Panicked(String),
    /// Cancelled before it could begin.
    Gone,
}
