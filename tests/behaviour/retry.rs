//! The pauses between attempts.

use std::time::Duration;

use proptest::prelude::*;
use twinpool::retry::{Jitter, LONGEST_DELAY, RetryPolicy};

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn exponential(factor: f64, max_delay: Option<Duration>) -> RetryPolicy {
    RetryPolicy {
        max_attempts: 1_000_000,
        base_delay: millis(100),
        factor,
        max_delay,
        jitter: Jitter::None,
    }
}

#[test]
fn the_pause_after_attempt_k_is_base_times_factor_to_the_k_minus_1() {
    let policy = exponential(3.0, None);
    let pauses: Vec<_> = (1..=5)
        .filter_map(|attempt| policy.delay_after(attempt, None, 0.0))
        .collect();
    assert_eq!(pauses, [100, 300, 900, 2_700, 8_100].map(millis));
    // Exactly, to the nanosecond.
    let policy = RetryPolicy {
        base_delay: Duration::from_nanos(1_000_000_007),
        ..exponential(2.0, None)
    };
    assert_eq!(
        policy.delay_after(11, None, 0.0),
        Some(Duration::from_nanos(1_000_000_007 << 10))
    );
}

#[test]
fn a_factor_of_1_repeats_the_same_pause() {
    let policy = exponential(1.0, None);
    assert_eq!(policy.delay_after(1, None, 0.0), Some(millis(100)));
    assert_eq!(policy.delay_after(999_999, None, 0.0), Some(millis(100)));
}

#[test]
fn there_is_no_pause_after_the_last_attempt_unless_asked_for() {
    let policy = RetryPolicy {
        max_attempts: 3,
        ..exponential(2.0, None)
    };
    assert_eq!(policy.delay_after(2, None, 0.0), Some(millis(200)));
    assert_eq!(policy.delay_after(3, None, 0.0), None);
    assert_eq!(policy.delay_after(4, None, 0.0), None);
    assert_eq!(policy.pause_after(3, None, 0.0), millis(400));
    assert_eq!(RetryPolicy::never().delay_after(1, None, 0.0), None);
}

#[test]
fn growth_that_overflows_ends_at_the_cap() {
    for factor in [2.0, 1.000_1, 1_000.0] {
        let without_cap = exponential(factor, None).delay_after(999_999, None, 0.0);
        assert_eq!(without_cap, Some(LONGEST_DELAY), "factor {factor}");
        let capped = exponential(factor, Some(millis(250))).delay_after(999_999, None, 0.0);
        assert_eq!(capped, Some(millis(250)), "factor {factor}");
    }
}

#[test]
fn no_base_means_no_pause_however_fast_it_grows() {
    let policy = RetryPolicy {
        base_delay: Duration::ZERO,
        ..exponential(1_000.0, None)
    };
    assert_eq!(policy.delay_after(999_999, None, 0.0), Some(Duration::ZERO));
}

#[test]
fn a_base_above_the_cap_is_cut_to_it() {
    for jitter in [Jitter::None, Jitter::Full, Jitter::Equal, Jitter::Decorrelated] {
        let policy = RetryPolicy {
            jitter,
            ..exponential(2.0, Some(millis(30)))
        };
        let pause = policy.pause_after(1, None, 1.0);
        assert_eq!(pause, millis(30), "{jitter:?}");
    }
}

#[test]
fn decorrelated_jitter_depends_on_the_pause_before_and_not_on_the_factor() {
    let policy = |factor| RetryPolicy {
        jitter: Jitter::Decorrelated,
        ..exponential(factor, None)
    };
    for factor in [1.0, 2.0, 1_000.0] {
        // From base to three times the pause before.
        assert_eq!(policy(factor).pause_after(1, None, 0.0), millis(100));
        assert_eq!(policy(factor).pause_after(1, None, 0.5), millis(200));
        assert_eq!(policy(factor).pause_after(2, Some(millis(500)), 0.0), millis(100));
        assert_eq!(policy(factor).pause_after(9, Some(millis(500)), 0.5), millis(800));
    }
    // A pause before that is too short to grow from does not pull it below the base.
    assert_eq!(policy(2.0).pause_after(2, Some(Duration::ZERO), 0.5), millis(100));
}

