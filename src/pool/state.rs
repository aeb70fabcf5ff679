//! The pool's state, and the steps between a task's places.
//!
//! All of it lies in one `RefCell`, borrowed for a step at a time. While it is borrowed, nothing foreign is called: no
//! task, no listener, no waker, no drop of any of them, because each may call the pool again.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::Waker;
use std::time::Duration;

use slab::Slab;

use super::{Cause, Event, PoolConfig, Step, Task, TaskError, Zombies};
use crate::channel::{self, Queue};
use crate::exec::{Clock, Handle, Instant, TimerKey, TimerQueue};
use crate::stats::{Ending, Figures, Period, Place, Stats};

/// What a task ends in.
pub(super) type Outcome<T> = Result<<T as Task>::Output, TaskError<<T as Task>::Error>>;

/// The last attempt's error, and how it failed.
pub(super) type GivenUp<T> = (TaskError<<T as Task>::Error>, Cause);

/// Hears of everything that happens.
pub(super) type Listener<Id> = Box<dyn Fn(&Event<Id>)>;

/// Calls with a task's id and an attempt's number for the draw of that attempt's jitter.
pub(super) type Draw<Id> = Box<dyn Fn(&Id, u32) -> f64>;

/// Names a task of one pool; never used again for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskKey {
    slot: u32,
    number: u64,
}

impl TaskKey {
    /// The how manieth submission it was, from 0.
    pub(super) fn number(self) -> u64 {
        self.number
    }

    pub(super) fn slot(self) -> usize {
        self.slot as usize
    }
}

/// What the pool's handle, its workers and its tickets share.
pub(super) struct Shared<T: Task, C: Clock> {
    pub(super) exec: Handle<C>,
    pub(super) config: PoolConfig,
    pub(super) state: RefCell<State<T>>,
    pub(super) listener: Option<Listener<T::Id>>,
    pub(super) draw: Option<Draw<T::Id>>,
    pub(super) zombies: Zombies,
}

pub(super) struct State<T: Task> {
    pub(super) queue: Queue<TaskKey>,
    pub(super) tasks: Slab<Entry<T>>,
    /// Released tasks in backoff, by the end of their pause.
    pub(super) shelf: TimerQueue<TaskKey>,
    /// Who takes tasks off the shelf.
    pub(super) shelf_keeper: Option<Waker>,
    pub(super) stats: Stats,
    pub(super) is_open: bool,
    pub(super) seats: Vec<Rc<Seat>>,
    /// Workers that have not left.
    pub(super) workers: usize,
    /// What the last worker to leave left behind.
    pub(super) summary: Option<Figures>,
    pub(super) waiting_for_summary: Vec<Waker>,
    next_number: u64,
}

/// A submission, from the call of submit until nobody wants to know of it any more.
pub(super) struct Entry<T: Task> {
    number: u64,
    pub(super) id: T::Id,
    /// Taken out while the task is called.
    pub(super) task: Option<T>,
    pub(super) at: At,
    pub(super) attempt: u32,
    /// The last pause.
    pub(super) pause: Option<Duration>,
    /// The pause that goes on is the one after the last attempt.
    pub(super) given_up: Option<GivenUp<T>>,
    pub(super) timeout: Option<Duration>,
    pub(super) submitted_at: Instant,
    pub(super) accepted_at: Instant,
    /// When it came where it is.
    pub(super) since: Instant,
    pub(super) period: Period,
    /// A submit future or a ticket asks for it, and removes it.
    pub(super) is_watched: bool,
    pub(super) outcome: Option<Outcome<T>>,
    pub(super) watcher: Option<Waker>,
}

/// Where a submission is.
#[derive(Debug, Clone, Copy)]
pub(super) enum At {
    /// In the line of those who wait for room.
    Blocked(channel::Place),
    /// Turned away while it waited.
    Refused,
    Queued,
    Running(usize),
    Held(usize),
    Shelved(TimerKey),
    Ended,
}

/// A worker's place: how others reach it.
pub(super) struct Seat {
    pub(super) index: usize,
    /// The task that the worker is with was cancelled: drop what runs, take the next.
    pub(super) is_interrupted: Cell<bool>,
    pub(super) worker: RefCell<Option<Waker>>,
}

