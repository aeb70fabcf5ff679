//! Who goes first of those who wait.

use twinpool::exec::Clock;
use twinpool::pool::{PoolConfig, Step, Submit, TaskError, TaskOptions, WhenFull};

use crate::chores::{Chore, Gate, fails, poll_once, succeeds};
use crate::lab::{Lab, millis, quick, released};

crate::promises![
    workers_take_the_highest_priority_first_and_equals_in_order,
    the_highest_priority_in_line_is_let_in_first,
    a_handed_over_task_is_the_one_of_the_highest_priority,
    nobody_overtakes_at_the_gate_without_a_higher_priority,
    a_retry_comes_back_behind_its_equals_and_before_lower_ones,
    what_runs_is_not_interrupted_for_a_higher_priority,
    a_full_buffer_drops_the_oldest_of_the_lowest_priority,
    a_newcomer_that_all_outrank_is_turned_away_and_nothing_is_dropped,
    a_place_in_line_is_given_up_whatever_its_priority,
    a_queued_task_is_cancelled_whatever_its_priority,
    a_stop_turns_away_everybody_in_line_and_finishes_the_rest_by_priority,
];

fn of(priority: i32) -> TaskOptions {
    TaskOptions {
        priority,
        ..TaskOptions::default()
    }
}

/// Ids in the order in which their first attempts began, but for the one that kept the worker busy.
fn taken<C: Clock>(lab: &Lab<C>) -> Vec<u32> {
    let starts = lab.starts().into_iter();
    starts.filter(|(id, _)| *id != 0).map(|(id, _)| id).collect()
}

/// Task 0 keeps the only worker busy until the gate opens.
async fn busy<C: Clock>(lab: &Lab<C>, config: PoolConfig) -> (std::rc::Rc<twinpool::pool::Pool<Chore, C>>, Gate) {
    let pool = lab.pool(config);
    let gate = Gate::default();
    // With a buffer of none it is handed over as soon as the worker has come.
    while pool.try_submit(gate.chore(0)).is_err() {
        lab.exec.sleep(millis(1)).await;
    }
    lab.until_started(0).await;
    (pool, gate)
}

async fn waits<C: Clock>(submit: &mut Submit<'_, Chore, C>) {
    assert!(poll_once(submit).await.is_pending(), "it should wait for room");
}

async fn workers_take_the_highest_priority_first_and_equals_in_order<C: Clock>(lab: Lab<C>) {
    let (pool, gate) = busy(&lab, quick(1, 10)).await;
    for (id, priority) in [
        (1, 0),
        (2, -5),
        (3, 7),
        (4, 0),
        (5, 7),
        (6, 1),
        (7, -5),
        (8, i32::MAX),
        (9, i32::MIN),
    ] {
        drop(pool.submit_with(succeeds(id), of(priority)).await.unwrap());
    }
    assert_eq!(pool.snapshot().queue, [8, 3, 5, 6, 1, 4, 2, 7, 9]);
    gate.open();
    assert_eq!(pool.stop().await.succeeded, 10);
    assert_eq!(taken(&lab), [8, 3, 5, 6, 1, 4, 2, 7, 9]);
}

async fn the_highest_priority_in_line_is_let_in_first<C: Clock>(lab: Lab<C>) {
    let (pool, gate) = busy(&lab, quick(1, 1)).await;
    drop(pool.submit(succeeds(1)).await.unwrap());
    let line = [(2, 0), (3, 1), (4, -1), (5, 1), (6, 0), (7, 2)];
    let mut line = line.map(|(id, priority)| pool.submit_with(succeeds(id), of(priority)));
    for submit in &mut line {
        waits(submit).await;
    }
    let blocked: Vec<_> = pool.snapshot().blocked.iter().map(|blocked| blocked.task).collect();
    assert_eq!(blocked, [7, 3, 5, 2, 6, 4]);
    gate.open();
    for submit in line {
        drop(submit.await.unwrap());
    }
    assert_eq!(pool.stop().await.succeeded, 8);
    let accepted = lab.order_of(|step| step == Step::Accepted { waited: true });
    assert_eq!(accepted, [7, 3, 5, 2, 6, 4]);
    // Those that outrank task 1, which is in the buffer, go past it; an equal does not.
    assert_eq!(taken(&lab), [7, 3, 5, 1, 2, 6, 4]);
}

