//! A full buffer that makes room for what is new.

use twinpool::exec::Clock;
use twinpool::pool::{PoolConfig, Step, TaskError, WhenFull};
use twinpool::retry::RetryPolicy;

use crate::chores::{Gate, fails, succeeds};
use crate::lab::{Lab, millis, quick, released};

crate::promises![
    the_head_of_a_full_buffer_is_dropped_for_the_newcomer,
    what_runs_is_never_dropped,
    with_a_buffer_of_none_there_is_nothing_to_drop,
    a_released_retry_in_the_buffer_can_be_dropped,
    an_overfull_buffer_is_emptied_until_there_is_room,
];

fn dropping(config: PoolConfig) -> PoolConfig {
    PoolConfig {
        when_full: WhenFull::DropOldest,
        ..config
    }
}

async fn the_head_of_a_full_buffer_is_dropped_for_the_newcomer<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(dropping(quick(1, 2)));
    let gate = Gate::default();
    drop(pool.submit(gate.chore(1)).await.unwrap());
    lab.until_started(1).await;
    let second = pool.submit(succeeds(2)).await.unwrap();
    drop(pool.submit(succeeds(3)).await.unwrap());

    drop(pool.submit(succeeds(4)).await.unwrap());
    assert_eq!(second.await, Err(TaskError::Dropped));
    assert_eq!(lab.steps_of(2).pop(), Some(Step::Dropped { attempts: 0 }));
    let order: Vec<_> = lab.events().into_iter().rev().take(3).collect();
    let order: Vec<_> = order.iter().rev().map(|event| (event.task, event.step)).collect();
    assert_eq!(order[0], (4, Step::Submitted));
    assert_eq!(order[1], (2, Step::Dropped { attempts: 0 }));
    assert_eq!(order[2], (4, Step::Accepted { waited: false }));

    drop(pool.try_submit(succeeds(5)).expect("it never waits, and drops as well"));
    assert_eq!(lab.steps_of(3).pop(), Some(Step::Dropped { attempts: 0 }));
    gate.open();
    let summary = pool.stop().await;
    assert_eq!((summary.succeeded, summary.dropped, summary.rejected), (3, 2, 0));
    assert_eq!(lab.starts(), [(1, 1), (4, 1), (5, 1)]);
}

async fn what_runs_is_never_dropped<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(dropping(quick(2, 1)));
    let gate = Gate::default();
    drop(pool.submit(gate.chore(1)).await.unwrap());
    lab.until_started(1).await;
    drop(pool.submit(gate.chore(2)).await.unwrap());
    lab.until_started(2).await;
    for id in 3..=10 {
        drop(pool.submit(gate.chore(id)).await.unwrap());
    }
    gate.open();
    let summary = pool.stop().await;
    assert_eq!((summary.succeeded, summary.dropped), (3, 7));
}

async fn with_a_buffer_of_none_there_is_nothing_to_drop<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(dropping(quick(1, 0)));
    let gate = Gate::default();
    // Handed over as soon as the worker has come.
    while pool.try_submit(gate.chore(1)).is_err() {
        lab.exec.sleep(millis(1)).await;
    }
    lab.until_started(1).await;
    let refused = pool.submit(succeeds(2)).await.unwrap_err();
    assert!(refused.is_full());
    gate.open();
    let summary = pool.stop().await;
    assert_eq!((summary.succeeded, summary.dropped), (1, 0));
}

async fn a_released_retry_in_the_buffer_can_be_dropped<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(dropping(released(1, 1)));
    let gate = Gate::default();
    let retried = pool.submit(fails(1, 1)).await.unwrap();
    lab.until_step(1, |step| matches!(step, Step::AttemptFailed { .. }))
        .await;
    drop(pool.submit(gate.chore(2)).await.unwrap());
    lab.until_started(2).await;
    lab.until_step(1, |step| step == Step::Requeued).await;
    drop(pool.submit(succeeds(3)).await.unwrap());
    assert_eq!(retried.await, Err(TaskError::Dropped));
    assert_eq!(lab.steps_of(1).pop(), Some(Step::Dropped { attempts: 1 }));
    gate.open();
    let summary = pool.stop().await;
    assert_eq!((summary.succeeded, summary.dropped), (2, 1));
}

/// Retries that come back make the buffer overfull: dropping one task would not make room then.
async fn an_overfull_buffer_is_emptied_until_there_is_room<C: Clock>(lab: Lab<C>) {
    // Long enough for all three to be away at once.
    let retry = RetryPolicy {
        base_delay: millis(250),
        ..RetryPolicy::default()
    };
    let pool = lab.pool(PoolConfig {
        retry,
        ..dropping(released(1, 1))
    });
    let gate = Gate::default();
    for id in 1..=3 {
        drop(pool.submit(fails(id, 1)).await.unwrap());
        lab.until_step(id, |step| matches!(step, Step::AttemptFailed { .. }))
            .await;
    }
    drop(pool.submit(gate.chore(4)).await.unwrap());
    lab.until_started(4).await;
    lab.until(|| lab.count(|step| step == Step::Requeued) == 3).await;
    drop(pool.submit(succeeds(5)).await.unwrap());
    assert_eq!(lab.order_of(|step| matches!(step, Step::Dropped { .. })), [1, 2, 3]);
    gate.open();
    let summary = pool.stop().await;
    assert_eq!((summary.succeeded, summary.dropped), (2, 3));
}
