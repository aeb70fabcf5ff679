//! Polls futures in order until none can move.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::rc::Rc;
#[cfg(all(target_arch = "wasm32", feature = "live"))]
use std::rc::Weak;
use std::task::Waker;
use std::time::Duration;

use futures::future::LocalFutureObj;
use futures::task::{LocalSpawn, SpawnError};
use slab::Slab;

use super::timer_queue::{TimerKey, TimerQueue};
use super::waker::{Bell, BellRope, ReadyQueue, Wakeable};
use super::{Clock, Instant, Sleep};

/// Runs futures on this thread, in the order in which they were woken.
///
/// It owns the futures: dropping it drops them all. Everything else works through a [`Handle`].
#[must_use = "dropping an executor drops every future that it runs"]
pub struct Executor<C: Clock> {
    handle: Handle<C>,
}

/// A cheap, clonable way to an [`Executor`]: spawns, sleeps, and tells the time. It keeps no future alive.
pub struct Handle<C: Clock> {
    core: Rc<Core<C>>,
}

#[cfg(all(target_arch = "wasm32", feature = "live"))]
/// A handle that doesn't keep its executor's timers and clock in memory.
pub(super) struct WeakHandle<C: Clock> {
    core: Weak<Core<C>>,
}

struct Core<C> {
    clock: C,
    ready: Rc<ReadyQueue>,
    /// The futures; each hangs in its bell.
    tasks: RefCell<Slab<BellRope>>,
    timers: RefCell<TimerQueue<Wakeable>>,
    is_running: Cell<bool>,
    is_closed: Cell<bool>,
}

impl<C: Clock> Executor<C> {
    /// An executor on this clock.
    pub fn new(clock: C) -> Self {
        let core = Core {
            clock,
            ready: Rc::new(ReadyQueue::default()),
            tasks: RefCell::new(Slab::new()),
            timers: RefCell::new(TimerQueue::new()),
            is_running: Cell::new(false),
            is_closed: Cell::new(false),
        };
        Self {
            handle: Handle { core: Rc::new(core) },
        }
    }

    /// A handle to give away.
    pub fn handle(&self) -> Handle<C> {
        self.handle.clone()
    }

    pub(super) fn handle_ref(&self) -> &Handle<C> {
        &self.handle
    }

    /// Starts a future; see [`Handle::spawn`].
    pub fn spawn(&self, future: impl Future<Output = ()> + 'static) {
        self.handle.spawn(future);
    }

    /// The time now.
    pub fn now(&self) -> Instant {
        self.handle.now()
    }

    /// Polls what was woken, in order, until no future can move without time passing. Called from inside one of its own
    /// futures it does nothing: the outer call goes on anyway.
    pub fn run_until_stalled(&self) {
        self.handle.run_until_stalled();
    }
}

impl<C: Clock> Drop for Executor<C> {
    fn drop(&mut self) {
        // Futures own handles, and the core owns futures: taking the futures out is what breaks that circle. Their own
        // drops may wake, spawn or cancel timers, so no borrow may be held.
        let core = &self.handle.core;
        core.is_closed.set(true);
        core.ready.set_announces(false);
        let tasks = core.tasks.take();
        drop(tasks);
        let timers = core.timers.borrow_mut().empty();
        drop(timers);
    }
}

impl<C: Clock> Handle<C> {
    /// Starts a future: it is polled from the next run on, after those that are ready already. On an executor that is
    /// gone the future is dropped.
    pub fn spawn(&self, future: impl Future<Output = ()> + 'static) {
        // A refusal means the executor is gone; documented above.
        let _ = self.spawn_boxed(Box::pin(future));
    }

    /// The time now. Within one poll of a future it stands still, unless [`Clock::refresh`] is called.
    #[inline(always)]
    pub fn now(&self) -> Instant {
        if !self.core.is_running.get() {
            self.core.clock.refresh();
        }
        self.core.clock.now()
    }

    /// The clock.
    pub fn clock(&self) -> &C {
        &self.core.clock
    }

    /// A future that ends after this long.
    pub fn sleep(&self, duration: Duration) -> Sleep<C> {
        self.sleep_until(self.now() + duration)
    }

