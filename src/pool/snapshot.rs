//! Who is where, at one instant.

use std::rc::Rc;

use super::seat::Seat;
use super::state::{At, Shared};
use super::table::Entry;
use super::{Task, TaskKey};
use crate::exec::{Clock, Heap, Instant};

/// A pool at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot<Id> {
    /// When.
    pub at: Instant,
    /// Submissions that wait for room, in the order in which they will be let in.
    pub blocked: Vec<Blocked<Id>>,
    /// The buffer, in the order in which workers take from it.
    pub queue: Vec<Id>,
    /// Every worker, in order, up to the last that is there.
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
    /// It has left, because the pool has been made smaller; one after it still finishes its task.
    Gone,
}

fn backing_off<T: Task>(entry: &Entry<T>) -> BackingOff<T::Id> {
    BackingOff {
        task: entry.id.clone(),
        attempt: entry.attempt,
        since: entry.since,
        until: entry.end_of_pause(),
    }
}

/// What one sees who looks at a pool: see [`Shared::look`].
pub(crate) enum Seen<Id> {
    /// A worker's seat, idle or gone so far; all are seen before everything else, in order.
    Seat(WorkerState<Id>),
    /// At this seat, what its worker does instead.
    Worker(usize, WorkerState<Id>),
    /// The next in line of those who wait for room.
    Blocked(Blocked<Id>),
    /// The next in the buffer.
    Queued(Id),
    /// The next that comes back from its backoff.
    Shelved(BackingOff<Id>),
}

impl<T: Task, C: Clock> Shared<T, C> {
    /// Shows who is where, one by one; tells when. `see` must not call the pool.
    pub(super) fn look(&self, see: &mut dyn FnMut(Seen<T::Id>)) -> Instant {
        self.step(|state, now| {
            // At the pool's end the workers leave seats that are kept for them.
            let is_kept = |seat: &Rc<Seat<T>>| seat.is_wanted.get() || seat.is_staffed.get();
            let kept = state.seats.iter().rposition(is_kept).map_or(0, |last| last + 1);
            for seat in &state.seats[..kept] {
                see(Seen::Seat(if is_kept(seat) {
                    WorkerState::Idle
                } else {
                    WorkerState::Gone
                }));
            }
            let mut shelf = Heap::new();
            for (key, entry) in state.tasks.iter() {
                match entry.at {
                    At::Running(seat) => {
                        let running = WorkerState::Running {
                            task: entry.id.clone(),
                            attempt: entry.attempt,
                            since: entry.since,
                        };
                        see(Seen::Worker(seat as usize, running));
                    }
                    At::Held(seat) => see(Seen::Worker(seat as usize, WorkerState::Holding(backing_off(entry)))),
                    At::Shelved { seq, .. } => {
                        shelf.push(entry.end_of_pause(), seq, key.slot());
                    }
                    At::Blocked(_) | At::Refused | At::Queued | At::Ended => {}
                }
            }
            state.queue.each_waiting(&mut |key| {
                if let Some(entry) = state.tasks.get(*key) {
                    see(Seen::Blocked(Blocked {
                        task: entry.id.clone(),
                        since: entry.since,
                    }));
                }
            });
            let mut see_queued = |key: &TaskKey| {
                // The one in hand may have been cancelled meanwhile.
                if let Some(entry) = state.tasks.get(*key)
                    && matches!(entry.at, At::Queued)
                {
                    see(Seen::Queued(entry.id.clone()));
                }
            };
            state.in_hand.iter().for_each(&mut see_queued);
            state.queue.each_buffered(&mut see_queued);
            // By a heap of the shelf's own type: the order is the one in which they come back, and its code is there.
            while let Some(next) = shelf.pop() {
                let key = state.tasks.key_at(next);
                if let Some(entry) = key.and_then(|key| state.tasks.get(key)) {
                    see(Seen::Shelved(backing_off(entry)));
                }
            }
            now
        })
    }

    pub(super) fn who_is_where(&self) -> Snapshot<T::Id> {
        let (mut blocked, mut queue, mut workers, mut shelf) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let at = self.look(&mut |seen| match seen {
            Seen::Seat(state) => workers.push(state),
            Seen::Worker(seat, state) => workers[seat] = state,
            Seen::Blocked(task) => blocked.push(task),
            Seen::Queued(task) => queue.push(task),
            Seen::Shelved(task) => shelf.push(task),
        });
        Snapshot {
            at,
            blocked,
            queue,
            workers,
            shelf,
        }
    }
}
