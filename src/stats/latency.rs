//! Durations and their percentiles.

use super::histogram::Histogram;

/// A duration in a task's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// Accepted to first attempt.
    Wait,
    /// Accepted to done.
    Sojourn,
    /// Submit called to accepted.
    Blocked,
}

/// A set of durations: exact mean and maximum, percentiles from a histogram.
///
/// A percentile is the middle of the bucket that it falls in, so it is off by at most 0.8 % of its value. Memory is
/// bounded by the histogram's buckets, at most 30 KB, however many durations are recorded.
///
/// ```
/// use twinpool::stats::Latency;
///
/// let mut latency = Latency::new();
/// assert_eq!(latency.percentile_nanos(0.5), None);
/// for nanos in [100, 200, 300_000] {
///     latency.record(nanos);
/// }
/// assert_eq!(latency.mean_nanos(), Some(100_100.0));
/// let median = latency.percentile_nanos(0.5).unwrap();
/// assert!((median - 200.0).abs() <= 0.008 * 200.0);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Latency {
    histogram: Histogram,
    sum_nanos: f64,
    max_nanos: u64,
}

impl Latency {
    /// No durations yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a duration.
    #[expect(clippy::cast_precision_loss, reason = "sums in floating point, by design")]
    #[inline(always)]
    pub fn record(&mut self, nanos: u64) {
        self.histogram.record(nanos);
        self.sum_nanos += nanos as f64;
        self.max_nanos = self.max_nanos.max(nanos);
    }

    /// How many durations there are.
    pub fn count(&self) -> u64 {
        self.histogram.total()
    }

    /// Their mean; `None` of none.
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 durations are ever recorded")]
    pub fn mean_nanos(&self) -> Option<f64> {
        (self.count() > 0).then(|| self.sum_nanos / self.count() as f64)
    }

    /// The longest of them; `None` of none.
    pub fn max_nanos(&self) -> Option<u64> {
        (self.count() > 0).then_some(self.max_nanos)
    }

    /// The duration that a share `quantile` (0 to 1) of them does not exceed; `None` of none.
    #[expect(clippy::cast_precision_loss, reason = "the bucket is wider than the rounding")]
    pub fn percentile_nanos(&self, quantile: f64) -> Option<f64> {
        (self.count() > 0).then(|| self.histogram.quantile(quantile).min(self.max_nanos as f64))
    }

    /// The histogram behind it: of every bucket that holds something the shortest duration, the width in nanoseconds, and
    /// how many durations it holds.
    pub fn buckets(&self) -> impl Iterator<Item = (u64, u64, u64)> {
        self.histogram.buckets()
    }
}
