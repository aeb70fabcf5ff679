//! Who works on what.

use twinpool::exec::Clock;
use twinpool::pool::{PoolConfig, Step, WhenFull};

use crate::chores::{Gate, fails, succeeds};
use crate::lab::{Lab, quick};

crate::promises![
    workers_take_tasks_in_order,
    as_many_tasks_run_at_once_as_there_are_workers,
    an_attempt_is_made_by_the_worker_that_it_names,
    a_retry_of_a_held_task_is_made_by_the_same_worker,
    a_pool_that_was_just_made_takes_as_many_tasks_as_it_has_workers_and_places,
    a_pool_that_was_just_made_has_room_where_it_would_drop_or_reject,
];

async fn workers_take_tasks_in_order<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(3, 10));
    for id in 0..10 {
        drop(pool.submit(succeeds(id)).await);
    }
    pool.stop().await;
    let order = lab.order_of(|step| matches!(step, Step::Started { .. }));
    assert_eq!(order, (0..10).collect::<Vec<_>>());
}

async fn as_many_tasks_run_at_once_as_there_are_workers<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(3, 10));
    let gate = Gate::default();
    for id in 0..10 {
        drop(pool.submit(gate.chore(id)).await);
    }
    lab.until_started(2).await;
    let figures = pool.figures();
    assert_eq!((figures.running, figures.queued), (3, 7));
    gate.open();
    assert_eq!(pool.stop().await.succeeded, 10);
}

async fn an_attempt_is_made_by_the_worker_that_it_names<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(3, 10));
    let gate = Gate::default();
    for id in 0..3 {
        drop(pool.submit(gate.chore(id)).await);
    }
    lab.until_started(2).await;
    let mut workers: Vec<_> = (0..3).map(|id| worker_of(&lab.steps_of(id))).collect();
    workers.sort_unstable();
    assert_eq!(workers, [[0], [1], [2]]);
    gate.open();
    pool.stop().await;
}

async fn a_retry_of_a_held_task_is_made_by_the_same_worker<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(3, 10));
    for id in 0..3 {
        drop(pool.submit(fails(id, 2)).await);
    }
    pool.stop().await;
    for id in 0..3 {
        let workers = worker_of(&lab.steps_of(id));
        assert_eq!(workers, vec![workers[0]; 3]);
    }
}

fn worker_of(steps: &[Step]) -> Vec<usize> {
    let workers = steps.iter().filter_map(|step| match step {
        Step::Started { worker, .. } => Some(*worker),
        _ => None,
    });
    workers.collect()
}

/// The workers wait from the beginning, though none of them has been polled yet.
async fn a_pool_that_was_just_made_takes_as_many_tasks_as_it_has_workers_and_places<C: Clock>(lab: Lab<C>) {
    for buffer_size in [0, 2] {
        let pool = lab.pool(quick(3, buffer_size));
        let tickets: Vec<_> = (1..).map_while(|id| pool.try_submit(succeeds(id)).ok()).collect();
        assert_eq!(tickets.len(), 3 + buffer_size);
        for ticket in tickets {
            ticket.await.unwrap();
        }
        assert_eq!(pool.stop().await.rejected, 1);
    }
}

async fn a_pool_that_was_just_made_has_room_where_it_would_drop_or_reject<C: Clock>(lab: Lab<C>) {
    for when_full in [WhenFull::Reject, WhenFull::DropOldest] {
        let pool = lab.pool(PoolConfig {
            when_full,
            ..quick(4, 1)
        });
        for id in 1..=5 {
            drop(pool.submit(succeeds(id)).await.unwrap());
        }
        let summary = pool.stop().await;
        assert_eq!((summary.succeeded, summary.dropped, summary.rejected), (5, 0, 0));
    }
}