#[test]
fn a_draw_that_is_none_does_not_break_the_bounds() {
    for jitter in [Jitter::Full, Jitter::Equal, Jitter::Decorrelated] {
        let policy = RetryPolicy {
            jitter,
            ..exponential(2.0, Some(millis(1_000)))
        };
        for draw in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 2.0] {
            assert!(policy.pause_after(3, None, draw) <= millis(1_000), "{jitter:?}, {draw}");
        }
    }
}

fn refusal(policy: RetryPolicy) -> String {
    policy.validate().unwrap_err().to_string()
}

#[test]
fn a_policy_that_makes_no_sense_is_refused_and_the_message_says_why() {
    let policy = RetryPolicy::default();
    assert_eq!(policy.validate(), Ok(()));
    assert_eq!(
        refusal(RetryPolicy {
            max_attempts: 0,
            ..policy
        }),
        "maxAttempts must be a whole number from 1 to 1,000,000; got 0"
    );
    assert_eq!(
        refusal(RetryPolicy {
            max_attempts: 1_000_001,
            ..policy
        }),
        "maxAttempts must be a whole number from 1 to 1,000,000; got 1000001"
    );
    let too_long = LONGEST_DELAY + millis(1);
    let allowed = "must be a number of milliseconds from 0 to 1,000,000,000,000; got 1000000000001";
    assert_eq!(
        refusal(RetryPolicy {
            base_delay: too_long,
            ..policy
        }),
        format!("baseDelayMs {allowed}")
    );
    assert_eq!(
        refusal(RetryPolicy {
            max_delay: Some(too_long),
            ..policy
        }),
        format!("maxDelayMs {allowed}")
    );
    for (factor, shown) in [
        (0.0, "0"),
        (0.999, "0.999"),
        (1_001.0, "1001"),
        (f64::NAN, "NaN"),
        (f64::INFINITY, "Infinity"),
    ] {
        let message = refusal(RetryPolicy { factor, ..policy });
        assert_eq!(message, format!("factor must be a number from 1 to 1,000; got {shown}"));
    }
}

fn policy() -> impl Strategy<Value = RetryPolicy> {
    let jitter = prop::sample::select(vec![Jitter::None, Jitter::Full, Jitter::Equal, Jitter::Decorrelated]);
    let delay = || prop_oneof![0..10_000_000_000_u64, 0..1_000_000_000_000_000_000_u64].prop_map(Duration::from_nanos);
    (1..50_u32, delay(), 1.0..1_000.0, prop::option::of(delay()), jitter).prop_map(
        |(max_attempts, base_delay, factor, max_delay, jitter)| RetryPolicy {
            max_attempts,
            base_delay,
            factor,
            max_delay,
            jitter,
        },
    )
}

proptest! {
    #![proptest_config(crate::support::cases(500))]

    #[test]
    fn no_pause_is_ever_longer_than_the_cap(
        policy in policy(), attempt in 1..60_u32, previous in prop::option::of(any::<u64>()), draw in 0.0..1.0,
    ) {
        prop_assert_eq!(policy.validate(), Ok(()));
        let cap = policy.max_delay.unwrap_or(LONGEST_DELAY);
        let pause = policy.pause_after(attempt, previous.map(Duration::from_nanos), draw);
        prop_assert!(pause <= cap, "{:?} after {} is longer than {:?}", pause, attempt, cap);
    }

    #[test]
    fn jitter_stays_within_its_kinds_bounds(policy in policy(), attempt in 1..60_u32, draw in 0.0..1.0) {
        let whole = RetryPolicy { jitter: Jitter::None, ..policy }.pause_after(attempt, None, 0.0);
        let pause = policy.pause_after(attempt, None, draw);
        match policy.jitter {
            Jitter::None => prop_assert_eq!(pause, whole),
            Jitter::Full => prop_assert!(pause <= whole),
            // A nanosecond for rounding.
            Jitter::Equal => prop_assert!(pause + Duration::from_nanos(256) >= whole / 2 && pause <= whole),
            Jitter::Decorrelated => {
                let floor = policy.base_delay.min(policy.max_delay.unwrap_or(LONGEST_DELAY));
                prop_assert!(pause >= floor && pause <= floor * 3);
            }
        }
    }

    #[test]
    fn pauses_without_jitter_never_get_shorter(policy in policy()) {
        let policy = RetryPolicy { jitter: Jitter::None, ..policy };
        let pauses: Vec<_> = (1..60).map(|attempt| policy.pause_after(attempt, None, 0.0)).collect();
        prop_assert!(pauses.is_sorted(), "{:?}", pauses);
    }
}
