//! Scenarios that nobody would think of, run as nobody would run them: no panic, no hang, nothing lost, and time never
//! runs backwards. `PROPTEST_CASES` says how many.

use std::time::Duration;

use proptest::prelude::*;
use twinpool::exec::Instant;
use twinpool::pool::{PoolConfig, WhenFull};
use twinpool::retry::{Jitter, RetryPolicy};
use twinpool::sim::{Arrivals, Knob, Outage, Scenario, Service, Timeline};

use crate::sim_series::check_against;

fn services() -> impl Strategy<Value = Service> {
    let mean = 0.0..50.0_f64;
    prop_oneof![
        mean.clone().prop_map(|ms| Service::Constant { ms }),
        mean.clone().prop_map(|mean_ms| Service::Exponential { mean_ms }),
        (mean.clone(), mean.clone()).prop_map(|(min_ms, more)| Service::Uniform {
            min_ms,
            max_ms: min_ms + more
        }),
        (mean.clone(), 0.0..5.0).prop_map(|(mean_ms, cv)| Service::Lognormal { mean_ms, cv }),
        (mean.clone(), 1..9_u32).prop_map(|(mean_ms, k)| Service::Erlang { mean_ms, k }),
        (mean.clone(), 1.0..5.0).prop_map(|(mean_ms, cv)| Service::Hyperexponential { mean_ms, cv }),
        (mean.clone(), 1.01..9.0).prop_map(|(mean_ms, alpha)| Service::Pareto { mean_ms, alpha }),
        prop::collection::vec(mean, 1..5).prop_map(|ms| Service::Empirical { ms: ms.into() }),
    ]
}

fn arrivals() -> impl Strategy<Value = Arrivals> {
    prop_oneof![
        Just(Arrivals::Closed),
        (0.1..1e6).prop_map(|rate_per_second| Arrivals::Poisson { rate_per_second }),
        (1e-6..100.0).prop_map(|every_ms| Arrivals::Constant { every_ms }),
        (1..20_u64, 1e-6..100.0).prop_map(|(size, every_ms)| Arrivals::Bursts { size, every_ms }),
    ]
}

fn policies() -> impl Strategy<Value = RetryPolicy> {
    let jitters = prop_oneof![
        Just(Jitter::None),
        Just(Jitter::Full),
        Just(Jitter::Equal),
        Just(Jitter::Decorrelated)
    ];
    let caps = prop::option::of(0..1_000_u64);
    (1..6_u32, 0..200_u64, 1.0..4.0_f64, caps, jitters).prop_map(|(max_attempts, base, factor, cap, jitter)| {
        RetryPolicy {
            max_attempts,
            base_delay: Duration::from_millis(base),
            factor,
            max_delay: cap.map(Duration::from_millis),
            jitter,
        }
    })
}

fn pools() -> impl Strategy<Value = PoolConfig> {
    let when_full = prop_oneof![Just(WhenFull::Wait), Just(WhenFull::Reject), Just(WhenFull::DropOldest)];
    let buffer = prop::option::of(0..8_usize);
    (1..6_usize, buffer, when_full, policies(), any::<bool>(), any::<bool>()).prop_map(
        |(workers, buffer_size, when_full, retry, hold_worker, pause_after_last_attempt)| PoolConfig {
            workers,
            buffer_size,
            when_full,
            retry,
            hold_worker,
            pause_after_last_attempt,
        },
    )
}

fn scenarios() -> impl Strategy<Value = Scenario> {
    let outage = (0.0..500.0_f64, 0.0..500.0_f64, 0.0..=1.0_f64).prop_map(|(from_ms, length, probability)| Outage {
        from_ms,
        to_ms: from_ms + length,
        failure_probability: probability,
    });
    let outages = prop::collection::vec(outage, 0..3);
    (
        any::<u32>(),
        pools(),
        0..60_u64,
        arrivals(),
        services(),
        0.0..=1.0_f64,
        outages,
        0..70_u64,
    )
        .prop_map(
            |(seed, pool, tasks, arrivals, service, failure_probability, outages, warmup_tasks)| Scenario {
                seed: seed.into(),
                pool,
                tasks,
                arrivals,
                service,
                failure_probability,
                outages,
                warmup_tasks,
            },
        )
}

