//! The way in: waiting, being turned away, leaving the line.

use std::cell::RefCell;
use std::rc::Rc;

use twinpool::exec::Clock;
use twinpool::pool::{PoolConfig, Step, SubmitError, WhenFull};

use crate::chores::{Gate, poll_once, succeeds};
use crate::lab::{Lab, quick};

crate::promises![
    submit_waits_while_the_buffer_is_full,
    waiting_submitters_are_let_in_in_first_come_order,
    nobody_overtakes_those_who_wait,
    submit_ends_when_the_task_is_accepted_not_when_it_is_finished,
    a_full_pool_that_rejects_hands_the_task_back_at_once,
    try_submit_never_waits_and_hands_the_task_back,
    a_submitter_that_leaves_the_line_makes_way_for_the_next,
    a_submit_dropped_after_its_task_was_let_in_leaves_the_task_to_the_pool,
];

async fn submit_waits_while_the_buffer_is_full<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let gate = Gate::default();
    let running = pool.submit(gate.chore(1)).await.unwrap();
    lab.until_started(1).await;
    let queued = pool.submit(gate.chore(2)).await.unwrap();

    let mut third = pool.submit(gate.chore(3));
    assert!(poll_once(&mut third).await.is_pending());
    assert_eq!(pool.figures().blocked, 1);
    assert_eq!(lab.steps_of(3), [Step::Submitted]);

    gate.open();
    let third = third.await.unwrap();
    assert_eq!(lab.steps_of(3)[1], Step::Accepted { waited: true });
    assert_eq!((running.await, queued.await, third.await), (Ok(1), Ok(2), Ok(3)));
}

async fn waiting_submitters_are_let_in_in_first_come_order<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let gate = Gate::default();
    drop(pool.submit(gate.chore(0)).await);
    lab.until_started(0).await;
    let accepted = Rc::new(RefCell::new(Vec::new()));
    for id in 1..=5 {
        let (pool, chore, accepted) = (Rc::clone(&pool), gate.chore(id), Rc::clone(&accepted));
        lab.spawn(async move {
            drop(pool.submit(chore).await.unwrap());
            accepted.borrow_mut().push(id);
        });
    }
    lab.until_step(5, |step| step == Step::Submitted).await;
    assert_eq!(pool.figures().blocked, 4);

    gate.open();
    lab.until_ended(6).await;
    assert_eq!(pool.stop().await.succeeded, 6);
    assert_eq!(
        lab.order_of(|step| matches!(step, Step::Accepted { .. })),
        [0, 1, 2, 3, 4, 5]
    );
    // The submitters hear of it in the same order.
    assert_eq!(*accepted.borrow(), [1, 2, 3, 4, 5]);
}

async fn nobody_overtakes_those_who_wait<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool_that_hears(quick(1, 1), |pool, event| {
        // At this moment the worker has left a free place behind, which belongs to task 3.
        if event.task == 1 && matches!(event.step, Step::Succeeded { .. }) {
            assert!(pool.try_submit(succeeds(9)).is_err_and(|error| error.is_full()));
        }
    });
    let gate = Gate::default();
    drop(pool.submit(gate.chore(1)).await);
    lab.until_started(1).await;
    drop(pool.submit(gate.chore(2)).await);
    let mut third = pool.submit(gate.chore(3));
    assert!(poll_once(&mut third).await.is_pending());
    gate.open();
    assert_eq!(third.await.unwrap().await, Ok(3));
    assert_eq!(lab.steps_of(9), [Step::Submitted, Step::Rejected { is_closed: false }]);
}

async fn submit_ends_when_the_task_is_accepted_not_when_it_is_finished<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let gate = Gate::default();
    let mut ticket = pool.submit(gate.chore(1)).await.unwrap();
    assert_eq!(lab.steps_of(1), [Step::Submitted, Step::Accepted { waited: false }]);
    lab.until_started(1).await;
    assert!(poll_once(&mut ticket).await.is_pending());
    gate.open();
    assert_eq!(ticket.await, Ok(1));
}

async fn a_full_pool_that_rejects_hands_the_task_back_at_once<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(PoolConfig {
        when_full: WhenFull::Reject,
        ..quick(1, 1)
    });
    let gate = Gate::default();
    let first = pool.submit(gate.chore(1)).await.unwrap();
    lab.until_started(1).await;
    let second = pool.submit(gate.chore(2)).await.unwrap();

    let Err(SubmitError::Full(third)) = pool.submit(gate.chore(3)).await else {
        panic!("there is no room");
    };
    assert_eq!(third.id, 3);
    let figures = pool.figures();
    assert_eq!((figures.rejected, figures.blocked), (1, 0));

    gate.open();
    assert_eq!((first.await, second.await), (Ok(1), Ok(2)));
    // It was handed back whole.
    assert_eq!(pool.submit(third).await.unwrap().await, Ok(3));
}

async fn try_submit_never_waits_and_hands_the_task_back<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let gate = Gate::default();
    let first = pool.try_submit(gate.chore(1)).unwrap();
    lab.until_started(1).await;
    let second = pool.try_submit(gate.chore(2)).unwrap();
    let third = pool.try_submit(gate.chore(3)).unwrap_err();
    assert!(third.is_full() && !third.is_closed());
    assert_eq!(pool.figures().blocked, 0);
    gate.open();
    assert_eq!((first.await, second.await), (Ok(1), Ok(2)));
    assert_eq!(pool.try_submit(third.into_inner()).unwrap().await, Ok(3));
}

async fn a_submitter_that_leaves_the_line_makes_way_for_the_next<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let gate = Gate::default();
    drop(pool.submit(gate.chore(1)).await);
    lab.until_started(1).await;
    drop(pool.submit(gate.chore(2)).await);
    let mut impatient = pool.submit(gate.chore(3));
    let mut patient = pool.submit(gate.chore(4));
    assert!(poll_once(&mut impatient).await.is_pending());
    assert!(poll_once(&mut patient).await.is_pending());
    drop(impatient);
    assert_eq!(lab.steps_of(3), [Step::Submitted, Step::Withdrawn]);
    assert_eq!((pool.figures().withdrawn, pool.figures().blocked), (1, 1));
    gate.open();
    assert_eq!(patient.await.unwrap().await, Ok(4));
    assert_eq!(lab.starts(), [(1, 1), (2, 1), (4, 1)]);
}

async fn a_submit_dropped_after_its_task_was_let_in_leaves_the_task_to_the_pool<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let gate = Gate::default();
    drop(pool.submit(gate.chore(1)).await);
    lab.until_started(1).await;
    drop(pool.submit(gate.chore(2)).await);
    let mut third = pool.submit(gate.chore(3));
    assert!(poll_once(&mut third).await.is_pending());
    gate.open();
    lab.until_step(3, |step| matches!(step, Step::Accepted { .. })).await;
    drop(third);
    lab.until_step(3, |step| matches!(step, Step::Succeeded { .. })).await;
    assert_eq!((pool.figures().succeeded, pool.figures().withdrawn), (3, 0));
}
