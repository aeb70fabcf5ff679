//! Tasks and listeners may call the pool that calls them.

use std::cell::{Cell, OnceCell, RefCell};
use std::future::{Ready, pending, ready};
use std::rc::{Rc, Weak};

use twinpool::exec::Clock;
use twinpool::pool::{Pool, Step, Task, TaskError, TaskKey, Ticket};
use twinpool::retry::Jitter;

use crate::chores::{Chore, OnDrop, does, fails, never_ends, succeeds};
use crate::lab::{Lab, quick, released};

crate::promises![
    a_task_may_submit_another,
    a_listener_may_submit_a_task,
    a_task_may_stop_its_pool,
    a_listener_may_stop_the_pool,
    a_task_may_abort_its_pool_before_it_gives_its_future,
    a_task_may_abort_its_pool_while_it_runs,
    a_listener_may_abort_the_pool_at_any_event,
    a_task_may_cancel_itself,
    a_listener_may_cancel_a_task_at_any_event,
    a_draw_of_jitter_may_cancel_its_task,
    a_draw_of_jitter_may_abort_the_pool,
    a_task_may_let_go_of_its_pool,
    an_attempt_may_call_the_pool_while_it_is_dropped,
    an_error_may_call_the_pool_while_it_is_dropped,
];

type Itself<C> = Rc<OnceCell<Weak<Pool<Chore, C>>>>;

/// What a task calls its pool by.
fn itself<C: Clock>(itself: &Itself<C>) -> Rc<Pool<Chore, C>> {
    itself.get().and_then(Weak::upgrade).expect("the test holds the pool")
}

fn known<C: Clock>(pool: &Rc<Pool<Chore, C>>) -> Itself<C> {
    let known = Itself::default();
    known.set(Rc::downgrade(pool)).expect("set once");
    known
}

async fn a_task_may_submit_another<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let pool_itself = known(&pool);
    let parent = does(1, move |_| {
        let pool = itself(&pool_itself);
        drop(pool.try_submit(succeeds(2)).unwrap());
        async move {
            // There is no more room, and no other worker that could make some: this must not be waited for.
            assert!(pool.try_submit(succeeds(3)).is_err());
            Ok(1)
        }
    });
    assert_eq!(pool.submit(parent).await.unwrap().await, Ok(1));
    pool.stop().await;
    assert_eq!(lab.starts(), [(1, 1), (2, 1)]);
}

async fn a_listener_may_submit_a_task<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool_that_hears(quick(1, 1), |pool, event| {
        if event.task < 5 && matches!(event.step, Step::Succeeded { .. }) {
            drop(pool.try_submit(succeeds(event.task + 1)).unwrap());
        }
    });
    drop(pool.submit(succeeds(1)).await);
    lab.until_ended(5).await;
    assert_eq!(pool.stop().await.succeeded, 5);
}

async fn a_task_may_stop_its_pool<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 2));
    let pool_itself = known(&pool);
    let last = does(1, move |_| {
        drop(itself(&pool_itself).stop());
        ready(Ok(1))
    });
    let ticket = pool.submit(last).await.unwrap();
    let queued = pool.submit(succeeds(2)).await.unwrap();
    assert_eq!((ticket.await, queued.await), (Ok(1), Ok(2)));
    assert_eq!(pool.stop().await.succeeded, 2);
}

async fn a_listener_may_stop_the_pool<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool_that_hears(quick(1, 2), |pool, event| {
        if matches!(event.step, Step::Started { .. }) {
            drop(pool.stop());
        }
    });
    let ticket = pool.submit(fails(1, 1)).await.unwrap();
    assert_eq!(ticket.await, Ok(1));
    assert!(!pool.is_open());
    assert_eq!(pool.stop().await.attempts, 2);
}

async fn a_task_may_abort_its_pool_before_it_gives_its_future<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 2));
    let pool_itself = known(&pool);
    let unfinished = Rc::new(RefCell::new(Vec::new()));
    let suicidal = does(1, {
        let unfinished = Rc::clone(&unfinished);
        move |_| {
            let handed_back = itself(&pool_itself).abort();
            unfinished
                .borrow_mut()
                .extend(handed_back.into_iter().map(|task| (task.id, task.task.is_some())));
            // Too late to count.
            ready(Ok(1))
        }
    });
    let ticket = pool.submit(suicidal).await.unwrap();
    let queued = pool.submit(succeeds(2)).await.unwrap();
    assert_eq!(ticket.await, Err(TaskError::Cancelled));
    assert_eq!(queued.await, Err(TaskError::Cancelled));
    // The task itself is being called, so it can't be handed back.
    assert_eq!(*unfinished.borrow(), [(1, false), (2, true)]);
    let summary = pool.stop().await;
    assert_eq!((summary.cancelled, summary.succeeded), (2, 0));
}