impl Seat {
    pub(super) fn new(index: usize) -> Rc<Self> {
        Rc::new(Self {
            index,
            is_interrupted: Cell::new(false),
            worker: RefCell::new(None),
        })
    }

    /// The returned waker has to be woken.
    fn interrupt(&self) -> Option<Waker> {
        self.is_interrupted.set(true);
        self.worker.borrow().clone()
    }
}

/// What a step leaves to do once the state is no longer borrowed.
#[must_use = "somebody has to be woken or told"]
pub(super) struct Aftermath<T: Task> {
    /// For the event; only cloned if somebody listens.
    pub(super) id: Option<T::Id>,
    pub(super) attempts: u32,
    /// Handed back where it is still there.
    pub(super) task: Option<T>,
    /// Dropped outside of the borrow.
    _outcome: Option<Outcome<T>>,
    wakers: [Option<Waker>; 3],
    leaving: Vec<Waker>,
}

impl<T: Task> Aftermath<T> {
    pub(super) fn wake(&mut self) {
        for waker in &mut self.wakers {
            if let Some(waker) = waker.take() {
                waker.wake();
            }
        }
        self.leaving.drain(..).for_each(Waker::wake);
    }
}

/// A waiting submission that was let in.
pub(super) struct Admission<Id> {
    id: Option<Id>,
    waker: Option<Waker>,
}

impl<T: Task, C: Clock> Shared<T, C> {
    /// Borrows the state, with the figures brought up to now.
    #[inline]
    pub(super) fn step<R>(&self, act: impl FnOnce(&mut State<T>, Instant) -> R) -> R {
        let now = self.exec.now();
        let mut state = self.state.borrow_mut();
        state.stats.advance(now.as_nanos());
        act(&mut state, now)
    }

    pub(super) fn is_listened_to(&self) -> bool {
        self.listener.is_some()
    }

    /// Tells the listener. The id is there if and only if there is one.
    #[inline]
    pub(super) fn tell(&self, at: Instant, task: Option<T::Id>, step: Step) {
        if let Some(listener) = &self.listener
            && let Some(task) = task
        {
            listener(&Event { at, task, step });
        }
    }

    /// Tells of a submission that was let in, and wakes its submitter.
    #[inline]
    pub(super) fn tell_admission(&self, at: Instant, admission: Option<Admission<T::Id>>) {
        if let Some(Admission { id, waker }) = admission {
            if let Some(waker) = waker {
                waker.wake();
            }
            self.tell(at, id, Step::Accepted { waited: true });
        }
    }

    pub(super) fn figures(&self) -> Figures {
        let mut figures = self.step(|state, _| state.stats.figures());
        figures.zombies = self.zombies.count();
        figures
    }
}

impl<T: Task> State<T> {
    pub(super) fn new(config: &PoolConfig, now: Instant) -> Self {
        let seats: Vec<_> = (0..config.workers).map(Seat::new).collect();
        Self {
            queue: Queue::new(config.buffer_size),
            tasks: Slab::new(),
            shelf: TimerQueue::new(),
            shelf_keeper: None,
            stats: Stats::new(config.workers as u64, now.as_nanos()),
            is_open: true,
            workers: seats.len(),
            seats,
            summary: None,
            waiting_for_summary: Vec::new(),
            next_number: 0,
        }
    }

    /// A new submission; the caller puts it in the queue.
    pub(super) fn insert(
        &mut self,
        id: T::Id,
        task: T,
        timeout: Option<Duration>,
        is_watched: bool,
        now: Instant,
    ) -> TaskKey {
        let number = self.next_number;
        self.next_number += 1;
        let slot = self.tasks.insert(Entry {
            number,
            id,
            task: Some(task),
            at: At::Queued,
            attempt: 0,
            pause: None,
            given_up: None,
            timeout,
            submitted_at: now,
            accepted_at: now,
            since: now,
            period: Period::Measured,
            is_watched,
            outcome: None,
            watcher: None,
        });
        let slot = u32::try_from(slot).expect("memory ends before 2^32 tasks");
        TaskKey { slot, number }
    }