    /// A future that ends at `deadline`; at once if that has passed.
    pub fn sleep_until(&self, deadline: Instant) -> Sleep<C> {
        Sleep::new(self.clone(), deadline)
    }

    /// The earliest deadline that somebody waits for.
    pub fn next_deadline(&self) -> Option<Instant> {
        self.core.timers.borrow().next_deadline()
    }

    /// Starts a future that waits already: it is made with what wakes it, and not polled before that is used. `make` must not
    /// end the executor.
    pub(crate) fn spawn_waiting<F: Future<Output = ()> + 'static>(&self, make: impl FnOnce(&Waker) -> F) {
        let tasks = &self.core.tasks;
        let Ok(task) = self.add_task() else {
            return;
        };
        // Nothing may be borrowed while it is called.
        let waker = tasks.borrow()[task].waker();
        let future = Box::pin(make(&waker));
        tasks.borrow()[task].hang(future);
    }

    fn spawn_boxed(&self, future: Pin<Box<dyn Future<Output = ()>>>) -> Result<(), SpawnError> {
        let task = self.add_task()?;
        let rope = &self.core.tasks.borrow()[task];
        rope.hang(future);
        rope.ring();
        Ok(())
    }

    /// A place for a future.
    fn add_task(&self) -> Result<usize, SpawnError> {
        let core = &self.core;
        if core.is_closed.get() {
            return Err(SpawnError::shutdown());
        }
        let mut tasks = core.tasks.borrow_mut();
        let entry = tasks.vacant_entry();
        let place = entry.key();
        let task = u32::try_from(place).map_err(|_| SpawnError::shutdown())?;
        entry.insert(BellRope::new(&core.ready, task));
        Ok(place)
    }

    /// Only the live clock, which its own executor owns, has to look back at it.
    #[cfg(all(target_arch = "wasm32", feature = "live"))]
    pub(super) fn downgrade(&self) -> WeakHandle<C> {
        WeakHandle {
            core: Rc::downgrade(&self.core),
        }
    }

    #[cfg(all(target_arch = "wasm32", feature = "live"))]
    pub(super) fn is_running(&self) -> bool {
        self.core.is_running.get()
    }

    pub(super) fn run_until_stalled(&self) {
        if let Some(run) = self.enter() {
            run.drain();
        }
    }

    /// Begins a run; `None` inside of one.
    #[inline(always)]
    pub(super) fn enter(&self) -> Option<Run<'_, C>> {
        // Not `then_some`: it would make a run in any case, and to drop that one ends the run that it is inside of.
        (!self.core.is_running.replace(true)).then(|| Run(&self.core))
    }

    #[inline(always)]
    pub(super) fn arm_timer(&self, deadline: Instant, waker: &Waker) -> TimerKey {
        // A foreign waker may do anything while it is cloned, so nothing is borrowed yet.
        let wakeable = Wakeable::of(waker);
        let mut timers = self.core.timers.borrow_mut();
        let key = timers.insert(deadline, wakeable);
        // Inside a run the clock is armed once, at its end.
        if !self.core.is_running.get() {
            let earliest = timers.next_deadline();
            drop(timers);
            self.core.clock.arm(earliest);
        }
        key
    }

    /// Whether it has fired.
    #[inline(always)]
    pub(super) fn is_timer_gone(&self, timer: TimerKey) -> bool {
        self.core.timers.borrow().is_gone(timer)
    }

    #[cold]
    pub(super) fn cancel_timer(&self, timer: TimerKey) {
        // Bound, so that the waker, which may be foreign, is dropped after the borrow has ended.
        let _waker = self.core.timers.borrow_mut().cancel(timer);
    }

    /// Tells whether the timer is there, and sees to it that it wakes this one.
    pub(super) fn set_timer_waker(&self, timer: TimerKey, waker: &Waker) -> bool {
        match self.core.timers.borrow_mut().get_mut(timer) {
            None => return false,
            Some(wakeable) if wakeable.wakes(waker) => return true,
            Some(_) => {}
        }
        // A foreign waker may do anything while it is cloned or dropped: both happen while nothing is borrowed.
        let mut wakeable = Wakeable::of(waker);
        let is_there = match self.core.timers.borrow_mut().get_mut(timer) {
            None => false,
            Some(replaced) => {
                mem::swap(replaced, &mut wakeable);
                true
            }
        };
        drop(wakeable);
        is_there
    }

    #[cfg(all(target_arch = "wasm32", feature = "live"))]
    pub(super) fn ready(&self) -> &ReadyQueue {
        &self.core.ready
    }
}

