//! A pool, everything that was submitted to it, and what must hold at every event.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::future::{Future, pending};
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::Poll;
use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::Index;
use twinpool::exec::{Executor, Instant, VirtualClock};
use twinpool::pool::{Event, FnTask, Pool, PoolConfig, Step, Stop, SubmitError, TaskOptions, WhenFull};

use crate::support::poll_once;

#[derive(Debug, Clone, Copy)]
pub enum Work {
    Succeeds { after_ms: u64 },
    FailsTimes { times: u32, after_ms: u64 },
    NeverEnds,
    Panics,
}

#[derive(Debug, Clone)]
pub enum Op {
    Submit(Work, Option<u64>, i32),
    TrySubmit(Work, Option<u64>, i32),
    SetWorkers(usize),
    DropTicket(Index),
    Cancel(Index),
    LeaveTheLine(Index),
    Advance(u64),
    Run,
    Stop,
    Abort,
}

type Execution = Pin<Box<dyn Future<Output = Result<u32, ()>>>>;
type Chore = FnTask<u32, Box<dyn FnMut(u32) -> Execution>>;
type TestPool = Pool<Chore, VirtualClock>;
type Ticket = twinpool::pool::Ticket<Chore, VirtualClock>;
type Submitting = Pin<Box<dyn Future<Output = Result<Ticket, SubmitError<Chore>>>>>;

pub struct World {
    executor: Executor<VirtualClock>,
    pool: Rc<TestPool>,
    /// What the pool did wrong.
    fault: Rc<RefCell<Option<String>>>,
    waiting: Vec<(u32, Submitting)>,
    tickets: Vec<(u32, Ticket)>,
    stops: Vec<Stop<Chore, VirtualClock>>,
    next_id: u32,
    may_be_closed: bool,
    /// That there ever were.
    most_workers: Rc<Cell<usize>>,
}

impl World {
    pub fn new(config: PoolConfig) -> Self {
        let executor = Executor::virtual_time();
        let itself: Rc<OnceCell<Weak<TestPool>>> = Rc::default();
        let fault: Rc<RefCell<Option<String>>> = Rc::default();
        let last = Cell::new(Instant::ZERO);
        let due = RefCell::default();
        let most_workers = Rc::new(Cell::new(config.workers));
        let pool = Pool::builder(&executor.handle(), config)
            .draw(|id, attempt| f64::from((id * 7 + attempt * 3) % 10) / 10.0)
            .listen({
                let (itself, fault, most_workers) = (Rc::clone(&itself), Rc::clone(&fault), Rc::clone(&most_workers));
                move |event| {
                    let pool = itself.get().and_then(Weak::upgrade);
                    let fault_found = fault_at(event, last.replace(event.at), pool.as_deref(), most_workers.get());
                    if let Some(found) = fault_found.or_else(|| lateness(event, &mut due.borrow_mut())) {
                        fault.borrow_mut().get_or_insert(found);
                    }
                }
            })
            .start()
            .unwrap();
        let pool = Rc::new(pool);
        itself.set(Rc::downgrade(&pool)).unwrap();
        Self {
            executor,
            pool,
            fault,
            waiting: Vec::new(),
            tickets: Vec::new(),
            stops: Vec::new(),
            next_id: 0,
            may_be_closed: false,
            most_workers,
        }
    }

    fn chore(&mut self, work: Work) -> (u32, Chore) {
        let id = self.next_id;
        self.next_id += 1;
        let exec = self.executor.handle();
        let act = move |attempt| -> Execution {
            let exec = exec.clone();
            Box::pin(async move {
                match work {
                    Work::Succeeds { after_ms } | Work::FailsTimes { after_ms, .. } => {
                        exec.sleep(Duration::from_millis(after_ms)).await;
                    }
                    Work::NeverEnds => pending().await,
                    // Without the noise of a panic's message.
                    Work::Panics => std::panic::resume_unwind(Box::new("boom")),
                }
                match work {
                    Work::FailsTimes { times, .. } if attempt <= times => Err(()),
                    _ => Ok(id),
                }
            })
        };
        (id, FnTask::new(id, Box::new(act) as _))
    }

    pub fn apply(&mut self, op: &Op) -> Result<(), TestCaseError> {
        let options = |timeout: Option<u64>, priority| TaskOptions {
            timeout: timeout.map(Duration::from_millis),
            priority,
        };
        match op {
            Op::Submit(work, timeout, priority) => {
                let (id, chore) = self.chore(*work);
                let (pool, options) = (Rc::clone(&self.pool), options(*timeout, *priority));
                self.waiting
                    .push((id, Box::pin(async move { pool.submit_with(chore, options).await })));
            }
            Op::SetWorkers(workers) => {
                self.pool.set_workers(*workers).unwrap();
                self.most_workers.set(self.most_workers.get().max(*workers));
            }
            Op::TrySubmit(work, timeout, priority) => {
                let (id, chore) = self.chore(*work);
                match self.pool.try_submit_with(chore, options(*timeout, *priority)) {
                    Ok(ticket) => self.tickets.push((id, ticket)),
                    Err(error) => prop_assert!(error.is_full() || self.may_be_closed),
                }
            }
            Op::DropTicket(index) => drop(take(&mut self.tickets, *index)),
            Op::LeaveTheLine(index) => drop(take(&mut self.waiting, *index)),
            Op::Cancel(index) => {
                if !self.tickets.is_empty() {
                    self.tickets[index.index(self.tickets.len())].1.cancel();
                }
            }
            Op::Advance(millis) => self.executor.advance(Duration::from_millis(*millis)),
            Op::Run => self.executor.run(),
            Op::Stop => {
                self.may_be_closed = true;
                self.stops.push(self.pool.stop());
            }
            Op::Abort => {
                self.may_be_closed = true;
                self.pool.abort();
            }
        }
        self.poll_waiting()
    }

