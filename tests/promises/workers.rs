//! Who works on what.

use twinpool::exec::Clock;
use twinpool::pool::Step;

use crate::chores::{Gate, fails, succeeds};
use crate::lab::{Lab, quick};

crate::promises![
    workers_take_tasks_in_order,
    as_many_tasks_run_at_once_as_there_are_workers,
    an_attempt_is_made_by_the_worker_that_it_names,
    a_retry_of_a_held_task_is_made_by_the_same_worker,
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
