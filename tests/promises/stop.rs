//! The graceful end.

use std::rc::Rc;

use twinpool::exec::Clock;
use twinpool::pool::{PoolConfig, Step, SubmitError, TaskOptions};

use crate::chores::{Gate, fails, never_succeeds, poll_once, succeeds};
use crate::lab::{Lab, millis, quick, released};

crate::promises![
    stop_closes_the_door_at_once,
    stop_finishes_everything_that_was_accepted,
    stop_waits_for_held_tasks_in_backoff,
    stop_waits_for_released_tasks_in_backoff,
    stop_ends_only_when_the_last_task_has,
    stop_of_an_idle_pool_ends,
    waiting_submitters_get_closed_and_their_task_back,
    a_second_stop_gives_the_same_answer,
    the_summary_tells_what_happened,
    submitting_after_stop_is_an_error_with_the_task_back,
    figures_after_the_end_are_those_of_the_summary,
    dropping_the_pool_drains_it,
];

async fn stop_closes_the_door_at_once<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    assert!(pool.is_open());
    // Also when nobody awaits it.
    drop(pool.stop());
    assert!(!pool.is_open());
    assert!(pool.try_submit(succeeds(1)).is_err_and(|error| error.is_closed()));
}

async fn stop_finishes_everything_that_was_accepted<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(2, 10));
    for id in 0..10 {
        drop(pool.submit(fails(id, id % 2)).await);
    }
    let summary = pool.stop().await;
    assert_eq!((summary.succeeded, summary.retries), (10, 5));
    assert_eq!((summary.queued, summary.running, summary.backing_off), (0, 0, 0));
}

async fn stop_waits_for_backoff<C: Clock>(lab: Lab<C>, config: PoolConfig) {
    let pool = lab.pool(config);
    drop(pool.submit(fails(1, 2)).await);
    lab.until_step(1, |step| matches!(step, Step::AttemptFailed { .. }))
        .await;
    assert_eq!(pool.figures().backing_off, 1);
    let summary = pool.stop().await;
    assert_eq!((summary.succeeded, summary.attempts), (1, 3));
}

async fn stop_waits_for_held_tasks_in_backoff<C: Clock>(lab: Lab<C>) {
    stop_waits_for_backoff(lab, quick(2, 1)).await;
}

async fn stop_waits_for_released_tasks_in_backoff<C: Clock>(lab: Lab<C>) {
    stop_waits_for_backoff(lab, released(2, 1)).await;
}

async fn stop_ends_only_when_the_last_task_has<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(2, 2));
    let gate = Gate::default();
    drop(pool.submit(succeeds(1)).await);
    drop(pool.submit(gate.chore(2)).await);
    lab.until_ended(1).await;
    let mut stop = pool.stop();
    assert!(poll_once(&mut stop).await.is_pending());
    gate.open();
    assert_eq!(stop.await.succeeded, 2);
}

async fn stop_of_an_idle_pool_ends<C: Clock>(lab: Lab<C>) {
    let summary = lab.pool(quick(3, 1)).stop().await;
    assert_eq!((summary.submitted, summary.attempts), (0, 0));
    let summary = lab.pool(released(3, 1)).stop().await;
    assert_eq!((summary.submitted, summary.attempts), (0, 0));
}

async fn waiting_submitters_get_closed_and_their_task_back<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 0));
    let gate = Gate::default();
    drop(pool.submit(gate.chore(1)).await);
    lab.until_started(1).await;
    let mut waiting: Vec<_> = (2..5).map(|id| pool.submit(gate.chore(id))).collect();
    for submit in &mut waiting {
        assert!(poll_once(submit).await.is_pending());
    }
    let stop = pool.stop();
    for (submit, id) in waiting.into_iter().zip(2..) {
        let Err(SubmitError::Closed(task)) = submit.await else {
            panic!("task {id} was let in");
        };
        assert_eq!(task.id, id);
        assert_eq!(lab.steps_of(id), [Step::Submitted, Step::Rejected { is_closed: true }]);
    }
    gate.open();
    let summary = stop.await;
    assert_eq!((summary.succeeded, summary.rejected), (1, 3));
}

async fn a_second_stop_gives_the_same_answer<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 2));
    drop(pool.submit(fails(1, 1)).await);
    let (first, second) = (pool.stop(), pool.stop());
    let (first, second) = futures::future::join(first, second).await;
    assert_eq!(first, second);
    // Also long after the end.
    lab.exec.sleep(std::time::Duration::from_millis(2)).await;
    assert_eq!(pool.stop().await, first);
}

async fn the_summary_tells_what_happened<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 5));
    drop(pool.submit(succeeds(1)).await);
    drop(pool.submit(never_succeeds(2)).await);
    let cancelled = pool.submit(succeeds(3)).await.unwrap();
    assert!(cancelled.cancel());
    let summary = pool.stop().await;
    let ended = [summary.succeeded, summary.failed, summary.cancelled];
    assert_eq!((summary.submitted, summary.accepted, ended), (3, 3, [1, 1, 1]));
    assert_eq!((summary.attempts, summary.retries), (4, 2));
    assert!(summary.elapsed_ms >= 6.0);
    if lab.is_virtual {
        assert!((summary.elapsed_ms - 6.0).abs() < f64::EPSILON);
        assert_eq!(summary.utilisation.backoff, Some(1.0));
    }
}

async fn submitting_after_stop_is_an_error_with_the_task_back<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    pool.stop().await;
    let Err(SubmitError::Closed(task)) = pool.submit(succeeds(1)).await else {
        panic!("the pool is closed");
    };
    let Err(SubmitError::Closed(task)) = pool.try_submit(task) else {
        panic!("the pool is closed");
    };
    let Err(SubmitError::Closed(task)) = pool.offer(task, TaskOptions::default()) else {
        panic!("the pool is closed");
    };
    assert_eq!(task.id, 1);
    assert_eq!(pool.figures().rejected, 3);
}

async fn figures_after_the_end_are_those_of_the_summary<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    drop(pool.submit(fails(1, 1)).await.unwrap());
    let summary = pool.stop().await;
    lab.exec.sleep(millis(5)).await;
    assert_eq!(pool.figures(), summary);
    // Who comes too late is counted, and changes nothing else.
    assert!(pool.try_submit(succeeds(2)).is_err());
    let late = pool.figures();
    assert_eq!((late.submitted, late.rejected), (summary.submitted + 1, 1));
    assert_eq!(
        (late.elapsed_ms, late.utilisation),
        (summary.elapsed_ms, summary.utilisation)
    );
}

async fn dropping_the_pool_drains_it<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 3));
    let first = pool.submit(fails(1, 1)).await.unwrap();
    let second = pool.submit(succeeds(2)).await.unwrap();
    assert_eq!(Rc::strong_count(&pool), 1);
    drop(pool);
    assert_eq!((first.await, second.await), (Ok(1), Ok(2)));
    assert_eq!(lab.starts(), [(1, 1), (1, 2), (2, 1)]);
}
