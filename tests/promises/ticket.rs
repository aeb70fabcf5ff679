//! Accepted and finished are told apart.

use twinpool::exec::Clock;
use twinpool::pool::TaskError;

use crate::chores::{Fault, Gate, is_hopeless, never_succeeds, succeeds};
use crate::lab::{Lab, quick};

crate::promises![
    a_ticket_gives_the_tasks_value,
    a_ticket_gives_the_last_attempts_error,
    a_result_that_nobody_asked_for_yet_is_kept,
    a_failure_that_nobody_watches_is_counted_and_silent,
    a_dropped_ticket_changes_nothing_for_its_task,
    tickets_may_be_awaited_in_any_order,
];

async fn a_ticket_gives_the_tasks_value<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    assert_eq!(pool.submit(succeeds(7)).await.unwrap().await, Ok(7));
}

async fn a_ticket_gives_the_last_attempts_error<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 2));
    let failing = pool.submit(never_succeeds(1)).await.unwrap();
    let hopeless = pool.submit(is_hopeless(2)).await.unwrap();
    assert_eq!(failing.await, Err(TaskError::Failed(Fault::Passing)));
    assert_eq!(hopeless.await, Err(TaskError::Failed(Fault::Lasting)));
}

async fn a_result_that_nobody_asked_for_yet_is_kept<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 2));
    let good = pool.submit(succeeds(1)).await.unwrap();
    let bad = pool.submit(is_hopeless(2)).await.unwrap();
    pool.stop().await;
    drop(pool);
    assert_eq!(good.await, Ok(1));
    assert_eq!(bad.await, Err(TaskError::Failed(Fault::Lasting)));
}

async fn a_failure_that_nobody_watches_is_counted_and_silent<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 2));
    drop(pool.submit(never_succeeds(1)).await.unwrap());
    drop(pool.submit(succeeds(2)).await.unwrap());
    let summary = pool.stop().await;
    assert_eq!((summary.failed, summary.succeeded), (1, 1));
}

async fn a_dropped_ticket_changes_nothing_for_its_task<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 2));
    let gate = Gate::default();
    let running = pool.submit(gate.chore(1)).await.unwrap();
    lab.until_started(1).await;
    let queued = pool.submit(gate.chore(2)).await.unwrap();
    drop((running, queued));
    gate.open();
    assert_eq!(pool.stop().await.succeeded, 2);
}

async fn tickets_may_be_awaited_in_any_order<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(2, 10));
    let mut tickets = Vec::new();
    for id in 0..10 {
        tickets.push((id, pool.submit(succeeds(id)).await.unwrap()));
    }
    for (id, ticket) in tickets.into_iter().rev() {
        assert_eq!(ticket.await, Ok(id));
    }
}
