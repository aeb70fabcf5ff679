//! The end at once.

use std::cell::Cell;
use std::future::pending;
use std::rc::Rc;

use twinpool::exec::Clock;
use twinpool::pool::{Step, SubmitError, TaskError};

use crate::chores::{Gate, OnDrop, does, never_ends, never_succeeds, poll_once, succeeds};
use crate::lab::{Lab, quick, released, with_long_pauses};

crate::promises![
    abort_drops_the_attempts_that_run,
    abort_hands_back_everything_unfinished_in_order_of_submission,
    abort_hands_back_released_tasks_in_backoff,
    abort_tells_whoever_awaits_a_result,
    abort_turns_waiting_submitters_away_with_their_task,
    what_abort_hands_back_can_be_given_to_another_pool,
    a_second_abort_finds_nothing,
    stop_after_abort_ends,
    abort_after_stop_cancels_what_is_left,
    submitting_after_abort_is_an_error_with_the_task_back,
    abort_leaves_finished_tasks_alone,
];

async fn abort_drops_the_attempts_that_run<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let is_dropped = Rc::new(Cell::new(false));
    let chore = does(1, {
        let is_dropped = Rc::clone(&is_dropped);
        move |_| {
            let is_dropped = Rc::clone(&is_dropped);
            let on_drop = OnDrop(Some(move || is_dropped.set(true)));
            async move {
                let _on_drop = on_drop;
                pending().await
            }
        }
    });
    drop(pool.submit(chore).await);
    lab.until_started(1).await;
    assert_eq!(pool.abort().len(), 1);
    pool.stop().await;
    assert!(is_dropped.get());
    assert_eq!(lab.steps_of(1).pop(), Some(Step::Cancelled { attempts: 1 }));
}

async fn abort_hands_back_everything_unfinished_in_order_of_submission<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(with_long_pauses(quick(2, 3)));
    drop(pool.submit(succeeds(1)).await);
    lab.until_ended(1).await;
    drop(pool.submit(never_ends(2)).await);
    drop(pool.submit(never_succeeds(3)).await);
    drop(pool.submit(succeeds(4)).await);
    drop(pool.submit(succeeds(5)).await);
    lab.until_step(3, |step| matches!(step, Step::AttemptFailed { .. }))
        .await;
    let unfinished = pool.abort();
    let ids: Vec<_> = unfinished.iter().map(|task| (task.id, task.attempts)).collect();
    assert_eq!(ids, [(2, 1), (3, 1), (4, 0), (5, 0)]);
    assert!(
        unfinished
            .iter()
            .all(|task| task.task.as_ref().is_some_and(|chore| chore.id == task.id))
    );
    let figures = pool.figures();
    assert_eq!((figures.cancelled, figures.succeeded), (4, 1));
    assert_eq!((figures.running, figures.queued, figures.backing_off), (0, 0, 0));
}

async fn abort_hands_back_released_tasks_in_backoff<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(with_long_pauses(released(1, 2)));
    drop(pool.submit(never_succeeds(1)).await);
    drop(pool.submit(never_ends(2)).await);
    lab.until_started(2).await;
    let ids: Vec<_> = pool.abort().iter().map(|task| (task.id, task.attempts)).collect();
    assert_eq!(ids, [(1, 1), (2, 1)]);
    assert!(pool.snapshot().shelf.is_empty());
    assert_eq!(pool.stop().await.cancelled, 2);
}

async fn abort_tells_whoever_awaits_a_result<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let running = pool.submit(never_ends(1)).await.unwrap();
    lab.until_started(1).await;
    let queued = pool.submit(succeeds(2)).await.unwrap();
    pool.abort();
    assert_eq!(running.await, Err(TaskError::Cancelled));
    assert_eq!(queued.await, Err(TaskError::Cancelled));
}

async fn abort_turns_waiting_submitters_away_with_their_task<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 0));
    drop(pool.submit(never_ends(1)).await);
    lab.until_started(1).await;
    let mut waiting = pool.submit(succeeds(2));
    assert!(poll_once(&mut waiting).await.is_pending());
    let ids: Vec<_> = pool.abort().iter().map(|task| task.id).collect();
    // It was never accepted, so its own submitter gets it, and not the one who aborts.
    assert_eq!(ids, [1]);
    let Err(SubmitError::Closed(task)) = waiting.await else {
        panic!("it was let in");
    };
    assert_eq!(task.id, 2);
}

async fn what_abort_hands_back_can_be_given_to_another_pool<C: Clock>(lab: Lab<C>) {
    let gate = Gate::default();
    let first = lab.pool(quick(1, 1));
    drop(first.submit(gate.chore(1)).await);
    lab.until_started(1).await;
    drop(first.submit(gate.chore(2)).await);
    let unfinished = first.abort();
    gate.open();
    let second = lab.pool(quick(1, 1));
    for task in unfinished {
        let id = task.id;
        let ticket = second.submit(task.task.unwrap()).await.unwrap();
        assert_eq!(ticket.await, Ok(id));
    }
}

async fn a_second_abort_finds_nothing<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    drop(pool.submit(never_ends(1)).await);
    assert_eq!(pool.abort().len(), 1);
    assert_eq!(pool.abort().len(), 0);
    assert_eq!(pool.figures().cancelled, 1);
}

async fn stop_after_abort_ends<C: Clock>(lab: Lab<C>) {
    for config in [quick(2, 2), released(2, 2)] {
        let pool = lab.pool(config);
        drop(pool.submit(never_ends(1)).await);
        drop(pool.submit(never_succeeds(2)).await);
        drop(pool.submit(never_ends(3)).await);
        pool.abort();
        let summary = pool.stop().await;
        assert_eq!((summary.cancelled, summary.running), (3, 0));
    }
}

async fn abort_after_stop_cancels_what_is_left<C: Clock>(lab: Lab<C>) {
    for config in [quick(1, 2), released(1, 2)] {
        let pool = lab.pool(config);
        let ticket = pool.submit(never_ends(1)).await.unwrap();
        drop(pool.submit(succeeds(2)).await);
        let mut stop = pool.stop();
        assert!(poll_once(&mut stop).await.is_pending());
        assert_eq!(pool.abort().len(), 2);
        assert_eq!(stop.await.cancelled, 2);
        assert_eq!(ticket.await, Err(TaskError::Cancelled));
    }
}

async fn submitting_after_abort_is_an_error_with_the_task_back<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    pool.abort();
    let Err(SubmitError::Closed(task)) = pool.submit(succeeds(1)).await else {
        panic!("the pool is closed");
    };
    assert!(pool.try_submit(task).is_err_and(|error| error.into_inner().id == 1));
}

async fn abort_leaves_finished_tasks_alone<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let ticket = pool.submit(succeeds(1)).await.unwrap();
    lab.until_ended(1).await;
    assert_eq!(pool.abort().len(), 0);
    // Its result was not asked for before, and is there all the same.
    assert_eq!(ticket.await, Ok(1));
}
