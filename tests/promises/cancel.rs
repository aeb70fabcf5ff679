//! The end of one task, wherever it is.

use twinpool::exec::Clock;
use twinpool::pool::{Step, TaskError, TaskOptions};

use crate::chores::{Gate, fails, never_ends, never_succeeds, succeeds};
use crate::lab::{Lab, quick, released, with_long_pauses};

crate::promises![
    a_queued_task_can_be_cancelled_and_is_never_begun,
    a_running_task_can_be_cancelled_and_its_worker_takes_the_next,
    a_held_task_can_be_cancelled_and_its_worker_takes_the_next,
    a_released_task_in_backoff_can_be_cancelled,
    a_task_in_the_pause_after_its_last_attempt_can_be_cancelled,
    a_submission_that_waits_for_room_can_be_cancelled,
    cancelling_a_queued_task_lets_the_next_submitter_in,
    a_task_that_is_promised_to_a_worker_can_be_cancelled,
    cancelling_a_finished_task_does_nothing,
    a_task_is_cancelled_only_once,
];

async fn a_queued_task_can_be_cancelled_and_is_never_begun<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 3));
    let gate = Gate::default();
    drop(pool.submit(gate.chore(1)).await);
    lab.until_started(1).await;
    let doomed = pool.submit(succeeds(2)).await.unwrap();
    let last = pool.submit(succeeds(3)).await.unwrap();
    assert!(doomed.cancel());
    assert_eq!(pool.snapshot().queue, [3]);
    gate.open();
    assert_eq!(last.await, Ok(3));
    assert_eq!(doomed.await, Err(TaskError::Cancelled));
    assert_eq!(lab.starts(), [(1, 1), (3, 1)]);
    assert_eq!(lab.steps_of(2).pop(), Some(Step::Cancelled { attempts: 0 }));
}

async fn a_running_task_can_be_cancelled_and_its_worker_takes_the_next<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 3));
    let doomed = pool.submit(never_ends(1)).await.unwrap();
    lab.until_started(1).await;
    let next = pool.submit(succeeds(2)).await.unwrap();
    assert!(doomed.cancel());
    assert_eq!(doomed.await, Err(TaskError::Cancelled));
    assert_eq!(next.await, Ok(2));
    assert_eq!(lab.steps_of(1).pop(), Some(Step::Cancelled { attempts: 1 }));
}

/// A pool in whose backoffs a test has all the time in the world.
async fn a_held_task_can_be_cancelled_and_its_worker_takes_the_next<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(with_long_pauses(quick(1, 3)));
    let doomed = pool.submit(never_succeeds(1)).await.unwrap();
    let next = pool.submit(succeeds(2)).await.unwrap();
    lab.until_step(1, |step| matches!(step, Step::AttemptFailed { .. }))
        .await;
    assert!(doomed.cancel());
    assert_eq!(next.await, Ok(2));
    assert_eq!(doomed.await, Err(TaskError::Cancelled));
    // No timer of its is left that could move the time.
    if lab.is_virtual {
        assert_eq!(lab.exec.now().as_nanos(), 0);
    }
}

async fn a_released_task_in_backoff_can_be_cancelled<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(with_long_pauses(released(1, 3)));
    let doomed = pool.submit(never_succeeds(1)).await.unwrap();
    lab.until_step(1, |step| matches!(step, Step::AttemptFailed { .. }))
        .await;
    assert!(doomed.cancel());
    assert_eq!(doomed.await, Err(TaskError::Cancelled));
    assert_eq!(pool.stop().await.cancelled, 1);
    assert_eq!(lab.count(|step| step == Step::Requeued), 0);
    if lab.is_virtual {
        assert_eq!(lab.exec.now().as_nanos(), 0);
    }
}

async fn a_task_in_the_pause_after_its_last_attempt_can_be_cancelled<C: Clock>(lab: Lab<C>) {
    for config in [quick(1, 1), released(1, 1)] {
        let mut config = with_long_pauses(config);
        config.pause_after_last_attempt = true;
        config.retry.max_attempts = 1;
        let pool = lab.pool(config);
        let ticket = pool.submit(never_succeeds(1)).await.unwrap();
        lab.until(|| pool.figures().backing_off == 1 || pool.figures().failed == 1)
            .await;
        assert!(ticket.cancel());
        assert_eq!(ticket.await, Err(TaskError::Cancelled));
        assert_eq!(pool.stop().await.cancelled, 1);
    }
}

async fn a_submission_that_waits_for_room_can_be_cancelled<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 0));
    let gate = Gate::default();
    drop(pool.submit(gate.chore(1)).await);
    lab.until_started(1).await;
    let waiting = pool.offer(succeeds(2), TaskOptions::default()).unwrap();
    assert!(!waiting.is_accepted);
    assert!(pool.cancel(waiting.key));
    assert_eq!(lab.steps_of(2), [Step::Submitted, Step::Withdrawn]);
    gate.open();
    let summary = pool.stop().await;
    assert_eq!((summary.withdrawn, summary.cancelled, summary.accepted), (1, 0, 1));
}

async fn cancelling_a_queued_task_lets_the_next_submitter_in<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let gate = Gate::default();
    drop(pool.submit(gate.chore(1)).await);
    lab.until_started(1).await;
    let doomed = pool.submit(succeeds(2)).await.unwrap();
    let waiting = pool.offer(succeeds(3), TaskOptions::default()).unwrap();
    assert!(!waiting.is_accepted);
    assert!(doomed.cancel());
    assert_eq!(lab.steps_of(3), [Step::Submitted, Step::Accepted { waited: true }]);
    gate.open();
    pool.stop().await;
    assert_eq!(lab.starts(), [(1, 1), (3, 1)]);
}

async fn a_task_that_is_promised_to_a_worker_can_be_cancelled<C: Clock>(lab: Lab<C>) {
    for buffer_size in [0, 1] {
        let pool = lab.pool(quick(1, buffer_size));
        // The worker waits from here on.
        pool.submit(succeeds(1)).await.unwrap().await.unwrap();
        lab.until(|| pool.try_submit(succeeds(2)).is_ok()).await;
        lab.until(|| pool.figures().succeeded == 2).await;
        // It is woken for this one, and finds nothing.
        let waiting = pool.offer(succeeds(3), TaskOptions::default()).unwrap();
        assert!(pool.cancel(waiting.key));
        let next = pool.submit(fails(4, 1)).await.unwrap();
        assert_eq!(next.await, Ok(4));
        pool.stop().await;
    }
}

async fn cancelling_a_finished_task_does_nothing<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let ticket = pool.submit(succeeds(1)).await.unwrap();
    lab.until_ended(1).await;
    assert!(!ticket.cancel());
    assert!(!pool.cancel(ticket.key()));
    assert_eq!(ticket.await, Ok(1));
    assert_eq!(pool.figures().cancelled, 0);
}

async fn a_task_is_cancelled_only_once<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let ticket = pool.submit(never_ends(1)).await.unwrap();
    lab.until_started(1).await;
    assert!(ticket.cancel());
    assert!(!ticket.cancel());
    assert_eq!(pool.figures().cancelled, 1);
}
