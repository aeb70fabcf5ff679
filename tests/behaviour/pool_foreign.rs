//! Foreign code that calls the pool back where one would not expect it: in drops, in wakers, in a listener at the end.

use std::cell::RefCell;
use std::future::{Future, Pending, Ready, pending, ready};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use twinpool::exec::{Executor, Instant, VirtualClock};
use twinpool::pool::{Pool, PoolConfig, Step, Task, TaskOptions};
use twinpool::retry::RetryPolicy;

use crate::support::Bell;

type JobPool = Pool<Job, VirtualClock>;

thread_local! {
    /// Wakers can be told nothing of this thread, so what they call is here.
    static POOL: RefCell<Option<Rc<JobPool>>> = const { RefCell::new(None) };
}

fn with_pool(act: impl FnOnce(&JobPool)) {
    if let Some(pool) = POOL.with_borrow(Clone::clone) {
        act(&pool);
    }
}

/// A task, by what is odd about it.
#[derive(Clone, Copy, PartialEq)]
enum Job {
    Succeeds,
    Fails,
    NeverEnds,
    /// Its attempt aborts the pool when it is dropped.
    Aborts,
    /// Its output panics when it is dropped.
    Panics,
}

struct Output(Job);

impl Drop for Output {
    fn drop(&mut self) {
        assert!(self.0 != Job::Panics, "the output's drop");
    }
}

struct Attempt(Job, Ready<()>, Pending<()>);

impl Future for Attempt {
    type Output = Result<Output, ()>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let job = self.0;
        let poll = if job == Job::NeverEnds {
            Pin::new(&mut self.2).poll(context)
        } else {
            Pin::new(&mut self.1).poll(context)
        };
        poll.map(|()| if job == Job::Fails { Err(()) } else { Ok(Output(job)) })
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if self.0 == Job::Aborts {
            with_pool(|pool| drop(pool.abort()));
        }
    }
}

impl Task for Job {
    type Id = ();
    type Output = Output;
    type Error = ();
    type Execution = Attempt;

    fn id(&self) {}

    fn execute(&mut self, _attempt: u32) -> Attempt {
        Attempt(*self, ready(()), pending())
    }
}

/// A pool of one worker, which foreign code calls back.
fn start(executor: &Executor<VirtualClock>, config: PoolConfig) -> Rc<JobPool> {
    let pool = Rc::new(Pool::start(&executor.handle(), config).unwrap());
    POOL.set(Some(Rc::clone(&pool)));
    pool
}

fn one_worker() -> PoolConfig {
    PoolConfig {
        workers: 1,
        retry: RetryPolicy {
            max_attempts: 2,
            base_delay: Duration::from_millis(10),
            ..RetryPolicy::default()
        },
        ..PoolConfig::default()
    }
}

fn offer(pool: &JobPool, job: Job) -> twinpool::pool::TaskKey {
    pool.offer(job, TaskOptions::default()).ok().unwrap().key
}

#[test]
fn an_attempt_may_abort_the_pool_while_it_is_dropped() {
    let executor = Executor::virtual_time();
    let pool = start(&executor, one_worker());
    offer(&pool, Job::Aborts);
    executor.run();
    assert_eq!(pool.figures().cancelled, 1);
    POOL.set(None);
}

#[test]
fn a_listener_may_abort_the_pool_when_it_hears_of_the_last_failure() {
    let executor = Executor::virtual_time();
    let config = PoolConfig {
        retry: RetryPolicy::never(),
        ..one_worker()
    };
    let builder = JobPool::builder(&executor.handle(), config).listen(|event| {
        if matches!(event.step, Step::AttemptFailed { .. }) {
            with_pool(|pool| drop(pool.abort()));
        }
    });
    let pool = Rc::new(builder.start().unwrap());
    POOL.set(Some(Rc::clone(&pool)));
    offer(&pool, Job::Fails);
    executor.run();
    assert_eq!((pool.figures().cancelled, pool.figures().failed), (1, 0));
    POOL.set(None);
}

#[test]
fn whoever_comes_after_one_that_was_cancelled_in_its_last_pause_is_tried_again() {
    let executor = Executor::virtual_time();
    let config = PoolConfig {
        hold_worker: false,
        pause_after_last_attempt: true,
        ..one_worker()
    };
    let pool = start(&executor, config);
    let first = offer(&pool, Job::Fails);
    executor.run_until(Instant::from_nanos(15_000_000));
    assert_eq!(pool.figures().attempts, 2);
    assert!(pool.cancel(first));
    // It gets the other's place.
    offer(&pool, Job::Fails);
    executor.run();
    let figures = pool.figures();
    assert_eq!((figures.cancelled, figures.failed, figures.attempts), (1, 1, 4));
    POOL.set(None);
}

