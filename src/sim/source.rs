//! Where the tasks come from.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use super::work::{Job, Work};
use super::{Arrivals, MOST_UNFINISHED};
use crate::exec::{Instant, VirtualClock};
use crate::pool::{Pool, SubmitError, TaskOptions};

pub(super) type SimPool = Pool<Job, VirtualClock>;

/// Submits the tasks of a run, when their time has come.
pub(super) struct Source {
    pub(super) pool: Rc<SimPool>,
    pub(super) work: Rc<Work>,
    pub(super) tasks: u64,
    /// A knob, so it may change while the simulation runs.
    pub(super) arrivals: RefCell<Arrivals>,
    /// So many times it has changed.
    changes: Cell<u32>,
    waiting: RefCell<Option<Waker>>,
    /// When it gave up because more tasks came than the pool could ever do.
    overloaded_at: Cell<Option<Instant>>,
}

impl Source {
    pub(super) fn new(pool: Rc<SimPool>, work: Rc<Work>, tasks: u64, arrivals: Arrivals) -> Rc<Self> {
        Rc::new(Self {
            pool,
            work,
            tasks,
            arrivals: RefCell::new(arrivals),
            changes: Cell::new(0),
            waiting: RefCell::new(None),
            overloaded_at: Cell::new(None),
        })
    }

    pub(super) fn overloaded_at(&self) -> Option<Instant> {
        self.overloaded_at.get()
    }

    /// Whether the arrivals are Poisson.
    pub(super) fn has_rate(&self) -> bool {
        matches!(*self.arrivals.borrow(), Arrivals::Poisson { .. })
    }

    /// The rate of Poisson arrivals from now on.
    pub(super) fn set_rate(&self, rate: f64) {
        if let Arrivals::Poisson { rate_per_second } = &mut *self.arrivals.borrow_mut() {
            *rate_per_second = rate;
        }
        self.changes.set(self.changes.get() + 1);
        if let Some(waiting) = self.waiting.take() {
            waiting.wake();
        }
    }

    /// Submits them all; ends when the last is accepted, or turned away.
    pub(super) async fn run(&self) {
        if matches!(*self.arrivals.borrow(), Arrivals::Closed) {
            self.submit_in_turn().await;
        } else {
            self.submit_in_time().await;
        }
    }

    async fn submit_in_turn(&self) {
        let mut jobs = (1..=self.tasks)
            .map(|number| self.job(number))
            .take_while(|_| self.goes_on());
        // A pool that rejects turns away what comes while it is full; the submitter goes on with the next.
        while self.pool.submit_all(&mut jobs).await.is_err() {}
    }

    async fn submit_in_time(&self) {
        let mut previous = Instant::ZERO;
        for index in 0..self.tasks {
            let Some(at) = self.next_at(index, previous) else {
                return;
            };
            previous = self.wait_until(previous, at).await;
            if !self.goes_on() {
                return;
            }
            let job = self.job(index + 1);
            if index + 1 < self.tasks {
                // Where there is no room it joins the line by itself, or is turned away.
                let _ = self.pool.offer(job, TaskOptions::default());
            } else {
                // The line is first come, first served: when the last is accepted, so are all others. Only then may the
                // pool be stopped.
                let accepted: Result<_, SubmitError<_>> = self.pool.submit(job).await;
                drop(accepted);
            }
        }
    }

    fn next_at(&self, index: u64, previous: Instant) -> Option<Instant> {
        self.arrivals.borrow().at(index, previous, self.work.luck.draws())
    }

    /// Waits for an arrival; gives its time, which is another one if the rate has changed meanwhile.
    async fn wait_until(&self, mut since: Instant, mut at: Instant) -> Instant {
        loop {
            let (changes, rate) = (self.changes.get(), self.arrivals.borrow().rate_per_second());
            let mut sleep = self.work.exec.sleep_until(at);
            poll_fn(|context| {
                let has_changed = self.changes.get() != changes;
                let sleep = Pin::new(&mut sleep).poll(context);
                if has_changed || sleep.is_ready() {
                    return Poll::Ready(());
                }
                *self.waiting.borrow_mut() = Some(context.waker().clone());
                Poll::Pending
            })
            .await;
            let now = self.work.exec.now();
            if now >= at {
                return at;
            }
            // What is left of the gap is stretched: Poisson arrivals have no memory.
            let stretch = match (rate, self.arrivals.borrow().rate_per_second()) {
                (Some(before), Some(after)) => before / after,
                _ => 1.0,
            };
            since = since.max(now);
            at = since.plus_nanos(stretched(at.nanos_since(since), stretch));
        }
    }

    fn job(&self, number: u64) -> Job {
        Job {
            work: Rc::clone(&self.work),
            number,
        }
    }

    #[inline(always)]
    fn goes_on(&self) -> bool {
        if self.pool.unfinished() >= MOST_UNFINISHED && self.overloaded_at.get().is_none() {
            self.overloaded_at.set(Some(self.work.exec.now()));
        }
        self.overloaded_at.get().is_none()
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a time that is drawn anyway; a float cast saturates"
)]
fn stretched(nanos: u64, stretch: f64) -> u64 {
    (nanos as f64 * stretch) as u64
}
