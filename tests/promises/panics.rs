//! A task that panics fails that attempt, and the pool goes on. Only natively: on wasm a panic ends the program.

use std::cell::{Cell, OnceCell};
use std::future::{Ready, pending, poll_fn, ready};
use std::rc::Rc;
use std::task::Poll;

use futures::future::LocalBoxFuture;
use twinpool::exec::{Clock, VirtualClock};
use twinpool::pool::{Cause, Pool, PoolConfig, Step, SubmitError, Task, TaskError, TaskKey, TaskOptions, Ticket};
use twinpool::retry::Jitter;

use crate::chores::{Chore, OnDrop, does, poll_once, succeeds};
use crate::lab::{Lab, in_virtual_time, quick, released};

/// The first attempt panics, the second goes well; then comes another task.
async fn goes_on_after<C: Clock>(lab: Lab<C>, chore: Chore) {
    let pool = lab.pool(quick(1, 1));
    let ticket = pool.submit(chore).await.unwrap();
    assert_eq!(ticket.await, Ok(1));
    assert_eq!(pool.submit(succeeds(2)).await.unwrap().await, Ok(2));
    let causes = lab.steps_of(1).into_iter().filter_map(|step| match step {
        Step::AttemptFailed { cause, .. } => Some(cause),
        _ => None,
    });
    assert_eq!(causes.collect::<Vec<_>>(), [Cause::Panicked]);
    let summary = pool.stop().await;
    assert_eq!((summary.succeeded, summary.failed), (2, 0));
}

fn try_virtually<F: Future<Output = ()> + 'static>(promise: impl FnOnce(Lab<VirtualClock>) -> F) {
    in_virtual_time(promise);
}

#[test]
fn a_panic_before_the_future_is_there_fails_the_attempt() {
    let chore = does(1, |attempt| {
        assert!(attempt > 1, "boom");
        ready(Ok(1))
    });
    try_virtually(|lab| goes_on_after(lab, chore));
}

#[test]
fn a_panic_in_the_future_fails_the_attempt() {
    let chore = does(1, |attempt| async move {
        assert!(attempt > 1, "boom");
        Ok(1)
    });
    try_virtually(|lab| goes_on_after(lab, chore));
}

#[test]
fn a_panic_while_the_attempt_is_dropped_fails_the_attempt() {
    let chore = does(1, |attempt| {
        let on_drop = OnDrop(Some(move || assert!(attempt > 1, "boom")));
        async move {
            let _on_drop = on_drop;
            Ok(1)
        }
    });
    try_virtually(|lab| goes_on_after(lab, chore));
}

#[test]
fn the_last_attempts_panic_is_the_tasks_error() {
    try_virtually(|lab| async move {
        let pool = lab.pool(quick(1, 1));
        for (id, message) in [(1, "a text"), (2, "a text with the number 2")] {
            let chore = does(id, move |_| {
                assert!(id == 2, "a text");
                async move { panic!("a text with the number {id}") }
            });
            let ticket = pool.submit(chore).await.unwrap();
            assert_eq!(ticket.await, Err(TaskError::Panicked(message.to_owned())));
        }
        assert_eq!(pool.stop().await.failed, 2);
    });
}

#[test]
fn a_panic_with_something_else_than_a_text_has_a_message_too() {
    try_virtually(|lab| async move {
        let pool = lab.pool(quick(1, 1));
        let chore = does(1, |_| async { std::panic::panic_any(7) });
        let Err(TaskError::Panicked(message)) = pool.submit(chore).await.unwrap().await else {
            panic!("it panicked");
        };
        assert_eq!(message, "a panic without a message");
    });
}

#[test]
fn a_panic_while_a_cancelled_attempt_is_dropped_harms_nothing() {
    try_virtually(|lab| async move {
        let pool = lab.pool(quick(1, 1));
        let chore = does(1, |_| {
            let on_drop = OnDrop(Some(|| panic!("boom")));
            async move {
                let _on_drop = on_drop;
                std::future::pending().await
            }
        });
        let ticket = pool.submit(chore).await.unwrap();
        lab.until_started(1).await;
        assert!(ticket.cancel());
        assert_eq!(ticket.await, Err(TaskError::Cancelled));
        assert_eq!(pool.submit(succeeds(2)).await.unwrap().await, Ok(2));
        assert_eq!(pool.stop().await.cancelled, 1);
    });
}

/// Panics when it is dropped.
type Bomb = OnDrop<fn()>;

fn bomb() -> Bomb {
    OnDrop(Some(|| panic!("boom")))
}

type Act = Box<dyn FnMut(u32) -> LocalBoxFuture<'static, Result<Option<Bomb>, Bomb>>>;

/// A task that may be a bomb itself, and whose outputs and errors may be.
struct Explosive {
    act: Act,
    _bomb: Option<Bomb>,
}

impl Task for Explosive {
    type Id = u32;
    type Output = Option<Bomb>;
    type Error = Bomb;
    type Execution = LocalBoxFuture<'static, Result<Option<Bomb>, Bomb>>;

    fn id(&self) -> u32 {
        1
    }

    fn execute(&mut self, attempt: u32) -> Self::Execution {
        (self.act)(attempt)
    }
}

fn is_harmless() -> Explosive {
    Explosive {
        act: Box::new(|_| Box::pin(ready(Ok(None)))),
        _bomb: None,
    }
}

fn never_ends() -> Explosive {
    Explosive {
        act: Box::new(|_| Box::pin(pending())),
        ..is_harmless()
    }
}

/// It is a bomb itself.
fn goes_off_when_dropped() -> Explosive {
    Explosive {
        _bomb: Some(bomb()),
        ..is_harmless()
    }
}