#[test]
fn an_output_whose_drop_panics_costs_no_worker() {
    let executor = Executor::virtual_time();
    let pool = start(&executor, one_worker());
    offer(&pool, Job::Panics);
    offer(&pool, Job::Succeeds);
    executor.run();
    assert_eq!((pool.figures().succeeded, pool.figures().queued), (2, 0));
    POOL.set(None);
}

/// A task that asks its pool something when it is dropped.
struct Asks;

thread_local! {
    static ASKED: RefCell<Option<Rc<Pool<Asks, VirtualClock>>>> = const { RefCell::new(None) };
}

impl Drop for Asks {
    fn drop(&mut self) {
        let pool = ASKED.with_borrow(Clone::clone);
        assert!(pool.is_none_or(|pool| pool.figures().succeeded == 1));
    }
}

impl Task for Asks {
    type Id = ();
    type Output = ();
    type Error = ();
    type Execution = Ready<Result<(), ()>>;

    fn id(&self) {}

    fn execute(&mut self, _attempt: u32) -> Self::Execution {
        ready(Ok(()))
    }
}

#[test]
fn a_task_may_ask_the_pool_while_it_is_dropped() {
    let executor = Executor::virtual_time();
    let pool = Rc::new(Pool::start(&executor.handle(), one_worker()).unwrap());
    ASKED.set(Some(Rc::clone(&pool)));
    assert!(pool.offer(Asks, TaskOptions::default()).is_ok());
    executor.run();
    assert_eq!(pool.figures().succeeded, 1);
    ASKED.set(None);
}

/// A waker that asks the pool something when it goes.
struct AsksAtItsEnd;

impl Wake for AsksAtItsEnd {
    fn wake(self: Arc<Self>) {}
}

impl Drop for AsksAtItsEnd {
    fn drop(&mut self) {
        with_pool(|pool| assert_eq!(pool.figures().failed, 0));
    }
}

/// Polls with a waker that asks, and then with another one, so that the first goes.
fn poll_with_two<F: Future + Unpin>(future: &mut F) -> (Poll<F::Output>, Arc<Bell>) {
    let asking = Waker::from(Arc::new(AsksAtItsEnd));
    assert!(
        Pin::new(&mut *future)
            .poll(&mut Context::from_waker(&asking))
            .is_pending()
    );
    drop(asking);
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(Arc::clone(&bell));
    (Pin::new(future).poll(&mut Context::from_waker(&waker)), bell)
}

#[test]
fn a_waker_may_ask_the_pool_when_a_ticket_is_polled_with_another() {
    let executor = Executor::virtual_time();
    let pool = start(&executor, one_worker());
    let mut ticket = pool.try_submit(Job::NeverEnds).ok().unwrap();
    let (poll, bell) = poll_with_two(&mut ticket);
    assert!(poll.is_pending());
    drop(pool.abort());
    assert_eq!(bell.rings(), 1);
    POOL.set(None);
}

/// A pool that has no room.
fn start_full(executor: &Executor<VirtualClock>) -> Rc<JobPool> {
    let config = PoolConfig {
        buffer_size: Some(1),
        ..one_worker()
    };
    let pool = start(executor, config);
    for _ in 0..2 {
        offer(&pool, Job::NeverEnds);
        executor.run();
    }
    pool
}

#[test]
fn a_waker_may_ask_the_pool_when_a_waiting_submit_is_polled_with_another() {
    let executor = Executor::virtual_time();
    let pool = start_full(&executor);
    let mut submit = pool.submit(Job::Succeeds);
    let (poll, bell) = poll_with_two(&mut submit);
    assert!(poll.is_pending());
    drop(pool.abort());
    assert_eq!(bell.rings(), 1);
    POOL.set(None);
}

#[test]
fn a_waker_may_ask_the_pool_when_a_waiting_submit_is_dropped() {
    let executor = Executor::virtual_time();
    let pool = start_full(&executor);
    let mut submit = pool.submit(Job::Succeeds);
    let asking = Waker::from(Arc::new(AsksAtItsEnd));
    assert!(
        Pin::new(&mut submit)
            .poll(&mut Context::from_waker(&asking))
            .is_pending()
    );
    // The line holds the only one that is left.
    drop(asking);
    drop(submit);
    assert_eq!(pool.figures().withdrawn, 1);
    drop(pool.abort());
    POOL.set(None);
}
