//! The hand-written event loop: a heap of events, a ring for the buffer, an array of workers, and nothing else. It
//! knows this one workload, keeps only what [`Outcome`] asks for, and is as quick as we know how to write it.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::work::{BASE_DELAY_NANOS, BUFFER_SIZE, FACTOR, MAX_ATTEMPTS, Outcome, WORKERS, draw_attempt};

#[derive(Clone, Copy, Default)]
struct Worker {
    task: u64,
    accepted_nanos: u64,
    attempt: u32,
    is_in_backoff: bool,
}

struct EventLoop {
    seed: u64,
    tasks: u64,
    submitted: u64,
    buffer: VecDeque<(u64, u64)>,
    events: BinaryHeap<Reverse<(u64, u64, usize)>>,
    next_event: u64,
    workers: [Worker; WORKERS],
    outcome: Outcome,
}

/// Runs so many tasks to their end.
pub fn run(tasks: u64, seed: u64) -> Outcome {
    let mut event_loop = EventLoop {
        seed,
        tasks,
        submitted: 0,
        buffer: VecDeque::with_capacity(BUFFER_SIZE),
        events: BinaryHeap::with_capacity(WORKERS),
        next_event: 0,
        workers: [Worker::default(); WORKERS],
        outcome: Outcome::default(),
    };
    for worker in 0..WORKERS {
        event_loop.refill(0);
        event_loop.take(worker, 0);
    }
    event_loop.refill(0);
    while let Some(Reverse((now, _, worker))) = event_loop.events.pop() {
        event_loop.outcome.end_nanos = now;
        event_loop.step(worker, now);
    }
    event_loop.outcome
}

impl EventLoop {
    fn refill(&mut self, now: u64) {
        while self.buffer.len() < BUFFER_SIZE && self.submitted < self.tasks {
            self.buffer.push_back((self.submitted, now));
            self.submitted += 1;
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "sums in floating point")]
    fn take(&mut self, worker: usize, now: u64) {
        let Some((task, accepted_nanos)) = self.buffer.pop_front() else {
            return;
        };
        self.refill(now);
        self.outcome.wait_nanos += (now - accepted_nanos) as f64;
        self.workers[worker] = Worker {
            task,
            accepted_nanos,
            attempt: 0,
            is_in_backoff: false,
        };
        self.attempt(worker, now);
    }

    fn attempt(&mut self, index: usize, now: u64) {
        let worker = &mut self.workers[index];
        worker.attempt += 1;
        worker.is_in_backoff = false;
        self.outcome.attempts += 1;
        let (service_nanos, _) = draw_attempt(self.seed, worker.task, worker.attempt);
        self.schedule(index, now + service_nanos);
    }

    fn schedule(&mut self, worker: usize, at: u64) {
        self.events.push(Reverse((at, self.next_event, worker)));
        self.next_event += 1;
    }

    #[expect(clippy::cast_precision_loss, reason = "sums in floating point")]
    fn step(&mut self, index: usize, now: u64) {
        let worker = &mut self.workers[index];
        if worker.is_in_backoff {
            self.attempt(index, now);
            return;
        }
        let (_, has_failed) = draw_attempt(self.seed, worker.task, worker.attempt);
        if has_failed && worker.attempt < MAX_ATTEMPTS {
            worker.is_in_backoff = true;
            let delay = BASE_DELAY_NANOS * FACTOR.pow(worker.attempt - 1);
            self.schedule(index, now + delay);
            return;
        }
        self.outcome.sojourn_nanos += (now - worker.accepted_nanos) as f64;
        if has_failed {
            self.outcome.failed += 1;
        } else {
            self.outcome.succeeded += 1;
        }
        self.take(index, now);
    }
}
