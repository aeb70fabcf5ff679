//! The end at once, of one task or of all.

use std::task::Waker;

use super::state::{At, Shared};
use super::{Step, Task, TaskError, TaskKey};
use crate::exec::Clock;
use crate::stats::Ending;

/// A task that was accepted and not finished when the pool was [aborted](super::Pool::abort).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfinished<T: Task> {
    /// The task's name.
    pub id: T::Id,
    /// How many attempts were begun.
    pub attempts: u32,
    /// The task itself; `None` only for one that aborts the pool from inside its own `execute`.
    pub task: Option<T>,
}

impl<T: Task, C: Clock> Shared<T, C> {
    pub(super) fn cancel(&self, key: TaskKey) -> bool {
        if self.withdraw(key) {
            return true;
        }
        let cancelled = self.step(|state, now| {
            let mut admitted = None;
            match state.entry(key)?.at {
                At::Queued => {
                    state
                        .queue
                        .remove(|queued| *queued == key, |key, waker| admitted = Some((*key, waker)));
                }
                At::Shelved(timer) => {
                    state.shelf.cancel(timer);
                }
                At::Running(_) | At::Held(_) => {}
                At::Blocked(_) | At::Refused | At::Ended => return None,
            }
            let outcome = Err(TaskError::Cancelled);
            let aftermath = state.finish(key, Ending::Cancelled, outcome, now, self.is_listened_to());
            let admission = state.admit(admitted, now, self.is_listened_to());
            Some((aftermath, admission, now))
        });
        let Some((mut aftermath, admission, now)) = cancelled else {
            return false;
        };
        aftermath.wake();
        let attempts = aftermath.attempts;
        self.tell(now, aftermath.id.take(), Step::Cancelled { attempts });
        self.tell_admission(now, admission);
        true
    }

    pub(super) fn abort(&self) -> Vec<Unfinished<T>> {
        let (turned_away, cancelled, leaving, now) = self.step(|state, now| {
            let turned_away = state.close_door();
            while state.queue.remove(|_| true, |_, _| {}).is_some() {}
            let mut unfinished: Vec<_> = state.unfinished().collect();
            unfinished.sort_unstable_by_key(|key| key.number());
            let cancelled = unfinished.into_iter().map(|key| {
                if let Some(At::Shelved(timer)) = state.entry(key).map(|entry| entry.at) {
                    state.shelf.cancel(timer);
                }
                // The listener may not be there, but the caller wants the ids.
                state.finish(key, Ending::Cancelled, Err(TaskError::Cancelled), now, true)
            });
            let cancelled: Vec<_> = cancelled.collect();
            let leaving = state.close_queue_if_done();
            (turned_away, cancelled, leaving, now)
        });
        self.tell_turned_away(turned_away, now);
        leaving.into_iter().for_each(Waker::wake);
        let unfinished = cancelled.into_iter().filter_map(|mut aftermath| {
            aftermath.wake();
            let (id, attempts, task) = (aftermath.id.take()?, aftermath.attempts, aftermath.task.take());
            self.tell(now, Some(id.clone()), Step::Cancelled { attempts });
            Some(Unfinished { id, attempts, task })
        });
        unfinished.collect()
    }
}
