//! Figures that one can check by hand.

use proptest::prelude::*;
use twinpool::stats::{Ending, Latency, Period, Place, Stats};

use crate::support::assert_close;

const MEASURED: Period = Period::Measured;
const MS: u64 = 1_000_000;

#[test]
fn nothing_to_measure_is_none_and_not_zero() {
    let figures = Stats::new(3, 0).figures();
    assert_eq!(figures.wait_ms.mean, None);
    assert_eq!(figures.sojourn_ms.p99, None);
    assert_eq!(figures.blocked_ms.max, None);
    assert_eq!(figures.utilisation.busy, None);
    assert_eq!(figures.queue_length.mean, None);
    assert_eq!(figures.throughput_per_second, None);
}

/// Two workers, two tasks. The first comes at 0 ms and runs from 2 to 6 and from 8 to 10; the second comes at 4 and runs
/// from 6 to 10.
fn two_tasks() -> Stats {
    let mut stats = Stats::new(2, 0);
    let at = |stats: &mut Stats, millis: u64| stats.advance(millis * MS);
    stats.submit(MEASURED);
    stats.accept(MEASURED, 0);
    at(&mut stats, 2);
    stats.start(MEASURED, Place::Queued, Some(2 * MS));
    at(&mut stats, 3);
    stats.submit(MEASURED);
    stats.block();
    at(&mut stats, 4);
    stats.unblock();
    stats.accept(MEASURED, MS);
    at(&mut stats, 6);
    stats.pass(Place::Running, Place::Held);
    stats.start(MEASURED, Place::Queued, Some(2 * MS));
    at(&mut stats, 8);
    stats.start(MEASURED, Place::Held, None);
    at(&mut stats, 10);
    stats.finish(MEASURED, Place::Running, Ending::Succeeded, 10 * MS);
    stats.finish(MEASURED, Place::Running, Ending::Failed, 6 * MS);
    stats
}

#[test]
fn averages_over_time_are_weighted_by_time() {
    let figures = two_tasks().figures();
    assert_close(figures.elapsed_ms, 10.0, 1e-12);
    // One task for 2 + 2 of 10 ms.
    assert_close(figures.queue_length.mean.unwrap(), 0.4, 1e-12);
    assert_eq!(figures.queue_length.max, 1);
    // 4 + 2 + 4 of 2 × 10 ms; held for 2.
    assert_close(figures.utilisation.busy.unwrap(), 0.5, 1e-12);
    assert_close(figures.utilisation.backoff.unwrap(), 0.1, 1e-12);
    assert_close(figures.utilisation.idle.unwrap(), 0.4, 1e-12);
    assert_close(figures.throughput_per_second.unwrap(), 200.0, 1e-9);
    assert_close(figures.wait_ms.mean.unwrap(), 2.0, 1e-12);
    assert_close(figures.sojourn_ms.mean.unwrap(), 8.0, 1e-12);
    assert_close(figures.blocked_ms.mean.unwrap(), 0.5, 1e-12);
    assert_eq!((figures.attempts, figures.retries), (3, 1));
}

#[test]
fn a_task_that_is_passed_on_at_once_was_never_in_line() {
    let mut stats = Stats::new(1, 0);
    stats.submit(MEASURED);
    stats.accept(MEASURED, 0);
    stats.start(MEASURED, Place::Queued, Some(0));
    stats.advance(MS);
    assert_eq!(stats.figures().queue_length.max, 0);
}

#[test]
fn warm_up_is_left_out_of_every_figure() {
    let mut stats = Stats::new(1, 0);
    stats.submit(Period::WarmUp);
    stats.accept(Period::WarmUp, 0);
    stats.start(Period::WarmUp, Place::Queued, Some(0));
    stats.advance(5 * MS);
    stats.finish(Period::WarmUp, Place::Running, Ending::Succeeded, 5 * MS);
    stats.begin_window();
    stats.submit(MEASURED);
    stats.accept(MEASURED, 0);
    stats.advance(7 * MS);
    stats.start(MEASURED, Place::Queued, Some(2 * MS));
    stats.advance(9 * MS);
    stats.finish(MEASURED, Place::Running, Ending::Succeeded, 4 * MS);
    let figures = stats.figures();
    assert_eq!((figures.submitted, figures.succeeded, figures.attempts), (1, 1, 1));
    assert_close(figures.elapsed_ms, 4.0, 1e-12);
    assert_close(figures.utilisation.busy.unwrap(), 0.5, 1e-12);
    assert_eq!(figures.sojourn_ms.max, Some(4.0));
    // The law is about everything.
    assert_eq!(stats.total().accepted, 2);
    stats.check_conservation().unwrap();
}

