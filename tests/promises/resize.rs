//! More workers or fewer, while the pool runs.

use std::time::Duration;

use twinpool::exec::Clock;
use twinpool::pool::{MOST_WORKERS, PoolConfig, WhenFull, WorkerState};

use crate::chores::{Gate, fails, poll_once, succeeds};
use crate::lab::{Lab, quick};

crate::promises![
    more_workers_take_up_waiting_tasks,
    more_workers_take_from_those_who_wait_where_there_is_no_buffer,
    fewer_workers_finish_what_they_are_with,
    workers_that_leave_idle_lose_no_task,
    workers_come_back_into_the_seats_of_those_who_left,
    who_has_left_is_not_seen_idle,
    a_pool_of_another_size_stops_as_any_other,
    a_worker_that_comes_waits_at_once_though_another_was_promised_a_task,
    a_size_out_of_range_is_refused,
];

async fn more_workers_take_up_waiting_tasks<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 10));
    let gate = Gate::default();
    pool.submit_all((1..=4).map(|id| gate.chore(id))).await.unwrap();
    lab.until_started(1).await;
    assert_eq!(pool.figures().running, 1);
    pool.set_workers(3).unwrap();
    lab.until_started(3).await;
    assert_eq!(pool.figures().running, 3);
    gate.open();
    assert_eq!(pool.stop().await.succeeded, 4);
}

async fn more_workers_take_from_those_who_wait_where_there_is_no_buffer<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 0));
    let gate = Gate::default();
    drop(pool.submit(gate.chore(1)).await.unwrap());
    lab.until_started(1).await;
    let mut waiting = pool.submit(gate.chore(2));
    assert!(poll_once(&mut waiting).await.is_pending());
    pool.set_workers(2).unwrap();
    drop(waiting.await.unwrap());
    lab.until_started(2).await;
    gate.open();
    assert_eq!(pool.stop().await.succeeded, 2);
}

async fn fewer_workers_finish_what_they_are_with<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(3, 10));
    let gates = [Gate::default(), Gate::default()];
    for id in 1..=3 {
        drop(pool.submit(gates[0].chore(id)).await.unwrap());
    }
    lab.until_started(3).await;
    pool.set_workers(1).unwrap();
    assert_eq!(pool.figures().running, 3);
    for id in 4..=6 {
        drop(pool.submit(gates[1].chore(id)).await.unwrap());
    }
    gates[0].open();
    lab.until_started(4).await;
    lab.until_ended(3).await;
    assert_eq!(pool.figures().running, 1);
    gates[1].open();
    let summary = pool.stop().await;
    assert_eq!(summary.succeeded, 6);
    let shares = summary.utilisation;
    if let (Some(busy), Some(backoff), Some(idle)) = (shares.busy, shares.backoff, shares.idle) {
        assert!((busy + backoff + idle - 1.0).abs() < 1e-9);
    }
}

async fn workers_that_leave_idle_lose_no_task<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(4, 0));
    // All of them are there and wait, once a task has been through each.
    let gate = Gate::default();
    pool.submit_all((1..=4).map(|id| gate.chore(id))).await.unwrap();
    lab.until(|| pool.figures().running == 4).await;
    gate.open();
    lab.until_ended(4).await;
    pool.set_workers(2).unwrap();
    let gate = Gate::default();
    pool.submit_all((5..=6).map(|id| gate.chore(id))).await.unwrap();
    lab.until(|| pool.figures().running == 2).await;
    assert!(pool.try_submit(succeeds(7)).is_err());
    gate.open();
    assert_eq!(pool.stop().await.succeeded, 6);
}

async fn workers_come_back_into_the_seats_of_those_who_left<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(3, 10));
    drop(pool.submit(fails(1, 1)).await.unwrap());
    pool.set_workers(1).unwrap();
    lab.until_ended(1).await;
    pool.set_workers(3).unwrap();
    let gate = Gate::default();
    pool.submit_all((2..=4).map(|id| gate.chore(id))).await.unwrap();
    lab.until(|| pool.figures().running == 3).await;
    let running = |state: &WorkerState<u32>| matches!(state, WorkerState::Running { .. });
    assert_eq!(pool.snapshot().workers.iter().filter(|state| running(state)).count(), 3);
    gate.open();
    assert_eq!(pool.stop().await.succeeded, 4);
}

async fn who_has_left_is_not_seen_idle<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(4, 10));
    let gates = [(); 3].map(|()| Gate::default());
    for (id, gate) in (1..).zip(&gates) {
        drop(pool.submit(gate.chore(id)).await.unwrap());
        lab.until_started(id).await;
    }
    let seen = || {
        let letter = |state: &WorkerState<u32>| match state {
            WorkerState::Idle => 'i',
            WorkerState::Running { .. } => 'r',
            WorkerState::Holding(_) => 'h',
            WorkerState::Gone => 'g',
        };
        pool.snapshot().workers.iter().map(letter).collect::<String>()
    };
    assert_eq!(seen(), "rrri");
    pool.set_workers(1).unwrap();
    // The fourth has nothing to finish; no event tells that it goes.
    lab.exec.sleep(Duration::from_millis(1)).await;
    assert_eq!(seen(), "rrr");
    gates[1].open();
    lab.until(|| pool.workers() == 2).await;
    assert_eq!(seen(), "rgr");
    gates[2].open();
    lab.until(|| pool.workers() == 1).await;
    assert_eq!(seen(), "r");
    gates[0].open();
    assert_eq!(pool.stop().await.succeeded, 3);
    assert_eq!(seen(), "i");
}

async fn a_pool_of_another_size_stops_as_any_other<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(2, 10));
    pool.set_workers(5).unwrap();
    pool.submit_all((1..=10).map(|id| fails(id, 1))).await.unwrap();
    pool.set_workers(1).unwrap();
    let summary = pool.stop().await;
    assert_eq!((summary.succeeded, summary.retries), (10, 10));
    // Nobody is there any more: it changes nothing.
    pool.set_workers(3).unwrap();
    assert_eq!(pool.stop().await, summary);
}

async fn a_size_out_of_range_is_refused<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(2, 2));
    for workers in [0, MOST_WORKERS + 1] {
        let error = pool.set_workers(workers).unwrap_err();
        let expected = format!("workers must be a whole number from 1 to 100,000; got {workers}");
        assert_eq!(error.to_string(), expected);
    }
    drop(pool.submit(succeeds(1)).await.unwrap());
    assert_eq!(pool.stop().await.succeeded, 1);
}

async fn a_worker_that_comes_waits_at_once_though_another_was_promised_a_task<C: Clock>(lab: Lab<C>) {
    for when_full in [WhenFull::Wait, WhenFull::Reject, WhenFull::DropOldest] {
        let pool = lab.pool(PoolConfig {
            when_full,
            ..quick(1, 0)
        });
        let first = pool.try_submit(succeeds(1)).unwrap();
        pool.set_workers(2).unwrap();
        let second = pool.try_submit(succeeds(2)).unwrap();
        assert_eq!((first.await, second.await), (Ok(1), Ok(2)));
        assert_eq!(pool.stop().await.succeeded, 2);
    }
}
