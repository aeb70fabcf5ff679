//! One worker's loop: take, attempt, back off, report.

use std::future::Future;
use std::num::NonZeroU32;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};

use pin_project_lite::pin_project;

use super::attempt::{Verdict, discard};
use super::backoff::Next;
use super::seat::Seat;
use super::state::Shared;
use super::table::Entry;
use super::{Task, TaskKey};
use crate::channel;
use crate::exec::{Clock, Sleep, Wakeable};

impl<T: Task, C: Clock> Shared<T, C> {
    pub(super) fn start_workers(shared: &Rc<Self>) {
        for index in (0..u32::MAX).take(shared.config.workers) {
            // One after the other, so that what a worker touches lies together.
            let seat = Seat::new(index);
            shared.state.borrow_mut().seats.push(Rc::clone(&seat));
            Self::staff(shared, seat);
        }
        if !shared.config.hold_worker {
            shared.exec.spawn(super::shelf::keep(Rc::clone(shared)));
        }
    }

    /// Puts a worker into a seat that has none.
    pub(super) fn staff(shared: &Rc<Self>, seat: Rc<Seat<T>>) {
        if seat.is_staffed.replace(true) {
            return;
        }
        shared.exec.spawn_waiting(|waker| {
            *seat.worker.borrow_mut() = Some(waker.clone());
            // In line from the beginning, so that a pool that was just made has somebody to take what comes.
            let place = shared.state.borrow_mut().queue.join_line(Wakeable::of(waker));
            if place.is_none() {
                waker.wake_by_ref();
            }
            let worker = Worker {
                shared: Rc::clone(shared),
                seat,
                doing: Doing::Taking(place),
                alarm: None,
            };
            let execution = None;
            Work { execution, worker }
        });
    }
}

pin_project! {
    /// A worker's future. Written out, and not an `async fn` that waits in several places, which would take more memory:
    /// where there are many workers, most of the time goes into waiting for theirs.
    struct Work<T: Task, C: Clock> {
        // One place for all attempts, where each is made: moving one costs as much as all the rest of a step.
        #[pin]
        execution: Option<T::Execution>,
        worker: Worker<T, C>,
    }
}

impl<T: Task, C: Clock> Future for Work<T, C> {
    type Output = ();

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        this.worker.poll(this.execution, context)
    }
}

/// A worker between two polls, without the attempt that it makes.
struct Worker<T: Task, C: Clock> {
    shared: Rc<Shared<T, C>>,
    seat: Rc<Seat<T>>,
    doing: Doing,
    /// The end of the attempt's timeout, or of the backoff.
    alarm: Option<Sleep<C>>,
}

enum Doing {
    Taking(Option<channel::Place>),
    Attempting(TaskKey),
    Holding(TaskKey),
}

/// A task, and the number of the attempt that has been counted for it, though nothing foreign has been called yet.
type Begun = (TaskKey, NonZeroU32);

impl<T: Task, C: Clock> Worker<T, C> {
    #[inline(always)]
    fn poll(&mut self, mut execution: Pin<&mut Option<T::Execution>>, context: &mut Context<'_>) -> Poll<()> {
        let mut begun = match self.doing {
            Doing::Attempting(key) => {
                let verdict = ready!(self.poll_attempt(execution.as_mut(), context));
                ready!(self.conclude(key, verdict, execution.as_mut(), context))
            }
            Doing::Holding(key) => ready!(self.poll_hold(key, context)),
            Doing::Taking(_) => None,
        };
        loop {
            let Some((key, attempt)) = begun else {
                let Some((key, attempt)) = ready!(self.poll_take(context)) else {
                    self.shared.leave(&self.seat);
                    return Poll::Ready(());
                };
                begun = attempt.map(|attempt| (key, attempt));
                continue;
            };
            self.doing = Doing::Attempting(key);
            let verdict = match self.shared.execute(attempt.get(), &self.seat, execution.as_mut()) {
                Ok(()) => {
                    if self.shared.has_timeouts.get() {
                        self.set_timeout(key);
                    }
                    ready!(self.poll_attempt(execution.as_mut(), context))
                }
                Err(message) => Verdict::Panicked(message),
            };
            begun = ready!(self.conclude(key, verdict, execution.as_mut(), context));
        }
    }