async fn a_handed_over_task_is_the_one_of_the_highest_priority<C: Clock>(lab: Lab<C>) {
    let (pool, gate) = busy(&lab, quick(1, 0)).await;
    let mut line = [(1, 0), (2, 3), (3, 3), (4, -1)].map(|(id, priority)| pool.submit_with(succeeds(id), of(priority)));
    for submit in &mut line {
        waits(submit).await;
    }
    gate.open();
    for submit in line {
        drop(submit.await.unwrap());
    }
    assert_eq!(pool.stop().await.succeeded, 5);
    assert_eq!(taken(&lab), [2, 3, 1, 4]);
}

async fn nobody_overtakes_at_the_gate_without_a_higher_priority<C: Clock>(lab: Lab<C>) {
    let (pool, gate) = busy(&lab, quick(1, 1)).await;
    drop(pool.submit_with(succeeds(1), of(4)).await.unwrap());
    let mut first = pool.submit_with(succeeds(2), of(4));
    waits(&mut first).await;
    // Not even the highest goes past the line by not waiting.
    assert!(
        pool.try_submit_with(succeeds(9), of(9))
            .is_err_and(|error| error.is_full())
    );
    let mut second = pool.submit_with(succeeds(3), of(4));
    waits(&mut second).await;
    gate.open();
    drop((first.await.unwrap(), second.await.unwrap()));
    assert_eq!(pool.stop().await.succeeded, 4);
    assert_eq!(taken(&lab), [1, 2, 3]);
}

async fn a_retry_comes_back_behind_its_equals_and_before_lower_ones<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(released(1, 10));
    let gate = Gate::default();
    drop(pool.submit_with(fails(1, 1), of(5)).await.unwrap());
    lab.until_step(1, |step| matches!(step, Step::AttemptFailed { .. }))
        .await;
    drop(pool.submit_with(gate.chore(0), of(9)).await.unwrap());
    lab.until_started(0).await;
    drop(pool.submit_with(succeeds(2), of(4)).await.unwrap());
    drop(pool.submit_with(succeeds(3), of(5)).await.unwrap());
    lab.until_step(1, |step| step == Step::Requeued).await;
    assert_eq!(pool.snapshot().queue, [3, 1, 2]);
    gate.open();
    assert_eq!(pool.stop().await.succeeded, 4);
    assert_eq!(lab.starts(), [(1, 1), (0, 1), (3, 1), (1, 2), (2, 1)]);
}

async fn what_runs_is_not_interrupted_for_a_higher_priority<C: Clock>(lab: Lab<C>) {
    let (pool, gate) = busy(&lab, quick(1, 1)).await;
    drop(pool.submit_with(succeeds(1), of(1_000)).await.unwrap());
    gate.open();
    assert_eq!(pool.stop().await.succeeded, 2);
    assert_eq!(lab.order_of(|step| matches!(step, Step::Succeeded { .. })), [0, 1]);
}

fn dropping(config: PoolConfig) -> PoolConfig {
    PoolConfig {
        when_full: WhenFull::DropOldest,
        ..config
    }
}

async fn a_full_buffer_drops_the_oldest_of_the_lowest_priority<C: Clock>(lab: Lab<C>) {
    let (pool, gate) = busy(&lab, dropping(quick(1, 3))).await;
    let mut tickets = Vec::new();
    for (id, priority) in [(1, 2), (2, 1), (3, 1), (4, 1), (5, 2), (6, 3)] {
        tickets.push(pool.submit_with(succeeds(id), of(priority)).await.unwrap());
    }
    // 4 pushed 2 out, 5 pushed 3, and 6 pushed 4.
    assert_eq!(lab.order_of(|step| matches!(step, Step::Dropped { .. })), [2, 3, 4]);
    assert_eq!(pool.snapshot().queue, [6, 1, 5]);
    assert_eq!(tickets.remove(1).await, Err(TaskError::Dropped));
    gate.open();
    let summary = pool.stop().await;
    assert_eq!((summary.succeeded, summary.dropped, summary.rejected), (4, 3, 0));
}

