//! What every promise is tried in: pools on one clock, and a record of everything that happens in them.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashSet;
use std::future::{Future, poll_fn};
use std::rc::{Rc, Weak};
use std::task::{Poll, Waker};
use std::time::Duration;

#[cfg(target_arch = "wasm32")]
use twinpool::exec::LiveClock;
use twinpool::exec::{Clock, Executor, Handle, Instant, VirtualClock};
use twinpool::pool::{Event, Pool, PoolConfig, Step, WorkerState, Zombies};
use twinpool::retry::RetryPolicy;

use crate::chores::Chore;

/// Pools on one clock, and what happens in them.
pub struct Lab<C: Clock> {
    pub exec: Handle<C>,
    pub is_virtual: bool,
    /// What the pools of this lab count their zombies with.
    pub zombies: Zombies,
    /// What jitter is drawn.
    pub draw: Rc<Cell<f64>>,
    record: Rc<Record>,
}

#[derive(Default)]
struct Record {
    events: RefCell<Vec<Event<u32>>>,
    /// What the pool's own figures told against it.
    faults: RefCell<Vec<String>>,
    watchers: RefCell<Vec<Waker>>,
}

/// Runs a promise's body to its end, and everything that it has begun.
pub fn in_virtual_time<F>(promise: impl FnOnce(Lab<VirtualClock>) -> F)
where
    F: Future<Output = ()> + 'static,
{
    let executor = Executor::virtual_time();
    let lab = Lab::new(&executor.handle(), true);
    let record = Rc::clone(&lab.record);
    executor
        .block_on(promise(lab))
        .expect("the test waits for something that never happens");
    executor.run();
    record.expect_no_faults();
}

/// Runs a promise's body to its end. By the browser's own means, and not on the executor under test, so that a failing
/// assertion ends the test.
#[cfg(target_arch = "wasm32")]
pub async fn live<F: Future<Output = ()>>(promise: impl FnOnce(Lab<LiveClock>) -> F) {
    let executor = Executor::live();
    let lab = Lab::new(&executor.handle(), false);
    let record = Rc::clone(&lab.record);
    promise(lab).await;
    record.expect_no_faults();
}

impl<C: Clock> Lab<C> {
    fn new(exec: &Handle<C>, is_virtual: bool) -> Self {
        Self {
            exec: exec.clone(),
            is_virtual,
            zombies: Zombies::default(),
            draw: Rc::default(),
            record: Rc::default(),
        }
    }

    /// A pool that is checked at every event.
    pub fn pool(&self, config: PoolConfig) -> Rc<Pool<Chore, C>> {
        self.pool_that_hears(config, |_, _| {})
    }

    /// A pool that is checked at every event, with a listener that may call it.
    pub fn pool_that_hears(
        &self,
        config: PoolConfig,
        listener: impl Fn(&Pool<Chore, C>, &Event<u32>) + 'static,
    ) -> Rc<Pool<Chore, C>> {
        let record = Rc::clone(&self.record);
        let draw = Rc::clone(&self.draw);
        let itself: Rc<OnceCell<Weak<Pool<Chore, C>>>> = Rc::default();
        let ended = RefCell::default();
        let pool = Pool::builder(&self.exec, config)
            .zombies(self.zombies.clone())
            .draw(move |_, _| draw.get())
            .listen({
                let itself = Rc::clone(&itself);
                move |event| {
                    let pool = itself.get().and_then(Weak::upgrade);
                    record.take_down(event, pool.as_deref(), &ended);
                    if let Some(pool) = pool {
                        listener(&pool, event);
                        record.check(event, &pool);
                    }
                }
            })
            .start()
            .expect("the test's configuration is valid");
        let pool = Rc::new(pool);
        itself.set(Rc::downgrade(&pool)).expect("set once");
        pool
    }

    pub fn spawn(&self, future: impl Future<Output = ()> + 'static) {
        self.exec.spawn(future);
    }

