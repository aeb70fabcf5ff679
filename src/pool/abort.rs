//! The end at once, of one task or of all.

use std::task::Waker;

use super::state::{At, Shared, State};
use super::{Step, Task, TaskError, TaskKey};
use crate::exec::{Clock, TimerKey};
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
            let entry = state.tasks.get(key)?;
            match entry.at {
                At::Queued => {
                    let priority = entry.priority;
                    let on_admit = |key: &TaskKey, waker| admitted = Some((*key, waker));
                    state.queue.remove(priority, |queued| *queued == key, on_admit);
                }
                At::Shelved { seq, slot } => {
                    state.shelf.cancel(TimerKey { seq, slot });
                }
                At::Running(_) | At::Held(_) => {}
                At::Blocked(_) | At::Refused | At::Ended => return None,
            }
            let interrupted = state.interrupt(key);
            let outcome = Err(TaskError::Cancelled);
            let ended = state.end(key, Ending::Cancelled, outcome, now, self.is_listened_to());
            state.note_promises();
            let admission = state.admit(admitted, now, self.is_listened_to());
            Some((ended, interrupted, admission, now))
        });
        let Some((ended, interrupted, admission, now)) = cancelled else {
            return false;
        };
        if let Some(worker) = interrupted {
            worker.wake();
        }
        self.see_off(now, ended, |attempts| Step::Cancelled { attempts });
        self.tell_admission(now, admission);
        true
    }

    pub(super) fn abort(&self) -> Vec<Unfinished<T>> {
        let (turned_away, cancelled, is_done, now) = self.step(|state, now| {
            let turned_away = state.close_door();
            state.queue.empty_buffer();
            state.note_promises();
            let unfinished = state.unfinished().into_iter().map(|key| {
                if let Some(entry) = state.tasks.get(key)
                    && let At::Shelved { seq, slot } = entry.at
                {
                    state.shelf.cancel(TimerKey { seq, slot });
                }
                let interrupted = state.interrupt(key);
                // The listener may not be there, but the caller wants the ids.
                (
                    state.end(key, Ending::Cancelled, Err(TaskError::Cancelled), now, true),
                    interrupted,
                )
            });
            let cancelled: Vec<_> = unfinished.collect();
            (turned_away, cancelled, state.is_done(), now)
        });
        self.tell_turned_away(turned_away, now);
        if is_done {
            self.send_workers_home();
        }
        let unfinished = cancelled.into_iter().filter_map(|(mut ended, interrupted)| {
            if let Some(worker) = interrupted {
                worker.wake();
            }
            let (id, attempts, task) = (ended.id.clone()?, ended.attempts, ended.remains.0.take());
            self.see_off(now, ended, |attempts| Step::Cancelled { attempts });
            Some(Unfinished { id, attempts, task })
        });
        unfinished.collect()
    }
}

impl<T: Task> State<T> {
    /// Tells the worker that is with this task, if there is one, that it has lost it.
    fn interrupt(&mut self, key: TaskKey) -> Option<Waker> {
        let (At::Running(seat) | At::Held(seat)) = self.entry(key)?.at else {
            return None;
        };
        self.seats[seat as usize].interrupt()
    }
}
