//! A series tells what happened when, and adds up to the report.

use std::time::Duration;

use twinpool::exec::Instant;
use twinpool::pool::{PoolConfig, WhenFull};
use twinpool::retry::RetryPolicy;
use twinpool::sim::{Arrivals, Interval, Knob, Report, Scenario, Series, Service, Timeline};

use crate::support::assert_close;

const MS: u64 = 1_000_000;

fn scenario() -> Scenario {
    Scenario {
        seed: 3,
        pool: PoolConfig {
            workers: 3,
            retry: RetryPolicy {
                base_delay: Duration::from_millis(30),
                ..RetryPolicy::default()
            },
            ..PoolConfig::default()
        },
        tasks: 2_000,
        arrivals: Arrivals::Poisson { rate_per_second: 60.0 },
        service: Service::Exponential { mean_ms: 20.0 },
        ..Scenario::default()
    }
}

fn run(scenario: Scenario, intervals: usize) -> (Series, Report) {
    let mut timeline = Timeline::with_series(scenario, 0, intervals).unwrap();
    timeline.run_to_end().unwrap();
    let series = timeline.series().unwrap().clone();
    (series, timeline.report())
}

fn total<T: std::iter::Sum>(series: &Series, value: impl Fn(&Interval) -> T) -> T {
    series.intervals().iter().map(value).sum()
}

