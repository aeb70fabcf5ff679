//! Every submission that somebody still needs, by key.

use std::task::Waker;

use super::state::{At, Outcome};
use super::{Cause, Task, TaskOptions};
use crate::exec::{Instant, nanos_of};
use crate::stats::{Period, Stats};

/// Names a task of one pool; never used again for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TaskKey {
    // First, so that keys order by submission.
    number: u64,
    slot: u32,
}

/// A submission, from the call of submit until nobody wants to know of it any more. Where there are many, most of the time
/// goes into waiting for the memory that they are in, so it holds nothing twice, and what the steps of a running task need
/// comes first, side by side.
#[repr(C)]
pub(super) struct Entry<T: Task> {
    /// The number of its key; [`VACANT`] while there is no submission in this slot.
    number: u64,
    pub(super) accepted_at: Instant,
    /// When it came where it is.
    pub(super) since: Instant,
    /// The last pause, in nanoseconds; before the first one it says nothing.
    pub(super) pause_nanos: u64,
    pub(super) at: At,
    pub(super) attempt: u32,
    pub(super) period: Period,
    pub(super) watched: Watched,
    /// The pause that goes on is the one after the last attempt, which failed like this.
    pub(super) given_up: Option<Cause>,

    pub(super) id: T::Id,
    /// With its worker from the first attempt on, but for the time on the shelf.
    pub(super) task: Option<T>,
    /// [`NO_TIMEOUT`] if there is none.
    timeout_nanos: u64,
    pub(super) priority: i32,
    /// What it ended in, or, during that pause, will end in.
    pub(super) outcome: Option<Outcome<T>>,
    /// Whom the end wakes; nobody, if nobody watches.
    pub(super) watcher: Option<Waker>,
}

/// Who asks for an entry, and so removes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Watched {
    /// The pool removes it when the task ends.
    ByNobody,
    /// Whoever submits; from its acceptance on nobody.
    UntilAccepted,
    /// A submit future, or the ticket that comes of it.
    ByTicket,
}

const VACANT: u64 = u64::MAX;

const NO_TIMEOUT: u64 = u64::MAX;

impl<T: Task> Entry<T> {
    /// How long each attempt may take, in nanoseconds.
    #[inline(always)]
    pub(super) fn timeout_nanos(&self) -> Option<u64> {
        (self.timeout_nanos != NO_TIMEOUT).then_some(self.timeout_nanos)
    }

    /// The pause before the attempt that is being made, or was made last, in nanoseconds.
    #[inline(always)]
    pub(super) fn previous_pause(&self) -> Option<u64> {
        (self.attempt > 1).then_some(self.pause_nanos)
    }

    /// The submission is in the buffer now.
    #[inline(always)]
    pub(super) fn accept(&mut self, stats: &mut Stats, now: Instant) {
        self.at = At::Queued;
        if self.watched == Watched::UntilAccepted {
            self.watched = Watched::ByNobody;
        }
        // So far it was where it was submitted.
        let blocked_nanos = now.nanos_since(self.since);
        self.accepted_at = now;
        self.since = now;
        stats.accept(self.period, blocked_nanos);
    }

    /// In backoff: when that ends.
    pub(super) fn end_of_pause(&self) -> Instant {
        self.since.plus_nanos(self.pause_nanos)
    }
}

/// A slab whose slots are filled in place: an entry is large, and the busiest thing in a simulation is to make and remove
/// one.
pub(super) struct Table<T: Task> {
    entries: Vec<Entry<T>>,
    vacant: Vec<u32>,
    next_number: u64,
}

impl TaskKey {
    /// Where its entry is.
    pub(super) const fn slot(self) -> u32 {
        self.slot
    }
}

impl<T: Task> Table<T> {
    pub(super) const fn new() -> Self {
        Self {
            entries: Vec::new(),
            vacant: Vec::new(),
            next_number: 0,
        }
    }

    /// A new entry, for a task that is not anywhere yet: the caller has to say where it is.
    #[inline(always)]
    pub(super) fn insert(
        &mut self,
        id: T::Id,
        task: T,
        options: TaskOptions,
        watched: Watched,
        period: Period,
        now: Instant,
    ) -> (TaskKey, &mut Entry<T>) {
        let TaskOptions { timeout, priority } = options;
        let timeout_nanos = timeout.map_or(NO_TIMEOUT, |timeout| nanos_of(timeout).min(NO_TIMEOUT - 1));
        let number = self.next_number;
        self.next_number += 1;
        if let Some(slot) = self.vacant.pop() {
            let entry = &mut self.entries[slot as usize];
            entry.number = number;
            entry.id = id;
            entry.task = Some(task);
            entry.at = At::Queued;
            entry.attempt = 0;
            entry.timeout_nanos = timeout_nanos;
            entry.priority = priority;
            entry.since = now;
            entry.period = period;
            entry.watched = watched;
            return (TaskKey { number, slot }, entry);
        }
        let place = self.entries.len();
        let slot = u32::try_from(place).expect("memory ends before 2^32 tasks");
        self.entries.push(Entry {
            number,
            id,
            task: Some(task),
            at: At::Queued,
            attempt: 0,
            pause_nanos: 0,
            timeout_nanos,
            priority,
            accepted_at: now,
            since: now,
            period,
            watched,
            given_up: None,
            outcome: None,
            watcher: None,
        });
        (TaskKey { number, slot }, &mut self.entries[place])
    }

    #[inline(always)]
    pub(super) fn get_mut(&mut self, key: TaskKey) -> Option<&mut Entry<T>> {
        let entry = self.entries.get_mut(key.slot as usize)?;
        if entry.number == key.number { Some(entry) } else { None }
    }

    /// The key of the submission in this slot.
    pub(super) fn key_at(&self, slot: u32) -> Option<TaskKey> {
        let number = self.entries.get(slot as usize)?.number;
        (number != VACANT).then_some(TaskKey { number, slot })
    }

    pub(super) fn get(&self, key: TaskKey) -> Option<&Entry<T>> {
        self.entries
            .get(key.slot as usize)
            .filter(|entry| entry.number == key.number)
    }

    /// Removes an entry. What may be foreign in it is handed out, to be dropped once nothing is borrowed.
    #[inline(always)]
    pub(super) fn remove(&mut self, key: TaskKey) -> Option<Remains<T>> {
        let entry = self.get_mut(key)?;
        let remains = (entry.task.take(), entry.outcome.take(), entry.watcher.take());
        self.vacate(key);
        Some(remains)
    }

    /// Removes an entry that has nothing foreign in it any more.
    #[inline(always)]
    pub(super) fn vacate(&mut self, key: TaskKey) {
        if let Some(entry) = self.get_mut(key) {
            entry.given_up = None;
            entry.number = VACANT;
            self.vacant.push(key.slot);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (TaskKey, &Entry<T>)> {
        let slots = 0..u32::MAX;
        let entries = slots.zip(&self.entries).filter(|(_, entry)| entry.number != VACANT);
        entries.map(|(slot, entry)| {
            let number = entry.number;
            (TaskKey { number, slot }, entry)
        })
    }
}

/// Of a removed entry.
pub(super) type Remains<T> = (Option<T>, Option<Outcome<T>>, Option<Waker>);
