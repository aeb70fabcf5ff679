//! Long delays are exact: a browser's timer overflows past 2^31-1 ms and fires at once.

use std::time::Duration;

use twinpool::exec::Clock;
use twinpool::pool::{Step, TaskOptions};

use crate::chores::{fails, never_ends, poll_once};
use crate::lab::{Lab, millis, quick, released};

crate::promises![
    a_sleep_longer_than_a_browsers_timer_does_not_end_at_once,
    a_pause_longer_than_a_browsers_timer_does_not_end_at_once,
    a_timeout_longer_than_a_browsers_timer_does_not_end_at_once,
    a_short_sleep_ends_while_a_long_one_goes_on,
    a_sleep_never_ends_early,
];

/// Past the longest delay that a browser's timer keeps.
const LONG: Duration = millis((1 << 31) + 5);
const HUNDRED_DAYS: Duration = Duration::from_secs(100 * 86_400);

async fn a_sleep_longer_than_a_browsers_timer_does_not_end_at_once<C: Clock>(lab: Lab<C>) {
    for long in [LONG, HUNDRED_DAYS] {
        let start = lab.exec.now();
        let mut sleep = lab.exec.sleep(long);
        assert!(poll_once(&mut sleep).await.is_pending());
        if lab.is_virtual {
            sleep.await;
            assert_eq!(lab.exec.now() - start, long);
        } else {
            lab.exec.sleep(millis(5)).await;
            assert!(poll_once(&mut sleep).await.is_pending());
        }
    }
}

async fn a_pause_longer_than_a_browsers_timer_does_not_end_at_once<C: Clock>(lab: Lab<C>) {
    for mut config in [quick(1, 1), released(1, 1)] {
        config.retry.base_delay = HUNDRED_DAYS;
        let pool = lab.pool(config);
        let ticket = pool.submit(fails(1, 1)).await.unwrap();
        if lab.is_virtual {
            ticket.await.unwrap();
            lab.expect_waits(1, &vec![HUNDRED_DAYS; lab.waits_of(1).len()]);
        } else {
            lab.until(|| pool.figures().backing_off == 1).await;
            lab.exec.sleep(millis(5)).await;
            assert_eq!(pool.figures().attempts, 1);
            pool.abort();
            pool.stop().await;
        }
    }
}

async fn a_timeout_longer_than_a_browsers_timer_does_not_end_at_once<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(1, 1));
    let timeout = Some(LONG);
    drop(
        pool.submit_with(
            never_ends(1),
            TaskOptions {
                timeout,
                ..TaskOptions::default()
            },
        )
        .await,
    );
    lab.until_started(1).await;
    if lab.is_virtual {
        lab.until_step(1, |step| matches!(step, Step::AttemptFailed { .. }))
            .await;
        assert_eq!(lab.exec.now().as_nanos(), u64::try_from(LONG.as_nanos()).unwrap());
    } else {
        lab.exec.sleep(millis(5)).await;
        assert_eq!(pool.figures().running, 1);
    }
    pool.abort();
    pool.stop().await;
}

async fn a_short_sleep_ends_while_a_long_one_goes_on<C: Clock>(lab: Lab<C>) {
    let mut long = lab.exec.sleep(LONG);
    assert!(poll_once(&mut long).await.is_pending());
    for _ in 0..3 {
        lab.exec.sleep(millis(1)).await;
        assert!(poll_once(&mut long).await.is_pending());
    }
}

async fn a_sleep_never_ends_early<C: Clock>(lab: Lab<C>) {
    for micros in [1, 999, 1_000, 1_001, 2_500] {
        let duration = Duration::from_micros(micros);
        let start = lab.exec.now();
        lab.exec.sleep(duration).await;
        let slept = lab.exec.now() - start;
        assert!(slept >= duration, "{slept:?} instead of {duration:?}");
        if lab.is_virtual {
            assert_eq!(slept, duration);
        }
    }
}
