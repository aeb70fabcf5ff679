//! Wakers that are never freed, and the queue of those that were woken.
//!
//! A waker points to a *bell*. Bells are never given back to the allocator, only used again for another task, so a waker
//! needs no count of its copies: cloning and dropping one cost nothing, and one that outlives its task still points to a
//! bell. At worst it wakes some other task once for nothing, which every future has to put up with anyway.
//!
//! A bell belongs to the thread that its task runs on. Rung from another thread it does nothing, which makes a waker that
//! has strayed there safe and useless.
//!
//! Measured on the benchmark `virtual` (2.8 wake-ups a task), against a table from numbers to tasks in thread-local
//! storage, which needs no `unsafe` but to make the waker: a wake-up and the poll that follows took 190 instructions
//! there, and take 80 here.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::iter;
use std::mem::{self, ManuallyDrop};
use std::pin::Pin;
use std::ptr;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, RawWaker, RawWakerVTable, Waker};

/// What a waker points to; in one line of the cache.
#[cfg_attr(target_pointer_width = "64", repr(align(64)))]
#[cfg_attr(target_pointer_width = "32", repr(align(32)))]
pub(crate) struct Bell {
    /// The thread that all the other fields belong to, by [`this_thread`]; [`NOBODY`] while it is retired.
    owner: AtomicUsize,
    /// The task's place in its executor.
    task: Cell<u32>,
    /// The task; taken out while it is polled, so that it may do to its executor whatever it likes.
    future: Cell<Option<Pin<Box<dyn Future<Output = ()>>>>>,
    /// Of [`POLLED`], [`RUNG`] and [`ENDED`] those that hold. Together, because most steps ask for several of them.
    marks: Cell<u8>,
    /// The queue, while there is a task. A raw pointer, because a count would have to be kept for every waker: whoever
    /// sets it sees to it that the queue outlives that.
    queue: Cell<*const ReadyQueue>,
    /// The next in the queue.
    next: Cell<Option<&'static Bell>>,
}

// SAFETY: every field but `owner` is only touched by the thread that `owner` names: by `ring`, which asks, and by
// `ReadyQueue` and `BellRope`, which are neither `Send` nor `Sync` and hold bells of their own thread only. A thread gives
// a bell up by `retire`, which names nobody the owner, and takes one by `BellRope::new`, out of `RETIRED`, where no other
// can; the mutex orders that after everything that the old owner did. The old owner's stray wakers can't get in between:
// a thread sees its own stores, so once it has named nobody, it never again reads its own name there until it has taken
// the bell back.
unsafe impl Sync for Bell {}

/// Its future is being polled.
const POLLED: u8 = 1;
/// It is in the queue.
const RUNG: u8 = 2;
/// Its task has ended. It is retired once it is neither in the queue nor polled.
const ENDED: u8 = 4;

/// The owner of a bell that no task uses. No thread's mark has this address.
const NOBODY: usize = 0;

/// Bells that no task uses.
static RETIRED: Mutex<Vec<&'static Bell>> = Mutex::new(Vec::new());

/// So many bells are cast at a time: those of one pool lie together.
const BATCH: usize = 32;

/// A number that no other living thread has.
#[inline(always)]
fn this_thread() -> usize {
    thread_local!(static MARK: u8 = const { 0 });
    // Where the mark can't be reached, during a thread's end, the thread owns nothing.
    MARK.try_with(|mark| ptr::from_ref(mark).addr()).unwrap_or(NOBODY)
}

impl Bell {
    /// Whether this is the owner's thread: nothing else may be looked at on any other.
    #[inline(always)]
    fn is_here(&self) -> bool {
        let here = this_thread();
        here != NOBODY && self.owner.load(Ordering::Relaxed) == here
    }

    #[inline(always)]
    fn ring(&'static self) {
        if !self.is_here() || self.has(RUNG) {
            return;
        }
        let queue = self.queue.get();
        if queue.is_null() {
            return;
        }
        // SAFETY: this is the owner's thread, and on it `queue` is null or points to a queue that is alive: `BellRope`
        // holds a count of it for as long as it is set.
        unsafe { &*queue }.push(self);
    }

    #[inline(always)]
    fn has(&self, mark: u8) -> bool {
        self.marks.get() & mark != 0
    }

    #[inline(always)]
    fn mark(&self, mark: u8) {
        self.marks.set(self.marks.get() | mark);
    }

