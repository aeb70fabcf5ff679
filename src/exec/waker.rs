//! Wakers that are numbers.
//!
//! A waker's data pointer holds no address but a number: the task's place in a table of the thread that made it. So
//! cloning and dropping a waker cost nothing, and nothing is counted or freed. Waking looks the number up in the
//! *current* thread's table, which makes a waker that has strayed to another thread safe and useless: at worst it wakes
//! some other task there once for nothing, which every future has to put up with anyway. The same holds for a waker
//! that outlives its task.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ptr;
use std::rc::Rc;
use std::task::{RawWaker, RawWakerVTable, Waker};

use slab::Slab;

thread_local! {
    /// Which ready queue, and which task there, a waker's number means on this thread.
    static TABLE: RefCell<Slab<(Rc<ReadyQueue>, u32)>> = const { RefCell::new(Slab::new()) };
}

/// The tasks of one executor that were woken, in order, each at most once.
#[derive(Default)]
pub(super) struct ReadyQueue {
    ring: RefCell<Ring>,
    on_wake: RefCell<Option<Rc<dyn Fn()>>>,
    /// Nobody is draining the queue at the moment, so a wake-up has to be announced.
    announces: Cell<bool>,
}

#[derive(Default)]
struct Ring {
    order: VecDeque<u32>,
    is_queued: Vec<bool>,
}

impl ReadyQueue {
    #[cfg(all(target_arch = "wasm32", feature = "live"))]
    /// Calls `announce` whenever a task is woken while nobody drains the queue.
    pub(super) fn set_on_wake(&self, announce: Rc<dyn Fn()>) {
        *self.on_wake.borrow_mut() = Some(announce);
        self.announces.set(true);
    }

    /// Whether wake-ups are announced; off while the executor drains the queue anyway.
    pub(super) fn set_announces(&self, announces: bool) {
        self.announces.set(announces);
    }

    pub(super) fn push(&self, task: u32) {
        {
            let mut ring = self.ring.borrow_mut();
            let place = task as usize;
            if place >= ring.is_queued.len() {
                ring.is_queued.resize(place + 1, false);
            }
            if ring.is_queued[place] {
                return;
            }
            ring.is_queued[place] = true;
            ring.order.push_back(task);
        }
        if self.announces.get() {
            let announce = self.on_wake.borrow().clone();
            if let Some(announce) = announce {
                announce();
            }
        }
    }

    /// The next task to poll. It may be woken again from here on: before the poll, not after, because a wake-up during
    /// the poll must not be lost.
    pub(super) fn pop(&self) -> Option<u32> {
        let mut ring = self.ring.borrow_mut();
        let task = ring.order.pop_front()?;
        ring.is_queued[task as usize] = false;
        Some(task)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ring.borrow().order.is_empty()
    }
}

/// A task's number in the thread's table, given back when dropped.
pub(super) struct WakerNumber(usize);

impl WakerNumber {
    pub(super) fn new(ready: &Rc<ReadyQueue>, task: u32) -> Self {
        Self(TABLE.with(|table| table.borrow_mut().insert((Rc::clone(ready), task))))
    }

    pub(super) fn waker(&self) -> Waker {
        // SAFETY: the functions of `VTABLE` keep the contract of `RawWaker`: they are thread-safe, because they use
        // nothing but a number and the tables of the thread they are called on, and there is nothing to release.
        unsafe { Waker::from_raw(raw_waker(ptr::without_provenance(self.0))) }
    }
}

impl Drop for WakerNumber {
    fn drop(&mut self) {
        // Bound to a variable so that the queue is released after the table, which its drop might want.
        let _entry = TABLE.try_with(|table| table.borrow_mut().try_remove(self.0));
    }
}

static VTABLE: RawWakerVTable = RawWakerVTable::new(raw_waker, wake, wake, |_| {});

fn raw_waker(number: *const ()) -> RawWaker {
    RawWaker::new(number, &VTABLE)
}

fn wake(number: *const ()) {
    // While the thread is ending there is no table any more, and nobody left to wake.
    let _ = TABLE.try_with(|table| {
        if let Some((ready, task)) = table.borrow().get(number.addr()) {
            ready.push(*task);
        }
    });
}
