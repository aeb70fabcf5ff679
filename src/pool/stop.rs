//! The graceful end.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use super::contain::forget_panic;
use super::state::{At, Shared, State};
use super::table::{Remains, Watched};
use super::{Step, Task};
use crate::exec::{Clock, Instant, Wakeable};
use crate::stats::Figures;

/// Ends when the last worker has left, with the figures of that moment; made by [`Pool::stop`](super::Pool::stop). The
/// door is closed whether it is awaited or not.
pub struct Stop<T: Task, C: Clock> {
    shared: Rc<Shared<T, C>>,
}

impl<T: Task, C: Clock> Stop<T, C> {
    pub(super) fn new(shared: Rc<Shared<T, C>>) -> Self {
        Self { shared }
    }
}

impl<T: Task, C: Clock> Future for Stop<T, C> {
    type Output = Figures;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Figures> {
        // A foreign waker may do anything while it is cloned or dropped: both happen while nothing is borrowed.
        let waker = context.waker().clone();
        let mut state = self.shared.state.borrow_mut();
        if let Some(summary) = state.summary {
            drop(state);
            return Poll::Ready(summary);
        }
        if !state
            .waiting_for_summary
            .iter()
            .any(|waiting| waiting.will_wake(&waker))
        {
            state.waiting_for_summary.push(waker);
        }
        Poll::Pending
    }
}

impl<T: Task, C: Clock> fmt::Debug for Stop<T, C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Stop").finish_non_exhaustive()
    }
}

/// A submission that was turned away while it waited.
pub(super) struct TurnedAway<T: Task> {
    id: T::Id,
    waker: Option<Wakeable>,
    /// Dropped outside of the borrow; a watched one stays for its submit future.
    remains: Option<Remains<T>>,
}

impl<T: Task> State<T> {
    /// Nobody is let in any more.
    pub(super) fn close_door(&mut self) -> Vec<TurnedAway<T>> {
        self.is_open = false;
        let mut turned_away = Vec::new();
        for (key, waker) in self.queue.dismiss_waiting() {
            let Some(entry) = self.entry(key) else { continue };
            entry.at = At::Refused;
            let (id, period, watched) = (entry.id.clone(), entry.period, entry.watched);
            self.stats.unblock();
            self.stats.reject(period);
            let remains = match watched {
                Watched::ByNobody => self.tasks.remove(key),
                Watched::UntilAccepted | Watched::ByTicket => None,
            };
            turned_away.push(TurnedAway { id, waker, remains });
        }
        turned_away
    }
}

impl<T: Task, C: Clock> Shared<T, C> {
    pub(super) fn close_door(&self) {
        let (turned_away, is_done, now) = self.step(|state, now| (state.close_door(), state.is_done(), now));
        self.tell_turned_away(turned_away, now);
        if is_done {
            self.send_workers_home();
        }
    }

    pub(super) fn tell_turned_away(&self, turned_away: Vec<TurnedAway<T>>, now: Instant) {
        for TurnedAway { id, waker, remains } in turned_away {
            if let Some(waker) = waker {
                waker.wake();
            }
            self.tell(now, Some(id), Step::Rejected { is_closed: true });
            // A panic would leave those behind it waiting for ever.
            forget_panic(|| drop(remains));
        }
    }
}
