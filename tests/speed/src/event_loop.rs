//! The hand-written event loop: a heap of events, a ring for the buffer, an array of workers, and nothing else. It
//! knows this one workload, and is as quick as we know how to write it.
//!
//! What it keeps of a run is its [`Ledger`]: the same figures as the pool's, by the same recorder, or next to nothing.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use twinpool::stats::{Ending, Figures, Period, Place, Stats};

use crate::work::{BASE_DELAY_NANOS, BUFFER_SIZE, FACTOR, Luck, MAX_ATTEMPTS, WORKERS};

/// Hears of every step.
pub trait Ledger {
    fn advance(&mut self, now: u64);
    fn submit(&mut self);
    fn block(&mut self);
    fn accept(&mut self, blocked_nanos: u64, waited: bool);
    fn start(&mut self, wait_nanos: Option<u64>);
    fn back_off(&mut self);
    fn finish(&mut self, is_success: bool, sojourn_nanos: u64);
}

/// The figures that the pool keeps, all of them.
impl Ledger for Stats {
    fn advance(&mut self, now: u64) {
        Stats::advance(self, now);
    }

    fn submit(&mut self) {
        Stats::submit(self, Period::Measured);
    }

    fn block(&mut self) {
        Stats::block(self);
    }

    fn accept(&mut self, blocked_nanos: u64, waited: bool) {
        if waited {
            self.unblock();
        }
        Stats::accept(self, Period::Measured, blocked_nanos);
    }

    fn start(&mut self, wait_nanos: Option<u64>) {
        let from = if wait_nanos.is_some() {
            Place::Queued
        } else {
            Place::Held
        };
        Stats::start(self, Period::Measured, from, wait_nanos);
    }

    fn back_off(&mut self) {
        self.pass(Place::Running, Place::Held);
    }

    fn finish(&mut self, is_success: bool, sojourn_nanos: u64) {
        let ending = if is_success { Ending::Succeeded } else { Ending::Failed };
        Stats::finish(self, Period::Measured, Place::Running, ending, sojourn_nanos);
    }
}

/// How many attempts there were, and nothing else.
#[derive(Default)]
struct Attempts(u64);

impl Ledger for Attempts {
    fn advance(&mut self, _now: u64) {}
    fn submit(&mut self) {}
    fn block(&mut self) {}
    fn accept(&mut self, _blocked_nanos: u64, _waited: bool) {}
    fn start(&mut self, _wait_nanos: Option<u64>) {
        self.0 += 1;
    }
    fn back_off(&mut self) {}
    fn finish(&mut self, _is_success: bool, _sojourn_nanos: u64) {}
}

/// A worker, and the task that it is with.
#[derive(Clone, Copy, Default)]
pub struct Worker {
    task: u64,
    accepted_nanos: u64,
    attempt: u32,
    is_in_backoff: bool,
    will_fail: bool,
}

struct EventLoop<D, L, W> {
    luck: D,
    tasks: u64,
    submitted: u64,
    /// When the submitter began to wait for room.
    blocked_since: Option<u64>,
    buffer: VecDeque<(u64, u64)>,
    events: BinaryHeap<Reverse<(u64, u64, usize)>>,
    next_event: u64,
    workers: W,
    ledger: L,
    now: u64,
}

/// Runs so many tasks to their end, with the luck of a seed or of the simulator, and gives the same figures as the pool.
pub fn run(tasks: u64, luck: impl Luck) -> Figures {
    let workers = [Worker::default(); WORKERS];
    run_with(tasks, luck, workers, Stats::new(WORKERS as u64, 0))
        .ledger
        .figures()
}

/// The same with as many workers as one likes.
pub fn run_with_workers(tasks: u64, luck: impl Luck, workers: usize) -> Figures {
    let ledger = Stats::new(workers as u64, 0);
    let workers = vec![Worker::default(); workers];
    run_with(tasks, luck, workers, ledger).ledger.figures()
}

