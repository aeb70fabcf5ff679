//! A worker's place: how others reach it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::Waker;

/// What a worker shares with the rest of the pool.
pub(super) struct Seat<T> {
    pub(super) index: u32,
    /// The task that the worker is with, from its first attempt on. Borrowed while it is called.
    pub(super) task: RefCell<Option<T>>,
    /// That task was cancelled: drop what runs, take the next.
    pub(super) is_interrupted: Cell<bool>,
    pub(super) worker: RefCell<Option<Waker>>,
    /// There is a worker.
    pub(super) is_staffed: Cell<bool>,
    /// The worker may stay; if not, it leaves when it is done with its task.
    pub(super) is_wanted: Cell<bool>,
}

impl<T> Seat<T> {
    pub(super) fn new(index: u32) -> Rc<Self> {
        Rc::new(Self {
            index,
            task: RefCell::new(None),
            is_interrupted: Cell::new(false),
            worker: RefCell::new(None),
            is_staffed: Cell::new(false),
            is_wanted: Cell::new(true),
        })
    }

    /// The returned waker has to be woken.
    pub(super) fn interrupt(&self) -> Option<Waker> {
        self.is_interrupted.set(true);
        self.worker.borrow().clone()
    }

    /// Puts a task here; there is none.
    #[inline(always)]
    pub(super) fn seat(&self, task: T) {
        let previous = self.task.replace(Some(task));
        debug_assert!(previous.is_none(), "two tasks at one worker");
    }

    /// The task; none while it is being called.
    #[inline(always)]
    pub(super) fn take_task(&self) -> Option<T> {
        self.task.try_borrow_mut().ok()?.take()
    }
}