/// That all intervals together are what the report tells of a run without a warm-up.
#[expect(
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "exactly as the report has it"
)]
pub fn check_against(series: &Series, report: &Report) {
    for (sum, count) in [
        (total(series, |interval| interval.submitted), report.submitted),
        (total(series, |interval| interval.accepted), report.accepted),
        (total(series, |interval| interval.rejected), report.rejected),
        (total(series, |interval| interval.dropped), report.dropped),
        (total(series, |interval| interval.attempts), report.attempts),
        (total(series, |interval| interval.succeeded), report.succeeded),
        (total(series, |interval| interval.failed), report.failed),
        (
            total(series, |interval| interval.wait.count),
            report.attempts - report.retries,
        ),
        (
            total(series, |interval| interval.sojourn.count),
            report.succeeded + report.failed,
        ),
    ] {
        assert_eq!(sum, count, "{report:?}");
    }
    let elapsed: u64 = (0..series.intervals().len())
        .map(|index| series.elapsed_nanos(index))
        .sum();
    assert_eq!(elapsed, series.end_nanos());
    assert_eq!(series.end_nanos() as f64 / 1e6, report.virtual_ms);
    let worker_time = total(series, |interval| interval.worker_time);
    let share = |time: f64| (worker_time > 0.0).then_some(time / worker_time);
    let mean = |durations: &dyn Fn(&Interval) -> (f64, u64)| {
        let (sum, count) = series
            .intervals()
            .iter()
            .map(durations)
            .fold((0.0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        (count > 0).then(|| sum / count as f64 / 1e6)
    };
    let longest = |nanos: &dyn Fn(&Interval) -> u64| series.intervals().iter().map(nanos).max().unwrap_or(0);
    for (figure, found, expected) in [
        (
            "queueLength.mean",
            (elapsed > 0).then(|| total(series, |interval| interval.queued_time) / elapsed as f64),
            report.queue_length.mean,
        ),
        (
            "utilisation.busy",
            share(total(series, |interval| interval.busy_time)),
            report.utilisation.busy,
        ),
        (
            "utilisation.backoff",
            share(total(series, |interval| interval.held_time)),
            report.utilisation.backoff,
        ),
        (
            "waitMs.mean",
            mean(&|interval| (interval.wait.sum_nanos, interval.wait.count)),
            report.wait_ms.mean,
        ),
        (
            "sojournMs.mean",
            mean(&|interval| (interval.sojourn.sum_nanos, interval.sojourn.count)),
            report.sojourn_ms.mean,
        ),
    ] {
        assert_eq!(found.is_some(), expected.is_some(), "{figure} of {report:?}");
        let (found, expected) = (found.unwrap_or(0.0), expected.unwrap_or(0.0));
        assert!(
            (found - expected).abs() <= 1e-9 * expected.max(1.0),
            "{figure} is {found} and should be {expected}"
        );
    }
    assert_eq!(longest(&|interval| interval.longest_queue), report.queue_length.max);
    let millis = |nanos: u64| nanos as f64 / 1e6;
    assert_eq!(
        millis(longest(&|interval| interval.wait.max_nanos)),
        report.wait_ms.max.unwrap_or(0.0)
    );
    assert_eq!(
        millis(longest(&|interval| interval.sojourn.max_nanos)),
        report.sojourn_ms.max.unwrap_or(0.0)
    );
}

#[test]
fn intervals_hold_what_happened_in_them() {
    // Tasks of 8 ms, every 4 ms one, and one worker.
    let plain = Scenario {
        seed: 1,
        pool: PoolConfig {
            workers: 1,
            ..PoolConfig::default()
        },
        tasks: 4,
        arrivals: Arrivals::Constant { every_ms: 4.0 },
        service: Service::Constant { ms: 8.0 },
        failure_probability: 0.0,
        ..Scenario::default()
    };
    // It ends at 32 ms, which is not in 32 intervals of 1 ms any more.
    let (series, report) = run(plain, 32);
    assert_eq!(series.width_nanos(), 2 * MS);
    assert_eq!(series.intervals().len(), 17);
    let column = |value: fn(&Interval) -> u64| series.intervals().iter().map(value).collect::<Vec<_>>();
    assert_eq!(
        column(|interval| interval.submitted),
        [1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    );
    assert_eq!(
        column(|interval| interval.attempts),
        [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0]
    );
    assert_eq!(
        column(|interval| interval.succeeded),
        [0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]
    );
    assert_eq!(
        column(|interval| interval.longest_queue),
        [0, 0, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0, 0]
    );
    assert_eq!(series.intervals()[8].wait.max_nanos, 8 * MS);
    assert_eq!(series.intervals()[12].sojourn.mean_nanos(), Some(16.0 * 1e6));
    // The last one has only begun: what happened in it happened at its first moment.
    assert_eq!((series.elapsed_nanos(15), series.elapsed_nanos(16)), (2 * MS, 0));
    check_against(&series, &report);
}

#[test]
fn they_grow_by_doubling_and_are_never_more_than_was_asked_for() {
    for most in [1, 2, 3, 64, 65, 4_096] {
        let (series, report) = run(scenario(), most);
        assert!(series.intervals().len() <= most);
        assert!(series.intervals().len() > most / 2);
        assert!((series.width_nanos() / 15_625).is_power_of_two());
        assert_eq!(series.width_nanos() % 15_625, 0);
        check_against(&series, &report);
    }
}

#[test]
#[expect(clippy::float_cmp, reason = "whole numbers of nanoseconds, and few")]
fn fewer_intervals_are_the_same_ones_merged() {
    let (fine, _) = run(scenario(), 1_024);
    let (coarse, _) = run(scenario(), 64);
    let times = usize::try_from(coarse.width_nanos() / fine.width_nanos()).unwrap();
    assert!(times > 1);
    for (index, interval) in coarse.intervals().iter().enumerate() {
        let parts = fine.intervals().iter().skip(index * times).take(times);
        let sum = |value: fn(&Interval) -> f64| parts.clone().map(value).sum::<f64>();
        assert_eq!(sum(|part| part.queued_time), interval.queued_time);
        assert_eq!(sum(|part| part.wait.sum_nanos), interval.wait.sum_nanos);
        assert_eq!(parts.clone().map(|part| part.attempts).sum::<u64>(), interval.attempts);
        let most_blocked = parts.map(|part| part.most_blocked).max();
        assert_eq!(most_blocked, Some(interval.most_blocked));
    }
}

#[test]
fn it_is_the_same_by_steps_by_leaps_and_after_going_back() {
    let (expected, _) = run(scenario(), 128);
    let mut stepped = Timeline::with_series(scenario(), 100, 128).unwrap();
    while stepped.step() {
        assert!(stepped.series().is_some());
    }
    assert_eq!(*stepped.series().unwrap(), expected);

    let mut leapt = Timeline::with_series(scenario(), 0, 128).unwrap();
    leapt.run_until(Instant::from_nanos(12_345 * MS));
    let early = leapt.series().unwrap().clone();
    assert_eq!(early.end_nanos(), 12_345 * MS);
    leapt.run_until(Instant::from_nanos(20_000 * MS));
    leapt.rewind().unwrap();
    assert_eq!(leapt.series().unwrap().intervals(), []);
    leapt.run_until(Instant::from_nanos(12_345 * MS));
    assert_eq!(*leapt.series().unwrap(), early);
    while !leapt.run_some_until(Instant::from_nanos(1_000_000 * MS), 17) {}
    assert_eq!(*leapt.series().unwrap(), expected);
}

#[test]
fn it_begins_at_time_0_even_with_a_warm_up() {
    let (all, _) = run(scenario(), 64);
    let (warmed_up, report) = run(
        Scenario {
            warmup_tasks: 500,
            ..scenario()
        },
        64,
    );
    assert_eq!(all, warmed_up);
    assert_eq!(report.submitted, 1_500);
}

#[test]
fn it_knows_how_many_workers_there_are() {
    let mut timeline = Timeline::with_series(
        Scenario {
            arrivals: Arrivals::Constant { every_ms: 1_000.0 },
            service: Service::Constant { ms: 100.0 },
            failure_probability: 0.0,
            tasks: 20,
            ..scenario()
        },
        0,
        64,
    )
    .unwrap();
    // Idle workers leave at once, and nothing else happens at that moment.
    for (ms, workers) in [(500, 9), (1_500, 1), (2_050, 4), (3_500, 1)] {
        timeline.run_until(Instant::from_nanos(ms * MS));
        timeline.turn(Knob::Workers(workers)).unwrap();
    }
    timeline.run_until(Instant::from_nanos(4_000 * MS));
    let series = timeline.series().unwrap().clone();
    let expected = 3.0 * 500.0 + 9.0 * 1_000.0 + 550.0 + 4.0 * 1_450.0 + 500.0;
    assert_close(total(&series, |interval| interval.worker_time) / 1e6, expected, 1e-6);
    timeline.run_to_end().unwrap();
    check_against(&timeline.series().unwrap().clone(), &timeline.report());
}

#[test]
fn a_pause_after_the_last_attempt_counts_held_or_released() {
    for hold_worker in [true, false] {
        let mut failing = scenario();
        failing.pool.hold_worker = hold_worker;
        failing.pool.pause_after_last_attempt = true;
        failing.pool.when_full = WhenFull::DropOldest;
        failing.failure_probability = 0.8;
        let (series, report) = run(failing, 256);
        assert!(report.dropped > 0 || hold_worker);
        let backing_off = total(&series, |interval| interval.held_time + interval.shelved_time);
        let of_held = total(&series, |interval| interval.held_time);
        assert!(backing_off > 0.0);
        assert_close(of_held / backing_off, if hold_worker { 1.0 } else { 0.0 }, 1e-12);
        check_against(&series, &report);
    }
}