async fn a_newcomer_that_all_outrank_is_turned_away_and_nothing_is_dropped<C: Clock>(lab: Lab<C>) {
    let (pool, gate) = busy(&lab, dropping(quick(1, 2))).await;
    drop(pool.submit_with(succeeds(1), of(2)).await.unwrap());
    drop(pool.submit_with(succeeds(2), of(1)).await.unwrap());
    let refused = pool.submit(succeeds(3)).await.unwrap_err();
    assert!(refused.is_full());
    assert_eq!(lab.steps_of(3), [Step::Submitted, Step::Rejected { is_closed: false }]);
    gate.open();
    let summary = pool.stop().await;
    assert_eq!((summary.succeeded, summary.dropped, summary.rejected), (3, 0, 1));
}

async fn a_place_in_line_is_given_up_whatever_its_priority<C: Clock>(lab: Lab<C>) {
    let (pool, gate) = busy(&lab, quick(1, 1)).await;
    drop(pool.submit(succeeds(1)).await.unwrap());
    let mut impatient = pool.submit_with(succeeds(2), of(8));
    let mut patient = pool.submit_with(succeeds(3), of(-8));
    waits(&mut impatient).await;
    waits(&mut patient).await;
    drop(impatient);
    assert_eq!(lab.steps_of(2), [Step::Submitted, Step::Withdrawn]);
    // The same line again, after it had ended: the place is another one.
    let mut again = pool.submit_with(succeeds(4), of(8));
    waits(&mut again).await;
    gate.open();
    drop((again.await.unwrap(), patient.await.unwrap()));
    assert_eq!(pool.stop().await.succeeded, 4);
    assert_eq!(taken(&lab), [4, 1, 3]);
}

async fn a_queued_task_is_cancelled_whatever_its_priority<C: Clock>(lab: Lab<C>) {
    let (pool, gate) = busy(&lab, quick(1, 3)).await;
    let high = pool.submit_with(succeeds(1), of(1)).await.unwrap();
    let low = pool.submit_with(succeeds(2), of(-1)).await.unwrap();
    drop(pool.submit(succeeds(3)).await.unwrap());
    let mut waiting = pool.submit_with(succeeds(4), of(2));
    waits(&mut waiting).await;
    assert!(low.cancel() && high.cancel());
    // The place that became free is the next one's.
    drop(waiting.await.unwrap());
    assert_eq!(pool.snapshot().queue, [4, 3]);
    gate.open();
    let summary = pool.stop().await;
    assert_eq!((summary.succeeded, summary.cancelled), (3, 2));
    assert_eq!(taken(&lab), [4, 3]);
}

async fn a_stop_turns_away_everybody_in_line_and_finishes_the_rest_by_priority<C: Clock>(lab: Lab<C>) {
    let (pool, gate) = busy(&lab, quick(1, 2)).await;
    drop(pool.submit(succeeds(1)).await.unwrap());
    drop(pool.submit_with(succeeds(2), of(1)).await.unwrap());
    let mut line = [(3, 0), (4, 5), (5, -5)].map(|(id, priority)| pool.submit_with(succeeds(id), of(priority)));
    for submit in &mut line {
        waits(submit).await;
    }
    let stop = pool.stop();
    for submit in line {
        assert!(submit.await.is_err_and(|error| error.is_closed()));
    }
    gate.open();
    let summary = stop.await;
    assert_eq!((summary.succeeded, summary.rejected), (3, 3));
    assert_eq!(taken(&lab), [2, 1]);
}
