//! The same work as futures on the crate's executor, and nothing else: three workers and a submitter that share a ring.
//!
//! Nobody can cancel, watch, name or resize anything here, no task has options or a result, and the policy is written out.
//! So it is a bound: no pool that runs on this executor and keeps these figures can be quicker.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use twinpool::exec::{Executor, Handle, Sleep, VirtualClock};
use twinpool::stats::{Ending, Figures, Period, Place, Stats};

use crate::work::{BASE_DELAY_NANOS, BUFFER_SIZE, FACTOR, MAX_ATTEMPTS, WORKERS, draw_attempt};

struct Shared {
    exec: Handle<VirtualClock>,
    tasks: u64,
    seed: u64,
    state: RefCell<State>,
}

struct State {
    /// Each task with the time at which it was accepted.
    buffer: VecDeque<(u64, u64)>,
    submitted: u64,
    ended: u64,
    /// The submitter, and since when it waits for room.
    blocked: Option<(Waker, u64)>,
    idle: VecDeque<Waker>,
    stats: Stats,
}

impl Shared {
    /// Borrows the state, with the figures brought up to now.
    #[inline]
    fn step<R>(&self, act: impl FnOnce(&mut State, u64) -> R) -> R {
        let now = self.exec.now().as_nanos();
        let mut state = self.state.borrow_mut();
        state.stats.advance(now);
        act(&mut state, now)
    }
}

impl State {
    #[inline]
    fn put(&mut self, now: u64) {
        self.buffer.push_back((self.submitted, now));
        self.submitted += 1;
    }

    /// Takes the next task, with the submitter that may come in for it.
    #[inline]
    fn take(&mut self, now: u64) -> Option<(u64, u64, Option<Waker>)> {
        let (task, accepted_nanos) = self.buffer.pop_front()?;
        self.stats
            .start(Period::Measured, Place::Queued, Some(now - accepted_nanos));
        let waker = self.blocked.take().map(|(waker, since)| {
            self.stats.unblock();
            self.stats.accept(Period::Measured, now - since);
            self.put(now);
            waker
        });
        Some((task, accepted_nanos, waker))
    }
}

struct Submitter(Rc<Shared>);

impl Future for Submitter {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        loop {
            let next = self.0.step(|state, now| {
                if state.submitted >= self.0.tasks {
                    return Poll::Ready(None);
                }
                state.stats.submit(Period::Measured);
                if state.idle.is_empty() && state.buffer.len() >= BUFFER_SIZE {
                    state.stats.block();
                    state.blocked = Some((context.waker().clone(), now));
                    return Poll::Pending;
                }
                state.stats.accept(Period::Measured, 0);
                state.put(now);
                Poll::Ready(Some(state.idle.pop_front()))
            });
            match next {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(()),
                Poll::Ready(Some(worker)) => {
                    if let Some(worker) = worker {
                        worker.wake();
                    }
                }
            }
        }
    }
}

struct Worker {
    shared: Rc<Shared>,
    task: u64,
    accepted_nanos: u64,
    attempt: u32,
    will_fail: bool,
    /// The attempt's end, or the pause's.
    sleep: Option<Sleep<VirtualClock>>,
    is_in_backoff: bool,
}

impl Worker {
    #[inline]
    fn sleep(&mut self, nanos: u64) {
        let exec = &self.shared.exec;
        self.sleep = Some(exec.sleep_until(exec.now().plus_nanos(nanos)));
    }

    #[inline]
    fn attempt(&mut self) {
        self.attempt += 1;
        self.is_in_backoff = false;
        let (service_nanos, will_fail) = draw_attempt(self.shared.seed, self.task, self.attempt);
        self.will_fail = will_fail;
        self.sleep(service_nanos);
    }

    /// What follows from a sleep's end; whether the worker is free for another task.
    #[inline]
    fn go_on(&mut self) -> bool {
        if self.is_in_backoff {
            self.shared
                .step(|state, _| state.stats.start(Period::Measured, Place::Held, None));
            self.attempt();
            return false;
        }
        if self.will_fail && self.attempt < MAX_ATTEMPTS {
            self.is_in_backoff = true;
            self.shared
                .step(|state, _| state.stats.pass(Place::Running, Place::Held));
            self.sleep(BASE_DELAY_NANOS * FACTOR.pow(self.attempt - 1));
            return false;
        }
        let ending = if self.will_fail {
            Ending::Failed
        } else {
            Ending::Succeeded
        };
        self.shared.step(|state, now| {
            let sojourn_nanos = now - self.accepted_nanos;
            state
                .stats
                .finish(Period::Measured, Place::Running, ending, sojourn_nanos);
            state.ended += 1;
        });
        true
    }
}

impl Future for Worker {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let worker = &mut *self;
        loop {
            if let Some(sleep) = &mut worker.sleep {
                if Pin::new(sleep).poll(context).is_pending() {
                    return Poll::Pending;
                }
                worker.sleep = None;
                if !worker.go_on() {
                    continue;
                }
            }
            let taken = worker.shared.step(|state, now| {
                let taken = state.take(now);
                if taken.is_none() && state.ended < worker.shared.tasks {
                    state.idle.push_back(context.waker().clone());
                    return Poll::Pending;
                }
                Poll::Ready(taken)
            });
            let (task, accepted_nanos, submitter) = match taken {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(()),
                Poll::Ready(Some(taken)) => taken,
            };
            if let Some(submitter) = submitter {
                submitter.wake();
            }
            (worker.task, worker.accepted_nanos, worker.attempt) = (task, accepted_nanos, 0);
            worker.attempt();
        }
    }
}

/// Runs so many tasks to their end.
pub fn run(tasks: u64, seed: u64) -> Figures {
    let executor = Executor::virtual_time();
    let shared = Rc::new(Shared {
        exec: executor.handle(),
        tasks,
        seed,
        state: RefCell::new(State {
            buffer: VecDeque::with_capacity(BUFFER_SIZE),
            submitted: 0,
            ended: 0,
            blocked: None,
            idle: VecDeque::with_capacity(WORKERS),
            stats: Stats::new(WORKERS as u64, 0),
        }),
    });
    for _ in 0..WORKERS {
        executor.spawn(Worker {
            shared: Rc::clone(&shared),
            task: 0,
            accepted_nanos: 0,
            attempt: 0,
            will_fail: false,
            sleep: None,
            is_in_backoff: false,
        });
    }
    executor.spawn(Submitter(Rc::clone(&shared)));
    executor.run();
    shared.state.borrow().stats.figures()
}