    pub(super) fn entry(&mut self, key: TaskKey) -> Option<&mut Entry<T>> {
        self.tasks
            .get_mut(key.slot())
            .filter(|entry| entry.number == key.number)
    }

    pub(super) fn remove(&mut self, key: TaskKey) -> Option<Entry<T>> {
        self.entry(key)?;
        self.tasks.try_remove(key.slot())
    }

    /// Every accepted task that has not ended.
    pub(super) fn unfinished(&self) -> impl Iterator<Item = TaskKey> {
        let accepted = self
            .tasks
            .iter()
            .filter(|(_, entry)| matches!(entry.at, At::Queued | At::Running(_) | At::Held(_) | At::Shelved(_)));
        accepted.filter_map(|(slot, entry)| {
            let slot = u32::try_from(slot).ok()?;
            Some(TaskKey {
                slot,
                number: entry.number,
            })
        })
    }

    /// The submission is in the buffer now.
    #[inline]
    pub(super) fn accept(&mut self, key: TaskKey, now: Instant) {
        let entry = &mut self.tasks[key.slot()];
        entry.at = At::Queued;
        entry.accepted_at = now;
        entry.since = now;
        let blocked_nanos = now.nanos_since(entry.submitted_at);
        self.stats.accept(entry.period, blocked_nanos);
    }

    /// A submission that waited for room has been moved into the buffer.
    #[inline]
    pub(super) fn admit(
        &mut self,
        admitted: Option<(TaskKey, Option<Waker>)>,
        now: Instant,
        is_listened_to: bool,
    ) -> Option<Admission<T::Id>> {
        let (key, waker) = admitted?;
        self.stats.unblock();
        self.accept(key, now);
        let id = is_listened_to.then(|| self.tasks[key.slot()].id.clone());
        Some(Admission { id, waker })
    }

    /// The task has ended; it is in the queue or on the shelf no more.
    pub(super) fn finish(
        &mut self,
        key: TaskKey,
        ending: Ending,
        outcome: Outcome<T>,
        now: Instant,
        is_listened_to: bool,
    ) -> Aftermath<T> {
        let entry = &mut self.tasks[key.slot()];
        let (place, seat) = match entry.at {
            At::Running(seat) => (Place::Running, Some(seat)),
            At::Held(seat) => (Place::Held, Some(seat)),
            At::Shelved(_) => (Place::Shelved, None),
            At::Queued => (Place::Queued, None),
            At::Blocked(_) | At::Refused | At::Ended => unreachable!("only an accepted, unfinished task can end"),
        };
        let sojourn_nanos = now.nanos_since(entry.accepted_at);
        self.stats.finish(entry.period, place, ending, sojourn_nanos);
        entry.at = At::Ended;
        let id = is_listened_to.then(|| entry.id.clone());
        let attempts = entry.attempt;
        let task = entry.task.take();
        let watcher = entry.watcher.take();
        let mut unwanted = None;
        if entry.is_watched {
            entry.outcome = Some(outcome);
        } else {
            unwanted = Some(outcome);
            self.tasks.remove(key.slot());
        }
        // Its own worker knows; any other ending has to tell the worker that it has lost its task.
        let interrupted = seat
            .filter(|_| ending == Ending::Cancelled)
            .and_then(|seat| self.seats[seat].interrupt());
        let leaving = self.close_queue_if_done();
        Aftermath {
            id,
            attempts,
            task,
            _outcome: unwanted,
            wakers: [watcher, interrupted, None],
            leaving,
        }
    }

    /// Once nobody is let in any more and nothing is unfinished, the workers may leave. Not before: a task in backoff may
    /// still come back to the queue.
    pub(super) fn close_queue_if_done(&mut self) -> Vec<Waker> {
        if self.is_open || self.stats.unfinished() > 0 || self.queue.is_closed() {
            return Vec::new();
        }
        let mut leaving = self.queue.close();
        leaving.extend(self.shelf_keeper.take());
        leaving
    }
}