/// Runs so many tasks to their end, and counts the attempts.
pub fn run_bare(tasks: u64, luck: impl Luck) -> (u64, u64) {
    let event_loop = run_with(tasks, luck, [Worker::default(); WORKERS], Attempts::default());
    (event_loop.now, event_loop.ledger.0)
}

fn run_with<D: Luck, L: Ledger, W: AsRef<[Worker]> + AsMut<[Worker]>>(
    tasks: u64,
    luck: D,
    workers: W,
    ledger: L,
) -> EventLoop<D, L, W> {
    let count = workers.as_ref().len();
    let mut event_loop = EventLoop {
        luck,
        tasks,
        submitted: 0,
        blocked_since: None,
        buffer: VecDeque::with_capacity(BUFFER_SIZE),
        events: BinaryHeap::with_capacity(count),
        next_event: 0,
        workers,
        ledger,
        now: 0,
    };
    // The submitter runs first, into the workers' arms: they wait for tasks.
    for _ in 0..count {
        event_loop.submit();
    }
    event_loop.refill();
    for worker in 0..count {
        event_loop.take(worker);
    }
    while let Some(Reverse((now, _, worker))) = event_loop.events.pop() {
        event_loop.now = now;
        event_loop.ledger.advance(now);
        event_loop.step(worker);
    }
    event_loop
}

impl<D: Luck, L: Ledger, W: AsRef<[Worker]> + AsMut<[Worker]>> EventLoop<D, L, W> {
    /// The submitter submits, until it has to wait or has nothing left.
    fn refill(&mut self) {
        if let Some(since) = self.blocked_since.take() {
            self.ledger.accept(self.now - since, true);
            self.put();
        }
        while self.submitted < self.tasks {
            if self.buffer.len() >= BUFFER_SIZE {
                self.ledger.submit();
                self.ledger.block();
                self.blocked_since = Some(self.now);
                return;
            }
            self.submit();
        }
    }

    fn submit(&mut self) {
        if self.submitted < self.tasks {
            self.ledger.submit();
            self.ledger.accept(0, false);
            self.put();
        }
    }

    fn put(&mut self) {
        self.buffer.push_back((self.submitted, self.now));
        self.submitted += 1;
    }

    fn take(&mut self, worker: usize) {
        let Some((task, accepted_nanos)) = self.buffer.pop_front() else {
            return;
        };
        self.workers.as_mut()[worker] = Worker {
            task,
            accepted_nanos,
            ..Worker::default()
        };
        self.attempt(worker, Some(self.now - accepted_nanos));
        self.refill();
    }

    fn attempt(&mut self, index: usize, wait_nanos: Option<u64>) {
        self.ledger.start(wait_nanos);
        let worker = &mut self.workers.as_mut()[index];
        worker.attempt += 1;
        worker.is_in_backoff = false;
        let (service_nanos, will_fail) = self.luck.draw_attempt(worker.task, worker.attempt);
        worker.will_fail = will_fail;
        self.schedule(index, service_nanos);
    }

    fn schedule(&mut self, worker: usize, nanos: u64) {
        self.events.push(Reverse((self.now + nanos, self.next_event, worker)));
        self.next_event += 1;
    }

    fn step(&mut self, index: usize) {
        let worker = &mut self.workers.as_mut()[index];
        if worker.is_in_backoff {
            self.attempt(index, None);
            return;
        }
        if worker.will_fail && worker.attempt < MAX_ATTEMPTS {
            worker.is_in_backoff = true;
            let delay = BASE_DELAY_NANOS * FACTOR.pow(worker.attempt - 1);
            self.ledger.back_off();
            self.schedule(index, delay);
            return;
        }
        let (is_success, sojourn_nanos) = (!worker.will_fail, self.now - worker.accepted_nanos);
        self.ledger.finish(is_success, sojourn_nanos);
        self.take(index);
    }
}