async fn a_task_may_abort_its_pool_while_it_runs<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 2));
    let pool_itself = known(&pool);
    let suicidal = does(1, move |_| {
        let pool_itself = Rc::clone(&pool_itself);
        async move {
            assert_eq!(itself(&pool_itself).abort().len(), 2);
            Ok(1)
        }
    });
    let ticket = pool.submit(suicidal).await.unwrap();
    drop(pool.submit(never_ends(2)).await);
    assert_eq!(ticket.await, Err(TaskError::Cancelled));
    assert_eq!(pool.stop().await.cancelled, 2);
}

/// A kind of event, and whether it is the one that a test waits for.
type Kind = (&'static str, fn(Step) -> bool);

const KINDS: [Kind; 7] = [
    ("submitted", |step| step == Step::Submitted),
    ("accepted at once", |step| step == Step::Accepted { waited: false }),
    ("accepted later", |step| step == Step::Accepted { waited: true }),
    ("started", |step| matches!(step, Step::Started { .. })),
    ("failed attempt", |step| matches!(step, Step::AttemptFailed { .. })),
    ("started again", |step| matches!(step, Step::Started { attempt: 2, .. })),
    ("succeeded", |step| matches!(step, Step::Succeeded { .. })),
];

async fn a_listener_may_abort_the_pool_at_any_event<C: Clock>(lab: Lab<C>) {
    for config in [quick(1, 1), released(1, 1), quick(1, 0), released(1, 0)] {
        for (kind, is_it) in KINDS {
            let is_done = Cell::new(false);
            let pool = lab.pool_that_hears(config, move |pool, event| {
                if is_it(event.step) && !is_done.replace(true) {
                    pool.abort();
                }
            });
            // More than there is room for; those that are turned away are not of interest here.
            let submissions = (1..=4).map(|id| pool.submit(fails(id, 1)));
            let tickets = futures::future::join_all(submissions).await.into_iter().flatten();
            let outcomes = futures::future::join_all(tickets).await;
            let summary = pool.stop().await;
            assert_eq!(summary.accepted, summary.succeeded + summary.cancelled, "{kind}");
            assert_eq!(summary.accepted, outcomes.len() as u64, "{kind}");
        }
    }
}

async fn a_task_may_cancel_itself<C: Clock>(lab: Lab<C>) {
    for may_finish in [false, true] {
        let pool = lab.pool(quick(1, 2));
        let ticket: Rc<OnceCell<Ticket<Chore, C>>> = Rc::default();
        let suicidal = does(1, {
            let ticket = Rc::clone(&ticket);
            move |_| {
                let ticket = Rc::clone(&ticket);
                async move {
                    assert!(ticket.get().unwrap().cancel());
                    if may_finish { Ok(1) } else { pending().await }
                }
            }
        });
        let submitted = pool.submit(suicidal).await.unwrap();
        assert!(ticket.set(submitted).is_ok());
        let next = pool.submit(succeeds(2)).await.unwrap();
        assert_eq!(next.await, Ok(2));
        let summary = pool.stop().await;
        assert_eq!((summary.cancelled, summary.succeeded), (1, 1));
    }
}

async fn a_listener_may_cancel_a_task_at_any_event<C: Clock>(lab: Lab<C>) {
    for config in [quick(1, 1), released(1, 1)] {
        for (kind, is_it) in KINDS {
            let key: Rc<Cell<Option<TaskKey>>> = Rc::default();
            let pool = lab.pool_that_hears(config, {
                let key = Rc::clone(&key);
                move |pool, event| {
                    if event.task == 1
                        && is_it(event.step)
                        && let Some(key) = key.get()
                    {
                        pool.cancel(key);
                    }
                }
            });
            let doomed = pool.submit(fails(1, 1)).await.unwrap();
            key.set(Some(doomed.key()));
            let next = pool.submit(fails(2, 1)).await.unwrap();
            assert_eq!(next.await, Ok(2), "{kind}");
            let summary = pool.stop().await;
            assert_eq!(summary.cancelled + summary.succeeded, 2, "{kind}");
            let is_cancelled = doomed.await == Err(TaskError::Cancelled);
            assert_eq!(
                is_cancelled,
                kind.contains("started") || kind.contains("failed"),
                "{kind}"
            );
        }
    }
}

async fn a_task_may_let_go_of_its_pool<C: Clock>(lab: Lab<C>) {
    let pool = Rc::new(Cell::new(Some(lab.pool(quick(1, 2)))));
    let lets_go = does(1, {
        let pool = Rc::clone(&pool);
        move |_| {
            drop(pool.take());
            ready(Ok(1))
        }
    });
    let held = pool.take().unwrap();
    let ticket = held.try_submit(lets_go).ok().unwrap();
    let queued = held.try_submit(succeeds(2)).ok().unwrap();
    pool.set(Some(held));
    assert_eq!((ticket.await, queued.await), (Ok(1), Ok(2)));
}

async fn an_attempt_may_call_the_pool_while_it_is_dropped<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 2));
    let pool_itself = known(&pool);
    let chore = does(1, move |_| {
        let pool_itself = Rc::clone(&pool_itself);
        let on_drop = OnDrop(Some(move || {
            let pool = itself(&pool_itself);
            drop(pool.try_submit(succeeds(2)).unwrap());
            assert_eq!(pool.figures().cancelled, 1);
        }));
        async move {
            let _on_drop = on_drop;
            pending().await
        }
    });
    let ticket = pool.submit(chore).await.unwrap();
    lab.until_started(1).await;
    ticket.cancel();
    lab.until_step(2, |step| matches!(step, Step::Succeeded { .. })).await;
    assert_eq!(pool.stop().await.succeeded, 1);
}

