//! The pool's state, and the steps between a task's places.
//!
//! All of it lies in one `RefCell`, borrowed for a step at a time. While it is borrowed, nothing foreign is called: no
//! task, no listener, no waker, no drop of any of them, because each may call the pool again. Only ids are cloned and
//! dropped whenever; [`Task::Id`] says so.

use std::cell::{Cell, RefCell};
use std::collections::BinaryHeap;
use std::num::NonZeroU64;
use std::rc::Rc;
use std::task::Waker;

use super::contain::forget_panic;
use super::seat::Seat;
use super::table::{Entry, Remains, Table, Watched};
use super::{Event, PoolConfig, Step, Task, TaskError, TaskKey, Zombies};
use crate::channel::{self, Queue};
use crate::exec::{Clock, Handle, Instant, TimerQueue, Wakeable};
use crate::stats::{Ending, Figures, Period, Place, Stats};

/// What a task ends in.
pub(super) type Outcome<T> = Result<<T as Task>::Output, TaskError<<T as Task>::Error>>;

/// Hears of everything that happens.
pub(super) type Listener<Id> = Box<dyn Fn(&Event<Id>)>;

/// Calls with a task's id and an attempt's number for the draw of that attempt's jitter.
pub(super) type Draw<Id> = Box<dyn Fn(&Id, u32) -> f64>;

/// What the pool's handle, its workers and its tickets share.
pub(super) struct Shared<T: Task, C: Clock> {
    pub(super) exec: Handle<C>,
    pub(super) config: PoolConfig,
    pub(super) state: RefCell<State<T>>,
    pub(super) listener: Option<Listener<T::Id>>,
    pub(super) draw: Option<Draw<T::Id>>,
    pub(super) zombies: Zombies,
    /// Some task has had a timeout.
    pub(super) has_timeouts: Cell<bool>,
}

pub(super) struct State<T: Task> {
    pub(super) queue: Queue<TaskKey, Wakeable>,
    pub(super) tasks: Table<T>,
    /// Taken out of the queue by a worker who has not begun it: the listener hears of something else first, and may look.
    pub(super) in_hand: Option<TaskKey>,
    /// Released tasks in backoff, as slots of the table, by the end of their pause.
    pub(super) shelf: TimerQueue<u32>,
    /// Who takes tasks off the shelf.
    pub(super) shelf_keeper: Option<Waker>,
    pub(super) stats: Stats,
    pub(super) is_open: bool,
    pub(super) seats: Vec<Rc<Seat<T>>>,
    /// Workers that have not left.
    pub(super) workers: usize,
    warm_up: WarmUp,
    /// What the last worker to leave left behind.
    pub(super) summary: Option<Figures>,
    pub(super) waiting_for_summary: Vec<Waker>,
}

/// Where a submission is.
#[derive(Debug, Clone, Copy)]
pub(super) enum At {
    /// In the line of those who wait for room.
    Blocked(channel::Place),
    /// Turned away while it waited.
    Refused,
    Queued,
    Running(u32),
    Held(u32),
    /// Its timer, in parts, which so take less room.
    Shelved {
        seq: NonZeroU64,
        slot: u32,
    },
    Ended,
}

/// Whether the submissions to come are left out of the figures.
#[derive(Debug, Clone, Copy)]
pub(super) enum WarmUp {
    /// So many more, and then the window opens.
    Left(u64),
    Over,
}

/// A waiting submission that was let in.
pub(super) struct Admission<Id> {
    key: TaskKey,
    id: Option<Id>,
    waker: Option<Wakeable>,
}

/// What the end of a task leaves to do once the state is no longer borrowed.
#[must_use = "somebody has to be woken or told"]
pub(super) struct Ended<T: Task> {
    /// For the event; only cloned if somebody listens.
    pub(super) id: Option<T::Id>,
    pub(super) attempts: u32,
    /// What nobody wants any more, the task's watcher among it.
    pub(super) remains: Remains<T>,
    /// Nothing is unfinished any more, and nobody is let in: the workers may leave.
    pub(super) was_last: bool,
}

impl<T: Task, C: Clock> Shared<T, C> {
    /// Borrows the state, with the figures brought up to now.
    #[inline(always)]
    pub(super) fn step<R>(&self, act: impl FnOnce(&mut State<T>, Instant) -> R) -> R {
        let now = self.exec.now();
        let mut state = self.state.borrow_mut();
        state.stats.advance(now.as_nanos());
        act(&mut state, now)
    }

    #[inline(always)]
    pub(super) fn is_listened_to(&self) -> bool {
        self.listener.is_some()
    }