    #[inline(always)]
    fn unmark(&self, mark: u8) {
        self.marks.set(self.marks.get() & !mark);
    }

    /// Polls the task; tells its place if it has ended. To be called on the owner's thread, while the queue doesn't hold
    /// the bell: it may be rung again from here on, because a wake-up during the poll must not be lost.
    #[inline(always)]
    pub(super) fn poll(&'static self) -> Option<u32> {
        let mut future = self.future.take()?;
        self.mark(POLLED);
        let polled = Polled(self);
        // Never dropped, because there is nothing to drop, and finding that out would be an indirect call.
        let waker = ManuallyDrop::new(waker(self));
        let is_pending = future.as_mut().poll(&mut Context::from_waker(&waker)).is_pending();
        if is_pending && !self.has(ENDED) {
            mem::forget(polled);
            self.unmark(POLLED);
            // What was there is `None`: nothing to drop.
            mem::forget(self.future.replace(Some(future)));
            return None;
        }
        // If its executor has ended, the place is gone already.
        let ended = (!self.has(ENDED)).then(|| self.task.get());
        drop(polled);
        drop(future);
        ended
    }

    #[inline(always)]
    fn retire_if_done(&'static self) {
        if self.marks.get() == ENDED {
            self.retire();
        }
    }

    /// One that no task uses.
    fn take() -> &'static Self {
        let mut retired = RETIRED.lock().unwrap_or_else(PoisonError::into_inner);
        if retired.is_empty() {
            // Backwards: the last is taken first.
            retired.extend(Box::leak(Self::cast_batch()).iter().rev());
        }
        retired.pop().expect("a batch is not empty")
    }

    #[cold]
    fn cast_batch() -> Box<[Self]> {
        let cast = || Self {
            owner: AtomicUsize::new(NOBODY),
            task: Cell::new(0),
            future: Cell::new(None),
            marks: Cell::new(0),
            queue: Cell::new(ptr::null()),
            next: Cell::new(None),
        };
        iter::repeat_with(cast).take(BATCH).collect()
    }

    #[cold]
    fn retire(&'static self) {
        self.marks.set(0);
        self.owner.store(NOBODY, Ordering::Relaxed);
        RETIRED.lock().unwrap_or_else(PoisonError::into_inner).push(self);
    }
}

/// While it is there, the bell's future is being polled; gone also when a panic of the future passes through.
struct Polled(&'static Bell);

impl Drop for Polled {
    #[inline(always)]
    fn drop(&mut self) {
        self.0.unmark(POLLED);
        self.0.retire_if_done();
    }
}

/// A task's hold on its bell.
pub(super) struct BellRope {
    bell: &'static Bell,
    _queue: Rc<ReadyQueue>,
}

impl BellRope {
    pub(super) fn new(queue: &Rc<ReadyQueue>, task: u32) -> Self {
        let bell = Bell::take();
        bell.owner.store(this_thread(), Ordering::Relaxed);
        bell.task.set(task);
        bell.queue.set(Rc::as_ptr(queue));
        Self {
            bell,
            _queue: Rc::clone(queue),
        }
    }

    /// Gives the bell its future.
    pub(super) fn hang(&self, future: Pin<Box<dyn Future<Output = ()>>>) {
        self.bell.future.set(Some(future));
    }

    /// Wakes the task.
    pub(super) fn ring(&self) {
        self.bell.ring();
    }

    /// What wakes the task.
    pub(super) fn waker(&self) -> Waker {
        waker(self.bell)
    }
}

impl Drop for BellRope {
    fn drop(&mut self) {
        let bell = self.bell;
        let future = bell.future.take();
        bell.queue.set(ptr::null());
        bell.mark(ENDED);
        bell.retire_if_done();
        // Last, because its drop may do anything.
        drop(future);
    }
}

/// The tasks of one executor that were woken, in order, each at most once: a list through their bells.
#[derive(Default)]
pub(super) struct ReadyQueue {
    first: Cell<Option<&'static Bell>>,
    last: Cell<Option<&'static Bell>>,
    on_wake: RefCell<Option<Rc<dyn Fn()>>>,
    /// Nobody is draining the queue at the moment, so a wake-up has to be announced.
    announces: Cell<bool>,
}

impl ReadyQueue {
    /// Calls `announce` whenever a task is woken while nobody drains the queue.
    #[cfg(all(target_arch = "wasm32", feature = "live"))]
    pub(super) fn set_on_wake(&self, announce: Rc<dyn Fn()>) {
        *self.on_wake.borrow_mut() = Some(announce);
        self.announces.set(true);
    }

    /// Whether wake-ups are announced; off while the executor drains the queue anyway.
    pub(super) fn set_announces(&self, announces: bool) {
        self.announces.set(announces);
    }

    #[inline(always)]
    fn push(&self, bell: &'static Bell) {
        bell.mark(RUNG);
        bell.next.set(None);
        match self.last.replace(Some(bell)) {
            Some(last) => last.next.set(Some(bell)),
            None => self.first.set(Some(bell)),
        }
        self.ask_for_run();
    }

    /// Sees to it that there will be a run, if nobody is draining the queue.
    #[inline(always)]
    pub(super) fn ask_for_run(&self) {
        if self.announces.get() {
            self.announce();
        }
    }

    #[cold]
    fn announce(&self) {
        let announce = self.on_wake.borrow().clone();
        if let Some(announce) = announce {
            announce();
        }
    }

    /// The next whose task is to be polled.
    #[inline(always)]
    pub(super) fn pop(&self) -> Option<&'static Bell> {
        loop {
            let bell = self.first.get()?;
            let next = bell.next.get();
            self.first.set(next);
            if next.is_none() {
                self.last.set(None);
            }
            bell.unmark(RUNG);
            if !bell.has(ENDED) {
                return Some(bell);
            }
            bell.retire_if_done();
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.first.get().is_none()
    }

    /// The bell of this waker, if it belongs to a task of this executor.
    #[inline(always)]
    pub(super) fn own_bell(&self, wakeable: &Wakeable) -> Option<&'static Bell> {
        match wakeable {
            Wakeable::Bell(bell) if bell.is_here() && ptr::eq(bell.queue.get(), self) => Some(bell),
            _ => None,
        }
    }
}

