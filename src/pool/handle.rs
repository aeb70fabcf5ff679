//! The pool itself: how it is made, asked, and left.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use super::state::{Draw, Listener, Shared, State, WarmUp};
use super::submit::Way;
use super::table::Watched;
use super::{
    Event, PoolConfig, Seen, Snapshot, Stop, Submission, Submit, SubmitAll, SubmitError, Task, TaskKey, TaskOptions,
    Ticket, Unfinished, Zombies,
};
use crate::Invalid;
use crate::exec::{Clock, Handle};
use crate::retry::Jitter;
use crate::stats::{Figures, Latency, NotConserved, Place, Timing};

/// N workers over a bounded buffer; see the [module](super).
///
/// Dropping it is a [`stop`](Pool::stop) that nobody waits for: what was accepted is still finished.
#[must_use = "a pool that is dropped takes no tasks"]
pub struct Pool<T: Task, C: Clock> {
    shared: Rc<Shared<T, C>>,
}

/// Makes a [`Pool`] with a listener or a source of jitter; see [`Pool::builder`].
#[must_use = "a builder makes nothing before it is started"]
pub struct PoolBuilder<T: Task, C: Clock> {
    exec: Handle<C>,
    config: PoolConfig,
    listener: Option<Listener<T::Id>>,
    draw: Option<Draw<T::Id>>,
    zombies: Zombies,
    warm_up: u64,
}

impl<T: Task, C: Clock> Pool<T, C> {
    /// A pool whose workers run on this executor.
    ///
    /// # Errors
    ///
    /// Names the option that is out of its range.
    pub fn start(exec: &Handle<C>, config: PoolConfig) -> Result<Self, Invalid> {
        Self::builder(exec, config).start()
    }

    /// A pool with more to it than its [`PoolConfig`].
    ///
    /// ```
    /// use std::{cell::RefCell, rc::Rc};
    /// use twinpool::exec::Executor;
    /// use twinpool::pool::{FnTask, Pool, PoolConfig, Step};
    ///
    /// let log = Rc::new(RefCell::new(Vec::new()));
    /// let executor = Executor::virtual_time();
    /// let pool = Pool::builder(&executor.handle(), PoolConfig::default())
    ///     .listen({
    ///         let log = Rc::clone(&log);
    ///         move |event| log.borrow_mut().push((event.task, event.step))
    ///     })
    ///     .start()
    ///     .unwrap();
    /// let _ticket = pool.try_submit(FnTask::new(7, |_| async { Ok::<_, ()>(()) })).unwrap();
    /// executor.run();
    /// assert_eq!(*log.borrow(), [
    ///     (7, Step::Submitted),
    ///     (7, Step::Accepted { waited: false }),
    ///     (7, Step::Started { worker: 0, attempt: 1 }),
    ///     (7, Step::Succeeded { attempts: 1 }),
    /// ]);
    /// ```
    pub fn builder(exec: &Handle<C>, config: PoolConfig) -> PoolBuilder<T, C> {
        PoolBuilder {
            exec: exec.clone(),
            config,
            listener: None,
            draw: None,
            zombies: Zombies::default(),
            warm_up: 0,
        }
    }