/// What is done to a run.
#[derive(Debug, Clone)]
enum Act {
    Step(u8),
    Advance(f64),
    SeekBack(f64),
    Turn(Knob),
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        any::<u8>().prop_map(Act::Step),
        (0.0..300.0).prop_map(Act::Advance),
        (0.0..=1.0).prop_map(Act::SeekBack),
        (1..9_usize).prop_map(|workers| Act::Turn(Knob::Workers(workers))),
        (0.0..=1.0).prop_map(|probability| Act::Turn(Knob::FailureProbability(probability))),
        (0.1..1e5).prop_map(|rate| Act::Turn(Knob::RatePerSecond(rate))),
    ]
}

fn check(timeline: &Timeline) {
    timeline.simulation().check_conservation().unwrap();
    let report = timeline.report();
    assert!(
        report
            .values()
            .iter()
            .flatten()
            .all(|value| value.is_finite() && *value >= 0.0),
        "{report:?}"
    );
    let shares = report.utilisation;
    if let (Some(busy), Some(backoff), Some(idle)) = (shares.busy, shares.backoff, shares.idle) {
        assert!((busy + backoff + idle - 1.0).abs() < 1e-6, "{report:?}");
    }
    assert!(report.attempts >= report.retries);
}

proptest! {
    #[test]
    fn any_scenario_is_read_as_it_was_written(scenario in scenarios()) {
        prop_assert_eq!(Scenario::read(scenario.written()), Ok(scenario));
    }

    #[test]
    fn any_series_adds_up_to_its_report(
        scenario in scenarios(),
        acts in prop::collection::vec(acts(), 0..8),
        intervals in 1..100_usize,
        keeps in any::<bool>(),
    ) {
        let scenario = Scenario { warmup_tasks: 0, ..scenario };
        let mut timeline = Timeline::with_series(scenario, if keeps { 50 } else { 0 }, intervals).unwrap();
        for act in acts {
            match act {
                Act::Step(steps) => (0..steps).for_each(|_| _ = timeline.step()),
                Act::Advance(ms) => timeline.advance(Duration::from_secs_f64(ms / 1e3)),
                Act::SeekBack(_) => timeline.rewind().unwrap(),
                Act::Turn(knob) => _ = timeline.turn(knob),
            }
            check_against(&timeline.series().unwrap().clone(), &timeline.report());
        }
        timeline.run_to_end().unwrap();
        check_against(&timeline.series().unwrap().clone(), &timeline.report());
    }

    #[test]
    fn any_scenario_runs_to_its_end_and_loses_nothing(
        scenario in scenarios(),
        acts in prop::collection::vec(acts(), 0..8),
        keeps in any::<bool>(),
    ) {
        let tasks = scenario.tasks;
        let measured = tasks.saturating_sub(scenario.warmup_tasks);
        let mut timeline = Timeline::new(scenario, if keeps { 50 } else { 0 }).unwrap();
        for act in acts {
            let before = timeline.now();
            match act {
                Act::Step(steps) => (0..steps).for_each(|_| _ = timeline.step()),
                Act::Advance(ms) => timeline.advance(Duration::from_secs_f64(ms / 1e3)),
                Act::SeekBack(share) => {
                    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some time before")]
                    let earlier = Instant::from_nanos((before.as_nanos() as f64 * share) as u64);
                    timeline.seek(earlier).unwrap();
                    prop_assert!(timeline.now() <= before);
                    continue;
                }
                // Only Poisson arrivals have a rate.
                Act::Turn(knob) => _ = timeline.turn(knob),
            }
            prop_assert!(timeline.now() >= before);
            check(&timeline);
        }
        timeline.run_to_end().unwrap();
        check(&timeline);
        prop_assert!(timeline.simulation().is_finished());
        let report = timeline.report();
        prop_assert_eq!(report.submitted, measured);
        prop_assert_eq!(report.submitted, report.accepted + report.rejected);
        prop_assert_eq!(report.accepted, report.succeeded + report.failed + report.dropped);
        let end = timeline.now();
        timeline.seek(Instant::ZERO).unwrap();
        timeline.run_to_end().unwrap();
        prop_assert_eq!(timeline.report(), report);
        prop_assert_eq!(timeline.now(), end);
    }
}
