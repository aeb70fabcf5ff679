//! What happens between two attempts: the worker is held, or released.

use twinpool::exec::Clock;
use twinpool::pool::{PoolConfig, Step, WorkerState};

use crate::chores::{Gate, fails, never_succeeds, succeeds};
use crate::lab::{Lab, millis, quick, released};

crate::promises![
    a_held_worker_does_nothing_else_during_backoff,
    a_released_worker_takes_other_tasks_during_backoff,
    a_released_task_comes_back_at_the_tail_when_it_is_due,
    a_released_task_comes_back_also_when_there_is_no_room,
    released_tasks_come_back_in_the_order_in_which_they_are_due,
    a_pause_after_the_last_attempt_is_not_made_unless_asked_for,
    a_pause_after_the_last_attempt_holds_the_worker_once_more,
    a_released_worker_does_not_wait_for_the_pause_after_the_last_attempt,
];

async fn a_held_worker_does_nothing_else_during_backoff<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 2));
    drop(pool.submit(fails(1, 1)).await);
    drop(pool.submit(succeeds(2)).await);
    lab.until_step(1, |step| matches!(step, Step::AttemptFailed { .. }))
        .await;
    let figures = pool.figures();
    assert_eq!((figures.backing_off, figures.running, figures.queued), (1, 0, 1));
    let workers = pool.snapshot().workers;
    assert!(matches!(&workers[0], WorkerState::Holding(task) if task.task == 1 && task.attempt == 1));
    pool.stop().await;
    assert_eq!(lab.starts(), [(1, 1), (1, 2), (2, 1)]);
    lab.expect_waits(1, &[millis(2)]);
}

async fn a_released_worker_takes_other_tasks_during_backoff<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(released(1, 2));
    let gate = Gate::default();
    drop(pool.submit(fails(1, 1)).await);
    drop(pool.submit(gate.chore(2)).await);
    lab.until_started(2).await;
    // Waiting outside of the buffer: it takes no place in it.
    let snapshot = pool.snapshot();
    assert_eq!((snapshot.queue.len(), snapshot.shelf.len()), (0, 1));
    assert_eq!((snapshot.shelf[0].task, snapshot.shelf[0].attempt), (1, 1));
    assert_eq!(snapshot.shelf[0].until - snapshot.shelf[0].since, millis(2));
    gate.open();
    pool.stop().await;
    assert_eq!(lab.starts(), [(1, 1), (2, 1), (1, 2)]);
}

async fn a_released_task_comes_back_at_the_tail_when_it_is_due<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(released(1, 3));
    let gate = Gate::default();
    drop(pool.submit(fails(1, 1)).await);
    for id in 2..=4 {
        drop(pool.submit(gate.chore(id)).await);
    }
    lab.until_step(1, |step| step == Step::Requeued).await;
    assert_eq!(pool.snapshot().queue, [3, 4, 1]);
    lab.expect_waits(1, &[millis(2)]);
    gate.open();
    pool.stop().await;
    assert_eq!(lab.starts(), [(1, 1), (2, 1), (3, 1), (4, 1), (1, 2)]);
}

async fn a_released_task_comes_back_also_when_there_is_no_room<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(released(1, 1));
    let gate = Gate::default();
    drop(pool.submit(fails(1, 1)).await);
    for id in 2..=3 {
        drop(pool.submit(gate.chore(id)).await);
    }
    lab.until_step(1, |step| step == Step::Requeued).await;
    assert_eq!(pool.snapshot().queue, [3, 1]);
    assert!(pool.try_submit(succeeds(4)).is_err());
    gate.open();
    // One more than the buffer holds: the next is let in only when both have left it.
    assert_eq!(pool.submit(succeeds(5)).await.unwrap().await, Ok(5));
    assert_eq!(lab.starts(), [(1, 1), (2, 1), (3, 1), (1, 2), (5, 1)]);
}

async fn released_tasks_come_back_in_the_order_in_which_they_are_due<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(released(1, 10));
    // Task 1 fails twice, so its second pause is longer than the first one of those that come after it.
    drop(pool.submit(fails(1, 2)).await);
    lab.until_step(1, |step| matches!(step, Step::Started { attempt: 2, .. }))
        .await;
    drop(pool.submit(fails(2, 1)).await);
    drop(pool.submit(fails(3, 1)).await);
    pool.stop().await;
    if lab.is_virtual {
        assert_eq!(lab.order_of(|step| step == Step::Requeued), [1, 2, 3, 1]);
    } else {
        assert_eq!(lab.count(|step| step == Step::Requeued), 4);
    }
}

async fn a_pause_after_the_last_attempt_is_not_made_unless_asked_for<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let ticket = pool.submit(never_succeeds(1)).await.unwrap();
    ticket.await.unwrap_err();
    assert_eq!(lab.pauses_of(1), [2, 4].map(millis));
    lab.expect_waits(1, &[2, 4, 0].map(millis));
}

async fn a_pause_after_the_last_attempt_holds_the_worker_once_more<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(PoolConfig {
        pause_after_last_attempt: true,
        ..quick(1, 2)
    });
    let ticket = pool.submit(never_succeeds(1)).await.unwrap();
    drop(pool.submit(succeeds(2)).await);
    ticket.await.unwrap_err();
    assert_eq!(lab.pauses_of(1), [2, 4, 8].map(millis));
    lab.expect_waits(1, &[2, 4, 8].map(millis));
    pool.stop().await;
    assert_eq!(lab.starts(), [(1, 1), (1, 2), (1, 3), (2, 1)]);
    assert_eq!((pool.figures().failed, pool.figures().retries), (1, 2));
}

async fn a_released_worker_does_not_wait_for_the_pause_after_the_last_attempt<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(PoolConfig {
        pause_after_last_attempt: true,
        hold_worker: false,
        retry: twinpool::retry::RetryPolicy {
            max_attempts: 1,
            base_delay: millis(2),
            ..Default::default()
        },
        ..quick(1, 2)
    });
    drop(pool.submit(never_succeeds(1)).await);
    let gate = Gate::default();
    drop(pool.submit(gate.chore(2)).await);
    // The second begins although the first has not ended yet; then the first ends although the worker is busy.
    lab.until_started(2).await;
    lab.until_step(1, |step| matches!(step, Step::Failed { .. })).await;
    lab.expect_waits(1, &[millis(2)]);
    gate.open();
    assert_eq!(pool.stop().await.succeeded, 1);
    assert_eq!(lab.count(|step| step == Step::Requeued), 0);
}