/// A pool of one worker goes on after this task, which is given a way to cancel itself.
fn goes_off<T: FnOnce(Rc<dyn Fn()>) -> Explosive + 'static>(config: PoolConfig, task: T) {
    try_virtually(move |lab| async move {
        let pool = Rc::new(Pool::<Explosive, _>::start(&lab.exec, config).unwrap());
        let key = Rc::new(Cell::new(None::<TaskKey>));
        let cancel = {
            let (pool, key) = (Rc::downgrade(&pool), Rc::clone(&key));
            move || assert!(pool.upgrade().unwrap().cancel(key.get().unwrap()))
        };
        let ticket = pool.try_submit(task(Rc::new(cancel))).unwrap();
        key.set(Some(ticket.key()));
        drop(ticket);
        let next: Ticket<_, _> = pool.submit(is_harmless()).await.unwrap();
        assert!(next.await.is_ok());
        let summary = pool.stop().await;
        assert_eq!(summary.succeeded + summary.cancelled, 2);
        pool.check_conservation().unwrap();
    });
}

#[test]
fn a_panic_while_an_error_is_dropped_harms_nothing() {
    for config in [quick(1, 1), released(1, 1)] {
        goes_off(config, |_| Explosive {
            act: Box::new(|attempt| Box::pin(ready(if attempt == 1 { Err(bomb()) } else { Ok(None) }))),
            _bomb: None,
        });
    }
}

#[test]
fn a_panic_while_an_error_is_dropped_whose_draw_of_jitter_has_cancelled_the_task_harms_nothing() {
    try_virtually(|lab| async move {
        let pool = Rc::new(OnceCell::<Pool<Explosive, _>>::new());
        let drawing = Rc::clone(&pool);
        let mut config = quick(1, 1);
        config.retry.jitter = Jitter::Full;
        let builder = Pool::builder(&lab.exec, config).draw(move |_, _| {
            drop(drawing.get().unwrap().abort());
            0.5
        });
        assert!(pool.set(builder.start().unwrap()).is_ok());
        let fails = Explosive {
            act: Box::new(|_| Box::pin(ready(Err(bomb())))),
            _bomb: None,
        };
        drop(pool.get().unwrap().try_submit(fails).unwrap());
        assert_eq!(pool.get().unwrap().stop().await.cancelled, 1);
    });
}

#[test]
fn a_panic_while_a_task_that_has_cancelled_itself_is_dropped_harms_nothing() {
    goes_off(quick(1, 1), |cancel| Explosive {
        act: Box::new(move |_| {
            cancel();
            Box::pin(pending())
        }),
        _bomb: Some(bomb()),
    });
}

#[test]
fn a_panic_while_an_output_that_came_too_late_is_dropped_harms_nothing() {
    goes_off(quick(1, 1), |cancel| Explosive {
        act: Box::new(move |_| {
            let cancel = Rc::clone(&cancel);
            Box::pin(async move {
                cancel();
                Ok(Some(bomb()))
            })
        }),
        _bomb: None,
    });
}

#[test]
fn a_panic_while_an_output_is_dropped_after_that_of_its_attempt_harms_nothing() {
    goes_off(quick(1, 1), |_| Explosive {
        act: Box::new(|attempt| {
            let on_drop = (attempt == 1).then(bomb);
            Box::pin(poll_fn(move |_| Poll::Ready(Ok(on_drop.as_ref().map(|_| bomb())))))
        }),
        _bomb: None,
    });
}

#[test]
fn a_panic_while_a_submission_that_is_withdrawn_is_dropped_is_not_its_cancellers() {
    try_virtually(|lab| async move {
        let pool = Pool::<Explosive, _>::start(&lab.exec, quick(1, 0)).unwrap();
        let running = pool.try_submit(never_ends()).unwrap();
        let waiting = pool.offer(goes_off_when_dropped(), TaskOptions::default()).unwrap();
        assert!(pool.cancel(waiting.key));
        assert!(running.cancel());
        assert_eq!(pool.stop().await.withdrawn, 1);
    });
}

#[test]
fn a_panic_while_a_task_that_is_turned_away_is_dropped_keeps_no_other_waiting() {
    try_virtually(|lab| async move {
        let pool = Pool::<Explosive, _>::start(&lab.exec, quick(1, 0)).unwrap();
        let running = pool.try_submit(never_ends()).unwrap();
        let waiting = pool.offer(goes_off_when_dropped(), TaskOptions::default()).unwrap();
        assert!(!waiting.is_accepted);
        let mut submit = pool.submit(is_harmless());
        assert!(poll_once(&mut submit).await.is_pending());
        drop(pool.stop());
        assert!(matches!(submit.await, Err(SubmitError::Closed(_))));
        assert!(running.cancel());
        assert_eq!(pool.stop().await.rejected, 2);
    });
}

/// Can't tell whether its error is worth another attempt.
struct Undecided;

impl Task for Undecided {
    type Id = u32;
    type Output = u32;
    type Error = ();
    type Execution = Ready<Result<u32, ()>>;

    fn id(&self) -> u32 {
        1
    }

    fn execute(&mut self, attempt: u32) -> Self::Execution {
        ready(if attempt == 1 { Err(()) } else { Ok(attempt) })
    }

    fn is_retryable((): &()) -> bool {
        panic!("boom")
    }
}

#[test]
fn a_panic_while_an_error_is_judged_fails_the_attempt() {
    try_virtually(|lab| async move {
        let pool = Pool::start(&lab.exec, quick(1, 1)).unwrap();
        assert_eq!(pool.submit(Undecided).await.unwrap().await, Ok(2));
        assert_eq!(pool.stop().await.retries, 1);
    });
}
