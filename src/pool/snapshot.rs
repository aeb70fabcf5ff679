//! Who is where, at one instant.

use std::collections::BinaryHeap;

use super::state::{At, Shared};
use super::table::Entry;
use super::{Task, TaskKey};
use crate::exec::{Clock, Instant};

/// A pool at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot<Id> {
    /// When.
    pub at: Instant,
    /// Submissions that wait for room, first come first.
    pub blocked: Vec<Blocked<Id>>,
    /// The buffer, head first.
    pub queue: Vec<Id>,
    /// Every worker, in order.
    pub workers: Vec<WorkerState<Id>>,
    /// Released tasks in backoff, the next to come back first.
    pub shelf: Vec<BackingOff<Id>>,
}

/// A submission that waits for room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked<Id> {
    /// Which.
    pub task: Id,
    /// Since when.
    pub since: Instant,
}

/// A task that waits for its next attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackingOff<Id> {
    /// Which.
    pub task: Id,
    /// The number of the attempt that failed.
    pub attempt: u32,
    /// When it failed.
    pub since: Instant,
    /// When the pause is over.
    pub until: Instant,
}

/// What a worker does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkerState<Id> {
    /// It waits for a task.
    Idle,
    /// It makes an attempt.
    Running {
        /// At which task.
        task: Id,
        /// The attempt's number.
        attempt: u32,
        /// Since when.
        since: Instant,
    },
    /// Its task holds it while it backs off.
    Holding(BackingOff<Id>),
}

fn end_of_pause<T: Task>(entry: &Entry<T>) -> Instant {
    entry.since + entry.pause.unwrap_or_default()
}

fn backing_off<T: Task>(entry: &Entry<T>) -> BackingOff<T::Id> {
    BackingOff {
        task: entry.id.clone(),
        attempt: entry.attempt,
        since: entry.since,
        until: end_of_pause(entry),
    }
}

impl<T: Task, C: Clock> Shared<T, C> {
    pub(super) fn who_is_where(&self) -> Snapshot<T::Id> {
        self.step(|state, now| {
            let mut workers = vec![WorkerState::Idle; state.seats.len()];
            let mut shelf = BinaryHeap::new();
            for (key, entry) in state.tasks.iter() {
                match entry.at {
                    At::Running(seat) => {
                        workers[seat as usize] = WorkerState::Running {
                            task: entry.id.clone(),
                            attempt: entry.attempt,
                            since: entry.since,
                        };
                    }
                    At::Held(seat) => workers[seat as usize] = WorkerState::Holding(backing_off(entry)),
                    At::Shelved(_) => shelf.push((end_of_pause(entry), key)),
                    At::Blocked(_) | At::Refused | At::Queued | At::Ended => {}
                }
            }
            let entry_of = |key: &TaskKey| state.tasks.get(*key);
            let blocked = state.queue.waiting().filter_map(entry_of).map(|entry| Blocked {
                task: entry.id.clone(),
                since: entry.submitted_at,
            });
            let queue = state
                .queue
                .buffered()
                .filter_map(entry_of)
                .map(|entry| entry.id.clone());
            // A heap sort, because its code is a fifth of that of the others.
            let shelf = shelf.into_sorted_vec();
            let shelf = shelf.iter().filter_map(|(_, key)| entry_of(key)).map(backing_off);
            Snapshot {
                at: now,
                blocked: blocked.collect(),
                queue: queue.collect(),
                workers,
                shelf: shelf.collect(),
            }
        })
    }
}