    /// Tells the listener. The id is there if and only if there is one.
    #[inline(always)]
    pub(super) fn tell(&self, at: Instant, task: Option<T::Id>, step: Step) {
        if let Some(task) = task {
            self.tell_listener(&Event { at, task, step });
        }
    }

    // Apart, so that where nobody listens there is as little of it as possible.
    #[cold]
    fn tell_listener(&self, event: &Event<T::Id>) {
        if let Some(listener) = &self.listener {
            listener(event);
        }
    }

    /// Tells of a submission that was let in, and wakes its submitter.
    #[inline(always)]
    pub(super) fn tell_admission(&self, at: Instant, admission: Option<Admission<T::Id>>) {
        if let Some(Admission { key, id, waker }) = admission {
            if let Some(waker) = waker {
                waker.wake();
            }
            // What was told before may have made the listener cancel it.
            if id.is_some() && self.is_unfinished(key) {
                self.tell(at, id, Step::Accepted { waited: true });
            }
        }
    }

    /// Whether this task is there and has not ended.
    pub(super) fn is_unfinished(&self, key: TaskKey) -> bool {
        let state = self.state.borrow();
        state.tasks.get(key).is_some_and(|entry| !matches!(entry.at, At::Ended))
    }

    /// Does what the end of a task leaves to do: wakes, tells, and drops what is not wanted any more.
    #[inline(always)]
    pub(super) fn see_off(&self, at: Instant, ended: Ended<T>, step: impl FnOnce(u32) -> Step) {
        let Ended {
            id,
            attempts,
            remains,
            was_last,
        } = ended;
        let (task, outcome, watcher) = remains;
        if let Some(watcher) = watcher {
            watcher.wake();
        }
        if was_last {
            self.send_workers_home();
        }
        self.tell(at, id, step(attempts));
        forget_panic(|| drop((task, outcome)));
    }

    #[cold]
    pub(super) fn send_workers_home(&self) {
        let (workers, shelf_keeper) = {
            let mut state = self.state.borrow_mut();
            if state.is_open || state.queue.is_closed() {
                return;
            }
            (state.queue.close(), state.shelf_keeper.take())
        };
        workers.into_iter().for_each(Wakeable::wake);
        if let Some(keeper) = shelf_keeper {
            keeper.wake();
        }
    }

    pub(super) fn figures(&self) -> Figures {
        self.step(|state, _| {
            let mut figures = state.stats.figures();
            if let Some(summary) = &state.summary {
                // The pool's time has ended. Who still comes is counted.
                let late = (figures.submitted, figures.rejected);
                figures.clone_from(summary);
                (figures.submitted, figures.rejected) = late;
            }
            figures.zombies = self.zombies.count();
            figures
        })
    }
}

impl<T: Task> State<T> {
    pub(super) fn new(config: &PoolConfig, warm_up: WarmUp, now: Instant) -> Self {
        let stats = Stats::new(config.workers as u64, now.as_nanos());
        let stats = match warm_up {
            WarmUp::Over => stats,
            WarmUp::Left(_) => stats.warming_up(),
        };
        let seats = Vec::with_capacity(config.workers);
        Self {
            queue: Queue::new(config.buffer_size),
            tasks: Table::new(),
            in_hand: None,
            shelf: TimerQueue::new(),
            shelf_keeper: None,
            stats,
            is_open: true,
            workers: config.workers,
            warm_up,
            seats,
            summary: None,
            waiting_for_summary: Vec::new(),
        }
    }

    #[inline(always)]
    pub(super) fn entry(&mut self, key: TaskKey) -> Option<&mut Entry<T>> {
        self.tasks.get_mut(key)
    }

    /// Every accepted task that has not ended, in the order of submission.
    pub(super) fn unfinished(&self) -> Vec<TaskKey> {
        let unfinished = self
            .tasks
            .iter()
            .filter(|(_, entry)| matches!(entry.at, At::Queued | At::Running(_) | At::Held(_) | At::Shelved { .. }));
        // A heap sort, because its code is a fifth of that of the others.
        unfinished
            .map(|(key, _)| key)
            .collect::<BinaryHeap<_>>()
            .into_sorted_vec()
    }

    /// Of the submission that comes in now.
    #[inline(always)]
    pub(super) fn next_period(&mut self) -> Period {
        match &mut self.warm_up {
            WarmUp::Over => Period::Measured,
            WarmUp::Left(0) => {
                self.warm_up = WarmUp::Over;
                self.stats.begin_window();
                Period::Measured
            }
            WarmUp::Left(left) => {
                *left -= 1;
                Period::WarmUp
            }
        }
    }