    /// Submits a task; waits while the buffer is full, in first-come order among equals, and ends when it is accepted.
    ///
    /// # Errors
    ///
    /// Hands the task back if the pool is closed or is closed meanwhile, or if the buffer is full and the pool
    /// [rejects](super::WhenFull::Reject).
    pub fn submit(&self, task: T) -> Submit<'_, T, C> {
        self.submit_with(task, TaskOptions::default())
    }

    /// [`submit`](Self::submit), with options.
    ///
    /// # Errors
    ///
    /// The same.
    pub fn submit_with(&self, task: T, options: TaskOptions) -> Submit<'_, T, C> {
        Submit::new(&self.shared, task, options)
    }

    /// Submits one task after the other, the next as soon as the last is accepted, and ends with the last. Nobody
    /// watches their results; the pool's listener and its figures tell what becomes of them.
    ///
    /// ```
    /// use twinpool::exec::Executor;
    /// use twinpool::pool::{FnTask, Pool, PoolConfig};
    ///
    /// let executor = Executor::virtual_time();
    /// let handle = executor.handle();
    /// let summary = executor.block_on(async move {
    ///     let pool = Pool::start(&handle, PoolConfig::default()).unwrap();
    ///     let tasks = (0..100).map(|id| FnTask::new(id, |_| async { Ok::<_, ()>(()) }));
    ///     pool.submit_all(tasks).await.unwrap();
    ///     pool.stop().await
    /// });
    /// assert_eq!(summary.unwrap().succeeded, 100);
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`submit`](Self::submit), with the first task that was refused. What is left of `tasks` is dropped; pass
    /// `&mut tasks` to go on with it.
    pub fn submit_all<I>(&self, tasks: I) -> SubmitAll<'_, I::IntoIter, C>
    where
        I: IntoIterator<Item = T>,
    {
        SubmitAll::new(&self.shared, tasks.into_iter())
    }

    /// Submits a task if that needs no waiting.
    ///
    /// # Errors
    ///
    /// Hands the task back if there is no room, if others wait for room, or if the pool is closed.
    pub fn try_submit(&self, task: T) -> Result<Ticket<T, C>, SubmitError<T>> {
        self.try_submit_with(task, TaskOptions::default())
    }

    /// [`try_submit`](Self::try_submit), with options.
    ///
    /// # Errors
    ///
    /// The same.
    pub fn try_submit_with(&self, task: T, options: TaskOptions) -> Result<Ticket<T, C>, SubmitError<T>> {
        let submission = self.shared.take_in(task, options, Way::AtOnce, Watched::ByTicket)?;
        Ok(Ticket::new(Rc::clone(&self.shared), submission.key))
    }

    /// Submits a task that nobody watches, without a future: where [`submit`](Self::submit) would wait, the submission
    /// joins the line by itself, and the pool's listener hears what becomes of it.
    ///
    /// # Errors
    ///
    /// Those of [`submit`](Self::submit).
    pub fn offer(&self, task: T, options: TaskOptions) -> Result<Submission, SubmitError<T>> {
        self.shared.take_in(task, options, Way::InLine, Watched::ByNobody)
    }

    /// [`offer`](Self::offer) that never joins the line.
    ///
    /// # Errors
    ///
    /// Those of [`try_submit`](Self::try_submit).
    pub fn try_offer(&self, task: T, options: TaskOptions) -> Result<TaskKey, SubmitError<T>> {
        Ok(self.shared.take_in(task, options, Way::AtOnce, Watched::ByNobody)?.key)
    }

    /// Cancels one task, wherever it is; tells whether it was still unfinished.
    pub fn cancel(&self, key: TaskKey) -> bool {
        self.shared.cancel(key)
    }

    /// Closes the door, at once, and gives a future that ends when everything accepted has been finished and the workers
    /// have left, with the figures of that moment. Submitters that wait get [`SubmitError::Closed`] and their task back.
    /// A second call gives the same answer.
    pub fn stop(&self) -> Stop<T, C> {
        self.shared.close_door();
        Stop::new(Rc::clone(&self.shared))
    }

    /// Closes the door and cancels everything unfinished: attempts that run are dropped. Hands back what was accepted and
    /// not finished, in the order of submission; submitters that wait get theirs through their own error. A second call
    /// finds nothing.
    pub fn abort(&self) -> Vec<Unfinished<T>> {
        self.shared.abort()
    }

    /// More workers from now on, or fewer: those who are too many finish the task that they are with, its backoff
    /// included. Once the pool has stopped it changes nothing.
    ///
    /// # Errors
    ///
    /// If it is not from 1 to [`MOST_WORKERS`](super::MOST_WORKERS).
    pub fn set_workers(&self, workers: usize) -> Result<(), Invalid> {
        Shared::set_workers(&self.shared, workers)
    }

    /// Whether submissions are let in.
    pub fn is_open(&self) -> bool {
        self.shared.state.borrow().is_open
    }

    /// The figures, now.
    pub fn figures(&self) -> Figures {
        self.shared.figures()
    }

    /// How many workers there are, those included that are too many and still busy.
    pub fn workers(&self) -> usize {
        self.shared.state.borrow().workers
    }

    /// The durations behind the figures, with their histogram.
    pub fn latency(&self, timing: Timing) -> Latency {
        self.shared.state.borrow().stats.latency(timing).clone()
    }

    /// How many tasks have come and not ended: those that wait for room, those in the buffer, those that run or back off.
    pub fn unfinished(&self) -> u64 {
        let state = self.shared.state.borrow();
        state.stats.unfinished() + state.stats.gauge(Place::Blocked)
    }

    /// Whether somebody waits for room.
    pub fn has_line(&self) -> bool {
        self.shared.state.borrow().queue.waiting_senders() > 0
    }

    /// Holds the pool's counts against the [conservation law](crate::stats).
    ///
    /// # Errors
    ///
    /// Names the law that is broken, which would be a defect of this crate.
    pub fn check_conservation(&self) -> Result<(), NotConserved> {
        self.shared.state.borrow().stats.check_conservation()
    }

    /// How it was built.
    pub fn config(&self) -> &PoolConfig {
        &self.shared.config
    }

    /// Who is where, now: what a drawing needs. Takes time and memory for every unfinished task.
    pub fn snapshot(&self) -> Snapshot<T::Id> {
        self.shared.who_is_where()
    }

    /// The same one by one, which needs no memory; `see` must not call the pool.
    pub(crate) fn look(&self, see: &mut dyn FnMut(Seen<T::Id>)) {
        self.shared.look(see);
    }
}