impl Drop for ReadyQueue {
    fn drop(&mut self) {
        // Every task is gone, or its rope would hold the queue: what is left are retired bells.
        while self.pop().is_some() {}
    }
}

/// Somebody to wake: a waker, or, if the waker is one of ours, its bell, which is copied and rung without a detour.
#[derive(Clone)]
pub(crate) enum Wakeable {
    Bell(&'static Bell),
    /// Boxed, because it is rare and would make all others larger.
    Foreign(Box<Waker>),
}

impl Wakeable {
    #[inline(always)]
    pub(crate) fn of(waker: &Waker) -> Self {
        if ptr::eq(waker.vtable(), &raw const VTABLE) {
            // SAFETY: with this vtable, the pointer is one that `waker` made from a reference that lives for ever.
            Self::Bell(unsafe { &*waker.data().cast() })
        } else {
            Self::Foreign(Box::new(waker.clone()))
        }
    }

    /// Whether this waker wakes the same.
    pub(crate) fn wakes(&self, waker: &Waker) -> bool {
        match self {
            Self::Bell(bell) => {
                ptr::eq(waker.vtable(), &raw const VTABLE) && ptr::eq(waker.data(), ptr::from_ref(*bell).cast())
            }
            Self::Foreign(foreign) => foreign.will_wake(waker),
        }
    }

    #[inline(always)]
    pub(crate) fn wake(self) {
        match self {
            Self::Bell(bell) => bell.ring(),
            Self::Foreign(waker) => waker.wake(),
        }
    }
}

#[inline(always)]
fn waker(bell: &'static Bell) -> Waker {
    // SAFETY: the functions of `VTABLE` keep the contract of `RawWaker`: they may be called from any thread, as `ring`
    // asks for its own first, and what they point to is never freed.
    unsafe { Waker::from_raw(raw_waker(ptr::from_ref(bell).cast())) }
}

static VTABLE: RawWakerVTable = RawWakerVTable::new(raw_waker, wake, wake, |_| {});

fn raw_waker(bell: *const ()) -> RawWaker {
    RawWaker::new(bell, &VTABLE)
}

fn wake(bell: *const ()) {
    // SAFETY: `waker` is the only one to make a pointer with this vtable, from a reference that lives for ever.
    let bell: &'static Bell = unsafe { &*bell.cast() };
    bell.ring();
}