    /// Makes room in a full buffer, if that can be without dropping a task of a higher priority than this: the oldest of the
    /// lowest priority is dropped, and more if the buffer is overfull, because retries have come back.
    #[cold]
    pub(super) fn make_room(&mut self, priority: i32, now: Instant, is_listened_to: bool) -> Vec<Ended<T>> {
        let mut dropped = Vec::new();
        if !self.queue.has_room_beside_higher(priority) {
            return dropped;
        }
        while self.queue.is_full()
            && let Some(oldest) = self.queue.take_oldest()
        {
            let outcome = Err(TaskError::Dropped);
            dropped.push(self.end(oldest, Ending::Dropped, outcome, now, is_listened_to));
        }
        dropped
    }

    /// A submission that waited for room has been moved into the buffer.
    #[inline(always)]
    pub(super) fn admit(
        &mut self,
        admitted: Option<(TaskKey, Option<Wakeable>)>,
        now: Instant,
        is_listened_to: bool,
    ) -> Option<Admission<T::Id>> {
        let (key, waker) = admitted?;
        self.stats.unblock();
        if let Some(entry) = self.tasks.get_mut(key) {
            entry.accept(&mut self.stats, now);
        }
        let id = self.id_of(key, is_listened_to);
        Some(Admission { key, id, waker })
    }

    #[inline(always)]
    pub(super) fn id_of(&self, key: TaskKey, is_listened_to: bool) -> Option<T::Id> {
        if !is_listened_to {
            return None;
        }
        self.tasks.get(key).map(|entry| entry.id.clone())
    }

    /// A running task that nobody watches has ended well. Does what [`end`](Self::end) would, and leaves nothing to do
    /// but to drop the task, which is with its worker; `None`, and nothing is done, if somebody watches it. Tells whether
    /// it was the last.
    ///
    /// Most tasks of a simulation end like this, and to hand out what others leave behind would take as long as the end
    /// itself.
    #[inline(always)]
    pub(super) fn succeed_unwatched(&mut self, key: TaskKey, now: Instant) -> Option<bool> {
        let entry = self.tasks.get_mut(key)?;
        if entry.watched != Watched::ByNobody {
            return None;
        }
        debug_assert!(entry.watcher.is_none() && entry.outcome.is_none(), "left behind");
        let sojourn_nanos = now.nanos_since(entry.accepted_at);
        self.stats
            .finish(entry.period, Place::Running, Ending::Succeeded, sojourn_nanos);
        self.tasks.vacate(key);
        Some(self.is_done())
    }

    /// The task has ended; it is in the queue or on the shelf no more.
    #[inline(never)]
    pub(super) fn end(
        &mut self,
        key: TaskKey,
        ending: Ending,
        outcome: Outcome<T>,
        now: Instant,
        is_listened_to: bool,
    ) -> Ended<T> {
        let id = self.id_of(key, is_listened_to);
        let entry = self.tasks.get_mut(key).expect("only a task that is there can end");
        let (place, task) = match entry.at {
            At::Running(seat) => (Place::Running, self.seats[seat as usize].take_task()),
            At::Held(seat) => (Place::Held, self.seats[seat as usize].take_task()),
            At::Shelved { .. } => (Place::Shelved, entry.task.take()),
            At::Queued => (Place::Queued, entry.task.take()),
            At::Blocked(_) | At::Refused | At::Ended => unreachable!("only an accepted, unfinished task can end"),
        };
        self.stats
            .finish(entry.period, place, ending, now.nanos_since(entry.accepted_at));
        let attempts = entry.attempt;
        // In the pause after its last attempt a task has an outcome already. That one is foreign, and must not be dropped
        // here; the new one is then a cancellation, which is not. Not looked at otherwise, as it lies in another line of
        // the cache.
        let unneeded = if entry.given_up.is_some() {
            entry.outcome.take()
        } else {
            None
        };
        let watcher = if entry.watched == Watched::ByNobody {
            None
        } else {
            entry.watcher.take()
        };
        let remains = if entry.watched == Watched::ByNobody {
            self.tasks.vacate(key);
            (task, unneeded.or(Some(outcome)), watcher)
        } else {
            entry.at = At::Ended;
            entry.outcome = Some(outcome);
            (task, unneeded, watcher)
        };
        let was_last = self.is_done();
        Ended {
            id,
            attempts,
            remains,
            was_last,
        }
    }

    /// To be called when the queue may have made or kept a promise.
    #[inline(always)]
    pub(super) fn note_promises(&mut self) {
        self.stats.set_promised(self.queue.promised());
    }

    /// Whether nothing is unfinished and nobody is let in. Until then no worker may leave: a task in backoff may still
    /// come back to the queue.
    #[inline(always)]
    pub(super) fn is_done(&self) -> bool {
        !self.is_open && self.stats.unfinished() == 0
    }
}
