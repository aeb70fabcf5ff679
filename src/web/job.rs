//! A JavaScript function as a task of the pool.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use slab::Slab;

use super::jobs::{Jobs, status};
use crate::pool::{Task, TaskKey, Zombie, Zombies};

/// What the jobs of one pool share.
pub(super) struct Workshop {
    pub(super) jobs: Jobs,
    pub(super) zombies: Zombies,
    /// By slot.
    names: RefCell<Vec<(Turn, Name)>>,
    turns: Cell<u64>,
    attempts: RefCell<Slab<Call>>,
}

/// Tells the jobs that were in a slot one after the other apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Turn(u64);

/// What the pool calls a job.
#[derive(Clone, Copy)]
enum Name {
    /// Nothing yet.
    None,
    /// Nothing yet, but it is to be cancelled.
    Cancelled,
    Key(TaskKey),
}

/// A call of a function, from its beginning until it has settled and nobody asks any more; so its number is never
/// another call's while either side may still use it.
struct Call {
    status: u32,
    worker: Option<Waker>,
    /// It goes on although nobody waits for it.
    zombie: Option<Zombie>,
}

impl Workshop {
    pub(super) fn new(jobs: Jobs) -> Self {
        Self {
            jobs,
            zombies: Zombies::default(),
            names: RefCell::default(),
            turns: Cell::default(),
            attempts: RefCell::default(),
        }
    }

    /// There is a new job in this slot.
    pub(super) fn clear(&self, slot: u32) -> Turn {
        let turn = Turn(self.turns.get());
        self.turns.set(turn.0 + 1);
        let mut names = self.names.borrow_mut();
        match names.get_mut(slot as usize) {
            Some(name) => *name = (turn, Name::None),
            // Slots are counted up.
            None => names.push((turn, Name::None)),
        }
        turn
    }

    /// The job in this slot is the pool's task `key` from now on, unless a listener has seen it off already and the slot is
    /// another's; tells whether it has to be cancelled at once.
    pub(super) fn assign(&self, slot: u32, turn: Turn, key: TaskKey) -> bool {
        match self.names.borrow_mut().get_mut(slot as usize) {
            Some((latest, name)) if *latest == turn => {
                matches!(std::mem::replace(name, Name::Key(key)), Name::Cancelled)
            }
            _ => false,
        }
    }

    /// The job's signal was aborted: whom to cancel. A listener may abort it before the pool has told the job's name.
    pub(super) fn cancel(&self, slot: u32) -> Option<TaskKey> {
        let mut names = self.names.borrow_mut();
        let (_, name) = names.get_mut(slot as usize)?;
        if let Name::Key(key) = name {
            return Some(*key);
        }
        *name = Name::Cancelled;
        None
    }

    /// The promise that a call gave has settled.
    pub(super) fn settle(&self, call: u32, status: u32) {
        let mut calls = self.attempts.borrow_mut();
        let Some(settled) = calls.get_mut(call as usize) else {
            return;
        };
        settled.status = status;
        let worker = settled.worker.take();
        if settled.zombie.is_some() {
            calls.remove(call as usize);
        }
        drop(calls);
        if let Some(worker) = worker {
            worker.wake();
        }
    }
}

/// A function in the slab.
pub(super) struct Job {
    pub(super) slot: u32,
    pub(super) workshop: Rc<Workshop>,
}

/// An error stays in JavaScript; what crosses is whether it is worth retrying.
pub(super) struct Failure {
    is_retryable: bool,
}

/// An attempt: waits for its call.
pub(super) struct Attempt {
    slot: u32,
    call: u32,
    workshop: Rc<Workshop>,
}

impl Task for Job {
    type Id = u32;
    type Output = ();
    type Error = Failure;
    type Execution = Attempt;

    fn id(&self) -> u32 {
        self.slot
    }

    #[expect(clippy::cast_possible_truncation, reason = "memory ends before 2^32 calls")]
    fn execute(&mut self, attempt: u32) -> Attempt {
        let (slot, workshop) = (self.slot, Rc::clone(&self.workshop));
        let call = workshop.attempts.borrow_mut().insert(Call {
            status: status::PENDING,
            worker: None,
            zombie: None,
        }) as u32;
        // Foreign code: it may submit, cancel or abort before it returns.
        let status = workshop.jobs.attempt(slot, attempt, call);
        if let Some(made) = workshop.attempts.borrow_mut().get_mut(call as usize)
            && status != status::PENDING
        {
            made.status = status;
        }
        Attempt { slot, call, workshop }
    }

    fn is_retryable(failure: &Failure) -> bool {
        failure.is_retryable
    }
}

impl Future for Attempt {
    type Output = Result<(), Failure>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut calls = self.workshop.attempts.borrow_mut();
        let call = &mut calls[self.call as usize];
        match call.status {
            status::PENDING => {
                call.worker = Some(context.waker().clone());
                Poll::Pending
            }
            status::SUCCEEDED => Poll::Ready(Ok(())),
            failed => Poll::Ready(Err(Failure {
                is_retryable: failed != status::HOPELESS,
            })),
        }
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        let mut calls = self.workshop.attempts.borrow_mut();
        let call = &mut calls[self.call as usize];
        if call.status == status::PENDING {
            call.worker = None;
            call.zombie = Some(self.workshop.zombies.begin());
            drop(calls);
            self.workshop.jobs.abandon(self.slot, self.call);
        } else {
            calls.remove(self.call as usize);
        }
    }
}