impl<T: Task, C: Clock> PoolBuilder<T, C> {
    /// Calls `listener` at every event. It may call the pool, and must neither panic nor run the executor. It should be quick:
    /// on the live clock, time that it takes is noticed only when the next future is polled.
    pub fn listen(mut self, listener: impl Fn(&Event<T::Id>) + 'static) -> Self {
        self.listener = Some(Box::new(listener));
        self
    }

    /// Where jitter comes from: called with a task's id and the number of its failed attempt, gives a number from
    /// [0, 1). It may call the pool, and must not panic.
    pub fn draw(mut self, draw: impl Fn(&T::Id, u32) -> f64 + 'static) -> Self {
        self.draw = Some(Box::new(draw));
        self
    }

    /// Counts abandoned work in the pool's figures.
    pub fn zombies(mut self, zombies: Zombies) -> Self {
        self.zombies = zombies;
        self
    }

    /// Leaves the first `submissions` out of every count and duration, and begins figures over time, such as utilisation,
    /// when the next one comes: while a system fills up it is not what it will be. Gauges count every task.
    pub fn warm_up(mut self, submissions: u64) -> Self {
        self.warm_up = submissions;
        self
    }

    /// Makes the pool and starts its workers.
    ///
    /// # Errors
    ///
    /// Names the option that is out of its range; jitter without a [`draw`](Self::draw) is an error too, because
    /// without randomness it would do the opposite of what it is for.
    pub fn start(self) -> Result<Pool<T, C>, Invalid> {
        let Self {
            exec,
            config,
            listener,
            draw,
            zombies,
            warm_up,
        } = self;
        config.validate()?;
        if config.retry.jitter != Jitter::None && draw.is_none() {
            return Err(Invalid::new(
                "retry.jitter",
                "jitter",
                "None for a pool without a source of randomness (PoolBuilder::draw)",
            ));
        }
        let warm_up = match warm_up {
            0 => WarmUp::Over,
            submissions => WarmUp::Left(submissions),
        };
        let state = State::new(&config, warm_up, exec.now());
        let shared = Rc::new(Shared {
            exec,
            config,
            state: RefCell::new(state),
            listener,
            draw,
            zombies,
            has_timeouts: Cell::new(false),
        });
        Shared::start_workers(&shared);
        Ok(Pool { shared })
    }
}

impl<T: Task, C: Clock> Drop for Pool<T, C> {
    fn drop(&mut self) {
        self.shared.close_door();
    }
}

impl<T: Task, C: Clock> fmt::Debug for Pool<T, C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pool")
            .field("config", &self.shared.config)
            .finish_non_exhaustive()
    }
}

impl<T: Task, C: Clock> fmt::Debug for PoolBuilder<T, C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PoolBuilder")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}
