//! Many tasks from one submitter.

use std::rc::Rc;

use twinpool::exec::Clock;
use twinpool::pool::{PoolConfig, Step, WhenFull};

use crate::chores::{Gate, never_succeeds, poll_once, succeeds};
use crate::lab::{Lab, quick};

crate::promises![
    submit_all_submits_in_order_and_ends_when_the_last_is_accepted,
    submit_all_waits_for_room_as_submit_does,
    submit_all_hands_back_the_task_that_waits_when_the_pool_is_stopped,
    submit_all_ends_with_the_first_task_that_is_turned_away_and_goes_on_after_it,
    a_submit_all_that_is_dropped_leaves_the_line_and_loses_nothing_accepted,
    failures_of_tasks_from_submit_all_are_counted_and_silent,
];

async fn submit_all_submits_in_order_and_ends_when_the_last_is_accepted<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(2, 3));
    pool.submit_all((1..=20).map(succeeds)).await.unwrap();
    assert_eq!(pool.figures().accepted, 20);
    let expected: Vec<_> = (1..=20).collect();
    assert_eq!(lab.order_of(|step| step == Step::Submitted), expected);
    assert_eq!(lab.order_of(|step| matches!(step, Step::Accepted { .. })), expected);
    assert_eq!(pool.stop().await.succeeded, 20);
}

async fn submit_all_waits_for_room_as_submit_does<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let gate = Gate::default();
    drop(pool.submit(gate.chore(1)).await.unwrap());
    lab.until_started(1).await;
    let mut all = pool.submit_all([gate.chore(2), gate.chore(3), gate.chore(4)]);
    assert!(poll_once(&mut all).await.is_pending());
    assert_eq!((pool.figures().blocked, pool.figures().submitted), (1, 3));
    // Another submitter comes after the task that waits, and before those that were not submitted yet.
    let mut other = pool.submit(gate.chore(9));
    assert!(poll_once(&mut other).await.is_pending());

    gate.open();
    all.await.unwrap();
    drop(other.await.unwrap());
    assert_eq!(pool.stop().await.succeeded, 5);
    assert_eq!(
        lab.order_of(|step| matches!(step, Step::Accepted { .. })),
        [1, 2, 3, 9, 4]
    );
}

async fn submit_all_hands_back_the_task_that_waits_when_the_pool_is_stopped<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 0));
    let gate = Gate::default();
    drop(pool.submit(gate.chore(1)).await.unwrap());
    lab.until_started(1).await;
    let mut tasks = (2..=9).map(succeeds);
    let mut all = pool.submit_all(&mut tasks);
    assert!(poll_once(&mut all).await.is_pending());
    let stop = pool.stop();
    let refused = all.await.unwrap_err();
    assert!(refused.is_closed());
    assert_eq!(refused.into_inner().id, 2);
    assert_eq!(tasks.next().map(|task| task.id), Some(3));
    gate.open();
    assert_eq!(stop.await.succeeded, 1);
    let refused = pool.submit_all([succeeds(10)]).await.unwrap_err();
    assert!(refused.is_closed());
}

async fn submit_all_ends_with_the_first_task_that_is_turned_away_and_goes_on_after_it<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(PoolConfig {
        when_full: WhenFull::Reject,
        ..quick(1, 1)
    });
    let gate = Gate::default();
    drop(pool.submit(gate.chore(1)).await.unwrap());
    lab.until_started(1).await;
    let mut tasks = [gate.chore(2), gate.chore(3), gate.chore(4)].into_iter();
    let refused = pool.submit_all(&mut tasks).await.unwrap_err();
    assert!(refused.is_full());
    assert_eq!(refused.into_inner().id, 3);
    let refused = pool.submit_all(&mut tasks).await.unwrap_err();
    assert_eq!(refused.into_inner().id, 4);
    pool.submit_all(tasks).await.unwrap();
    gate.open();
    let summary = pool.stop().await;
    assert_eq!((summary.succeeded, summary.rejected), (2, 2));
}

async fn a_submit_all_that_is_dropped_leaves_the_line_and_loses_nothing_accepted<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let gate = Gate::default();
    drop(pool.submit(gate.chore(1)).await.unwrap());
    lab.until_started(1).await;
    let mut all = pool.submit_all([gate.chore(2), gate.chore(3), gate.chore(4)]);
    assert!(poll_once(&mut all).await.is_pending());
    drop(all);
    assert_eq!(lab.steps_of(3), [Step::Submitted, Step::Withdrawn]);
    gate.open();
    let summary = pool.stop().await;
    assert_eq!((summary.succeeded, summary.withdrawn), (2, 1));
}

async fn failures_of_tasks_from_submit_all_are_counted_and_silent<C: Clock>(lab: Lab<C>) {
    let pool = Rc::clone(&lab.pool(quick(2, 2)));
    pool.submit_all([never_succeeds(1), succeeds(2)]).await.unwrap();
    let summary = pool.stop().await;
    assert_eq!((summary.failed, summary.succeeded, summary.attempts), (1, 1, 4));
}