/// A task fails, and `act` is called while the jitter of its pause is drawn.
async fn draws<C: Clock>(lab: &Lab<C>, act: fn(&Pool<Chore, C>, TaskKey)) {
    for config in [quick(1, 2), released(1, 2)] {
        let (pool_itself, key) = (Itself::default(), Rc::new(Cell::new(None)));
        let draw = {
            let (pool_itself, key) = (Rc::clone(&pool_itself), Rc::clone(&key));
            move |_: &u32, _| {
                if let Some(key) = key.take() {
                    act(&itself(&pool_itself), key);
                }
                0.5
            }
        };
        let mut config = config;
        config.retry.jitter = Jitter::Full;
        let pool = Rc::new(Pool::builder(&lab.exec, config).draw(draw).start().unwrap());
        pool_itself.set(Rc::downgrade(&pool)).expect("set once");
        let ticket = pool.try_submit(fails(1, 1)).ok().unwrap();
        key.set(Some(ticket.key()));
        assert_eq!(ticket.await, Err(TaskError::Cancelled));
        // The worker goes on, unless it was sent home.
        if let Ok(ticket) = pool.try_submit(fails(2, 1)) {
            assert_eq!(ticket.await, Ok(2));
        }
        let figures = pool.stop().await;
        assert_eq!((figures.cancelled, figures.failed), (1, 0));
        pool.check_conservation().unwrap();
    }
}

async fn a_draw_of_jitter_may_cancel_its_task<C: Clock>(lab: Lab<C>) {
    draws(&lab, |pool, key| assert!(pool.cancel(key))).await;
}

async fn a_draw_of_jitter_may_abort_the_pool<C: Clock>(lab: Lab<C>) {
    draws(&lab, |pool, _| drop(pool.abort())).await;
}

/// A task that fails with errors which ask its pool for its figures when they are dropped.
struct Curious<C: Clock> {
    pool: Rc<OnceCell<Weak<Pool<Self, C>>>>,
    drops: Rc<Cell<u64>>,
}

impl<C: Clock> Task for Curious<C> {
    type Id = u32;
    type Output = ();
    type Error = OnDrop<Box<dyn FnOnce()>>;
    type Execution = Ready<Result<(), Self::Error>>;

    fn id(&self) -> u32 {
        1
    }

    fn execute(&mut self, _: u32) -> Self::Execution {
        let (pool, drops) = (Rc::clone(&self.pool), Rc::clone(&self.drops));
        ready(Err(OnDrop(Some(Box::new(move || {
            let pool = pool.get().and_then(Weak::upgrade).expect("the test holds the pool");
            drops.set(drops.get() + pool.figures().cancelled);
        })))))
    }
}

async fn an_error_may_call_the_pool_while_it_is_dropped<C: Clock>(lab: Lab<C>) {
    for mut config in [quick(1, 1), released(1, 1)] {
        config.pause_after_last_attempt = true;
        config.retry.max_attempts = 1;
        for is_watched in [true, false] {
            let (itself, drops) = (Rc::new(OnceCell::<Weak<Pool<Curious<C>, C>>>::new()), Rc::default());
            let key: Rc<Cell<Option<TaskKey>>> = Rc::default();
            let pool = Pool::builder(&lab.exec, config)
                .listen({
                    let (itself, key) = (Rc::clone(&itself), Rc::clone(&key));
                    move |event| {
                        // In the last pause: the error is what the task would end in.
                        if matches!(event.step, Step::AttemptFailed { .. }) {
                            let pool = itself.get().and_then(Weak::upgrade).unwrap();
                            assert!(pool.cancel(key.get().unwrap()));
                        }
                    }
                })
                .start()
                .unwrap();
            let pool = Rc::new(pool);
            itself.set(Rc::downgrade(&pool)).unwrap();
            let task = Curious {
                pool: itself,
                drops: Rc::clone(&drops),
            };
            let ticket = pool.submit(task).await.unwrap();
            key.set(Some(ticket.key()));
            if is_watched {
                assert!(matches!(ticket.await, Err(TaskError::Cancelled)));
            } else {
                drop(ticket);
            }
            assert_eq!(pool.stop().await.cancelled, 1);
            assert_eq!(drops.get(), 1, "dropped when its task was cancelled");
        }
    }
}