    /// Takes the next task and begins an attempt of it, unless it is gone by then; `None` if the worker has to leave.
    #[inline(always)]
    fn poll_take(&mut self, context: &mut Context<'_>) -> Poll<Option<(TaskKey, Option<NonZeroU32>)>> {
        if !matches!(self.doing, Doing::Taking(_)) {
            self.doing = Doing::Taking(None);
        }
        let Doing::Taking(place) = &mut self.doing else {
            return Poll::Pending;
        };
        self.shared.poll_take(place, &self.seat, context)
    }

    #[cold]
    fn set_timeout(&mut self, key: TaskKey) {
        let exec = &self.shared.exec;
        let timeout = self.shared.state.borrow().tasks.get(key).and_then(Entry::timeout_nanos);
        self.alarm = timeout.map(|nanos| exec.sleep_until(exec.now().plus_nanos(nanos)));
    }

    #[inline(always)]
    fn poll_attempt(
        &mut self,
        execution: Pin<&mut Option<T::Execution>>,
        context: &mut Context<'_>,
    ) -> Poll<Verdict<T>> {
        self.shared
            .poll_attempt(&self.seat, execution, self.alarm.as_mut(), context)
    }

    /// Sees to an attempt that has ended, and waits the backoff out, if there is one; gives the next attempt of the task,
    /// if one has begun.
    #[inline(always)]
    fn conclude(
        &mut self,
        key: TaskKey,
        verdict: Verdict<T>,
        execution: Pin<&mut Option<T::Execution>>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Begun>> {
        let verdict = discard(execution, verdict);
        self.alarm = None;
        let Next::Hold(until) = self.shared.conclude(key, &self.seat, verdict) else {
            return Poll::Ready(None);
        };
        self.doing = Doing::Holding(key);
        self.alarm = Some(self.shared.exec.sleep_until(until));
        self.poll_hold(key, context)
    }

    /// Waits a backoff out, and begins the next attempt, unless the task is gone or is given up.
    #[inline(never)]
    fn poll_hold(&mut self, key: TaskKey, context: &mut Context<'_>) -> Poll<Option<Begun>> {
        let (shared, seat) = (&*self.shared, &*self.seat);
        if let Some(pause) = &mut self.alarm
            && !seat.is_interrupted.get()
        {
            ready!(Pin::new(pause).poll(context));
        }
        self.alarm = None;
        if seat.is_interrupted.get() || shared.give_up_after_pause(key) {
            return Poll::Ready(None);
        }
        Poll::Ready(shared.begin(key, seat).map(|attempt| (key, attempt)))
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
    ) -> Poll<Option<(TaskKey, Option<NonZeroU32>)>> {
        if !seat.is_wanted.get() {
            return self.excuse(place);
        }
        let (is_listened_to, waker) = (self.is_listened_to(), Wakeable::of(context.waker()));
        let (poll, admission, now) = self.step(|state, now| {
            let mut admitted = None;
            let poll = state
                .queue
                .poll_take(place, &waker, |key, waker| admitted = Some((*key, waker)));
            state.note_promises();
            let admission = state.admit(admitted, now, is_listened_to);
            let poll = poll.map(|key| {
                // With a listener it begins later: it has to hear of the admission first.
                if is_listened_to {
                    state.in_hand = key;
                    return key.map(|key| (key, None));
                }
                key.map(|key| (key, state.begin(key, seat, now)))
            });
            (poll, admission, now)
        });
        self.tell_admission(now, admission);
        match poll {
            Poll::Ready(Some((key, None))) if is_listened_to => Poll::Ready(Some((key, self.begin(key, seat)))),
            poll => poll,
        }
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