#[test]
fn before_the_window_begins_nothing_is_measured() {
    let mut stats = Stats::new(1, 0).warming_up();
    stats.submit(Period::WarmUp);
    stats.accept(Period::WarmUp, 0);
    stats.advance(5 * MS);
    let figures = stats.figures();
    assert_eq!((figures.elapsed_ms, figures.queued), (0.0, 1));
    assert_eq!((figures.throughput_per_second, figures.utilisation.idle), (None, None));
    assert_eq!((figures.queue_length.mean, figures.queue_length.max), (None, 0));
}

#[test]
fn cancelled_tasks_are_counted_and_have_no_sojourn() {
    let mut stats = Stats::new(1, 0);
    for _ in 0..2 {
        stats.submit(MEASURED);
        stats.accept(MEASURED, 0);
    }
    stats.advance(MS);
    stats.finish(MEASURED, Place::Queued, Ending::Cancelled, MS);
    stats.finish(MEASURED, Place::Queued, Ending::Dropped, MS);
    let figures = stats.figures();
    assert_eq!((figures.cancelled, figures.dropped), (1, 1));
    assert_eq!(
        (figures.sojourn_ms.max, figures.throughput_per_second),
        (None, Some(0.0))
    );
    stats.check_conservation().unwrap();
}

#[test]
fn a_task_that_gets_lost_breaks_the_law_of_what_was_accepted() {
    let mut stats = two_tasks();
    stats.check_conservation().unwrap();
    stats.submit(MEASURED);
    stats.accept(MEASURED, 0);
    stats.unblock_without_a_word();
    let broken = stats.check_conservation().unwrap_err().to_string();
    assert!(
        broken.starts_with("accepted must equal succeeded + failed + cancelled"),
        "{broken}"
    );
}

#[test]
fn a_submission_that_gets_lost_breaks_the_law_of_what_was_submitted() {
    let mut stats = two_tasks();
    stats.submit(MEASURED);
    let broken = stats.check_conservation().unwrap_err().to_string();
    assert!(
        broken.starts_with("submitted must equal accepted + rejected"),
        "{broken}"
    );
}

/// A defect, as a pool could have it.
trait Defect {
    fn unblock_without_a_word(&mut self);
}

impl Defect for Stats {
    fn unblock_without_a_word(&mut self) {
        self.pass(Place::Queued, Place::Blocked);
        self.unblock();
    }
}

/// The value at a quantile: the smallest that so large a share does not exceed.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small numbers"
)]
fn exact(sorted: &[u64], quantile: f64) -> u64 {
    let rank = (quantile * sorted.len() as f64).ceil().max(1.0) as usize;
    sorted[rank.min(sorted.len()) - 1]
}

proptest! {
    #![proptest_config(crate::support::cases(300))]

    #[test]
    #[expect(clippy::cast_precision_loss, reason = "compared with a tolerance")]
    fn percentiles_are_off_by_at_most_one_percent(
        // From nanoseconds to years, each order of magnitude as likely as the other.
        mut nanos in prop::collection::vec((0..57_u32, any::<u64>()).prop_map(|(bits, n)| n >> (63 - bits)), 1..300),
    ) {
        let mut latency = Latency::new();
        for nanos in &nanos {
            latency.record(*nanos);
        }
        nanos.sort_unstable();
        for quantile in [0.0, 0.01, 0.5, 0.9, 0.99, 0.999, 1.0] {
            let (found, exact) = (latency.percentile_nanos(quantile).unwrap(), exact(&nanos, quantile) as f64);
            prop_assert!((found - exact).abs() <= 0.01 * exact, "{} instead of {} at {}", found, exact, quantile);
        }
        let mean = nanos.iter().map(|nanos| *nanos as f64).sum::<f64>() / nanos.len() as f64;
        prop_assert!((latency.mean_nanos().unwrap() - mean).abs() <= 1e-9 * mean);
        prop_assert_eq!(latency.max_nanos(), nanos.last().copied());
        prop_assert_eq!(latency.count(), nanos.len() as u64);
    }

    #[test]
    fn percentiles_never_get_smaller(nanos in prop::collection::vec(any::<u64>(), 1..100)) {
        let mut latency = Latency::new();
        for nanos in nanos {
            latency.record(nanos);
        }
        let percentiles: Vec<_> = (0..=100).map(|percent| latency.percentile_nanos(f64::from(percent) / 100.0)).collect();
        prop_assert!(percentiles.is_sorted(), "{:?}", percentiles);
    }
}
