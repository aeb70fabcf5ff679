//! The buffer at its extremes.

use twinpool::exec::Clock;
use twinpool::pool::PoolConfig;

use crate::chores::{Gate, poll_once, succeeds};
use crate::lab::{Lab, quick};

crate::promises![
    a_buffer_of_none_hands_each_task_to_a_worker,
    an_idle_worker_is_room_for_one_more_task,
    a_pool_without_a_bound_never_makes_anybody_wait,
    never_more_tasks_are_accepted_than_buffer_and_workers_hold,
];

async fn a_buffer_of_none_hands_each_task_to_a_worker<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 0));
    let gate = Gate::default();
    let first = pool.submit(gate.chore(1)).await.unwrap();
    lab.until_started(1).await;
    let mut second = pool.submit(succeeds(2));
    assert!(poll_once(&mut second).await.is_pending());
    let figures = pool.figures();
    assert_eq!((figures.running, figures.queued, figures.blocked), (1, 0, 1));
    assert!(pool.try_submit(succeeds(3)).is_err_and(|error| error.is_full()));
    gate.open();
    assert_eq!(first.await, Ok(1));
    assert_eq!(second.await.unwrap().await, Ok(2));
    if lab.is_virtual {
        // Live, a task lies in the buffer until the worker has woken up.
        assert_eq!(pool.figures().queue_length.max, 0);
    }
}

async fn an_idle_worker_is_room_for_one_more_task<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(2, 0));
    // Both workers wait from here on: each has had a task, and has finished it.
    let gate = Gate::default();
    let warm_up = [pool.submit(gate.chore(1)).await, pool.submit(gate.chore(2)).await];
    lab.until_started(2).await;
    gate.open();
    for ticket in warm_up {
        ticket.unwrap().await.unwrap();
    }
    let gate = Gate::default();
    lab.until(|| pool.try_submit(gate.chore(3)).is_ok()).await;
    drop(
        pool.try_submit(gate.chore(4))
            .expect("the other worker is idle as well"),
    );
    assert!(pool.try_submit(gate.chore(5)).is_err());
    gate.open();
}

async fn a_pool_without_a_bound_never_makes_anybody_wait<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(PoolConfig {
        buffer_size: None,
        ..quick(1, 0)
    });
    let gate = Gate::default();
    for id in 0..100 {
        drop(pool.try_submit(gate.chore(id)).expect("there is always room"));
    }
    assert_eq!((pool.figures().accepted, pool.figures().blocked), (100, 0));
    gate.open();
    assert_eq!(pool.stop().await.succeeded, 100);
    let in_order: Vec<_> = (0..100).map(|id| (id, 1)).collect();
    assert_eq!(lab.starts(), in_order);
}

async fn never_more_tasks_are_accepted_than_buffer_and_workers_hold<C: Clock>(lab: Lab<C>) {
    let (workers, buffer_size) = (3, 4);
    let pool = lab.pool_that_hears(quick(workers, buffer_size), move |pool, _| {
        let figures = pool.figures();
        assert!(figures.running <= workers as u64);
        assert!(figures.accepted - figures.succeeded <= (workers + buffer_size) as u64);
    });
    let submissions = (0..100).map(|id| pool.submit(succeeds(id)));
    futures::future::join_all(submissions).await;
    assert_eq!(pool.stop().await.succeeded, 100);
}
