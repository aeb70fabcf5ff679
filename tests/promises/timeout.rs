//! Attempts that take too long, and what goes on after them.

use std::cell::RefCell;
use std::future::{pending, ready};
use std::rc::Rc;

use twinpool::exec::Clock;
use twinpool::pool::{Cause, Step, TaskError, TaskOptions};

use crate::chores::{Fault, does, is_stubborn, succeeds};
use crate::lab::{Lab, millis, quick};

crate::promises![
    a_timeout_fails_the_attempt_and_it_is_retried,
    a_task_whose_last_attempt_times_out_says_so,
    an_attempt_that_ends_in_time_is_not_touched,
    a_timeout_that_was_not_needed_delays_nothing,
    each_attempt_gets_the_whole_timeout,
    abandoned_work_is_counted_until_it_ends,
    cancelled_work_that_goes_on_is_counted,
];

const TIMEOUT: TaskOptions = TaskOptions {
    timeout: Some(millis(3)),
    priority: 0,
};

async fn a_timeout_fails_the_attempt_and_it_is_retried<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let slow_once = does(1, |attempt| async move {
        if attempt == 1 { pending().await } else { Ok(1) }
    });
    let ticket = pool.submit_with(slow_once, TIMEOUT).await.unwrap();
    assert_eq!(ticket.await, Ok(1));
    let failure = Step::AttemptFailed {
        worker: 0,
        attempt: 1,
        cause: Cause::TimedOut,
        delay: Some(millis(2)),
        will_retry: true,
    };
    assert_eq!(lab.steps_of(1)[3], failure);
    lab.expect_waits(1, &[millis(2)]);
}

async fn a_task_whose_last_attempt_times_out_says_so<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let slow_at_last = does(1, |attempt| async move {
        if attempt == 3 {
            pending().await
        } else {
            Err(Fault::Passing)
        }
    });
    let ticket = pool.submit_with(slow_at_last, TIMEOUT).await.unwrap();
    assert_eq!(ticket.await, Err(TaskError::TimedOut));
    let cause = Cause::TimedOut;
    assert_eq!(lab.steps_of(1).pop(), Some(Step::Failed { attempts: 3, cause }));
}

async fn an_attempt_that_ends_in_time_is_not_touched<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 2));
    let at_once = does(1, |_| ready(Ok(1)));
    let ticket = pool.submit_with(at_once, TIMEOUT).await.unwrap();
    assert_eq!(ticket.await, Ok(1));
    // Its timer is gone, so it moves no time.
    pool.stop().await;
    if lab.is_virtual {
        assert_eq!(lab.exec.next_deadline(), None);
        assert_eq!(lab.exec.now().as_nanos(), 0);
    }
}

async fn a_timeout_that_was_not_needed_delays_nothing<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let timeout = Some(std::time::Duration::from_secs(3_600));
    let exec = lab.exec.clone();
    let fails_in_time = does(1, move |attempt| {
        let work = exec.sleep(millis(1));
        async move {
            work.await;
            if attempt < 3 { Err(Fault::Passing) } else { Ok(1) }
        }
    });
    let ticket = pool
        .submit_with(
            fails_in_time,
            TaskOptions {
                timeout,
                ..TaskOptions::default()
            },
        )
        .await
        .unwrap();
    assert_eq!(ticket.await, Ok(1));
    lab.expect_waits(1, &[2, 4].map(millis));
}

async fn each_attempt_gets_the_whole_timeout<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let ticket = pool.submit_with(does(1, |_| pending()), TIMEOUT).await.unwrap();
    ticket.await.unwrap_err();
    let events = lab.events();
    let running: Vec<_> = events
        .windows(2)
        .filter(|pair| matches!(pair[0].step, Step::Started { .. }))
        .map(|pair| pair[1].at - pair[0].at)
        .collect();
    assert_eq!(running.len(), 3);
    assert!(running.iter().all(|time| *time >= millis(3)), "{running:?}");
    if lab.is_virtual {
        assert_eq!(running, [millis(3); 3]);
    }
}

async fn abandoned_work_is_counted_until_it_ends<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 2));
    let graveyard = Rc::new(RefCell::new(Vec::new()));
    let stubborn = is_stubborn(1, &lab.zombies, &graveyard);
    let ticket = pool.submit_with(stubborn, TIMEOUT).await.unwrap();
    assert_eq!(ticket.await, Err(TaskError::TimedOut));
    let figures = pool.figures();
    assert_eq!((figures.zombies, figures.running), (3, 0));
    // The worker goes on meanwhile.
    assert_eq!(pool.submit(succeeds(2)).await.unwrap().await, Ok(2));
    graveyard.borrow_mut().pop();
    assert_eq!(pool.figures().zombies, 2);
    graveyard.borrow_mut().clear();
    assert_eq!(pool.stop().await.zombies, 0);
}

async fn cancelled_work_that_goes_on_is_counted<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(2, 2));
    let graveyard = Rc::new(RefCell::new(Vec::new()));
    let cancelled = pool.submit(is_stubborn(1, &lab.zombies, &graveyard)).await.unwrap();
    drop(pool.submit(is_stubborn(2, &lab.zombies, &graveyard)).await);
    lab.until_started(2).await;
    cancelled.cancel();
    pool.abort();
    // They are counted before the pool calls itself stopped.
    assert_eq!(pool.stop().await.zombies, 2);
    graveyard.borrow_mut().clear();
    assert_eq!(pool.figures().zombies, 0);
}