    fn poll_waiting(&mut self) -> Result<(), TestCaseError> {
        for (id, mut submit) in std::mem::take(&mut self.waiting) {
            match poll_once(&mut submit) {
                Poll::Pending => self.waiting.push((id, submit)),
                Poll::Ready(Ok(ticket)) => self.tickets.push((id, ticket)),
                Poll::Ready(Err(SubmitError::Full(_))) => {
                    prop_assert_ne!(self.pool.config().when_full, WhenFull::Wait);
                }
                Poll::Ready(Err(SubmitError::Closed(_))) => prop_assert!(self.may_be_closed),
            }
        }
        match self.fault.take() {
            Some(fault) => Err(TestCaseError::fail(fault)),
            None => Ok(()),
        }
    }

    /// Whatever happened before: after stop and abort everybody has an answer.
    pub fn end(mut self) -> Result<(), TestCaseError> {
        self.may_be_closed = true;
        self.stops.push(self.pool.stop());
        self.executor.run();
        self.poll_waiting()?;
        prop_assert!(self.waiting.is_empty(), "a submitter waits for ever");
        // What never ends keeps the pool from stopping.
        let figures = self.pool.figures();
        prop_assert_eq!((figures.blocked, figures.backing_off), (0, 0));
        prop_assert!(
            figures.queued == 0 || figures.running > 0,
            "tasks wait for idle workers"
        );
        let unfinished = self.pool.abort().len() as u64;
        prop_assert_eq!(unfinished, figures.queued + figures.running);
        self.executor.run();
        self.poll_waiting()?;
        for (id, ticket) in &mut self.tickets {
            match poll_once(ticket) {
                Poll::Ready(Ok(value)) => prop_assert_eq!(value, *id),
                Poll::Ready(Err(_)) => {}
                Poll::Pending => return Err(TestCaseError::fail("a ticket waits for ever")),
            }
        }
        let mut summaries = Vec::new();
        for stop in &mut self.stops {
            match poll_once(stop) {
                Poll::Ready(summary) => summaries.push(summary),
                Poll::Pending => return Err(TestCaseError::fail("a stop waits for ever")),
            }
        }
        prop_assert!(
            summaries.windows(2).all(|pair| pair[0] == pair[1]),
            "two stops, two answers"
        );
        prop_assert_eq!(self.executor.handle().next_deadline(), None);
        Ok(())
    }
}

fn take<T>(list: &mut Vec<T>, index: Index) -> Option<T> {
    (!list.is_empty()).then(|| list.swap_remove(index.index(list.len())))
}

fn fault_at(event: &Event<u32>, last: Instant, pool: Option<&TestPool>, most_workers: usize) -> Option<String> {
    if event.at < last {
        return Some(format!("{event:?} is earlier than {last:?}"));
    }
    let pool = pool?;
    if let Err(broken) = pool.check_conservation() {
        return Some(format!("{event:?}: {broken}"));
    }
    let (figures, config) = (pool.figures(), pool.config());
    let by_workers = figures.running + if config.hold_worker { figures.backing_off } else { 0 };
    let is_too_many = by_workers > most_workers as u64;
    // Released tasks come back whether there is room or not.
    let bound = config
        .buffer_size
        .filter(|_| config.hold_worker)
        .map(|size| (size + most_workers) as u64);
    let is_too_full = bound.is_some_and(|bound| figures.queued + by_workers > bound);
    let is_second_try_of_nothing =
        matches!(event.step, Step::Started { attempt, .. } if attempt > config.retry.max_attempts);
    (is_too_many || is_too_full || is_second_try_of_nothing).then(|| format!("{event:?}: {figures:?}"))
}

/// Every pause ends exactly when it should; `due` tells when, by task.
fn lateness(event: &Event<u32>, due: &mut HashMap<u32, Instant>) -> Option<String> {
    if let Step::AttemptFailed { delay, .. } = event.step {
        due.insert(event.task, event.at + delay.unwrap_or_default());
        return None;
    }
    let due = due.remove(&event.task)?;
    let is_taken_away = matches!(event.step, Step::Cancelled { .. });
    (event.at != due && !is_taken_away).then(|| format!("{event:?} was due at {due:?}"))
}
