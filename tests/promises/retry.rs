//! Trying again.

use std::time::Duration;

use twinpool::exec::Clock;
use twinpool::pool::{Cause, PoolConfig, Step, TaskError};
use twinpool::retry::{Jitter, RetryPolicy};

use crate::chores::{Fault, fails, is_hopeless, never_succeeds};
use crate::lab::{Lab, millis, quick};

crate::promises![
    a_failed_attempt_is_tried_again_until_it_goes_well,
    no_task_gets_more_attempts_than_the_policy_allows,
    each_pause_is_the_factor_times_the_one_before,
    no_pause_is_longer_than_the_cap,
    full_jitter_draws_from_nothing_to_the_whole_pause,
    equal_jitter_draws_from_half_to_the_whole_pause,
    decorrelated_jitter_draws_from_the_base_to_three_times_the_last_pause,
    an_error_that_is_not_worth_it_is_not_retried,
    a_policy_that_never_retries_makes_one_attempt,
];

async fn a_failed_attempt_is_tried_again_until_it_goes_well<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let ticket = pool.submit(fails(1, 2)).await.unwrap();
    assert_eq!(ticket.await, Ok(1));
    let failed = |attempt, delay| Step::AttemptFailed {
        worker: 0,
        attempt,
        cause: Cause::Error,
        delay: Some(delay),
        will_retry: true,
    };
    let started = |attempt| Step::Started { worker: 0, attempt };
    assert_eq!(
        lab.steps_of(1),
        [
            Step::Submitted,
            Step::Accepted { waited: false },
            started(1),
            failed(1, millis(2)),
            started(2),
            failed(2, millis(4)),
            started(3),
            Step::Succeeded { attempts: 3 },
        ]
    );
    let figures = pool.figures();
    assert_eq!((figures.succeeded, figures.attempts, figures.retries), (1, 3, 2));
}

async fn no_task_gets_more_attempts_than_the_policy_allows<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let ticket = pool.submit(never_succeeds(1)).await.unwrap();
    assert_eq!(ticket.await, Err(TaskError::Failed(Fault::Passing)));
    assert_eq!(lab.starts(), [(1, 1), (1, 2), (1, 3)]);
    let last = lab.steps_of(1).pop();
    let cause = Cause::Error;
    assert_eq!(last, Some(Step::Failed { attempts: 3, cause }));
    assert_eq!((pool.figures().failed, pool.figures().retries), (1, 2));
}

/// The pauses of a task that always fails, as announced; that they were really made is checked here.
async fn pauses<C: Clock>(lab: &Lab<C>, retry: RetryPolicy) -> Vec<Duration> {
    let pool = lab.pool(PoolConfig { retry, ..quick(1, 1) });
    let outcome = pool.submit(never_succeeds(1)).await.unwrap().await;
    assert_eq!(outcome, Err(TaskError::Failed(Fault::Passing)));
    let pauses = lab.pauses_of(1);
    // After the last attempt comes the end, at once.
    let mut waits = pauses.clone();
    waits.push(Duration::ZERO);
    lab.expect_waits(1, &waits);
    pauses
}

async fn each_pause_is_the_factor_times_the_one_before<C: Clock>(lab: Lab<C>) {
    let retry = RetryPolicy {
        max_attempts: 5,
        base_delay: millis(1),
        factor: 1.5,
        ..RetryPolicy::default()
    };
    let expected = [1_000_000, 1_500_000, 2_250_000, 3_375_000].map(Duration::from_nanos);
    assert_eq!(pauses(&lab, retry).await, expected);
}

async fn no_pause_is_longer_than_the_cap<C: Clock>(lab: Lab<C>) {
    let retry = RetryPolicy {
        max_attempts: 5,
        base_delay: millis(1),
        factor: 2.0,
        max_delay: Some(millis(3)),
        ..RetryPolicy::default()
    };
    assert_eq!(pauses(&lab, retry).await, [1, 2, 3, 3].map(millis));
}

/// One task for each draw, with pauses that would be 4 ms and 8 ms without jitter.
async fn pauses_by_draw<C: Clock>(lab: &Lab<C>, jitter: Jitter, max_delay: Option<Duration>) -> Vec<Vec<Duration>> {
    let retry = RetryPolicy {
        max_attempts: 3,
        base_delay: millis(4),
        jitter,
        max_delay,
        ..RetryPolicy::default()
    };
    let mut all = Vec::new();
    for (id, draw) in [(1, 0.0), (2, 0.5), (3, 1.0 - f64::EPSILON)] {
        lab.draw.set(draw);
        let pool = lab.pool(PoolConfig { retry, ..quick(1, 1) });
        pool.submit(never_succeeds(id)).await.unwrap().await.unwrap_err();
        let pauses = lab.pauses_of(id);
        let mut waits = pauses.clone();
        waits.push(Duration::ZERO);
        lab.expect_waits(id, &waits);
        all.push(pauses);
    }
    all
}

const ALMOST_4: Duration = Duration::from_nanos(3_999_999);
const ALMOST_8: Duration = Duration::from_nanos(7_999_999);

async fn full_jitter_draws_from_nothing_to_the_whole_pause<C: Clock>(lab: Lab<C>) {
    let pauses = pauses_by_draw(&lab, Jitter::Full, None).await;
    assert_eq!(pauses, [[millis(0); 2], [millis(2), millis(4)], [ALMOST_4, ALMOST_8]]);
}

async fn equal_jitter_draws_from_half_to_the_whole_pause<C: Clock>(lab: Lab<C>) {
    let pauses = pauses_by_draw(&lab, Jitter::Equal, None).await;
    let half_way = [millis(3), millis(6)];
    assert_eq!(pauses, [[millis(2), millis(4)], half_way, [ALMOST_4, ALMOST_8]]);
}

async fn decorrelated_jitter_draws_from_the_base_to_three_times_the_last_pause<C: Clock>(lab: Lab<C>) {
    let pauses = pauses_by_draw(&lab, Jitter::Decorrelated, Some(millis(20))).await;
    // From 4 to 12; then from 4 to three times what came of it, at most 20.
    let high = [Duration::from_nanos(11_999_999), Duration::from_nanos(19_999_999)];
    assert_eq!(pauses, [[millis(4); 2], [millis(8), millis(12)], high]);
}

async fn an_error_that_is_not_worth_it_is_not_retried<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(PoolConfig {
        // Nor is there a pause for it.
        pause_after_last_attempt: true,
        ..quick(1, 1)
    });
    let ticket = pool.submit(is_hopeless(1)).await.unwrap();
    assert_eq!(ticket.await, Err(TaskError::Failed(Fault::Lasting)));
    assert_eq!(lab.starts(), [(1, 1)]);
    assert_eq!(lab.pauses_of(1), []);
}

async fn a_policy_that_never_retries_makes_one_attempt<C: Clock>(lab: Lab<C>) {
    let retry = RetryPolicy::never();
    assert_eq!(pauses(&lab, retry).await, []);
    assert_eq!(lab.starts(), [(1, 1)]);
}