    /// Waits for a condition, which is asked again at every event.
    pub async fn until(&self, mut condition: impl FnMut() -> bool) {
        poll_fn(|context| {
            if condition() {
                return Poll::Ready(());
            }
            self.record.watchers.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Waits until this has happened to a task.
    pub async fn until_step(&self, task: u32, is_it: impl Fn(Step) -> bool) {
        self.until(|| self.steps_of(task).into_iter().any(&is_it)).await;
    }

    /// Waits until so many tasks have ended, well or badly.
    pub async fn until_ended(&self, tasks: usize) {
        self.until(|| self.count(is_ending) >= tasks).await;
    }

    /// Waits until a task's first attempt has begun.
    pub async fn until_started(&self, task: u32) {
        self.until_step(task, |step| matches!(step, Step::Started { .. })).await;
    }

    pub fn events(&self) -> Vec<Event<u32>> {
        self.record.events.borrow().clone()
    }

    pub fn steps_of(&self, task: u32) -> Vec<Step> {
        let events = self.record.events.borrow();
        let own = events.iter().filter(|event| event.task == task);
        own.map(|event| event.step).collect()
    }

    /// How many steps of this kind there were.
    pub fn count(&self, is_it: impl Fn(Step) -> bool) -> usize {
        self.record
            .events
            .borrow()
            .iter()
            .filter(|event| is_it(event.step))
            .count()
    }

    /// Tasks and their attempts, in the order in which they began.
    pub fn starts(&self) -> Vec<(u32, u32)> {
        let events = self.record.events.borrow();
        let starts = events.iter().filter_map(|event| match event.step {
            Step::Started { attempt, .. } => Some((event.task, attempt)),
            _ => None,
        });
        starts.collect()
    }

    /// Tasks in the order in which this kind of step happened to them.
    pub fn order_of(&self, is_it: impl Fn(Step) -> bool) -> Vec<u32> {
        let events = self.record.events.borrow();
        let matching = events.iter().filter(|event| is_it(event.step));
        matching.map(|event| event.task).collect()
    }

    /// The pauses of a task, as the pool announced them.
    pub fn pauses_of(&self, task: u32) -> Vec<Duration> {
        let failures = self.steps_of(task).into_iter().filter_map(|step| match step {
            Step::AttemptFailed { delay, .. } => Some(delay),
            _ => None,
        });
        failures.flatten().collect()
    }

    /// How long it took from each failed attempt of a task to its next step.
    pub fn waits_of(&self, task: u32) -> Vec<Duration> {
        let events = self.record.events.borrow();
        let own: Vec<_> = events.iter().filter(|event| event.task == task).collect();
        let pairs = own.windows(2);
        let after_failures = pairs.filter(|pair| matches!(pair[0].step, Step::AttemptFailed { .. }));
        after_failures.map(|pair| pair[1].at - pair[0].at).collect()
    }

    /// Holds the time that really passed against the time that should: exactly in virtual time, as a minimum live.
    pub fn expect_waits(&self, task: u32, expected: &[Duration]) {
        let waits = self.waits_of(task);
        assert_eq!(waits.len(), expected.len(), "{waits:?} instead of {expected:?}");
        for (wait, expected) in waits.iter().zip(expected) {
            if self.is_virtual {
                assert_eq!(wait, expected);
            } else {
                assert!(wait >= expected, "{wait:?} is shorter than {expected:?}");
            }
        }
    }
}

impl Record {
    /// `ended` are the pool's tasks that nothing more may happen to.
    fn take_down<C: Clock>(&self, event: &Event<u32>, pool: Option<&Pool<Chore, C>>, ended: &RefCell<HashSet<u32>>) {
        let last = self.events.borrow().last().map_or(Instant::ZERO, |event| event.at);
        if event.at < last {
            self.fault(event, &format!("time went back from {last:?}"));
        }
        if event.step == Step::Submitted {
            ended.borrow_mut().remove(&event.task);
        } else if ended.borrow().contains(&event.task) {
            self.fault(event, "the task has ended already");
        }
        if is_ending(event.step) {
            ended.borrow_mut().insert(event.task);
        }
        self.events.borrow_mut().push(event.clone());
        if let Some(pool) = pool {
            self.check(event, pool);
        }
        self.watchers.take().into_iter().for_each(Waker::wake);
    }

    /// Nothing is lost, in the figures as in the snapshot.
    fn check<C: Clock>(&self, event: &Event<u32>, pool: &Pool<Chore, C>) {
        if let Err(broken) = pool.check_conservation() {
            self.fault(event, &broken.to_string());
        }
        let (figures, snapshot) = (pool.figures(), pool.snapshot());
        let workers =
            |is_it: fn(&WorkerState<u32>) -> bool| snapshot.workers.iter().filter(|state| is_it(state)).count();
        let running = workers(|state| matches!(state, WorkerState::Running { .. }));
        let holding = workers(|state| matches!(state, WorkerState::Holding(_)));
        let idle = workers(|state| matches!(state, WorkerState::Idle));
        // A task that a worker has just taken, and has not begun yet, is in the buffer by the figures alone.
        let in_hands = figures.queued.checked_sub(snapshot.queue.len() as u64);
        let found = [snapshot.blocked.len(), running, holding + snapshot.shelf.len()].map(|count| count as u64);
        if found != [figures.blocked, figures.running, figures.backing_off]
            || in_hands.is_none_or(|in_hands| in_hands > idle as u64)
        {
            self.fault(event, &format!("{snapshot:?} does not agree with {figures:?}"));
        }
    }

    fn fault(&self, event: &Event<u32>, fault: &str) {
        self.faults.borrow_mut().push(format!("at {event:?}: {fault}"));
    }

    fn expect_no_faults(&self) {
        let faults = self.faults.borrow();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

/// A pool of so many workers that tries three times and pauses 2 ms, then 4.
pub fn quick(workers: usize, buffer_size: usize) -> PoolConfig {
    PoolConfig {
        workers,
        buffer_size: Some(buffer_size),
        retry: RetryPolicy {
            base_delay: Duration::from_millis(2),
            ..RetryPolicy::default()
        },
        ..PoolConfig::default()
    }
}

/// With pauses that end in no test, however slow the machine.
pub fn with_long_pauses(mut config: PoolConfig) -> PoolConfig {
    config.retry.base_delay = Duration::from_secs(3_600);
    config
}

/// The same as [`quick`] with workers that go on during backoff.
pub fn released(workers: usize, buffer_size: usize) -> PoolConfig {
    PoolConfig {
        hold_worker: false,
        ..quick(workers, buffer_size)
    }
}

pub fn is_ending(step: Step) -> bool {
    matches!(
        step,
        Step::Succeeded { .. } | Step::Failed { .. } | Step::Cancelled { .. } | Step::Dropped { .. }
    )
}

pub const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}
