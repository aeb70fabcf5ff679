//! Where released tasks wait their backoff out.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::seat::Seat;
use super::state::{At, Shared, State};
use super::{Step, Task, TaskKey};
use crate::exec::{Clock, Instant, Sleep, TimerKey};
use crate::stats::Place;

impl<T: Task> State<T> {
    /// Puts a running task on the shelf. The keeper has to be woken if it would come too late for that one.
    pub(super) fn shelve(&mut self, key: TaskKey, seat: &Seat<T>, until: Instant) -> Option<Waker> {
        let TimerKey { seq, slot } = self.shelf.insert(until, key.slot());
        if let Some(entry) = self.entry(key) {
            entry.at = At::Shelved { seq, slot };
            entry.task = seat.take_task();
        }
        self.stats.pass(Place::Running, Place::Shelved);
        if self.shelf.next_deadline() == Some(until) {
            self.shelf_keeper.clone()
        } else {
            None
        }
    }
}

/// Takes tasks off the shelf when they are due, until the pool is done. One future with one timer for all of them.
pub(super) async fn keep<T: Task, C: Clock>(shared: Rc<Shared<T, C>>) {
    let mut alarm: Option<Sleep<C>> = None;
    poll_fn(|context| {
        loop {
            shared.take_down_due();
            let deadline = match shared.next_due(context) {
                Next::WaitUntil(deadline) => deadline,
                Next::WaitForTasks => {
                    alarm = None;
                    return Poll::Pending;
                }
                Next::GoHome => return Poll::Ready(()),
            };
            let mut sleep = alarm
                .take()
                .filter(|sleep| sleep.deadline() == deadline)
                .unwrap_or_else(|| shared.exec.sleep_until(deadline));
            if Pin::new(&mut sleep).poll(context).is_pending() {
                alarm = Some(sleep);
                return Poll::Pending;
            }
        }
    })
    .await;
}

/// What the keeper does next.
enum Next {
    WaitUntil(Instant),
    WaitForTasks,
    GoHome,
}

impl<T: Task, C: Clock> Shared<T, C> {
    fn next_due(&self, context: &Context<'_>) -> Next {
        let mut state = self.state.borrow_mut();
        if state.queue.is_closed() {
            return Next::GoHome;
        }
        state.shelf_keeper = Some(context.waker().clone());
        state.shelf.next_deadline().map_or(Next::WaitForTasks, Next::WaitUntil)
    }

    fn take_down_due(&self) {
        loop {
            let due = self.step(|state, now| {
                let (_, slot) = state.shelf.pop_due(now)?;
                let key = state.tasks.key_at(slot)?;
                let entry = state.entry(key)?;
                if entry.given_up.is_some() {
                    return Some((key, None, None, now));
                }
                entry.at = At::Queued;
                entry.since = now;
                let (id, priority) = (self.is_listened_to().then(|| entry.id.clone()), entry.priority);
                state.stats.pass(Place::Shelved, Place::Queued);
                let receiver = state.queue.force_push(key, priority);
                state.note_promises();
                Some((key, id, receiver, now))
            });
            let Some((key, id, receiver, now)) = due else {
                return;
            };
            if let Some(receiver) = receiver {
                receiver.wake();
            }
            if !self.give_up_after_pause(key) {
                self.tell(now, id, Step::Requeued);
            }
        }
    }
}