/// An executor that runs; it does so no more when this is dropped, also by a future's panic.
pub(super) struct Run<'a, C>(&'a Core<C>);

impl<C: Clock> Run<'_, C> {
    /// Polls what was woken, in order, until nothing is ready.
    #[inline(never)]
    pub(super) fn drain(&self) {
        while let Some(bell) = self.0.ready.pop() {
            self.poll(bell);
        }
    }

    /// Polls what was woken, in order, until nothing is ready or `left` is used up; tells whether nothing is ready.
    pub(super) fn drain_some(&self, left: &mut u64) -> bool {
        while *left > 0 {
            let Some(bell) = self.0.ready.pop() else {
                return true;
            };
            *left -= 1;
            self.poll(bell);
        }
        self.0.ready.is_empty()
    }

    /// Wakes the first of those whose time has come by `now`, and runs nothing. Tells whether there was one.
    pub(super) fn wake_next_due(&self, now: Instant) -> bool {
        let due = self.next_due(now);
        due.is_some_and(|wakeable| {
            wakeable.wake();
            true
        })
    }

    /// Polls what was woken, and then wakes those whose time has come by `now`, one after the other, each with what follows
    /// from it.
    #[inline(never)]
    pub(super) fn run_due(&self, now: Instant) {
        let ready = &*self.0.ready;
        loop {
            let bell = if let Some(bell) = ready.pop() {
                bell
            } else {
                let Some(wakeable) = self.next_due(now) else {
                    return;
                };
                let Some(bell) = ready.own_bell(&wakeable) else {
                    wakeable.wake();
                    continue;
                };
                // Nothing is ready, so it would be the next anyway.
                bell
            };
            // The only place where a long run polls: the future's code is large, and the way there short.
            self.poll(bell);
        }
    }

    #[inline(always)]
    fn next_due(&self, now: Instant) -> Option<Wakeable> {
        let (deadline, wakeable) = self.0.timers.borrow_mut().pop_due(now)?;
        self.0.clock.reach(deadline);
        Some(wakeable)
    }

    #[inline(always)]
    fn poll(&self, bell: &'static Bell) {
        self.0.clock.refresh();
        if let Some(task) = bell.poll() {
            // Bound, so that it is dropped after the borrow has ended.
            let _rope = self.0.tasks.borrow_mut().try_remove(task as usize);
        }
    }
}

impl<C> Drop for Run<'_, C> {
    #[inline(always)]
    fn drop(&mut self) {
        self.0.is_running.set(false);
    }
}

#[cfg(all(target_arch = "wasm32", feature = "live"))]
impl<C: Clock> WeakHandle<C> {
    pub(super) fn upgrade(&self) -> Option<Handle<C>> {
        self.core.upgrade().map(|core| Handle { core })
    }
}

impl<C: Clock> Clone for Handle<C> {
    fn clone(&self) -> Self {
        Self {
            core: Rc::clone(&self.core),
        }
    }
}

impl<C: Clock> LocalSpawn for Handle<C> {
    fn spawn_local_obj(&self, future: LocalFutureObj<'static, ()>) -> Result<(), SpawnError> {
        self.spawn_boxed(Box::pin(future))
    }

    fn status_local(&self) -> Result<(), SpawnError> {
        if self.core.is_closed.get() {
            Err(SpawnError::shutdown())
        } else {
            Ok(())
        }
    }
}

impl<C: Clock> fmt::Debug for Executor<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Executor")
            .field("now", &self.now())
            .finish_non_exhaustive()
    }
}

impl<C: Clock> fmt::Debug for Handle<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Handle")
            .field("now", &self.now())
            .finish_non_exhaustive()
    }
}
